"""The JSON report: its shape, its counts, its places, its fingerprints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from plancheck import load
from tests.command import answers, plancheck
from tests.paths import GOTEBORG, ROOT
from tests.reports.goteborg import report
from tests.schemas import DOCUMENTS, as_json, errors


@pytest.mark.parametrize("arguments", [(), ("--lang", "en"), ("--quiet",), ("--severity", "error")])
def test_the_json_report_has_the_shape_of_the_schema(arguments: tuple[str, ...]) -> None:
    values = report(*arguments)
    assert len(values["evaluations"]) > 5
    assert errors("report", values) == []


def test_the_report_of_broken_files_has_the_shape_of_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "a.yaml": "title: [",
        "b.yaml": "document: planen\n",
        "c.yaml": "document: kf-budget\nyear: x\n",
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    values = json.loads(plancheck("check", "--format", "json").stdout)
    assert [one["rule"] for one in values["evaluations"]] == ["FIL001", "DOK002", "DOK001"]
    assert errors("report", values) == []


def test_the_summary_counts_the_evaluations() -> None:
    values = report()
    outcomes = Counter(one["outcome"] for one in answers(values))
    severities = Counter(one["severity"] for one in values["evaluations"] if one["outcome"] == "failed")
    requirements = values["summary"]["requirements"]
    assert values["summary"] == {"requirements": requirements, "waived": 0, "attested": 0, **outcomes, **severities}
    assert set(values["summary"]) == {
        "requirements", "passed", "failed", "not-assessable", "waived", "attested", "error", "warning", "info",
    }  # fmt: skip


def test_requirements_are_counted_apart_from_the_checks_behind_them() -> None:
    values = report()
    requirements = values["requirements"]
    named = set(load("goteborg", tests=True).requirements)
    # Two are asked of the check itself, not of any plan.
    assert named - set(requirements) == {"K1", "D7"}
    numbers = Counter(one["standing"] for one in requirements.values())
    assert {name: number for name, number in values["summary"]["requirements"].items() if number} == numbers
    assert sum(numbers.values()) < values["summary"]["passed"]
    failed = {one["rule"] for one in values["evaluations"] if one["outcome"] == "failed"}
    assert {name for name, one in requirements.items() if failed & set(one["rules"])} == {
        name for name, one in requirements.items() if one["standing"] == "findings"
    }


def test_the_report_says_what_it_was_made_with() -> None:
    values = report()
    assert (values["ruleset"]["name"], values["today"], values["language"]) == ("goteborg", "2026-11-22", "sv")
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
