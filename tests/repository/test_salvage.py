"""A value that cannot be read costs its field, and the rest of the document is judged."""

from __future__ import annotations

import pytest

from tests.fixtures import Judged, Workspaces
from tests.judged import PLAN, all_told

REGISTER = """\
document: kf-budget
id: kf-2024
year: 2024
uppdrag:
  - {id: bank, title: Fritidsbanker, DUE}
  - {id: val, title: Vallokaler, due: 2024-05-01}
"""


def test_a_date_that_is_none_costs_its_field(workspace: Workspaces) -> None:
    made = workspace(REGISTER.replace("DUE", "due: 2022-Q2"))
    (entry,) = made.entries
    assert entry.is_sound
    bank, val = entry.document.uppdrag
    assert (bank.title, bank.due, list(bank.unread_keys)) == ("Fritidsbanker", None, ["due"])
    assert not val.unread_keys
    assert [(fault.rule, fault.span.line) for fault in made.faults] == [("DOK001", 5)]
    assert entry.document.unread("uppdrag") is None


@pytest.mark.parametrize(
    ("bad", "keys"),
    [("status: [avslutad]", ["status"]), ("staus: avslutad", ["status"]), ("due: 20222", ["due"]), ("to: [1]", ["to"])],
)
def test_what_was_meant_is_not_known(bad: str, keys: list[str], workspace: Workspaces) -> None:
    made = workspace(REGISTER.replace("DUE", bad))
    assert made.entries[0].is_sound
    assert list(made.entries[0].document.uppdrag[0].unread_keys) == keys
    assert len(made.faults) == 1


@pytest.mark.parametrize("bad", ["  - Ett uppdrag i klartext\n", "  - {id: Fel Namn, title: A}\n"])
def test_an_item_that_cannot_be_read_leaves_its_list_open(bad: str, workspace: Workspaces) -> None:
    made = workspace(REGISTER.replace("  - {id: bank, title: Fritidsbanker, DUE}\n", bad))
    document = made.entries[0].document
    assert document.uppdrag[-1].title == "Vallokaler"
    assert document.unread("uppdrag") is not None
    assert document.unread("goals") is None
    assert made.entries[0].source.span(("uppdrag", len(document.uppdrag) - 1, "title")).line == 6


@pytest.mark.parametrize("key", ["year: 20222", "yaer: 2024", "year: 2024\npartial: ja", "year: 2024\nas-of: 2024-Q2"])
def test_a_document_that_does_not_say_which_it_is_cannot_be_judged(key: str, workspace: Workspaces) -> None:
    made = workspace(f"document: kf-budget\n{key}\n")
    assert not [entry for entry in made.entries if entry.is_sound]
    assert made.faults


def test_what_rests_on_the_field_cannot_be_judged_and_the_rest_is(judged: Judged) -> None:
    rule = "check: each\nitems: uppdrag\nrequire: {due: present}\n"
    plan = PLAN + "uppdrag:\n  - {ref: k/a, due: 2022-Q2}\n  - {ref: k/b, due: 2024-05-01}\n  - {ref: k/c}\n"
    found = judged(rule, {"plan.yaml": plan}, paths=("plan.yaml",))
    assert all_told(found) == [
        "plan.yaml:6:6 not-assessable what plan.yaml has on line 6 could not be read", "plan.yaml:7:6 passed",
        "plan.yaml:8:6 failed Wrong",
    ]  # fmt: skip
