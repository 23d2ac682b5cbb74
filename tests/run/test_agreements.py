"""Agreed exceptions: a finding that somebody answers for until a day is shown as waived, and fails nothing."""

from __future__ import annotations

import csv
import io
import json
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.command import plancheck
from tests.paths import FORMATS_OF_OTHERS

WAIVER = """covers: []
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
    assert waived["message"] == "Planen säger inte hur målet «Staden har fler träd» tas om hand"
    assert waived["waiver"] == {"reason": "Träden tas upp i mars", "by": "Anna Berg", "until": "2024-03-31"}
    assert (after["waived"], sum(one["outcome"] == "failed" for one in goals())) == (1, 0)


def test_what_is_waived_fails_nothing(city: Path) -> None:
    assert check("--select", "MAL001").exit_code == 0
    Path("plancheck.yaml").write_text("covers: []\n", encoding="utf-8")
    assert check("--select", "MAL001").exit_code == 1


@pytest.mark.parametrize(("today", "outcome"), [("2024-03-31", "waived"), ("2024-04-01", "failed")])
def test_a_waiver_holds_through_its_last_day_and_then_the_finding_points_at_it(today: str, outcome: str, city: Path) -> None:
    (one,) = [one for one in goals(today=today) if one["outcome"] != "passed"]
    assert one["outcome"] == outcome
    notes = [related for related in one["related"] if "Undantaget gick ut 2024-03-31" in related["note"]]
    assert [note["location"]["file"] for note in notes] == ([] if outcome == "waived" else ["plancheck.yaml"])


@pytest.mark.parametrize("line", ["document: verksamhetsplan-park-2023", "item: kf-2024/g1"])
def test_a_waiver_is_about_its_document_and_its_item_only(line: str, city: Path) -> None:
    key = line.partition(":")[0]
    kept = [line if one.strip().startswith(f"{key}:") else one.strip() for one in WAIVER.splitlines()[2:]]
    text = "covers: []\nwaivers:\n  " + "\n    ".join(kept) + "\n"
    Path("plancheck.yaml").write_text(text, encoding="utf-8")
    assert [one["outcome"] for one in goals() if one["outcome"] != "passed"] == ["failed"]


def test_without_document_and_item_all_findings_of_the_rule_are_meant(city: Path) -> None:
    text = WAIVER.replace("    document: verksamhetsplan-park-2024\n    item: kf-2024/g2\n", "").replace("MAL001", "AVS001")
    Path("plancheck.yaml").write_text(text, encoding="utf-8")
    with Path("plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("sections: [{title: Om parken, kind: parken}]\n")
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
    assert "1 undantag, 13 kan inte bedömas" in " ".join(check().stdout.split())
    assert '<li class="tile answered"><strong>1</strong>' in check("--format", "html").stdout
    rows = list(csv.DictReader(io.StringIO(check("--format", "csv").stdout.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Regel"] for row in rows if row["Utfall"] == "undantag"] == ["MAL001"]


def test_sarif_tells_it_as_suppressed_on_request(city: Path) -> None:
    assert "suppressions" not in check("--format", "sarif").stdout
    results = json.loads(check("--format", "sarif", "--sarif-all").stdout)["runs"][0]["results"]
    (one,) = [one for one in results if one.get("suppressions")]
    assert (one["ruleId"], one["kind"]) == ("MAL001", "fail")
    assert one["suppressions"] == [{"kind": "external", "status": "accepted", "justification": TOLD}]


def test_what_is_waived_since_the_earlier_report_is_not_gone(city: Path) -> None:
    Path("plancheck.yaml").write_text("covers: []\n", encoding="utf-8")
    check("--format", "json", "-o", "earlier.json")
    Path("plancheck.yaml").write_text(WAIVER, encoding="utf-8")
    comparison = json.loads(check("--compare", "earlier.json", "--format", "json").stdout)["comparison"]
    assert (comparison["gone"], comparison["new"]) == ([], 0)


# What has no effect, and what may not be waived


def unused(*arguments: str, today: str = "2024-03-10") -> list[str]:
    values = json.loads(check("--format", "json", *arguments, today=today).stdout)
    return [one["message"] for one in values["notifications"] if one["concern"] == "unused"]


def configured(**keys: str) -> None:
    """The waiver with other values; a key without one is left out."""
    values = {
        "rule": "MAL001", "document": "verksamhetsplan-park-2024", "item": "kf-2024/g2", "reason": "Träden tas upp i mars",
        "by": "Anna Berg", "until": "2024-03-31", **keys,
    }  # fmt: skip
    waiver = ", ".join(f"{key}: {json.dumps(value)}" for key, value in values.items() if value)
    waiver = waiver.replace(f'"{values["until"]}"', values["until"])
    Path("plancheck.yaml").write_text(f"covers: []\nwaivers: [{{{waiver}}}]\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"item": "kf-2024/g22"}, "Menade du kf-2024/g2?"),
        ({"item": "Staden har fler träd"}, "Menade du kf-2024/g2?"),
        ({"document": "verksamhetsplan-park-2025"}, "Menade du verksamhetsplan-park-2024?"),
        ({"rule": "MAL002", "item": "", "document": ""}, "inget av regelns fynd stämmer in på det"),
        ({"until": "2024-03-09"}, "Undantaget från MAL001 gick ut 2024-03-09"),
    ],
)
def test_a_waiver_without_effect_is_told_with_what_was_probably_meant(keys: dict[str, str], said: str, city: Path) -> None:
    configured(**keys)
    (message,) = unused()
    assert said in message
    assert [one["outcome"] for one in goals() if one["outcome"] != "passed"] == ["failed"]


def test_a_waiver_about_what_was_not_judged_this_time_is_not_said_to_have_no_effect(city: Path) -> None:
    assert unused("arsrapport-2023.yaml") == []
    assert unused("--select", "TID") == []


def test_a_name_that_two_findings_have_waives_neither(city: Path) -> None:
    with Path("plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("  - {title: Ny, text: ett}\n  - {title: Ny, text: två}\n")
    configured(rule="UPP005", item="Ny")
    (message,) = unused()
    assert "«Ny» stämmer in på flera i verksamhetsplan-park-2024" in message
    evaluations = json.loads(check("--format", "json").stdout)["evaluations"]
    assert [one["outcome"] for one in evaluations if one["rule"] == "UPP005" and one["item"] == "Ny"] == ["failed", "failed"]


def test_a_name_in_two_forms_of_letters_is_one_name(city: Path) -> None:
    with Path("plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("  - {title: Sjöbad, text: ett}\n")
    configured(rule="UPP005", item=unicodedata.normalize("NFD", "Sjöbad"))
    assert unused() == []


@pytest.mark.parametrize("key", ["reason", "by", "item", "document"])
@pytest.mark.parametrize("text", [" ", "\u200b", "–"])
def test_what_a_person_is_to_read_has_letters(key: str, text: str, city: Path) -> None:
    configured(**{key: text})
    result = check()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Skriv minst en bokstav eller siffra" in result.stderr


@pytest.mark.parametrize("rule", ["DOK001", "FIL001", "IMP001"])
def test_what_is_wrong_with_a_file_itself_cannot_be_waived(rule: str, city: Path) -> None:
    configured(rule=rule)
    result = check()
    assert result.exit_code == 2
    assert f"{rule} gäller filen själv och kan varken undantas eller intygas" in result.stderr


def test_a_rule_set_may_forbid_to_waive_a_rule(city: Path) -> None:
    Path("own.yml").write_text(
        "ruleset: vår\nextends: kommun\nchange: {MAL001: {waivable: false}}\n".replace("vår", "own"), "utf-8"
    )
    result = check("--ruleset", "own.yml")
    assert result.exit_code == 2
    assert "plancheck.yaml:3:" in result.stderr
    assert "Undantag från MAL001 är inte tillåtet" in result.stderr


# Attestations

ATTESTATION = """\
covers: []
attestations:
  - {rule: RULE, by: Anna Berg, on: 2024-03-01, reference: PN 2024/12, until: 2024-12-31}
