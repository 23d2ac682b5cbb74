"""Blocks: what lines are, without asking what they mean."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.layout.blocks import blocks_in, grids_in, marker_of, title_and_rest
from plancheck.importing.reading.lines import Line, joined

NO_WORDS: Counter[str] = Counter()


def text_of(lines: object) -> str:
    return joined(list(lines), NO_WORDS)  # type: ignore[call-overload]


def test_numbers_that_run_on_past_a_paragraph_bind_their_points_into_one_list() -> None:
    lines = [
        Line(n, text, blanks=1)
        for n, text in enumerate(["Vi gör:", "1. Först.", "En mening om det.", "2. Sedan.", "3. Sist."], 1)
    ]
    items = [block for block in blocks_in([(None, lines)], text_of) if block.form == "item"]
    assert [block.text for block in items] == ["Först.", "Sedan.", "Sist."]
    assert {block.run for block in items} == {1}
    assert {block.announced for block in items} == {"Vi gör:"}


def test_a_merged_cell_stands_in_every_row_that_it_takes() -> None:
    lines = [
        Line(1, "A", cell=(0, 0, 0), whole=True), Line(2, "Pågående", cell=(0, 0, 1), whole=True, span=(2, 1)),
        Line(3, "B", cell=(0, 1, 0), whole=True),
    ]  # fmt: skip
    (grid,) = grids_in(lines)
    assert [text_of(row.cells[1].lines) for row in grid.rows] == ["Pågående", "Pågående"]
    assert [row.cells[1].goes_on for row in grid.rows] == [False, True]


def test_bold_words_at_the_beginning_are_the_title() -> None:
    line = Line(1, "• Köpa en buss: Den är blå.", whole=True, lead=16, depth=0)
    (block,) = blocks_in([(None, [line])], text_of)
    assert title_and_rest(block) == ("Köpa en buss", "Den är blå.")


@given(
    st.lists(st.sampled_from(["1. Ett", "2. Två", "• Punkt", "Ett stycke som slutar.", "Mål:", "Uppdrag: Ett"]), max_size=12)
)
def test_no_line_is_in_two_blocks_and_none_is_lost(texts: list[str]) -> None:
    lines = [Line(n, text, blanks=n % 2) for n, text in enumerate(texts, 1)]
    blocks = blocks_in([(None, lines)], text_of, lambda text: text.startswith("Uppdrag:"))
    assert [line.number for block in blocks for line in block.lines] == [line.number for line in lines]


@given(st.integers(1, 99), st.sampled_from([".", ")"]))
def test_a_number_with_a_sign_marks_a_point(number: int, sign: str) -> None:
    marker = marker_of(f"{number}{sign} Text")
    assert marker is not None
    assert (marker.form, marker.ordinal) == ("1", str(number))
