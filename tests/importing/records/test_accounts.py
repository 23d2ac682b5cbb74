"""Tables of money: rows, totals, signs and units."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck.importing.pipeline import Import, import_file
from plancheck.importing.records.found import places
from tests import office
from tests.importing.goteborg import REPORT, accounts_of, from_text, goteborg, registers


def test_a_row_that_others_make_ends_an_account_and_what_is_left_is_one_without_a_total() -> None:
    table = """Sammandrag

Utfall
2022

Budget
2022

Avvikelse

Intäkter 1 200 1 000 200

Kostnader -1 150 -1 000 -150

Resultat 50 0 50

Eget kapital 250 200 50"""
    first, second = accounts_of(table)
    assert [row["title"] for row in first["rows"]] == ["Intäkter", "Kostnader"]
    assert first["total"] == {"title": "Resultat", "outcome": 50, "budget": 0, "deviation": 50}
    assert [row["title"] for row in second["rows"]] == ["Eget kapital"]
    assert "total" not in second


def test_the_last_row_is_a_total_where_it_is_called_as_the_namnd_is() -> None:
    table = """Avdelning Budgetram Avvikelse

Barn och unga 300 000 2 000

Vuxna 700 000 -1 500

Socialnämnden Nordost 1 000 000 500"""
    (account,) = accounts_of(table)
    assert account["total"] == {"title": "Socialnämnden Nordost", "budget": 1_000_000, "deviation": 500}


def test_a_table_of_money_that_a_page_cuts_is_one_where_its_head_stands_again() -> None:
    head = "Mnkr Utfall 2022 Budget 2022 Avvikelse"
    (account,) = accounts_of(f"{head}\n\nHyror 10 9 1\n\f{head}\n\nBidrag 4 6 -2\n\nSumma 14 15 -1")
    assert ([row["title"] for row in account["rows"]], account["unit"]) == (["Hyror", "Bidrag"], "mnkr")


def test_columns_of_other_years_are_not_told_as_those_of_the_year() -> None:
    (account,) = accounts_of("Belopp i tkr Bokslut 2022 Budget 2022 Bokslut 2021\n\nHyror 10 9 8\n\nSumma 10 9 8")
    assert account["rows"] == [{"title": "Hyror", "outcome": 10, "budget": 9}]


def word_accounts(tmp_path: Path, head: tuple[str, ...], *rows: tuple[str, ...], above: str = "Belopp i tkr") -> Import:
    blocks: list[office.Block] = [
        office.Text("Årsrapport 2022"),
        office.Text("Socialnämnden Nordost"),
        office.Heading("1", "Ekonomi"),
        office.Text(above),
        office.Table(head, rows, (20, *(10 for _ in head[1:]))),
    ]
    (tmp_path / "plan.docx").write_bytes(office.as_word(blocks))
    return import_file(tmp_path / "plan.docx", "plan.docx", goteborg().ruleset, registers())


def sums(result: Import) -> list[tuple[list[str], str]]:
    accounts = result.documents[0].plain().get("accounts", [])
    return [([row["title"] for row in one["rows"]], one.get("total", {}).get("title", "")) for one in accounts]


def doubts(result: Import) -> list[str]:
    return [doubt.key for place in places(result.documents[0]) for doubt in place.found.doubts]


MONEY = ("Verksamhet", "Budget", "Utfall", "Avvikelse")


def test_a_column_of_another_kind_shifts_no_figure(tmp_path: Path) -> None:
    head = (
        "Ansvar",
        "Verksamhet",
        "2021",
        "Utfall föregående år",
        "Budget 2022",
        "Förändring",
        "Utfall 2022",
        "Avvikelse",
        "Avvikelse %",
    )
    (account,) = (
        word_accounts(tmp_path, head, ("510", "Barn", "7", "8", "1 000", "5", "990", "-10", "-1,0 %"))
        .documents[0]
        .plain()["accounts"]
    )
    assert account["rows"] == [{"title": "510 Barn", "outcome": 990, "budget": 1000, "deviation": -10}]


def test_the_resultatrakning_of_the_law_is_read_with_what_stands_between(tmp_path: Path) -> None:
    rows = [
        ("Verksamhetens intäkter", "90", "100", "10"), ("Verksamhetens kostnader", "-880", "-900", "-20"),
        ("Avskrivningar", "-50", "-50", "0"), ("Verksamhetens nettokostnader", "-840", "-850", "-10"),
        ("Skatteintäkter", "690", "700", "10"), ("Verksamhetens resultat", "-150", "-150", "0"),
        ("Finansiella intäkter", "210", "215", "5"), ("Resultat efter finansiella poster", "60", "65", "5"),
        ("Extraordinära poster", "0", "-3", "-3"), ("Årets resultat", "60", "62", "2"),
    ]  # fmt: skip
    assert sums(word_accounts(tmp_path, MONEY, *rows)) == [
        (["Verksamhetens intäkter", "Verksamhetens kostnader", "Avskrivningar"], "Verksamhetens nettokostnader"),
        (["Verksamhetens nettokostnader", "Skatteintäkter"], "Verksamhetens resultat"),
        (["Verksamhetens resultat", "Finansiella intäkter"], "Resultat efter finansiella poster"),
        (["Resultat efter finansiella poster", "Extraordinära poster"], "Årets resultat"),
    ]


def test_subtotals_make_the_total_and_what_is_a_part_of_a_row_is_not_added(tmp_path: Path) -> None:
    rows = [
        ("Barn", "1 000", "990", "-10"), ("varav placeringar", "400", "390", "-10"), ("Unga", "2 000", "2 050", "50"),
        ("Summa barn och unga", "3 000", "3 040", "40"), ("Vuxna", "500", "500", "0"), ("Äldre", "700", "710", "10"),
        ("Summa vuxna", "1 200", "1 210", "10"), ("Totalt", "4 200", "4 250", "50"),
    ]  # fmt: skip
    assert sums(word_accounts(tmp_path, MONEY, *rows)) == [
        (["Barn", "Unga"], "Summa barn och unga"),
        (["Vuxna", "Äldre"], "Summa vuxna"),
        (["Summa barn och unga", "Summa vuxna"], "Totalt"),
    ]


def test_an_error_in_one_column_is_seen_where_another_adds_up(tmp_path: Path) -> None:
    rows = [("Barn", "1 000", "990", "-10"), ("Unga", "2 000", "2 050", "50"), ("Summa", "3 000", "3 100", "40")]
    assert sums(word_accounts(tmp_path, MONEY, *rows)) == [(["Barn", "Unga"], "Summa")]


def test_where_no_column_adds_up_no_total_is_told_and_a_person_is_asked(tmp_path: Path) -> None:
    result = word_accounts(tmp_path, MONEY, ("Barn", "1 000", "990", "-10"), ("Summa", "3 000", "3 100", "100"))
    assert sums(result) == [(["Barn", "Summa"], "")]
    assert doubts(result) == ["doubt-total"]


def test_costs_that_are_positive_become_negative_and_income_stays(tmp_path: Path) -> None:
    rows = [
        ("Intäkter", "1 000", "1 100", "100"),
        ("Kostnader", "3 000", "3 200", "-200"),
        ("Nettokostnad", "2 000", "2 100", "-100"),
    ]
    (account,) = word_accounts(tmp_path, MONEY, *rows).documents[0].plain()["accounts"]
    assert [row["outcome"] for row in account["rows"]] == [1100, -3200]
    assert account["total"]["outcome"] == -2100


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (MONEY, [("Barn", "1.000", "990", "-10")]),
        (MONEY, [("Barn", "1 000", "990", "-1,0 %")]),
        (("tkr", "Budget", "Utfall", "Budget", "Utfall"), [("Barn", "100", "90", "150", "145")]),
        (("", "2021", "2021", "2022", "2022"), [("tkr", "Budget", "Utfall", "Budget", "Utfall"), ("Barn", "1", "2", "3", "4")]),
    ],
)
def test_a_table_that_cannot_be_read_for_certain_is_left_out_and_told(
    head: tuple[str, ...], rows: list[tuple[str, ...]], tmp_path: Path
) -> None:
    result = word_accounts(tmp_path, head, *rows)
    assert sums(result) == []
    assert doubts(result) == ["doubt-table"]


@pytest.mark.parametrize("rows", ["Barn 2 000 -100\n\nUnga 100 1 000 900", "Barn 1.200 1.100 -100\n\nUnga 10 9 -1"])
def test_a_row_of_text_with_an_empty_cell_or_an_unread_figure_is_not_guessed_at(rows: str) -> None:
    result = from_text(REPORT.format(table=f"Belopp i tkr\n\nVerksamhet Budget Utfall Avvikelse\n\n{rows}"))
    assert (sums(result), doubts(result)) == ([], ["doubt-table"])


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ("Belopp i tkr", "tkr"),
        ("Tabell 3. Belopp i mnkr", "mnkr"),
        ("miljoner kronor", "mnkr"),
        ("1 000-tal kronor", "tkr"),
        ("kr", "kr"),
    ],
)
def test_the_unit_is_the_nearest_that_is_told(above: str, unit: str, tmp_path: Path) -> None:
    (account,) = word_accounts(tmp_path, MONEY, ("Barn", "12,5", "12,0", "-0,5"), above=above).documents[0].plain()["accounts"]
    assert account["unit"] == unit


def test_a_unit_that_nothing_tells_is_a_doubt(tmp_path: Path) -> None:
    assert doubts(word_accounts(tmp_path, MONEY, ("Barn", "1", "2", "1"), above="Så gick det")) == ["doubt-unit"]


def test_a_figure_in_a_cell_has_the_unit_of_its_table_though_it_is_told_further_up() -> None:
    table = """Belopp i mnkr

