"""Importing again: what a person has changed stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plancheck.importing.records.found import Found
from plancheck.importing.writing.merging import merged
from plancheck.importing.writing.yaml import written
from plancheck.model.source import SourceError, parse
from plancheck.model.text import Text
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


# Comments of a person's own

PLAN = """\
# Importerat.
document: verksamhetsplan
sections:
  - number: '1'
    title: Inledning
    kind: inledning
  - number: '2'
    title: Mål
    measures:
      - Vi läser högt i varje förskola
      - Vi köper böcker
goals:
  - title: Alla barn läser
    at: {section: '2', page: 1}
    tags: [a, b]
    text: >-
      Vi läser högt
      # i varje förskola.
"""


@pytest.mark.parametrize(
    ("line", "source", "new", "expected"),
    [
        ("    title: Inledning", "Inledning", "Inledning och bakgrund", "    title: Inledning och bakgrund  # MIN\n"),
        ("    at: {section: '2', page: 1}", "page: 1", "page: 2", "    at: {section: '2', page: 2}  # MIN\n"),
        ("    tags: [a, b]", "[a, b]", "[a]", "    tags: [a]  # MIN\n"),
        ("    text: >-", "      Vi läser högt\n", "      Vi läser\n", "    text: >-  # MIN\n      Vi läser\n      # i varje"),
        ("    text: >-", ">-\n      Vi läser högt\n      # i varje förskola.", "Kort.", "    text: Kort.  # MIN\n"),
        ("    title: Inledning", "title: Inledning", "title: >-\n      Lång\n      text", "title: >-  # MIN\n      Lång\n"),
        (
            "      - Vi köper böcker",
            "      - Vi läser högt i varje förskola\n",
            "",
            "    measures:\n      - Vi köper böcker  # MIN\n",
        ),
        ("      - Vi köper böcker", "Vi köper böcker", "Vi köper fler böcker", "      - Vi köper fler böcker  # MIN\n"),
        ("    measures:", "      - Vi köper böcker\n", "", "    measures:  # MIN\n      - Vi läser"),
        ("  - number: '1'", "'1'", "'1.1'", "  - number: '1.1'  # MIN\n"),
    ],
)
def test_a_comment_at_the_end_of_a_line_stays_when_the_import_changes_the_value(
    line: str, source: str, new: str, expected: str
) -> None:
    mine = PLAN.replace(f"{line}\n", f"{line}  # MIN\n", 1)
    theirs = PLAN.replace(source, new, 1)
    assert mine != PLAN != theirs
    text, conflicts = merged(PLAN, mine, theirs, "sv")
    assert expected in text
    assert (text.replace("  # MIN", ""), conflicts) == (theirs, 0)


def test_a_comment_on_what_the_import_no_longer_has_is_kept_and_told() -> None:
    mine = PLAN.replace("    kind: inledning", "    # NN har frågat\n    kind: inledning  # säkert")
    result = merged(PLAN, mine, PLAN.replace("    kind: inledning\n", ""), "sv")
    assert result.conflicts == 1
    assert "kind" not in parse(result.text, "").root["sections"][0]  # type: ignore[index, call-overload]
    said = "    # GRANSKA: importen har inte längre det som du har kommenterat här: kind: inledning\n"
    assert f"    title: Inledning\n{said}    # NN har frågat\n    # säkert\n" in result.text


def test_comments_in_an_item_that_is_gone_say_what_they_were_beside() -> None:
    mine = PLAN.replace("    title: Inledning", "    title: Inledning  # MIN").replace(
        "  - number: '2'", "\n  # Två\n  - number: '2'"
    )
    theirs = PLAN.replace(PLAN[PLAN.index("  - number: '1'") : PLAN.index("  - number: '2'")], "")
    result = merged(PLAN, mine, theirs, "sv")
    said = "number: 1, title: Inledning, kind: inledning"
    assert f"här: {said}\n  # title: Inledning  # MIN\n\n  # Två\n  - number: '2'" in result.text
    assert result.conflicts == 1
    assert parse(result.text, "").root == parse(theirs, "").root


def test_a_comment_on_an_entry_of_a_list_never_ends_up_at_another() -> None:
    mine = PLAN.replace("      - Vi köper böcker", "      - Vi köper böcker  # MIN")
    result = merged(PLAN, mine, PLAN.replace("Vi köper böcker", "Något annat"), "sv")
    assert "här: measures: Vi läser högt i varje förskola, Vi köper böcker\n    # - Vi köper böcker  # MIN\n" in result.text
    assert "      - Något annat\n" in result.text
    assert result.conflicts == 1


def test_what_is_written_on_a_list_that_is_gone_stays() -> None:
    mine = (
        PLAN.replace("goals:", "# Målen\ngoals:  # tre?").replace("    tags: [a, b]", "    tags: [a, b]  # taggar")
        + "\n# Slut\n"
    )
    theirs = PLAN[: PLAN.index("goals:")]
    result = merged(PLAN, mine, theirs, "sv")
    assert parse(result.text, "").root == parse(theirs, "").root
    assert all(
        words in result.text for words in ("\n# Målen\n", "\n# goals:  # tre?\n", "# tags: [a, b]  # taggar\n", "\n\n# Slut\n")
    )


def test_the_comment_of_an_import_goes_with_what_it_is_about() -> None:
    last = PLAN.replace("  - number: '2'", "  # GRANSKA: är det rätt?\n  - number: '2'")
    theirs = PLAN.replace(PLAN[PLAN.index("  - number: '2'") : PLAN.index("goals:")], "")
    assert merged(last, last, theirs, "sv") == (theirs, 0)
    answered = last.replace("är det rätt?", "är det rätt? Ja.")
    assert "# GRANSKA: är det rätt? Ja.\n" in merged(last, answered, theirs, "sv").text


def test_blank_lines_stay_and_do_not_add_up() -> None:
    items = [f"  - number: '{n}'\n    title: {title}\n" for n, title in enumerate(["Ett", "Två", "Tre", "Fyra"])]
    last, mine = ("document: verksamhetsplan\nsections:\n" + between.join(items) for between in ("", "\n"))
    theirs = last.replace(items[1], "").replace(items[2], "").replace("Ett", "Först")
    assert merged(last, mine, theirs, "sv") == (mine.replace(f"{items[1]}\n{items[2]}\n", "").replace("Ett", "Först"), 0)


def test_a_comment_far_in_does_not_become_part_of_a_text_above_it() -> None:
    mine = PLAN.replace("    kind: inledning\n", "    kind: inledning\n          # långt in\n")
    theirs = PLAN.replace("kind: inledning", "kind: >-\n      Lång\n      text")
    text = merged(PLAN, mine, theirs, "sv").text
    assert "# långt in\n" in text
    assert parse(text, "").root == parse(theirs, "").root


@pytest.mark.parametrize("theirs", [PLAN.replace("    title: Inledning\n", ""), PLAN.replace("Inledning", "Början")])
def test_what_a_person_refers_to_elsewhere_stays_and_is_marked(theirs: str) -> None:
    mine = PLAN.replace("title: Inledning", "title: &i Inledning").replace("    tags:", "    x-same: *i\n    tags:")
    result = merged(PLAN, mine, theirs, "sv")
    assert result.conflicts == 1
    assert parse(result.text, "").root == parse(mine, "").root


def test_comments_that_cannot_be_carried_over_are_told() -> None:
    mine = PLAN[: PLAN.index("goals:")] + (
        "goals: [  # mina\n  {title: Alla barn läser, at: {section: '2', page: 1},  # plats\n"
        '   tags: [a, b], text: "Vi läser högt\n   # i varje förskola."},  # sist\n]\n'
    )
    theirs = PLAN.replace("Alla barn", "Alla")
    result = merged(PLAN, mine, theirs, "sv")
    assert parse(result.text, "").root == parse(theirs, "").root
    assert all(words in result.text for words in ("\ngoals:  # mina\n", "page: 1},  # plats\n", "},  # sist\n"))
    assert result.conflicts == 1


WORDS = st.sampled_from(
    ["Vi läser högt", "Vi läser högre", "Böcker # ett", "år: 2", "Bygg", "Lång " * 30, "'två'", "En\nTvå " * 9]
)
DOUBTS = st.lists(st.sampled_from(["doubt-register", "doubt-addressee"]).map(Text), max_size=1)
PLACES = st.fixed_dictionaries({"section": st.sampled_from(["1", "2.1"]), "page": st.integers(1, 3)})
SECTIONS = st.builds(
    Found,
    st.fixed_dictionaries(
        {"number": st.sampled_from(["1", "2", "3"]), "title": WORDS},
        optional={"kind": st.sampled_from(["mål", "inledning"]), "at": PLACES, "text": WORDS},
    ),
    doubts=DOUBTS,
)
GOALS = st.builds(
    Found,
    st.fixed_dictionaries(
        {"ref": st.sampled_from(["kf/a", "kf/b", "kf/c"])},
        optional={
            "x-wording": WORDS,
            "measures": st.lists(WORDS, max_size=4),
            "indicators": st.lists(
                st.builds(Found, st.fixed_dictionaries({"title": WORDS, "value": st.integers(1, 3)})), max_size=2
            ),
        },
    ),
    doubts=DOUBTS,
)
DOCUMENTS = st.builds(
    lambda values, sections, goals: written(
        Found({"document": "verksamhetsplan", **values, "sections": sections, "goals": goals}), "plan.docx", "sv"
    ),
    st.fixed_dictionaries({}, optional={"title": WORDS, "tags": st.lists(WORDS, max_size=3)}),
    st.lists(SECTIONS, max_size=3),
    st.lists(GOALS, max_size=3),
)
"""Documents as an import writes them."""


REMARKS = st.sampled_from(["MIN", "k: v", "- [", "GRANSKA: MIN", "it's"])


@st.composite
def commented(draw: st.DrawFn, text: str) -> tuple[str, list[str]]:
    """A text with comments of a person anywhere in it, and these; its values are the same."""
    lines, comments = text.rstrip("\n").split("\n"), list[str]()
    for n in range(draw(st.integers(1, 6))):
        comment = f"# {draw(REMARKS)} {n}."
        at, margin = draw(st.integers(0, len(lines) - 1)), draw(st.integers(-1, 9))
        changed = (
            [*lines[:at], f"{lines[at]}  {comment}", *lines[at + 1 :]]
            if margin < 0
            else [*lines[: at + 1], *draw(st.sampled_from([[], [""]])), f"{' ' * margin}{comment}", *lines[at + 1 :]]
        )
        try:
            is_same = parse("\n".join(changed), "").root == parse(text, "").root
        except SourceError:
            is_same = False
        if is_same:
            lines, comments = changed, [*comments, comment]
    return "\n".join(lines) + "\n", comments


@settings(deadline=None)
@given(st.data(), DOCUMENTS, DOCUMENTS, DOCUMENTS, st.booleans())
def test_no_comment_of_a_person_is_ever_lost(data: st.DataObject, last: str, other: str, new: str, has_edited: bool) -> None:
    mine = other if has_edited else last
    current, comments = data.draw(commented(mine))
    first = merged(last, current, new, "sv").text
    assert [comment for comment in comments if comment not in first] == []
    assert parse(first, "").root == parse(merged(last, mine, new, "sv").text, "").root
    assert merged(new, first, new, "sv") == (first, 0)


@st.composite
def with_own_keys(draw: st.DrawFn, text: str) -> tuple[str, list[str]]:
    """A text with keys and lines of text that a person has put anywhere in it, and these."""
    lines, added = text.rstrip("\n").split("\n"), list[str]()
    for n in range(draw(st.integers(1, 4))):
        own, at = f"x-own-{n}: min {n}.", draw(st.integers(1, len(lines)))
        changed = [*lines[:at], f"{' ' * draw(st.integers(0, 3)) * 2}{own}", *lines[at:]]
        try:
            parse("\n".join(changed), "")
        except SourceError:
            continue
        lines, added = changed, [*added, own]
    return "\n".join(lines) + "\n", added


@settings(deadline=None)
@given(st.data(), DOCUMENTS, DOCUMENTS, DOCUMENTS, st.booleans())
def test_nothing_that_a_person_has_added_is_ever_lost(
    data: st.DataObject, last: str, other: str, new: str, has_edited: bool
) -> None:
    current, added = data.draw(with_own_keys(other if has_edited else last))
    current, comments = data.draw(commented(current))
    first = merged(last, current, new, "sv").text
    words = " ".join(first.split())
    assert [own for own in [*added, *comments] if own not in words] == []
    assert merged(new, first, new, "sv") == (first, 0)


def test_a_reference_that_a_person_has_made_several_stays() -> None:
    def imported(text: str) -> str:
        goal = Found({"ref": "kf/a", "x-wording": "En trygg stad", "text": text})
        return written(Found({"document": "verksamhetsplan", "goals": [goal]}), "plan.docx", "sv")

    edited = imported("Vi lyssnar.").replace("ref: kf/a", "ref: [kf/a, kf/b]")
    again = merged(imported("Vi lyssnar."), edited, imported("Vi frågar."), "sv")
    assert again == (imported("Vi frågar.").replace("ref: kf/a", "ref: [kf/a, kf/b]"), 0)


def test_a_person_who_has_seen_to_an_incomplete_list_is_not_told_of_it_again() -> None:
    last = LAST + "incomplete:\n  - what: uppdrag\n    at: {page: 7}\n  - what: goals\n    at: {page: 2}\n"
    mine = last.replace("  - what: uppdrag\n    at: {page: 7}\n", "")
    result = merged(last, mine, last.replace("page: 2", "page: 3") + "  - what: sections\n    at: {page: 4}\n", "sv")
    assert yaml.safe_load(result.text)["incomplete"] == [
        {"what": "goals", "at": {"page": 3}},
        {"what": "sections", "at": {"page": 4}},
    ]
    assert result.conflicts == 0
