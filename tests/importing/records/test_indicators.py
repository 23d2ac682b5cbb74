"""Indicators wherever they stand: in tables whose rows are goals too, below heads of groups, in lists, in sentences."""

from __future__ import annotations

from typing import Any

from tests.importing.written import ORGANISATION, REPORT, document, heading, imported, table, text

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
