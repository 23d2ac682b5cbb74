"""What counts as found, as told and as lost in silence, as invented, and as a wrong link for certain."""

from __future__ import annotations

import json
from pathlib import Path

import elsewhere
import pytest
from measuring import Decision, Expected, Goal, Indicator, Mark, Measure, Uppdrag, likeness, measured

from plancheck.importing.pipeline import Import
from plancheck.importing.reading.lines import Line, Reading
from plancheck.importing.records.found import Found
from plancheck.model.text import Text

LINES = ("Verksamhetsplan", "Mål", "Alla barn läser", "Vi läser högt.", "Ekonomi", "Pengarna räcker.", "Slut", "Bilaga", "Sist")
READING = tuple(Line(n, text) for n, text in enumerate(LINES, 1))
GOAL = Goal(("Alla barn läser",), "kf-2025/lasa", texts=("Vi läser högt.",))


def measure_of(expected: Expected, *goals: Found, doubts: tuple[Text, ...] = (), **values: list[Found]) -> Measure:
    document = Found({"document": "verksamhetsplan", "goals": [*goals], **values}, doubts=[*doubts])
    return measured(expected, Import(Reading("plan.txt", READING, 1), (document,), {}))


def goal(ref: str | None, words: str = "Alla barn läser", *doubts: str, **values: object) -> Found:
    named = {"ref": ref, "x-wording": words} if ref else {"title": words}
    return Found({**named, "text": "Vi läser högt.", **values}, [*READING[2:4]], [Text(key) for key in doubts])


def test_what_comes_back_with_its_link_and_its_text_is_found() -> None:
    measure = measure_of(Expected([GOAL]), goal("kf-2025/lasa"))
    assert [mark.kind for mark in measure.found] == ["goals", "links", "texts"]
    assert (measure.missed, measure.invented, measure.share) == ([], [], 1.0)


@pytest.mark.parametrize(
    "words", ["Mål 3. Alla barn läser", "2.1 Alla barn läser", "KF-mål: Alla barn läser", "A11a barn läser"]
)
def test_a_number_a_label_or_a_bad_copy_makes_no_other_goal(words: str) -> None:
    assert likeness(words, GOAL.wordings) >= 80


@pytest.mark.parametrize("words", ["Alla barn simmar", "Barnen", "Alla barn läser " + "och alla vuxna sjunger vackert " * 3])
def test_other_words_and_what_has_run_together_with_more_is_another(words: str) -> None:
    assert likeness(words, GOAL.wordings) < 80


def test_what_is_lost_without_a_word_is_lost_in_silence_whatever_is_said_of_the_whole_file() -> None:
    measure = measure_of(Expected([GOAL]), doubts=(Text("doubt-hidden-text"), Text("doubt-spoiled", {"share": 4})))
    assert measure.told == []
    assert Mark("goals", "Alla barn läser") in measure.silent


def test_a_doubt_that_names_what_is_lost_tells_of_it() -> None:
    measure = measure_of(Expected([GOAL]), doubts=(Text("doubt-unread", {"words": "Alla barn läser"}),))
    assert measure.silent == []


def test_a_doubt_at_the_heading_above_tells_of_what_is_lost_below_it_and_of_nothing_else() -> None:
    heading = Found({"title": "Mål"}, [READING[1]], [Text("doubt-invalid", {"words": "x"})])
    other = Found({"title": "Ekonomi"}, [READING[4]])
    lost = Goal(("Sist",), linked=False)
    measure = measure_of(Expected([GOAL, lost], labels=["Mål", "Ekonomi"]), sections=[heading, other])
    assert {mark.words for mark in measure.silent} == {"Sist"}


def test_that_a_link_is_in_doubt_does_not_tell_that_something_else_is_lost() -> None:
    lost = Goal(("Vi läser högt.",), linked=False)
    measure = measure_of(Expected([GOAL, lost]), goal("kf-2025/lasa", "Alla barn läser", "doubt-link"))
    assert measure.silent == [Mark("goals", "Vi läser högt.")]


def test_a_wrong_link_is_one_for_certain_unless_it_is_in_doubt() -> None:
    certain = measure_of(Expected([GOAL]), goal("kf-2025/rakna"))
    doubted = measure_of(Expected([GOAL]), goal("kf-2025/rakna", "Alla barn läser", "doubt-link-or"))
    assert len(certain.wrong_for_certain) == 1
    assert doubted.wrong_for_certain == []
    assert (len(doubted.wrong), doubted.told) == (1, [Mark("links", "kf-2025/lasa")])


