"""Headings of Word files, and Word's own tables of contents."""

from __future__ import annotations

import pytest

from tests.importing.reading.word import lines, outline, paragraph, style, styled, table, texts, words


@pytest.mark.parametrize("name", ["heading 2", "Rubrik 2", "Rubrik2", "Overskrift 2", "heading 2,Avsnitt"])
def test_the_level_of_a_heading_is_in_the_name_of_its_style(name: str) -> None:
    (line,) = lines(styled("Rubrik", "Mål"), styles=style("Rubrik", name))
    assert line.level == 2


def test_a_style_that_the_file_does_not_define_is_known_by_its_id() -> None:
    assert [line.level for line in lines(styled("Rubrik1", "Mål") + styled("Heading3", "Uppdrag"))] == [1, 3]


def test_a_style_has_the_level_of_the_one_that_it_is_based_on_through_several() -> None:
    styles = style("H", "heading 2") + style("M", "Mål rubrik", based_on="H") + style("N", "Mål rubrik blå", based_on="M")
    assert [line.level for line in lines(styled("N", "Alla barn läser"), styles=styles)] == [2]


def test_styles_that_are_based_on_each_other_in_a_circle_are_read() -> None:
    styles = style("A", "Ett", based_on="B") + style("B", "Två", based_on="A") + style("C", "heading 1", based_on="C")
    assert [line.level for line in lines(styled("A", "Text") + styled("B", "Text") + styled("C", "Mål"), styles=styles)] == [
        None,
        None,
        1,
    ]


def test_a_chain_of_many_styles_is_read() -> None:
    styles = style("s0", "heading 1") + "".join(style(f"s{n}", f"Stil {n}", based_on=f"s{n - 1}") for n in range(1, 3000))
    assert lines("".join(styled(f"s{n}", "Mål") for n in (2999, 5)), styles=styles)[0].level == 1


def test_an_outline_level_makes_a_heading_whatever_the_style_is_called() -> None:
    styles = style("A", "Avsnitt", outline(0)) + style("B", "Ruta", outline(9), based_on="A")
    body = styled("A", "Mål") + styled("B", "Fakta") + paragraph("Uppdrag", '<w:outlineLvl w:val="2"/>')
    assert [line.level for line in lines(body, styles=styles)] == [1, None, 3]


def test_a_paragraph_that_says_that_it_is_running_text_is_no_heading() -> None:
    body = paragraph("Text", '<w:pStyle w:val="H"/><w:outlineLvl w:val="9"/>')
    assert lines(body, styles=style("H", "heading 1"))[0].level is None


@pytest.mark.parametrize("name", ["Title", "Rubrik", "Subtitle", "Underrubrik"])
def test_the_title_of_a_document_is_above_its_outline(name: str) -> None:
    styles = style("H", "heading 1") + style("T", name, based_on="H")
    assert lines(styled("T", "Verksamhetsplan"), styles=styles)[0].level is None


def test_a_heading_in_a_cell_is_none_of_the_outline() -> None:
    body = table(f"<w:tr><w:tc>{styled('H', 'Mål')}</w:tc></w:tr>")
    assert lines(body, styles=style("H", "heading 1"))[0].level is None


@pytest.mark.parametrize("mark", ["<w:br/>", "<w:cr/>", '<w:br w:type="textWrapping"/>', '<w:br w:type="page"/>'])
def test_a_soft_break_in_a_heading_is_a_blank(mark: str) -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{words("Alla barn")}<w:r>{mark}</w:r>{words("Läser")}</w:p>'
    assert texts(body, styles=style("H", "heading 1")) == ["Alla barn Läser"]


# Tables of contents

CONTENTS = (
    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='{}'/></w:docPartObj></w:sdtPr>"
    "<w:sdtContent>{}</w:sdtContent></w:sdt>"
)


def asides(body: str, **parts: str) -> list[tuple[str, str | None]]:
    return [(line.text, line.aside) for line in lines(body, **parts)]


def test_a_table_of_contents_from_the_gallery_of_word_is_one_with_its_heading() -> None:
    body = CONTENTS.format("Table of Contents", styled("H", "Innehåll") + paragraph("Mål 3")) + styled("H", "Mål")
    assert asides(body, styles=style("H", "heading 1")) == [("Innehåll", "contents"), ("Mål 3", "contents"), ("Mål", None)]


def test_another_block_from_the_gallery_is_text() -> None:
    assert asides(CONTENTS.format("Cover Pages", paragraph("Plan"))) == [("Plan", None)]


@pytest.mark.parametrize("name", ["toc 2", "TOC Heading", "Innehåll 1", "Contents 3"])
def test_the_styles_for_a_table_of_contents_say_what_a_line_is(name: str) -> None:
    styles = style("T", name) + style("U", "Vår innehållsrad", based_on="T")
    assert asides(styled("T", "Mål 3") + styled("U", "Uppdrag 4"), styles=styles) == [
        ("Mål 3", "contents"),
        ("Uppdrag 4", "contents"),
    ]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def test_the_field_of_a_table_of_contents_runs_over_paragraphs() -> None:
    page = mark("begin") + instruction(" PAGEREF _Toc1 ") + mark("separate") + words("3") + mark("end")
    body = (
        f"<w:p>{mark('begin')}{instruction(' TO')}{instruction('C ')}{mark('separate')}{words('Mål ')}{page}</w:p>"
        f"<w:p><w:hyperlink>{words('Uppdrag 4')}</w:hyperlink></w:p>"
        f"<w:p>{mark('end')}{words('Inledning')}</w:p>"
    )
    assert asides(body) == [("Mål 3", "contents"), ("Uppdrag 4", "contents"), ("Inledning", None)]


def test_a_field_of_one_piece_can_be_a_table_of_contents_too() -> None:
    body = f'<w:p><w:fldSimple w:instr=" TOC \\o ">{words("Mål 3")}</w:fldSimple></w:p>{paragraph("Mål")}'
    assert asides(body) == [("Mål 3", "contents"), ("Mål", None)]


def test_a_field_without_an_end_hides_nothing() -> None:
    body = f"<w:p>{mark('begin')}{instruction(' TOC ')}</w:p>{paragraph('Mål')}{paragraph('Uppdrag')}"
    assert asides(body) == [("Mål", None), ("Uppdrag", None)]
