"""What is common to the rules of every kind of check: the documents they apply to, what a finding has, its message."""

from __future__ import annotations

from pathlib import Path

import pytest

import plancheck
from tests.fixtures import Judged
from tests.judged import PLAN, REPORT, only


def test_a_rule_is_about_its_kinds_of_document(judged: Judged) -> None:
    documents = {"plan.yaml": PLAN + "uppdrag: [{ref: k/a}]\n", "report.yaml": REPORT + "uppdrag: [{ref: k/a}]\n"}
    rule = "check: each\nitems: uppdrag\nrequire: {text: present}\n"
    assert [one.location.file for one in judged(rule, documents)] == ["plan.yaml"]
    assert [one.location.file for one in judged(rule, documents, about="arsrapport, verksamhetsplan")] == [
        "plan.yaml",
        "report.yaml",
    ]
    assert judged(rule, documents, about="kf-budget") == []


def test_a_finding_has_the_severity_of_its_rule_and_the_identity_of_its_document(judged: Judged) -> None:
    one = only(
        judged("check: each\nitems: uppdrag\nrequire: {text: present}\n", {"plan.yaml": PLAN + "uppdrag: [{ref: k/a}]\n"})
    )
    assert (one.rule, one.severity, one.document, one.item) == ("TST001", "error", "verksamhetsplan-nordost-2024", "k/a")
    assert one.is_finding
    assert one.location.text == "uppdrag: [{ref: k/a}]"
    assert one.location.text[one.location.column - 1 : one.location.end - 1] == "ref: k/a"


@pytest.mark.parametrize("kind", ["verksamhetsplan", "'verksamhetsplan'", "&kind verksamhetsplan", "\n  verksamhetsplan"])
def test_a_file_that_is_checked_alone_is_judged_as_with_all_others(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(f"document: {kind}\nnamnd: nordost\nyear: 2024\nuppdrag: [{{ref: k/a}}]\n")
    (tmp_path / "kf.yaml").write_text("document: kf-budget\nyear: 2024\n")
    alone, together = plancheck.check(["plan.yaml"]), plancheck.check(["."])
    assert "UPP003" in {one.rule for one in alone.findings}
    assert alone.evaluations == tuple(one for one in together.evaluations if one.location.file == "plan.yaml")


def test_braces_in_a_message_are_written_twice(judged: Judged) -> None:
    found = judged("check: schema\nschema: {required: [x-a]}\n", {"plan.yaml": PLAN}, message="{{x}} of {document.title}")
    assert only(found).message == "{x} of Plan 2024"


def test_text_in_a_document_is_never_taken_for_a_placeholder(judged: Judged) -> None:
    plan = PLAN.replace("title: Plan 2024", "title: '{item.title} {document.year}'")
    found = judged("check: schema\nschema: {required: [x-a]}\n", {"plan.yaml": plan}, message="{document.title}")
    assert only(found).message == "{item.title} {document.year}"