def test_a_link_that_is_not_made_and_is_told_is_no_silent_loss() -> None:
    assert measure_of(Expected([GOAL]), goal(None, "Alla barn läser", "doubt-no-link")).told == [Mark("links", "kf-2025/lasa")]


def test_what_nobody_asked_for_is_invented_and_the_same_goal_twice_is_one_too_many() -> None:
    measure = measure_of(Expected([GOAL]), goal("kf-2025/lasa"), goal("kf-2025/lasa"), goal(None, "Pengarna räcker."))
    assert measure.invented == [Mark("goals", "Alla barn läser"), Mark("goals", "Pengarna räcker.")]
    assert measure.wrong_for_certain == []


def test_what_two_people_may_read_differently_is_neither_asked_for_nor_invented() -> None:
    either = Expected(
        [GOAL._replace(optional=True)], [Uppdrag(("köpa böcker",), optional=True)], decisions=[Decision(optional=True)]
    )
    for measure in (measure_of(either), measure_of(either, goal("kf-2025/lasa"), decisions=[Found({"outcome": "adopted"})])):
        assert (measure.found, measure.missed, measure.invented) == ([], [], [])


def test_a_figure_of_the_wrong_year_is_missed_and_invented() -> None:
    indicator = Found({"name": "Antal böcker", "outcome": {2023: 4.0}, "target": {2025: 8}})
    measure = measure_of(Expected(indicators=[Indicator(("Antal böcker",), {2024: 4.0}, {2025: 8})]), indicators=[indicator])
    assert measure.counts("figures") == (2, 1, 1, 1, 0, 0)


def test_an_entry_of_the_contents_that_became_a_section_is_counted_apart() -> None:
    sections = [Found({"title": title}) for title in ("Mål", "Mål", "Ekonomi ..... 4", "Pengarna")]
    measure = measure_of(Expected(headings=["Mål"], contents=["Mål ... 2", "Ekonomi ... 4"]), sections=sections)
    assert measure.counts("headings") == (1, 1, 0, 1, 0, 0)
    assert measure.counts("contents")[3] == 2


# Documents of other municipalities

SAID = {
    "document": "other",
    "nearest": "verksamhetsplan",
    "namnd": "sn",
    "year": None,
    "title": "Plan",
    "goals": [{"title": "Alla barn läser", "parent": None, "text": None, "assessment": "uppfylls delvis"}],
    "uppdrag": [{"title": "köpa böcker", "to": ["kommunstyrelsen"], "due": None, "status": None, "comment": None}],
    "indicators": [{"name": "Antal böcker", "outcome": {"2024": 4}, "target": {}, "goal": None}],
    "decisions": [],
    "headings": ["Mål"],
    "contents": [],
    "traps": [],
    "unsure": [{"about": "goals", "words": "Vi läser högt.", "why": ""}],
}  # fmt: skip


def test_a_folder_of_excerpts_is_imported_and_what_is_held_out_is_told_in_total_only(tmp_path: Path) -> None:
    for name in ("aby-plan", "by-plan"):
        (tmp_path / f"{name}.json").write_text(json.dumps(SAID), encoding="utf-8")
        (tmp_path / f"{name}.txt").write_text("Plan\n\nMål\n\n1. Alla barn läser\n2. Vi läser högt.\n", encoding="utf-8")
    rows = elsewhere.rows(tmp_path, only=[], held_out=["by-"], total=False)
    assert any(row.startswith("| aby-plan | goals | 1 |") for row in rows)
    assert any(row.startswith("| all (held-out) | goals | 1 |") for row in rows)
    assert not any("| by-plan" in row for row in rows)
    assert not any(detail.startswith("by-plan") for detail in elsewhere.details(tmp_path, only=[], held_out=["by-"]))


def test_the_words_of_an_assessment_may_be_those_of_the_scale(tmp_path: Path) -> None:
    (asked,) = (one for one in elsewhere.expected(elsewhere.Excerpt(tmp_path / "plan.txt", SAID)).goals if not one.optional)
    assert asked.assessments == ("uppfylls delvis", "delvis uppfyllt")
