"""The numbers and bullets that Word puts before paragraphs."""

from __future__ import annotations

import pytest

from plancheck.importing.reading.docx_numbering import written
from tests.importing.reading.word import (
    definition,
    in_list,
    level,
    lines,
    num,
    outline,
    paragraph,
    read,
    style,
    styled,
    texts,
    word_file,
)

OUTLINE = definition([level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3")])


def listed(*depths: int, of: int = 1) -> str:
    return "".join(paragraph("Mål", in_list(of, depth)) for depth in depths)


def marks(body: str, numbering: str, styles: str = "") -> list[str]:
    return [text.removesuffix("Mål") for text in texts(body, numbering=numbering, styles=styles)]


def test_numbers_are_counted_on_each_level() -> None:
    assert marks(listed(0, 1, 1, 2, 0, 1), OUTLINE + num(1)) == ["1 ", "1.1 ", "1.2 ", "1.2.1 ", "2 ", "2.1 "]


def test_a_level_above_that_nothing_stands_on_is_shown_as_its_first_and_counts() -> None:
    assert marks(listed(1, 1, 0), OUTLINE + num(1)) == ["1.1 ", "1.2 ", "2 "]
    assert marks(listed(0, 2, 1), OUTLINE + num(1)) == ["1 ", "1.1.1 ", "1.2 "]


@pytest.mark.parametrize(
    ("pattern", "format_", "shown"),
    [
        ("%1.", "decimal", "1. "),
        ("%1)", "lowerLetter", "a) "),
        ("%1)", "upperLetter", "A) "),
        ("(%1)", "lowerRoman", "(i) "),
        ("%1.", "upperRoman", "I. "),
        ("%1", "decimalZero", "01 "),
        ("Mål %1:", "decimal", "Mål 1: "),
        ("§ %1", "decimal", "§ 1 "),
        ("\uf0b7", "bullet", "• "),
        ("–", "bullet", "• "),
        ("%1", "none", ""),
        ("", "decimal", ""),
    ],
)
def test_a_number_is_shown_as_its_list_says(pattern: str, format_: str, shown: str) -> None:
    assert marks(listed(0), definition([level(0, pattern, format_)]) + num(1)) == [shown]


@pytest.mark.parametrize(
    ("number", "format_", "shown"),
    [
        (27, "lowerLetter", "aa"),
        (29, "upperLetter", "CC"),
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerRoman", "0"),
        (12, "decimalZero", "12"),
        (7, "chicago", "7"),
    ],
)
def test_numbers_are_written_in_the_formats_of_word(number: int, format_: str, shown: str) -> None:
    assert written(number, format_, "sv-SE") == shown


def test_ordinals_are_written_in_the_language_of_the_file() -> None:
    assert [written(number, "ordinal", "sv-SE") for number in (1, 2, 3, 11, 22)] == ["1:a", "2:a", "3:e", "11:e", "22:a"]
    assert [written(number, "ordinal", "en-GB") for number in (1, 2, 3, 11, 22)] == ["1st", "2nd", "3rd", "11th", "22nd"]


def test_a_list_goes_on_past_other_paragraphs_and_in_other_lists_of_its_definition() -> None:
    numbering = definition([level(0, "%1.")]) + num(1) + num(2)
    assert marks(listed(0, 0) + paragraph("Mål") + listed(0) + listed(0, of=2), numbering) == ["1. ", "2. ", "", "3. ", "4. "]


def test_a_list_begins_where_it_says() -> None:
    assert marks(listed(0, 0), definition([level(0, "%1.", start=4)]) + num(1)) == ["4. ", "5. "]


def test_a_list_that_is_restarted_begins_anew_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = definition([level(0, "%1.")]) + num(1) + num(2, overrides=override)
    assert marks(listed(0, 0) + listed(0, 0, of=2) + listed(0), numbering) == ["1. ", "2. ", "1. ", "2. ", "3. "]


def test_a_list_may_have_a_level_of_its_own() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "lowerLetter")}</w:lvlOverride>'
    assert marks(listed(0), definition([level(0, "%1.")]) + num(1, overrides=override)) == ["a) "]


@pytest.mark.parametrize(("restart", "shown"), [("", "b.1 "), ("0", "b.3 ")])
def test_a_level_begins_anew_below_the_next_one_unless_it_says_otherwise(restart: str, shown: str) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    numbering = definition([level(0, "%1", "lowerLetter"), level(1, "%1.%2", more=more)]) + num(1)
    assert marks(listed(0, 1, 1, 0, 1), numbering)[-1] == shown


def test_a_level_may_begin_anew_after_a_higher_level_only() -> None:
    last = level(2, "%3", more='<w:lvlRestart w:val="1"/>')
    numbering = definition([level(0, "%1"), level(1, "%2"), last]) + num(1)
    assert marks(listed(0, 1, 2, 1, 2, 0, 1, 2), numbering) == ["1 ", "1 ", "1 ", "2 ", "2 ", "2 ", "1 ", "1 "]