"""


def attested(rule: str, today: str = "2024-03-10") -> list[dict[str, Any]]:
    Path("plancheck.yaml").write_text(ATTESTATION.replace("RULE", rule), encoding="utf-8")
    evaluations = json.loads(check("--format", "json", today=today).stdout)["evaluations"]
    return [one for one in evaluations if one["rule"] == rule and one["outcome"] != "passed"]


def test_what_is_not_met_and_what_cannot_be_judged_may_be_attested(city: Path) -> None:
    known = {"by": "Anna Berg", "on": "2024-03-01", "reference": "PN 2024/12", "until": "2024-12-31"}
    for messages in ({"Planen säger inte hur målet «Staden har fler träd» tas om hand"}, None):
        found = attested("MAL001")
        assert {one["outcome"] for one in found} == {"attested"}
        assert all(one["attestation"] == known for one in found)
        assert messages is None or {one["message"] for one in found} == messages
        # Without KF's budget nobody can judge it.
        Path("kf.yaml").unlink(missing_ok=True)


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "csv", "junit"])
def test_every_format_says_who_attested_it(format_: str, city: Path) -> None:
    attested("MAL001")
    text = " ".join(check("--format", format_, "--quiet").stdout.replace("\u200b", "").split())
    assert "intygat 2024-03-01, Anna Berg, PN 2024/12" in text.replace("\\", "")


def test_what_is_attested_is_not_met_and_fails_nothing(city: Path) -> None:
    Path("plancheck.yaml").write_text("covers: []\n", encoding="utf-8")
    assert check("--select", "MAL001").exit_code == 1
    attested("MAL001")
    summary = json.loads(check("--format", "json", "--select", "MAL001").stdout)["summary"]
    assert (summary["attested"], summary["failed"]) == (1, 0)
    assert check("--select", "MAL001", "--strict").exit_code == 0


@pytest.mark.parametrize(("today", "said"), [("2025-01-01", "gick ut 2024-12-31"), ("2024-02-29", "som inte har varit än")])
def test_an_attestation_holds_from_its_day_to_its_last(today: str, said: str, city: Path) -> None:
    assert {one["outcome"] for one in attested("MAL001", today)} == {"failed"}
    assert any(said in message for message in unused(today=today))


def test_an_attestation_does_not_get_around_a_rule_that_may_not_be_waived(city: Path) -> None:
    Path("plancheck.yaml").write_text(ATTESTATION.replace("RULE", "MAL001"), encoding="utf-8")
    Path("own.yml").write_text("extends: kommun\nchange: {MAL001: {waivable: false}}\n", encoding="utf-8")
    evaluations = json.loads(check("--format", "json", "--ruleset", "own.yml").stdout)["evaluations"]
    assert [one["outcome"] for one in evaluations if one["rule"] == "MAL001" and one["outcome"] != "passed"] == ["failed"]


def test_an_attestation_that_ends_before_it_begins_is_refused(city: Path) -> None:
    Path("plancheck.yaml").write_text(ATTESTATION.replace("RULE", "MAL001").replace("2024-12-31", "2024-02-01"), "utf-8")
    result = check()
    assert result.exit_code == 2
    assert "men är daterat senare (2024-03-01)" in result.stderr
