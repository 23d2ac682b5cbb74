"""The text of paragraphs in Word files: tracked changes, hidden text, fields, symbols, bold leads, text boxes and notes."""

from __future__ import annotations

import pytest

from tests.importing.reading.word import cell, lines, paragraph, read, row, style, styled, table, texts, word_file, words


def deletion(text: str) -> str:
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def test_what_was_moved_is_read_where_it_stands_now() -> None:
    moved = f'<w:moveFrom w:id="1" w:author="a">{words("Mål")}</w:moveFrom>'
    to = f'<w:moveTo w:id="2" w:author="a">{words("Mål")}</w:moveTo>'
    assert texts(f"<w:p>{words('Ett ')}{moved}</w:p><w:p>{to}{words(' två')}</w:p>") == ["Ett", "Mål två"]


def test_a_paragraph_of_which_the_mark_is_deleted_goes_on_in_the_next() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}{words('Alla ')}{deletion('unga')}</w:p><w:p>{mark}{deletion('Bort')}</w:p>{paragraph('barn läser')}"
    assert texts(body) == ["Alla barn läser"]


def test_a_paragraph_that_should_go_on_in_a_table_is_kept() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>"
    assert texts(f"<w:p>{mark}{words('Mål')}</w:p>{table(row('A'))}<w:p>{mark}{words('Slut')}</w:p>") == ["Mål", "A", "Slut"]


@pytest.mark.parametrize(
    ("run", "paragraph_style"),
    [("<w:vanish/>", "N"), ('<w:rStyle w:val="D"/>', "N"), ("", "H")],
    ids=["run", "style", "paragraph"],
)
def test_hidden_text_is_left_out_and_told_once(run: str, paragraph_style: str) -> None:
    styles = (
        style("H", "Dold", "<w:rPr><w:vanish/></w:rPr>")
        + style("D", "Dolt", "<w:rPr><w:vanish/></w:rPr>", kind="character")
        + style("N", "Vanlig")
    )
    hidden = paragraph("Hemligt", f'<w:pStyle w:val="{paragraph_style}"/>', run)
    reading = read(word_file(paragraph("Mål") + hidden * 2, styles=styles))
    assert [line.text for line in reading.lines] == ["Mål"]
    assert [unread.why.key for unread in reading.unread] == ["doubt-hidden-text"]


def test_text_that_is_shown_although_its_style_is_hidden_is_read() -> None:
    styles = style("H", "Dold", "<w:rPr><w:vanish/></w:rPr>")
    reading = read(word_file(paragraph("Mål", '<w:pStyle w:val="H"/>', '<w:vanish w:val="0"/>'), styles=styles))
    assert ([line.text for line in reading.lines], reading.unread) == (["Mål"], ())


def test_line_breaks_part_a_paragraph_but_no_sentence() -> None:
    def broken(*parts: str) -> str:
        return f"<w:p>{'<w:r><w:br/></w:r>'.join(map(words, parts))}</w:p>"

    assert texts(broken("Mål: Läsning", "Ansvarig: Bibliotek")) == ["Mål: Läsning", "Ansvarig: Bibliotek"]
    assert texts(broken("Alla barn", "läser mer")) == ["Alla barn läser mer"]
    assert texts(broken("Alla barn läser.", "så gör vi")) == ["Alla barn läser.", "så gör vi"]


def test_tabs_hyphens_and_symbols_are_read() -> None:
    def symbol(code: str) -> str:
        return f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'

    inside = (
        f"{symbol('F0A7')}{words(' Mål')}<w:r><w:tab/><w:t>KF</w:t><w:noBreakHyphen/><w:t>upp</w:t><w:softHyphen/>"
        f"<w:t>drag</w:t></w:r>{symbol('F0FC')}"
    )
    assert texts(f"<w:p>{inside}</w:p>") == ["• Mål KF-uppdrag✓"]


def test_a_field_is_read_by_its_result_not_by_its_instruction() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{mark('begin')}<w:r><w:instrText> REF a </w:instrText></w:r>{mark('separate')}{words('inre')}{mark('end')}"
    outer = f"{mark('begin')}<w:r><w:instrText> IF </w:instrText></w:r>{inner}{mark('separate')}{words('barn')}{mark('end')}"
    assert texts(f"<w:p>{words('Alla ')}{outer}{words(' läser')}</w:p>") == ["Alla barn läser"]


def test_text_in_links_controls_and_formulas_is_read() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{words('barn ')}</w:sdtContent></w:sdt>"
    formula = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>"
    assert texts(f"<w:p><w:hyperlink>{words('Alla ')}</w:hyperlink>{control}{formula}</w:p>") == ["Alla barn 1"]


def test_comments_are_no_text() -> None:
    body = f"<w:p><w:commentRangeStart w:id='0'/>{words('Mål')}<w:r><w:commentReference w:id='0'/></w:r></w:p>"
    assert texts(body, comments=f'<w:comment w:id="0" w:author="a">{paragraph("Tycker jag")}</w:comment>') == ["Mål"]


# Bold


