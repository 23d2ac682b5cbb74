"""Agreed exceptions: a finding that somebody answers for until a day is shown as waived, and fails nothing."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.command import plancheck
from tests.paths import FORMATS_OF_OTHERS

WAIVER = """ruleset: kommun
waivers:
  - rule: MAL001
    document: verksamhetsplan-park-2024
    item: kf-2024/g2
    reason: Träden tas upp i mars
    by: Anna Berg
    until: 2024-03-31
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small city of the formats, with a waiver for the goal that its plan leaves out."""
    shutil.copytree(FORMATS_OF_OTHERS / "city", tmp_path / "city")
    (tmp_path / "city" / "broken.yaml").unlink()
    monkeypatch.chdir(tmp_path / "city")
    Path("plancheck.yaml").write_text(WAIVER, encoding="utf-8")
    return tmp_path / "city"


def check(*arguments: str, today: str = "2024-03-10") -> Result:
    return plancheck("check", "--today", today, *arguments)


def goals(*arguments: str, today: str = "2024-03-10") -> list[dict[str, Any]]:
    """What came of the rule that a plan takes care of each goal."""
    made = check("--format", "json", *arguments, today=today)
    return [one for one in json.loads(made.stdout)["evaluations"] if one["rule"] == "MAL001"]


def test_what_is_waived_is_neither_met_nor_a_finding(city: Path) -> None:
    before, after = goals()[-2:], json.loads(check("--format", "json").stdout)["summary"]
    waived = next(one for one in before if one["outcome"] == "waived")
    assert waived["item"] == "kf-2024/g2"
    assert waived["message"] == "Målet «Staden har fler träd» tas inte om hand i planen"
    assert waived["waiver"] == {"reason": "Träden tas upp i mars", "by": "Anna Berg", "until": "2024-03-31"}
    assert (after["waived"], sum(one["outcome"] == "failed" for one in goals())) == (1, 0)


def test_what_is_waived_fails_nothing(city: Path) -> None:
    assert check("--select", "MAL001").exit_code == 0
    Path("plancheck.yaml").write_text("ruleset: kommun\n", encoding="utf-8")
    assert check("--select", "MAL001").exit_code == 1


@pytest.mark.parametrize(("today", "outcome"), [("2024-03-31", "waived"), ("2024-04-01", "failed")])
def test_a_waiver_holds_through_its_last_day_and_then_the_finding_points_at_it(today: str, outcome: str, city: Path) -> None:
    (one,) = [one for one in goals(today=today) if one["outcome"] != "passed"]
    assert one["outcome"] == outcome
    notes = [related for related in one["related"] if "undantaget gick ut 2024-03-31" in related["note"]]
    assert [note["location"]["file"] for note in notes] == ([] if outcome == "waived" else ["plancheck.yaml"])


@pytest.mark.parametrize("line", ["document: verksamhetsplan-park-2023", "item: kf-2024/g1"])
def test_a_waiver_is_about_its_document_and_its_item_only(line: str, city: Path) -> None:
    key = line.partition(":")[0]
    kept = [line if one.strip().startswith(f"{key}:") else one.strip() for one in WAIVER.splitlines()[2:]]
    text = "ruleset: kommun\nwaivers:\n  " + "\n    ".join(kept) + "\n"
    Path("plancheck.yaml").write_text(text, encoding="utf-8")
    assert [one["outcome"] for one in goals() if one["outcome"] != "passed"] == ["failed"]


def test_without_document_and_item_all_findings_of_the_rule_are_meant(city: Path) -> None:
    text = WAIVER.replace("    document: verksamhetsplan-park-2024\n    item: kf-2024/g2\n", "").replace("MAL001", "AVS001")
    Path("plancheck.yaml").write_text(text, encoding="utf-8")
    values = json.loads(check("--format", "json", "--select", "AVS001").stdout)
    assert {one["outcome"] for one in values["evaluations"]} == {"waived"}
    assert values["summary"]["waived"] == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rule: MAL001", "rule: MAL0001", "plancheck.yaml:3:"),
        ("    reason: Träden tas upp i mars\n", "", "Nyckeln reason saknas"),
        ("until: 2024-03-31", "until: snart", "plancheck.yaml:8:"),
        ("    by: Anna Berg\n", "    who: Anna Berg\n", "Nyckeln who finns inte här"),
    ],
)
def test_a_waiver_says_which_rule_why_who_and_until_when(old: str, new: str, said: str, city: Path) -> None:
    assert old in WAIVER
    Path("plancheck.yaml").write_text(WAIVER.replace(old, new), encoding="utf-8")
    made = check()
    assert (made.exit_code, made.stdout) == (2, "")
    assert said in made.stderr


TOLD = "undantag till 2024-03-31, Anna Berg: Träden tas upp i mars"


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "csv", "junit"])
def test_a_waiver_is_shown_in_every_format_that_tells_more_than_findings(format_: str, city: Path) -> None:
    assert TOLD in " ".join(check("--format", format_).stdout.replace("\u200b", "").split())


def test_the_counts_tell_what_is_waived(city: Path) -> None:
    assert "1 undantag, 0 kan inte bedömas" in " ".join(check().stdout.split())
    assert '<li class="tile waived"><strong>1</strong>' in check("--format", "html").stdout
    rows = list(csv.DictReader(io.StringIO(check("--format", "csv").stdout.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Regel"] for row in rows if row["Utfall"] == "undantag"] == ["MAL001"]


def test_sarif_tells_it_as_suppressed_on_request(city: Path) -> None:
    assert "suppressions" not in check("--format", "sarif").stdout
    results = json.loads(check("--format", "sarif", "--sarif-all").stdout)["runs"][0]["results"]
    (one,) = [one for one in results if one.get("suppressions")]
    assert (one["ruleId"], one["kind"]) == ("MAL001", "fail")
    assert one["suppressions"] == [{"kind": "external", "status": "accepted", "justification": TOLD}]


def test_what_is_waived_since_the_earlier_report_is_not_gone(city: Path) -> None:
    Path("plancheck.yaml").write_text("ruleset: kommun\n", encoding="utf-8")
    check("--format", "json", "-o", "earlier.json")
    Path("plancheck.yaml").write_text(WAIVER, encoding="utf-8")
    comparison = json.loads(check("--compare", "earlier.json", "--format", "json").stdout)["comparison"]
    assert (comparison["gone"], comparison["new"]) == ([], 0)