def test_a_number_in_legal_style_has_arabic_figures_only() -> None:
    numbering = definition([level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")]) + num(1)
    assert marks(listed(0, 1), numbering) == ["I ", "1.1 "]


def test_a_style_puts_its_paragraphs_in_a_list_and_so_does_the_one_it_is_based_on() -> None:
    of_first, of_second = (f"<w:pPr>{in_list(1, depth)}</w:pPr>" for depth in (None, 1))
    styles = style("A", "heading 1", of_first) + style("B", "heading 2", of_second) + style("C", "Egen", based_on="B")
    body = "".join(styled(name, "Mål") for name in ("A", "B", "C"))
    assert marks(body, OUTLINE + num(1), styles) == ["1 ", "1.1 ", "1.2 "]


def test_a_level_is_found_by_the_style_that_it_is_made_for() -> None:
    linked = definition([level(0, "%1"), level(1, "%1.%2", more='<w:pStyle w:val="B"/>')])
    properties = f"<w:pPr>{in_list(1, None)}</w:pPr>"
    styles = style("A", "heading 1", properties) + style("B", "heading 2", properties)
    assert marks(styled("A", "Mål") + styled("B", "Mål"), linked + num(1), styles) == ["1 ", "1.1 "]


def test_a_list_of_a_style_of_lists_is_found() -> None:
    of_style = definition([level(0, "%1)")], 1, '<w:styleLink w:val="L"/>')
    numbering = definition([], 0, '<w:numStyleLink w:val="L"/>') + of_style + num(1) + num(2, 1)
    styles = style("L", "Lista", f"<w:pPr>{in_list(2, None)}</w:pPr>", kind="numbering")
    assert marks(listed(0, 0), numbering, styles) == ["1) ", "2) "]


def test_numbering_is_turned_off_by_a_paragraph_and_by_a_style() -> None:
    styles = style("A", "heading 1", f"<w:pPr>{in_list(1)}</w:pPr>") + style(
        "B", "Onumrerad", f"<w:pPr>{in_list(0)}</w:pPr>", based_on="A"
    )
    body = paragraph("Mål", f'<w:pStyle w:val="A"/>{in_list(0)}') + styled("B", "Mål") + styled("A", "Mål")
    assert marks(body, OUTLINE + num(1), styles) == ["", "", "1 "]


def deleted(text: str, properties: str) -> str:
    run = f"<w:del w:id='1' w:author='a'><w:r><w:delText>{text}</w:delText></w:r></w:del>"
    return f"<w:p><w:pPr>{properties}<w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>{run}</w:p>"


def test_paragraphs_that_are_deleted_or_hidden_are_not_counted() -> None:
    hidden = paragraph("Mål", f"{in_list(1)}<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>")
    body = listed(0) + deleted("Mål", in_list(1)) + hidden + listed(0)
    assert marks(body, OUTLINE + num(1)) == ["1 ", "2 "]


def test_an_empty_paragraph_in_a_list_is_counted_as_its_number_is_shown() -> None:
    assert marks(listed(0) + paragraph("", in_list(1)) + listed(0), OUTLINE + num(1)) == ["1 ", "3 "]


def test_a_list_that_the_file_does_not_have_numbers_nothing() -> None:
    assert marks(listed(0, of=9), OUTLINE + num(1)) == [""]


def test_a_file_without_its_numbering_says_so() -> None:
    reading = read(word_file(listed(0)))
    assert [(line.text, line.depth) for line in reading.lines] == [("Mål", 0)]
    assert [unread.why.key for unread in reading.unread] == ["doubt-lost-numbers"]


def test_the_depth_of_a_point_is_that_in_its_list_or_of_its_style() -> None:
    styles = style("A", "List Bullet 3") + style("B", "heading 1", outline(0)) + style("C", "List Paragraph")
    body = listed(0, 2) + styled("A", "Mål") + paragraph("Mål", f'<w:pStyle w:val="B"/>{in_list(1)}') + styled("C", "Mål")
    assert [line.depth for line in lines(body, numbering=OUTLINE + num(1), styles=styles)] == [0, 2, 2, None, None]


def test_the_indent_of_a_point_is_its_own_or_that_of_its_list_in_points() -> None:
    indented = '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>'
    numbering = definition([level(0, "%1.").replace("</w:lvl>", f"{indented}</w:lvl>")]) + num(1)
    body = listed(0) + paragraph("Mål", f'{in_list(1)}<w:ind w:left="200"/>') + styled("A", "Mål")
    styles = style("A", "Indraget", '<w:pPr><w:ind w:start="1cm"/></w:pPr>')
    assert [line.indent for line in lines(body, numbering=numbering, styles=styles)] == [36.0, 10.0, 28.35]
