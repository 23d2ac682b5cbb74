"""Indicators wherever they stand: in tables whose rows are goals too, below heads of groups, in lists, in sentences."""

from __future__ import annotations

from typing import Any

from tests.importing.written import ORGANISATION, REPORT, bullet, document, heading, imported, table, text

NO_BUDGET = {"organisation.yaml": ORGANISATION}
GOAL = (heading("Mål"), heading("Mål 1. Fler läser", 2), text("Vi läser högt."))


def written(*parts: tuple[str, Any], wanted: Any = REPORT) -> dict[str, Any]:
    """The first goal of a document, which no register knows."""
    goal: dict[str, Any] = document(*GOAL, *parts, wanted=wanted, registers=NO_BUDGET)["goals"][0]
    return goal


def names(goal: dict[str, Any]) -> list[str]:
    return [indicator["name"] for indicator in goal.get("indicators", [])]


def test_a_row_with_nothing_but_its_name_is_the_goal_of_the_rows_with_figures_below() -> None:
    goal = written(
        table(
            ("Delmål med indikatorer", "Utfall 2024", "Utfall 2025", "Snitt riket", "Mål 2026"),
            ("1A. Lånen blir fler", "", "", "", ""),
            ("Lån per invånare", "7,3 (2023)", "8", "6,1", "Öka"),
            ("1B. Öppet längre", "", "", "", ""),
            ("Timmar per vecka", "40", "44", "38", "50"),
        )
    )
    assert names(goal) == []
    assert [(sub["title"], names(sub)) for sub in goal["sub-goals"]] == [
        ("Lånen blir fler", ["Lån per invånare"]),
        ("Öppet längre", ["Timmar per vecka"]),
    ]
    first = goal["sub-goals"][0]["indicators"][0]
    assert first["outcome"] == {2023: 7.3, 2025: 8}, "a figure of its own year, and none of others"
    assert first["target"] == {2026: "Öka"}


def test_a_column_of_what_others_have_is_told_to_be_left_out() -> None:
    result = imported(
        *GOAL,
        table(("Indikator", "Utfall 2025", "Utfall riket 2025"), ("Lån per invånare", "8", "6")),
        wanted=REPORT,
        registers=NO_BUDGET,
    )
    (indicator,) = result.documents[0].values["goals"][0].values["indicators"]
    assert indicator.values["outcome"] == {2025: 8}
    assert [(doubt.key, doubt.details["head"]) for doubt in indicator.doubts] == [("doubt-column", "Utfall riket 2025")]


def test_the_head_of_a_group_says_what_the_years_below_it_are() -> None:
    goal = written(
        table(
            ("Indikator", "Utfall", "", "Andra kommuner", "Plan 2026-2027", ""),
            ("", "2024", "2025", "2025", "Mål 2026", "Mål 2027"),
            ("Lån per invånare", "7", "8", "6", "9", "10"),
        )
    )
    (indicator,) = goal["indicators"]
    assert (indicator["outcome"], indicator["target"]) == ({2024: 7, 2025: 8}, {2026: 9, 2027: 10})


def test_rows_that_follow_a_goal_alone_are_goals_where_no_head_speaks_of_indicators() -> None:
    goal = written(
        heading("Delmål", 3),
        table(("Delmål", "Utfall 2025"), ("Lånen blir fler", "8"), ("Öppet längre", "44")),
    )
    assert [sub["title"] for sub in goal["sub-goals"]] == ["Lånen blir fler", "Öppet längre"]


def test_lines_below_a_label_are_the_indicators_of_the_goal_above() -> None:
    goal = written(text("Mått"), text("Nöjda låntagare"), bullet("Sjukfrånvaro, hela kommunen"), text("Vi ska läsa mer"))
    assert names(goal) == ["Nöjda låntagare", "Sjukfrånvaro, hela kommunen"]


def test_a_list_of_what_is_measured_ends_at_a_line_that_measures_nothing() -> None:
    goal = written(text("Nyckeltal"), text("Antal lån"), text("Lugn och ro"), text("Andel nöjda"), text("Barnen är med"))
    assert names(goal) == ["Antal lån", "Lugn och ro", "Andel nöjda"]


def test_names_that_have_run_together_are_parted_behind_brackets_and_elsewhere_in_doubt() -> None:
    result = imported(
        *GOAL,
        text("Mått"),
        text("Öppettider (mått planen) Lånetid (mått planen)"),
        text("Väntetid i timmar Boklådornas omfattning"),
        text("Besök hos Folkuniversitetet"),
        wanted=REPORT,
        registers=NO_BUDGET,
    )
    made = result.documents[0].values["goals"][0].values["indicators"]
    assert [(indicator.values["name"], [doubt.key for doubt in indicator.doubts]) for indicator in made] == [
        ("Öppettider (mått planen)", []),
        ("Lånetid (mått planen)", []),
        ("Väntetid i timmar", ["doubt-glued-name"]),
        ("Boklådornas omfattning", ["doubt-glued-name"]),
        ("Besök hos Folkuniversitetet", []),
    ]


def test_a_sentence_on_what_was_and_one_on_what_is_to_be_make_an_indicator() -> None:
    result = imported(
        heading("Mål"),
        heading("Fler läser", 2),
        text("2024 var andelen 62 procent. Under 2025 siktar vi på 70 procent."),
        registers=NO_BUDGET,
    )
    (indicator,) = result.documents[0].values["goals"][0].values["indicators"]
    assert (indicator.values["name"], indicator.values["unit"]) == ("Fler läser", "procent")
    assert (indicator.values["outcome"], indicator.values["target"]) == ({2024: 62}, {2025: 70})
    assert [doubt.key for doubt in indicator.doubts] == ["doubt-told-indicator"]


def test_figures_in_sentences_that_cannot_be_put_together_are_told() -> None:
    result = imported(
        heading("Mål"),
        heading("Fler läser", 2),
        text("2024 var andelen 62 procent. 2024 hade vi åtta bokbussar. Under 2025 siktar vi på 70 procent."),
        registers=NO_BUDGET,
    )
    (goal,) = result.documents[0].values["goals"]
    assert "indicators" not in goal.values
    assert "doubt-unread-indicators" in [doubt.key for doubt in goal.doubts]
    assert "indicators" in [gap["what"] for gap in result.documents[0].values["incomplete"]]


def test_a_table_whose_cells_have_run_into_each_other_is_told_at_its_head() -> None:
    result = imported(
        *GOAL,
        text("Delmål med indikatorer Utfall Andra kommuner Plan 2026-2027"),
        text("2024 2025 Snitt"),
        text("riket"),
        text("Mål"),
        text("2026"),
        text("Lån per invånare 7,3"),
        text("(2023)"),
        text("8 6,1"),
        text("Öka"),
        wanted=REPORT,
        registers=NO_BUDGET,
    )
    (goal,) = result.documents[0].values["goals"]
    assert "indicators" not in goal.values
    assert [doubt.details["words"] for doubt in goal.doubts if doubt.key == "doubt-unread-indicators"] == [
        "Delmål med indikatorer Utfall Andra kommuner Plan 2026-2027"
    ]
    assert "indicators" in [gap["what"] for gap in result.documents[0].values["incomplete"]]