Här följer en mening om året som har gått.

Resultaträkning

Post Utfall 2022 Budget 2022 Avvikelse

Resultat 12,5 12,0 0,5"""
    document = from_text(REPORT.format(table=table)).documents[0].plain()
    assert [one["unit"] for one in document["accounts"]] == ["mnkr"]
    assert [(one["value"], one["unit"]) for one in document["figures"]] == [(12.5, "mnkr")]


def test_a_table_of_people_is_no_table_of_money(tmp_path: Path) -> None:
    result = word_accounts(tmp_path, MONEY, ("Antal årsarbetare", "50", "49", "-1"), ("Sjukfrånvaro %", "7,0", "7,5", "0,5"))
    assert (sums(result), doubts(result)) == ([], [])


def test_a_sentence_about_the_budget_is_no_table_of_money() -> None:
    assert accounts_of("Utfallet visar en avvikelse mot budget\n\n2022 10 9 1\n\nSumma 10 9 1") == []


def test_columns_that_no_profile_names_are_no_part_of_the_name_of_a_row_and_are_told() -> None:
    from tests.importing.written import REPORT as AS_REPORT
    from tests.importing.written import heading, imported, table

    result = imported(
        heading("Ekonomi"),
        table(
            ("Enhet", "Nämndbidrag", "Utfall", "Budget", "Avvikelse"),
            ("Museet", "224,1", "31,9", "30,0", "1,9"),
            ("varav kvällar", "12,2", "5,6", "5,0", "0,6"),
            ("Scenen", "61,1", "2,2", "2,0", "0,2"),
            ("Summa", "285,2", "34,1", "32,0", "2,1"),
        ),
        wanted=AS_REPORT,
    )
    (account,) = result.documents[0].plain()["accounts"]
    assert [row["title"] for row in account["rows"]] == ["Museet", "Scenen"]
    told = {doubt.key: doubt.details for doubt in result.documents[0].doubts}
    assert told["doubt-column"] == {"head": "Nämndbidrag"}
    assert told["doubt-of-which"] == {"row": "varav kvällar"}
