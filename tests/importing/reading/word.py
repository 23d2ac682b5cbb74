"""Word files made part by part, as programs write them: what python-docx cannot make."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from plancheck.importing.reading import docx as word
from plancheck.importing.reading.lines import Line, Reading

SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(body: str, *, relationships: str = "", **parts: str) -> bytes:
    """A Word file with such a body, and parts by their names: styles, numbering, footnotes, endnotes."""
    roots = {"document": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"}
    roots |= {name: f"<w:{name} {SPACES}>{content}</w:{name}>" for name, content in parts.items()}
    kinds = {"document": "document.main"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{kinds.get(name, name)}+xml"/>' for name in roots
    )
    of_document = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    main = f'<Relationship Id="main" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="'
        f'application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{of_document}{relationships}'
        "</Relationships>",
        **{f"word/{name}.xml": content for name, content in roots.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def changed(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A file in which parts have another content, or are missing: then there is None."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = changes.get(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name] or b"")
    return made.getvalue()


def paragraph(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph with one run of such properties."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{words(text, run)}</w:p>"


def words(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def styled(style: str, text: str) -> str:
    """A paragraph of a style."""
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def style(id_: str, name: str, content: str = "", based_on: str = "", kind: str = "paragraph") -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{name}"/>{base}{content}</w:style>'


def outline(level: int) -> str:
    """The property that makes a heading of a paragraph."""
    return f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'


def in_list(num: int, depth: int | None = 0) -> str:
    """The property that puts a paragraph in a list."""
    of_level = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return f'<w:numPr>{of_level}<w:numId w:val="{num}"/></w:numPr>'


def level(at: int, pattern: str, format_: str = "decimal", more: str = "", start: int = 1) -> str:
    """A level of a list."""
    told = f'<w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{at}">{told}</w:lvl>'


def definition(levels: Sequence[str], id_: int = 0, more: str = "") -> str:
    """How a list is numbered."""
    return f'<w:abstractNum w:abstractNumId="{id_}">{more}{"".join(levels)}</w:abstractNum>'


def num(id_: int, of: int = 0, overrides: str = "") -> str:
    """A list of a definition."""
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, each a text or a whole cell."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(one if one.startswith('<') else cell(one) for one in cells)}</w:tr>"


def cell(text: str = "", properties: str = "", more: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}{more}</w:tc>"


def read(data: bytes) -> Reading:
    """A Word file as it is read."""
    return word.read(data, "plan.docx")


def lines(body: str, **parts: str) -> tuple[Line, ...]:
    """The lines of a Word file with such a body."""
    return read(word_file(body, **parts)).lines


def texts(body: str, **parts: str) -> list[str]:
    """The texts of its lines."""
    return [line.text for line in lines(body, **parts)]
