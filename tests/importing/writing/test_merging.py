"""Importing again: what a person has changed stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.records.found import Found
from plancheck.importing.writing.merging import merged
from plancheck.importing.writing.yaml import written
from plancheck.model.source import parse
from plancheck.repository.review import doubts_in

LAST = """\
document: verksamhetsplan
uppdrag:
  - ref: kf/a
    status: pågående
    text: Kort.
  - ref: kf/b
    status: pågående
"""


def test_what_a_person_has_changed_stays_when_the_source_has_changed_elsewhere() -> None:
    mine = LAST.replace("Kort.", "Längre, för jag såg efter.")
    new = LAST.replace("ref: kf/b\n    status: pågående", "ref: kf/b\n    status: avslutad")
    result = merged(LAST, mine, new, "sv")
    assert result.conflicts == 0
    assert "Längre, för jag såg efter." in result.text
    assert "avslutad" in result.text


def test_what_both_have_changed_stays_a_persons_and_is_marked() -> None:
    result = merged(LAST, LAST.replace("Kort.", "Mitt."), LAST.replace("Kort.", "Källans."), "sv")
    assert result.conflicts == 1
    assert "text: Mitt." in result.text
    ((_, said),) = doubts_in(result.text)
    assert "Källans." in said
    assert yaml.safe_load(result.text)["uppdrag"][0]["text"] == "Mitt."


def test_what_belongs_to_one_uppdrag_never_ends_up_in_another() -> None:
    mine = LAST.replace("  - ref: kf/a", "  # Läst av NN.\n  - ref: kf/a").replace("Kort.", "Mitt om a.")
    new = """\
document: verksamhetsplan
uppdrag:
  - ref: kf/b
    status: avslutad
    text: Nytt om b.
  - ref: kf/c
    status: pågående
    text: Om c.
"""
    result = merged(LAST, mine, new, "sv")
    told_of = {one["ref"]: one for one in yaml.safe_load(result.text)["uppdrag"]}
    assert told_of == {
        "kf/a": {"ref": "kf/a", "status": "pågående", "text": "Mitt om a."},
        "kf/b": {"ref": "kf/b", "status": "avslutad", "text": "Nytt om b."},
        "kf/c": {"ref": "kf/c", "status": "pågående", "text": "Om c."},
    }
    assert "# Läst av NN.\n" in result.text
    assert result.conflicts == 1
    assert len(doubts_in(result.text)) == 1


def test_what_a_person_has_taken_out_stays_out() -> None:
    mine = LAST.split("  - ref: kf/b")[0]
    new = LAST.replace("ref: kf/b\n    status: pågående", "ref: kf/b\n    status: avslutad")
    assert merged(LAST, mine, new, "sv") == (mine, 0)


def test_a_reference_that_a_person_has_put_right_stays_while_the_status_follows_the_source() -> None:
    last = LAST.replace("ref: kf/a", "ref: kf/a\n    x-wording: Ge stöd").replace("ref: kf/b", "ref: kf/b\n    x-wording: Bygg")
    mine = last.replace("ref: kf/b", "ref: kf/d").replace("ref: kf/a", "ref: kf/b")
    new = last.replace("Bygg\n    status: pågående", "Bygg\n    status: avslutad")
    told_of = yaml.safe_load(merged(last, mine, new, "sv").text)["uppdrag"]
    assert [(one["ref"], one["status"]) for one in told_of] == [("kf/b", "pågående"), ("kf/d", "avslutad")]


def test_a_comment_that_a_person_has_taken_away_does_not_come_back() -> None:
    last = LAST.replace("  - ref: kf/a", "  # GRANSKA: är det rätt?\n  - ref: kf/a")
    new = last.replace("  - ref: kf/b", "  # GRANSKA: ny fråga\n  - ref: kf/b")
    assert [said for _, said in doubts_in(merged(last, LAST, new, "sv").text)] == ["ny fråga"]


def test_a_layout_of_ones_own_stays() -> None:
    mine = (
        "document: verksamhetsplan\nuppdrag:\n- ref: kf/a\n  status: pågående\n  text: Kort.\n- {ref: kf/b, status: pågående}\n"
    )
    new = LAST.replace("Kort.", "Längre.") + "  - ref: kf/c\n"
    result = merged(LAST, mine, new, "sv").text
    assert yaml.safe_load(result) == yaml.safe_load(new)
    assert "\n- ref: kf/a\n  status" in result


ITEMS = st.dictionaries(
    st.sampled_from(["kf/a", "kf/b", "kf/c", "kf/d"]),
    st.fixed_dictionaries(
        {"status": st.sampled_from(["pågående", "avslutad"])},
        optional={"text": st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=90)},
    ),
    max_size=4,
)
"""Uppdrag by their references."""


def plan_of(items: Mapping[str, Mapping[str, str]]) -> str:
    uppdrag = [Found({"ref": ref, **values}) for ref, values in sorted(items.items())]
    return written(Found({"document": "verksamhetsplan", "uppdrag": uppdrag}), "plan.docx", "sv")


def uppdrag_of(text: str) -> dict[str, Any]:
    return {one["ref"]: one for one in parse(text, "").root.get("uppdrag", [])}  # type: ignore[union-attr]


@given(ITEMS, ITEMS)
def test_a_merge_with_one_side_unchanged_is_the_other_side(last: dict[str, Any], other: dict[str, Any]) -> None:
    here, there = plan_of(last), plan_of(other)
    assert merged(here, there, here, "sv") == (there, 0)
    assert uppdrag_of(merged(here, here, there, "sv").text) == uppdrag_of(there)


@given(ITEMS, ITEMS, ITEMS)
def test_a_merge_keeps_every_uppdrag_whole_and_settles(last: dict[str, Any], mine: dict[str, Any], new: dict[str, Any]) -> None:
    first = merged(plan_of(last), plan_of(mine), plan_of(new), "sv").text
    together = uppdrag_of(first)
    for ref, one in together.items():
        of_mine, of_new = uppdrag_of(plan_of(mine)).get(ref, {}), uppdrag_of(plan_of(new)).get(ref, {})
        for key, value in one.items():
            assert value in (of_mine.get(key), of_new.get(key))
    # The same source again asks for nothing more, and changes nothing.
    assert merged(plan_of(new), first, plan_of(new), "sv") == (first, 0)


def test_a_reference_that_a_person_has_made_several_stays() -> None:
    def imported(text: str) -> str:
        goal = Found({"ref": "kf/a", "x-wording": "En trygg stad", "text": text})
        return written(Found({"document": "verksamhetsplan", "goals": [goal]}), "plan.docx", "sv")

    edited = imported("Vi lyssnar.").replace("ref: kf/a", "ref: [kf/a, kf/b]")
    again = merged(imported("Vi lyssnar."), edited, imported("Vi frågar."), "sv")
    assert again == (imported("Vi frågar.").replace("ref: kf/a", "ref: [kf/a, kf/b]"), 0)
