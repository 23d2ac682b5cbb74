"""The reports: JSON has the shape of its schema and adds up; the text marks what the JSON locates; schemas are as generated."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from plancheck import load
from plancheck.cli import main
from plancheck.model.source import decode, parse
from plancheck.schemas import SCHEMAS, schema_of

ROOT = Path(__file__).parents[1]
GOTEBORG = ROOT / "examples" / "goteborg"
DOCUMENTS = [path for path in sorted((ROOT / "examples").rglob("*.yaml")) if path.name != "plancheck.yaml"]
CONFIGURATIONS = sorted((ROOT / "examples").rglob("plancheck.yaml"))
PROFILES = sorted((ROOT / "rules").rglob("import.yaml"))
RULE_FILES = [path for path in sorted((ROOT / "rules").rglob("*.yaml")) if path not in PROFILES]


@pytest.fixture(autouse=True)
def from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def printed(*arguments: str) -> str:
    """What a check of the example of Göteborg prints."""
    return CliRunner().invoke(main, ["check", str(GOTEBORG), "--today", "2026-11-22", *arguments]).stdout


@cache
def report(*arguments: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(printed("--format", "json", *arguments))
    return values


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def errors(name: str, values: Any) -> list[str]:
    return [f"{one.json_path}: {one.message[:200]}" for one in validator(name).iter_errors(values)]


def as_json(path: Path) -> Any:
    """The values of a YAML file as JSON has them: words as keys, dates as text."""

    def text(value: object) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    return json.loads(json.dumps(parse(decode(path.read_bytes()), path.name).root, default=text))


def from_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# The schemas


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_of_2020_12(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_the_one_that_the_models_give(name: str) -> None:
    committed = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_of(name), f"plancheck schema {name} > schemas/{name}.schema.json"


def test_the_folder_of_schemas_holds_nothing_else() -> None:
    assert sorted(path.name for path in (ROOT / "schemas").iterdir()) == sorted(f"{name}.schema.json" for name in SCHEMAS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=from_root)
def test_a_document_of_the_examples_has_the_shape_of_the_schema(path: Path) -> None:
    assert errors("document", as_json(path)) == []


@pytest.mark.parametrize("path", RULE_FILES, ids=from_root)
def test_a_shipped_rule_file_has_the_shape_of_the_schema(path: Path) -> None:
    values = as_json(path)
    assert values.get("rules") or values.get("documents") or values.get("requirements")
    assert errors("rules", values) == []


@pytest.mark.parametrize("path", PROFILES, ids=from_root)
def test_the_words_of_the_import_have_the_shape_of_the_schema(path: Path) -> None:
    assert errors("import", as_json(path)) == []


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=from_root)
def test_a_configuration_of_the_examples_has_the_shape_of_the_schema(path: Path) -> None:
    assert errors("configuration", as_json(path)) == []


def test_a_configuration_with_everything_has_the_shape_of_the_schema() -> None:
    everything = {
        "ruleset": "goteborg",
        "lang": "en",
        "select": ["UPP", "MAL001"],
        "ignore": ["UPP004"],
        "fail-on": "never",
        "exclude": ["*.yml"],
        "rules": {"UPP001": "off", "UPP002": {"severity": "info"}},
    }
    assert errors("configuration", everything) == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("document", {"document": "kf-budget"}),
        ("document", {"document": "kf-budget", "year": 2025, "uppdragg": []}),
        ("document", {"document": "kf-budget", "year": "2025"}),
        ("document", {"document": "kf-budget", "year": 2025, "uppdrag": [{"ref": "nowhere"}]}),
        ("document", {"document": "kf-budget", "year": 2025, "as-of": "2025-02-30"}),
        ("rules", {"rules": [{"id": "UPP001"}]}),
        ("rules", {"ruleset": "kommun", "rulez": []}),
        ("configuration", {"rulset": "goteborg"}),
        ("configuration", {"fail-on": "eror"}),
        ("configuration", {"rules": {"UPP001": 7}}),
        ("report", {}),
    ],
)
def test_a_schema_refuses_what_the_program_refuses(name: str, values: dict[str, Any]) -> None:
    assert errors(name, values) != []


def test_a_schema_lets_keys_with_x_pass() -> None:
    assert errors("document", {"document": "kf-budget", "year": 2025, "x-own": {"a": [1]}}) == []


def test_a_rule_of_the_schema_needs_what_its_check_needs() -> None:
    rule = next(rule for rule in as_json(ROOT / "rules" / "kommun" / "uppdrag.yaml")["rules"] if rule["check"] == "covered")
    assert errors("rules", {"rules": [rule]}) == []
    for key in ("items", "by", "title", "severity"):
        assert errors("rules", {"rules": [{name: value for name, value in rule.items() if name != key}]}) != [], key


# The JSON report


@pytest.mark.parametrize("arguments", [(), ("--lang", "en"), ("--quiet",), ("--severity", "error")])
def test_the_json_report_has_the_shape_of_the_schema(arguments: tuple[str, ...]) -> None:
    values = report(*arguments)
    assert len(values["evaluations"]) > 5
    assert errors("report", values) == []


def test_the_report_of_broken_files_has_the_shape_of_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"a.yaml": "a: [", "b.yaml": "document: planen\n", "c.yaml": "document: kf-budget\nyear: x\n"}.items():
        Path(name).write_text(text, encoding="utf-8")
    values = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)
    assert [one["rule"] for one in values["evaluations"]] == ["FIL001", "DOK002", "DOK001"]
    assert errors("report", values) == []


def test_the_summary_counts_the_evaluations() -> None:
    values = report()
    outcomes = Counter(one["outcome"] for one in values["evaluations"])
    severities = Counter(one["severity"] for one in values["evaluations"] if one["outcome"] == "failed")
    assert values["summary"] == {"waived": 0, **outcomes, **severities}
    assert set(values["summary"]) == {"passed", "failed", "not-assessable", "waived", "error", "warning", "info"}


def test_the_report_says_what_it_was_made_with() -> None:
    values = report()
    assert (values["ruleset"], values["today"], values["language"]) == ("goteborg", "2026-11-22", "sv")
    assert values["documents"] == len([path for path in DOCUMENTS if path.is_relative_to(GOTEBORG)])
    kinds = {as_json(path)["document"] for path in DOCUMENTS if path.is_relative_to(GOTEBORG)}
    rules = load("goteborg").rules
    assert set(values["rules"]) == {rule.id for rule in rules.values() if kinds & set(rule.head.applies_to.document)}
    assert len(values["rules"]) > 50
    assert {one["rule"] for one in values["evaluations"]} <= set(rules)
    assert all(values["rules"][one["rule"]]["severity"] == one["severity"] for one in values["evaluations"])


def test_what_passed_says_nothing_and_what_did_not_says_why() -> None:
    for one in report()["evaluations"]:
        assert ("message" in one) == (one["outcome"] != "passed"), one
        assert ("hint" in one) == (one["outcome"] == "failed"), one


def test_evaluations_stand_in_the_order_of_files_and_lines() -> None:
    places = [
        (e["location"]["file"], e["location"]["line"], e["location"]["column"], e["rule"]) for e in report()["evaluations"]
    ]
    assert places == sorted(places)


def test_every_place_lies_within_its_line() -> None:
    for one in report()["evaluations"]:
        for place in (one["location"], *(related["location"] for related in one["related"])):
            line = (ROOT / place["file"]).read_text(encoding="utf-8").splitlines()[place["line"] - 1]
            assert 1 <= place["column"] < place["end-column"] <= len(line) + 1, place
            marked = line[place["column"] - 1 : place["end-column"] - 1]
            assert marked == marked.strip(), place


def test_every_item_has_a_name() -> None:
    for one in report()["evaluations"]:
        assert one["item"], one
        assert "<" not in one["item"], one


def test_a_report_is_the_same_from_run_to_run() -> None:
    command = [sys.executable, "-m", "plancheck", "check", "examples/goteborg", "--format", "json", "--today", "2026-11-22"]
    runs = [
        subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert json.loads(runs[0])["summary"] == report()["summary"]


def test_no_two_evaluations_have_the_same_fingerprint() -> None:
    fingerprints = [one["fingerprint"] for one in report()["evaluations"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_both_languages_tell_the_same_evaluations() -> None:
    swedish, english = report(), report("--lang", "en")
    kept = ("rule", "outcome", "severity", "document", "item", "location", "fingerprint")
    assert [[one[key] for key in kept] for one in swedish["evaluations"]] == [
        [one[key] for key in kept] for one in english["evaluations"]
    ]
    told = [
        (one["message"], two["message"])
        for one, two in zip(swedish["evaluations"], english["evaluations"], strict=True)
        if "message" in one
    ]
    assert len(told) > 50
    assert not [sv for sv, en in told if sv == en]


# The text report

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
    text = CliRunner().invoke(main, ["check"]).stdout
    assert list(excerpts(text)) == [(4, "tu")]
    assert "…" in text
    assert "by: kf, tu: [alla]}" in text


def test_marks_stand_right_under_letters_of_any_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("kf.yaml").write_text("document: kf-budget\nyear: 2025\nx-å: Åäö «é», titel: fel\n", encoding="utf-8")
    Path("kg.yaml").write_text("document: kf-budget\nyear: 2026\ngoals: [{title: Åäö «é», titel: fel}]\n", encoding="utf-8")
    text = CliRunner().invoke(main, ["check"]).stdout
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
                assert f"├ {related['note']}: {there['file']}:{there['line']}:{there['column']}\n" in text


def test_the_text_report_ends_with_the_counts_of_the_json_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    counts = report()["summary"]
    last = printed().splitlines()[-2:]
    assert last[0] == (
        f"{counts['passed']} krav uppfyllda, {counts['failed']} inte uppfyllda ({counts['error']} fel, "
        f"{counts['warning']} varningar, {counts['info']} upplysning), {counts['not-assessable']} kan inte bedömas."
    )
    assert last[1] == f"{report()['documents']} dokument, {len(report()['rules'])} regler (goteborg)"


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