@pytest.mark.parametrize(
    ("inside", "lead"),
    [
        (words("Mål:", "<w:b/>") + words(" Läsa"), 4),
        (words("Mål", "<w:b/>") + words(" ") + words("två", "<w:b/>") + words(" Läsa"), 7),
        (words("Mål", "<w:b/>"), 3),
        (words("Mål ") + words("Läsa", "<w:b/>"), 0),
        (words("Mål", '<w:rStyle w:val="S"/>') + words(" Läsa", '<w:b w:val="0"/>'), 3),
        (words(" ", "<w:b/>") + words("Mål"), 0),
    ],
)
def test_the_lead_of_a_line_is_its_first_bold_characters(inside: str, lead: int) -> None:
    styles = style("S", "Strong", "<w:rPr><w:b/></w:rPr>", kind="character")
    assert lines(f"<w:p>{inside}</w:p>", styles=styles)[0].lead == lead


def test_a_paragraph_in_a_bold_style_is_bold_as_a_whole() -> None:
    styles = style("F", "Fet", "<w:rPr><w:b/></w:rPr>") + style("G", "Fetare", based_on="F")
    (line,) = lines(styled("G", "Mål och uppdrag"), styles=styles)
    assert line.lead == len(line.text)


def test_bold_in_a_bold_style_by_a_style_of_its_own_is_not_bold() -> None:
    styles = style("F", "Fet", "<w:rPr><w:b/></w:rPr>") + style("S", "Strong", "<w:rPr><w:b/></w:rPr>", kind="character")
    assert lines(paragraph("Mål", '<w:pStyle w:val="F"/>', '<w:rStyle w:val="S"/>'), styles=styles)[0].lead == 0


# Text boxes and notes


def box(text: str, inside: str = "") -> str:
    content = f"<w:txbxContent>{paragraph(text)}{inside}</w:txbxContent>"
    shape = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{content}</w:drawing></mc:Choice>"
        f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_and_not_in_the_heading_that_it_hangs_on() -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{box("Fakta")}{words("Mål")}</w:p>{paragraph("Text")}'
    read_lines = lines(body, styles=style("H", "heading 1"))
    assert [(line.text, line.level, line.aside) for line in read_lines] == [
        ("Mål", 1, None),
        ("Fakta", None, "text-box"),
        ("Text", None, None),
    ]


def test_a_text_box_of_older_programs_is_read() -> None:
    content = f"<w:txbxContent>{paragraph('Fakta')}</w:txbxContent>"
    shape = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    assert [(line.text, line.aside) for line in lines(f"<w:p>{shape}</w:p>")] == [("Fakta", "text-box")]


def test_a_text_box_in_a_cell_comes_after_its_table() -> None:
    body = table(row(f"<w:tc><w:p>{words('A')}{box('Fakta')}</w:p></w:tc>", "B"), row("C"))
    assert [(line.text, line.cell is None) for line in lines(body)] == [
        ("A", False),
        ("B", False),
        ("C", False),
        ("Fakta", True),
    ]


def test_a_table_in_a_text_box_has_its_cells() -> None:
    read_lines = lines(f"<w:p>{box('Fakta', table(row('A', 'B')))}</w:p>")
    assert [(line.text, line.cell, line.aside) for line in read_lines] == [
        ("Fakta", None, "text-box"),
        ("A", (0, 0, 0), "text-box"),
        ("B", (0, 0, 1), "text-box"),
    ]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_comes_after_the_paragraph_that_refers_to_it(kind: str) -> None:
    note = f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{words(" Enligt budget")}</w:p></w:{kind}>'
    body = f'<w:p>{words("Mål")}<w:r><w:{kind}Reference w:id="2"/></w:r>{words(" ett")}</w:p>{paragraph("Text")}'
    read_lines = lines(body, **{f"{kind}s": note})
    assert [(line.text, line.aside) for line in read_lines] == [("Mål ett", None), ("Enligt budget", "note"), ("Text", None)]


def test_notes_that_the_file_does_not_have_are_told() -> None:
    reading = read(word_file(f'<w:p>{words("Mål")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'))
    assert [line.text for line in reading.lines] == ["Mål"]
    assert [unread.why.key for unread in reading.unread] == ["doubt-lost-notes"]


def test_an_embedded_document_is_told() -> None:
    reading = read(word_file(paragraph("Mål") + '<w:altChunk r:id="x"/>'))
    assert [unread.why.key for unread in reading.unread] == ["doubt-embedded-document"]


def test_a_diagram_with_text_in_another_part_is_told() -> None:
    diagram = '<x:relIds xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
    reading = read(word_file(f"<w:p>{words('Mål')}<w:r><w:drawing>{diagram}</w:drawing></w:r></w:p>"))
    assert [unread.why.key for unread in reading.unread] == ["doubt-diagram"]


def test_a_comment_on_a_line_beside_the_text_goes_to_its_paragraph() -> None:
    import io

    import docx

    from plancheck.importing.reading.docx import with_paragraphs

    body = f"<w:p>{words('Mål')}{box('Fakta')}</w:p>{table(row(cell('A')))}"
    document = docx.Document(io.BytesIO(word_file(body)))
    hosts = {line.text: "".join(run.text for run in host.r_lst) for line, host in with_paragraphs(document)}
    assert hosts["Fakta"].startswith("Mål")
