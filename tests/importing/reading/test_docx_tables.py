"""Tables of Word files as grids."""

from __future__ import annotations

from tests.importing.reading.word import cell, lines, paragraph, read, row, table, word_file

DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def across(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def grid(body: str) -> list[tuple[str, tuple[int, int, int] | None, tuple[int, int]]]:
    return [(line.text, line.cell, line.span) for line in lines(body)]


def test_a_cell_over_several_rows_is_read_once_with_its_span() -> None:
    body = table(row("Ett", cell("Pågår", DOWN)), row("Två", cell("", ON)), row("Tre", cell("", ON)), row("Fyra", "Klar"))
    assert grid(body) == [
        ("Ett", (0, 0, 0), (1, 1)),
        ("Pågår", (0, 0, 1), (3, 1)),
        ("Två", (0, 1, 0), (1, 1)),
        ("Tre", (0, 2, 0), (1, 1)),
        ("Fyra", (0, 3, 0), (1, 1)),
        ("Klar", (0, 3, 1), (1, 1)),
    ]


def test_two_merged_cells_below_each_other_are_two() -> None:
    body = table(*(row(cell(text, merge)) for text, merge in (("A", DOWN), ("", ON), ("B", DOWN), ("", ON))))
    assert grid(body) == [("A", (0, 0, 0), (2, 1)), ("B", (0, 2, 0), (2, 1))]


def test_a_cell_that_goes_on_with_nothing_is_one_of_its_own() -> None:
    assert grid(table(row(cell("A", ON)), row(cell("B")))) == [("A", (0, 0, 0), (1, 1)), ("B", (0, 1, 0), (1, 1))]


def test_a_cell_over_several_columns_moves_those_after_it() -> None:
    body = table(row(cell("Titel", across(3)), "Sist"), row("A", "B", "C", "D"))
    assert grid(body)[:2] == [("Titel", (0, 0, 0), (1, 3)), ("Sist", (0, 0, 3), (1, 1))]
    older = table(row(cell("Titel", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "Sist"))
    assert grid(older) == [("Titel", (0, 0, 0), (1, 2)), ("Sist", (0, 0, 2), (1, 1))]


def test_a_cell_over_rows_and_columns_has_both() -> None:
    body = table(row("A", cell("B", across(2) + DOWN)), row("C", cell("", across(2) + ON)))
    assert grid(body)[1] == ("B", (0, 0, 1), (2, 2))


def test_a_row_that_begins_further_in_has_its_columns() -> None:
    body = table(row("A", "B", "C"), row("D", properties='<w:gridBefore w:val="2"/>'))
    assert grid(body)[-1] == ("D", (0, 1, 2), (1, 1))


def test_deleted_rows_are_out_and_inserted_ones_in() -> None:
    tracked = "<w:{} w:id='1' w:author='a'/>"
    body = table(row("A"), row("B", properties=tracked.format("del")), row("C", properties=tracked.format("ins")))
    assert grid(body) == [("A", (0, 0, 0), (1, 1)), ("C", (0, 1, 0), (1, 1))]


def test_a_merge_passes_over_a_deleted_row() -> None:
    deletion = "<w:del w:id='1' w:author='a'/>"
    body = table(row(cell("A", DOWN)), row(cell("", ON), properties=deletion), row(cell("", ON)))
    assert grid(body) == [("A", (0, 0, 0), (2, 1))]


def test_a_hidden_row_is_out_and_told() -> None:
    reading = read(word_file(table(row("A"), row("B", properties="<w:hidden/>"))))
    assert [line.text for line in reading.lines] == ["A"]
    assert [unread.why.key for unread in reading.unread] == ["doubt-hidden-text"]


def test_rows_cells_and_tables_in_content_controls_are_read() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    inner = f"<w:tc>{control(paragraph('C'))}</w:tc>"
    body = control(table(control(row("A", control(cell("B")))), row(inner)))
    assert grid(body) == [("A", (0, 0, 0), (1, 1)), ("B", (0, 0, 1), (1, 1)), ("C", (0, 1, 0), (1, 1))]


def test_a_table_in_a_cell_comes_after_its_row() -> None:
    body = table(row(cell("A", more=table(row("Inre"))), "B"), row("C"))
    assert [(text, at) for text, at, _ in grid(body)] == [
        ("A", (0, 0, 0)),
        ("B", (0, 0, 1)),
        ("Inre", (1, 0, 0)),
        ("C", (0, 1, 0)),
    ]


def test_a_deleted_mark_joins_paragraphs_of_a_cell_not_cells() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = table(
        row(
            f"<w:tc><w:p>{mark}{run.format('Alla')}</w:p>{paragraph(' barn')}</w:tc>",
            f"<w:tc><w:p>{mark}{run.format('B')}</w:p></w:tc>",
            "C",
        )
    )
    assert [text for text, _, _ in grid(body)] == ["Alla barn", "B", "C"]
