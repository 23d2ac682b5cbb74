"""The check `each`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

import datetime

from tests.fixtures import Judged
from tests.judged import BUDGET, PLAN, REPORT, all_told, only, related, told

EACH = "check: each\nitems: uppdrag\nrequire: {text: {min-words: 2}, status: [pågående, avslutad]}\n"


def test_each_passes_where_all_is_met_and_fails_at_the_field_that_does_not_do(judged: Judged) -> None:
    plan = PLAN + (
        "uppdrag:\n"
        "  - {ref: k/a, text: Två ord, status: Pågående}\n"
        "  - ref: k/b\n    status: vilande\n    text: Två ord\n"
        "  - ref: k/c\n    status: vilande\n"
    )
    found = judged(EACH, {"plan.yaml": plan}, message="{item.ref}: {field} is {value}")
    assert all_told(found) == [
        "plan.yaml:6:6 passed", "plan.yaml:8:13 failed k/b: status is vilande", "plan.yaml:10:5 failed k/c: text is not stated",
    ]  # fmt: skip


def test_each_asks_only_where_the_condition_holds(judged: Judged) -> None:
    rule = (
        "check: each\nitems: uppdrag\nwhere: {status: $vocabulary.closed, definition.due: present}\n"
        "require: {comment: present}\n"
    )
    plan = PLAN + (
        "uppdrag:\n  - {ref: kf-2024/bank, status: Avslutad}\n  - {ref: kf-2024/bank, status: pågående}\n"
        "  - {ref: kf-2024/val, status: avslutad}\n  - {ref: k/x, status: avslutad}\n"
    )
    assert all_told(judged(rule, {"kf.yaml": BUDGET, "plan.yaml": plan})) == [
        "plan.yaml:6:6 failed Wrong", "plan.yaml:9:6 not-assessable the document k is not among the documents",
    ]  # fmt: skip


def test_each_points_at_the_decision_in_another_document_that_it_rests_on(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nrequire: {definition.due: {after: $today}}\n"
    documents = {"kf.yaml": BUDGET, "plan.yaml": PLAN + "uppdrag:\n  - ref: kf-2024/bank\n"}
    one = only(judged(rule, documents, today=datetime.date(2024, 7, 1), message="due {item.definition.due}"))
    assert told(one) == "plan.yaml:6:5 failed due 2024-06-30"
    assert related(one) == ["kf.yaml:11:10 required here"]
    assert only(judged(rule, documents, today=datetime.date(2024, 6, 29)), "passed").message == ""


def test_each_knows_the_day_up_to_which_the_document_tells(judged: Judged) -> None:
    rule = "check: each\nitems: decisions\nrequire: {date: {after: $as-of}}\n"
    report = (
        REPORT
        + "decisions:\n  - {by: nordost, outcome: adopted, date: 2023-12-31}\n"
        + "  - {by: kf, outcome: adopted, date: 2024-01-02}\n"
    )
    found = judged(rule, {"report.yaml": report}, about="arsrapport")
    assert [one.outcome for one in found] == ["failed", "passed"]


def test_each_cannot_be_told_where_a_field_cannot(judged: Judged) -> None:
    rule = "check: each\nitems: programmes\nrequire: {valid-until: {at-least: $document.year}}\n"
    plan = PLAN + "programmes: [{title: A, to: 2024}, {title: B, to: 2023}, {title: C}]\n"
    found = judged(rule, {"plan.yaml": plan}, message="{item.title}")
    assert [(one.outcome, one.message) for one in found] == [
        ("passed", ""), ("failed", "B"), ("not-assessable", "no years of validity are stated"),
    ]  # fmt: skip


def test_each_fails_for_certain_though_another_field_cannot_be_told(judged: Judged) -> None:
    rule = "check: each\nitems: programmes\nrequire: {valid-until: {at-least: 2024}, area: present}\n"
    found = judged(rule, {"plan.yaml": PLAN + "programmes: [{title: C}]\n"}, message="{field}")
    assert only(found).message == "area"


def test_each_looks_at_other_documents_too(judged: Judged) -> None:
    rule = "check: each\nitems: previous.arsrapport.uppdrag\nrequire: {status: present}\n"
    found = judged(rule, {"plan.yaml": PLAN, "report.yaml": REPORT + "uppdrag:\n  - ref: k/a\n"})
    assert all_told(found) == ["report.yaml:5:5 failed Wrong"]
    assert found[0].document == "verksamhetsplan-nordost-2024"


def test_each_cannot_be_told_without_the_document_that_it_looks_at(judged: Judged) -> None:
    rule = "check: each\nitems: previous.arsrapport.uppdrag\nrequire: {status: present}\n"
    found = judged(rule, {"plan.yaml": PLAN})
    assert all_told(found) == ["plan.yaml:1:11 not-assessable Årsrapport nordost 2023 is not among the documents"]


def test_each_asks_for_own_keys_too(judged: Judged) -> None:
    rule = "check: each\nitems: goals\nwhere: {x-kind: stad}\nrequire: {x-owner: present}\n"
    plan = PLAN + "goals:\n  - {ref: k/a, x-kind: stad, x-owner: direktör}\n  - {ref: k/b, x-kind: stad}\n  - {ref: k/c}\n"
    found = judged(rule, {"plan.yaml": plan}, message="{item.x-kind}")
    assert all_told(found) == ["plan.yaml:6:6 passed", "plan.yaml:7:6 failed stad"]


def test_each_tells_the_section_and_page_of_what_an_item_is_a_part_of(judged: Judged) -> None:
    rule = "check: each\nitems: goals.indicators\nrequire: {unit: present}\n"
    plan = PLAN + "goals: [{ref: k/a, at: {section: '3.1', page: 7}, indicators: [{name: A}]}]\n"
    where = only(judged(rule, {"plan.yaml": plan})).location
    assert (where.section, where.page) == ("3.1", 7)


def test_a_text_that_says_nothing_is_none_and_the_finding_says_so(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nrequire: {text: present}\n"
    plan = PLAN + "uppdrag: [{ref: k/a, text: Se ovan.}, {ref: k/b, text: –}, {ref: k/c, text: Se ovan för hur, status: god}]\n"
    found = judged(rule, {"plan.yaml": plan})
    assert [one.message for one in found] == ["Wrong: «Se ovan.» says nothing", "Wrong: «–» says nothing", ""]
