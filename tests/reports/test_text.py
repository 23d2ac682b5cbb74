"""The text report: what it marks, what it says of each finding, its counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import answers, plancheck
from tests.paths import ROOT
from tests.reports.goteborg import printed, report

SNIPPET = re.compile(r"^ *(\d+) │ (.*)\n +│ ( *)(\^+)(?: .*)?$", re.MULTILINE)


def excerpts(text: str) -> Iterator[tuple[int, str]]:
    """The line number of each excerpt, and the part of it that is marked, with the … behind it where it is cut there."""
    for match in SNIPPET.finditer(text):
        start, end = len(match[3]), len(match[3]) + len(match[4])
        cut = "…" if match[2][end:] == "…" else ""
        yield int(match[1]), match[2][start:end] + cut


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_the_text_report_marks_what_the_json_report_locates(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    findings = [one["location"] for one in report()["evaluations"] if one["outcome"] == "failed"]
    marked = list(excerpts(printed()))
    assert len(marked) == len(findings) > 15
    whole = 0
    for (number, part), place in zip(marked, findings, strict=True):
        assert number == place["line"]
        line = (ROOT / place["file"]).read_text(encoding="utf-8").splitlines()[number - 1]
        meant = line[place["column"] - 1 : place["end-column"] - 1]
        if part.endswith("…"):
            assert meant.startswith(part[:-1])
            assert len(part) > 10
        else:
            assert part == meant
            whole += 1
    assert whole > 5


def test_a_mark_far_to_the_right_is_shown_with_what_stands_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "60")
    uppdrag = "{id: bokbuss, title: En bokbuss som kör till varje skola i hela staden, by: kf, tu: [alla]}"
    Path("kf.yaml").write_text(f"document: kf-budget\nyear: 2025\nuppdrag:\n  - {uppdrag}\n", encoding="utf-8")
    text = plancheck("check").stdout
    assert list(excerpts(text)) == [(4, "tu")]
    assert "…" in text
    assert "by: kf, tu: [alla]}" in text


def test_marks_stand_right_under_letters_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("kf.yaml").write_text("document: kf-budget\nyear: 2025\nx-å: Åäö «é», titel: fel\n", encoding="utf-8")
    Path("kg.yaml").write_text("document: kf-budget\nyear: 2026\ngoals: [{title: Åäö «é», titel: fel}]\n", encoding="utf-8")
    text = plancheck("check").stdout
    assert list(excerpts(text)) == [(3, ":"), (3, "titel")]


def test_the_text_report_tells_every_finding_with_its_place_message_and_hint() -> None:
    text = re.sub(r"[ \n]+(│ |├ |└ )?", " ", printed())
    for one in report()["evaluations"]:
        if one["outcome"] == "failed":
            place = one["location"]
            head = f"{place['file']}:{place['line']}:{place['column']}: "
            assert head in text
            assert f" {one['rule']} {one['message']}" in text
            assert f"{one['hint']} plancheck explain {one['rule']}" in text


def test_the_text_report_tells_where_people_read_it_and_what_it_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    text = printed()
    for one in report()["evaluations"]:
        if one["outcome"] == "failed":
            place = one["location"]
            if "section" in place and "page" in place:
                assert f"├ avsnitt {place['section']}, s. {place['page']}\n" in text
            for related in one["related"]:
                there = related["location"]
                assert f"├ {related['note']}: {there['file']}:{there['line']}:{there['column']}" in text


def test_the_text_report_ends_with_the_counts_of_the_json_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    counts = report()["summary"]
    demands, checks, last = printed().splitlines()[-3:]
    numbers = [counts["requirements"][name] for name in ("held", "findings", "not-assessable", "not-tested")]
    assert [int(number) for number in re.findall(r"\d+", demands)] == [len(report()["requirements"]), *numbers]
    assert re.sub(r"\d+ ", "", demands) == "krav: utan fynd, med fynd, kan inte bedömas helt, inte prövade här."
    told = ("passed", "failed", "error", "warning", "info", "not-assessable")
    numbers = [counts[name] for name in told]
    assert [int(number) for number in re.findall(r"\d+", checks)] == [len(answers(report())), *numbers]
    assert re.sub(r"\d+ ", "", checks).startswith("kontroller: utan fynd, med fynd (fel, varning")
    assert checks.endswith(" kan inte bedömas.")
    ruleset = report()["ruleset"]
    basis = f"Granskat mot goteborg {ruleset['version']}, {ruleset['digest']}."
    assert last == f"{report()['documents']} dokument, {len(report()['rules'])} regler. {basis}"


def test_the_text_report_tells_what_cannot_be_judged_and_why() -> None:
    lines = printed().split("Kan inte bedömas:\n")[1].split("\n\n")[0]
    text = " ".join(lines.split())
    unknown = Counter(
        (one["rule"], one["location"]["file"], one["message"])
        for one in report()["evaluations"]
        if one["outcome"] == "not-assessable"
    )
    assert len(unknown) > 5
    for (rule, file, reason), number in unknown.items():
        several = rf" \({number}\)" if number > 1 else r"( \(«[^»]*»\))?(?! \()"
        assert re.search(rf"{re.escape(file)}: [^:]*\b{rule}{several}[^:]*: {re.escape(reason)}", text), (rule, file)
