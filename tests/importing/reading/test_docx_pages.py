"""On which page the text of a Word file is."""

from __future__ import annotations

import pytest

from tests.importing.reading.word import lines, paragraph, row, style, styled, table, words

RENDERED, BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>", '<w:r><w:br w:type="page"/></w:r>'


def pages(body: str, **parts: str) -> list[int]:
    return [line.page for line in lines(body, **parts)]


def test_a_page_begins_where_word_last_began_one() -> None:
    body = f"{paragraph('A')}<w:p>{RENDERED}{words('B')}</w:p>{paragraph('C')}"
    assert [(line.page, line.opens_page) for line in lines(body)] == [(1, True), (2, True), (2, False)]


def test_a_paragraph_over_two_pages_begins_on_the_first() -> None:
    body = f"<w:p>{words('A')}{RENDERED}{words(' b')}</w:p>{paragraph('C')}"
    assert [(line.text, line.page, line.opens_page) for line in lines(body)] == [("A b", 1, True), ("C", 2, True)]


def test_a_page_break_parts_a_paragraph() -> None:
    assert [(line.text, line.page) for line in lines(f"<w:p>{words('A')}{BREAK}{words('B')}</w:p>")] == [("A", 1), ("B", 2)]


@pytest.mark.parametrize("by_hand", [f"<w:p>{BREAK}</w:p>", f"<w:p>{words('B')}{BREAK}</w:p>"])
def test_a_break_made_by_hand_and_noted_again_is_one(by_hand: str) -> None:
    assert pages(f"{paragraph('A')}{by_hand}<w:p>{RENDERED}{words('C')}</w:p>")[-1] == 2


def test_two_breaks_leave_a_page_empty() -> None:
    assert pages(f"{paragraph('A')}<w:p>{BREAK}{BREAK}</w:p>{paragraph('B')}") == [1, 3]


@pytest.mark.parametrize(("told", "page"), [("", 2), (' w:val="0"', 1), (' w:val="false"', 1)])
def test_a_page_begins_before_a_paragraph_that_says_so(told: str, page: int) -> None:
    assert pages(paragraph("A") + paragraph("B", f"<w:pageBreakBefore{told}/>")) == [1, page]


def test_a_style_may_begin_a_page_and_its_paragraph_not() -> None:
    styles = style("K", "Kapitel", "<w:pPr><w:pageBreakBefore/></w:pPr>") + style("L", "Kapitel 2", based_on="K")
    body = styled("K", "A") + styled("L", "B") + paragraph("C", '<w:pStyle w:val="K"/><w:pageBreakBefore w:val="0"/>')
    assert pages(body, styles=styles) == [1, 2, 2]


def section(kind: str) -> str:
    return f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>' if kind else "<w:sectPr/>"


@pytest.mark.parametrize(
    ("kind", "page"), [("", 2), ("nextPage", 2), ("continuous", 1), ("nextColumn", 1), ("oddPage", 3), ("evenPage", 2)]
)
def test_a_section_begins_as_it_says_itself(kind: str, page: int) -> None:
    assert pages(paragraph("A", section("continuous")) + paragraph("B") + section(kind)) == [1, page]


def test_a_row_that_goes_on_on_the_next_page_takes_one_page_in_all_its_cells() -> None:
    def long_cell(text: str) -> str:
        return f"<w:tc><w:p>{words(text)}{RENDERED}{words(' mer')}</w:p>{paragraph('Sist')}</w:tc>"

    body = table(row(long_cell("A"), long_cell("B"))) + paragraph("C")
    assert pages(body) == [1, 2, 1, 2, 2]


def test_a_row_on_the_next_page_is_there_as_a_whole() -> None:
    first, second = (f"<w:tc><w:p>{RENDERED}{words(text)}</w:p></w:tc>" for text in "AB")
    assert pages(paragraph("A") + table(row(first, second), row("C"))) == [1, 2, 2, 2]
