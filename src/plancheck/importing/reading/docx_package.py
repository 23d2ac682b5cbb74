"""The package of a Word file: told from what is none, opened, and mended in memory where a part of it is missing or broken."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.oxml import parse_xml

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.docx_styles import Element
from plancheck.importing.reading.packed import refuse_unsafe

FORMAT = "Word (.docx)"
"""What the format is called in messages."""

_UNZIPPING = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError, NotImplementedError)
"""What unpacking a damaged file raises."""
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_KINDS = {
    "styles": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "numbering": "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
}
"""The content types of the parts without which headings and lists are not known, by the end of the relationship's type."""


def opened(data: bytes) -> Any:
    """A Word file as the library's document.

    What the file refers to and does not have, or what is broken in it beside the text, is left out. Raises ReadingError where
    it is something else, is protected, damaged or malicious.
    """
    _refuse_other(data)
    refuse_unsafe(data, FORMAT)
    _refuse_other_packages(data)
    try:
        return docx.Document(io.BytesIO(_transitional(data)))
    except (ReadingError, MemoryError):
        raise
    except Exception as error:
        first = error
    try:
        return docx.Document(io.BytesIO(_mended(data)))
    except (ReadingError, MemoryError):
        raise
    except Exception:
        raise ReadingError("import-damaged", format=FORMAT, said=type(first).__name__) from None


# What a file is


def _refuse_other(data: bytes) -> None:
    """Raise ReadingError where a file is of another format than Word's, or protected."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data or "WordDocument".encode("utf-16-le") not in data:
            raise ReadingError("import-encrypted")
        raise ReadingError("import-other-format", what="Word 97–2003 (.doc)")
    if data.startswith(b"PK"):
        return
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        raise ReadingError("import-misnamed", suffix=".docx", format="PDF", right=".pdf")
    if head.startswith(b"{\\rtf"):
        raise ReadingError("import-other-format", what="RTF (.rtf)")
    if re.match(rb"(?i)<(?:!doctype html|html|\?xml)", head):
        raise ReadingError("import-other-format", what="HTML" if b"<html" in data[:4096].lower() else "XML")
    if head and _is_text(data):
        raise ReadingError("import-misnamed", suffix=".docx", format="text", right=".txt")


def _is_text(data: bytes) -> bool:
    """Whether bytes are text: UTF-8 or UTF-16 without control characters."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0e-\x1f]", text)


def _refuse_other_packages(data: bytes) -> None:
    """Raise ReadingError where a packed folder is protected, or of something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            kind = archive.read("mimetype")[:200] if "mimetype" in archive.namelist() else b""
    except _UNZIPPING as error:
        raise ReadingError("import-damaged", format=FORMAT, said=str(error) or type(error).__name__) from None
    if any(part.flag_bits & 1 for part in parts):
        raise ReadingError("import-encrypted")
    names = {part.filename.replace("\\", "/").lstrip("/").casefold() for part in parts}
    if b"opendocument" in kind:
        raise ReadingError("import-other-format", what="OpenDocument (.odt)")
    if not any(name.startswith("word/") for name in names):
        for name, what in (("xl/workbook.xml", "Excel (.xlsx)"), ("ppt/presentation.xml", "PowerPoint (.pptx)")):
            if name in names:
                raise ReadingError("import-other-format", what=what)
        if not names & {"[content_types].xml", "_rels/.rels"}:
            raise ReadingError("import-archive")


# Other forms of the package


def _transitional(data: bytes) -> bytes:
    """The file as most programs write it, where it is in the strict form of the format, which has other names for the same."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            is_strict = bool(_STRICT.search(archive.read("_rels/.rels")))
        except Exception:
            # What is missing is mended afterwards.
            return data
        if not is_strict:
            return data
        return _packed({part.filename: _without_strict(part.filename, archive.read(part)) for part in archive.infolist()})


def _without_strict(name: str, content: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return content
    content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
    return re.sub(rb'\s[\w]+:conformance="strict"', b"", content, count=1)


def _mended(data: bytes) -> bytes:
    """The file without the parts that cannot be read, and without the relationships that lead nowhere.

    A file that does not say what its parts are is told by the names that they have in every Word file.
    """
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/").lstrip("/")
            try:
                content = archive.read(info)
            except _UNZIPPING:
                continue
            content = _without_strict(name, content)
            if not name.endswith("/") and (not name.endswith((".xml", ".rels")) or _is_xml(content)):
                parts[name] = content
    names = {name.casefold(): name for name in parts}
    main = _main_part(parts, names)
    types: dict[str, str] = {main: _MAIN}
    made: dict[str, bytes] = {}
    for name in [*parts, "_rels/.rels"]:
        if name.endswith(".rels") and name not in made:
            made[name] = _relationships(name, parts.get(name), names, main, types)
    made["[Content_Types].xml"] = _content_types(parts.get(names.get("[content_types].xml", "")), parts, types)
    return _packed({**{name: content for name, content in parts.items() if name.casefold() != "[content_types].xml"}, **made})


def _main_part(parts: Mapping[str, bytes], names: Mapping[str, str]) -> str:
    """The name of the part with the text: the one that the package says is its document, else the one of the usual name."""
    for relationship in _elements(parts.get("_rels/.rels")):
        target = names.get(posixpath.normpath(str(relationship.get("Target", "")).lstrip("/")).casefold())
        if target and str(relationship.get("Type", "")).endswith("/officeDocument"):
            return target
    usual = names.get("word/document.xml")
    if usual is None:
        raise KeyError("word/document.xml")
    return usual


def _relationships(name: str, content: bytes | None, names: Mapping[str, str], main: str, types: dict[str, str]) -> bytes:
    """The relationships of a part without those that lead nowhere; notes the types of the parts that the text needs."""
    folder = posixpath.dirname(posixpath.dirname(name))
    kept = []
    for relationship in _elements(content):
        told = {key: str(value) for key, value in relationship.attrib.items()}
        kind, target = told.get("Type", ""), told.get("Target", "")
        if told.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            known = names.get(posixpath.normpath(path.replace("\\", "/")).casefold())
            if known is None or kind.endswith("/officeDocument"):
                continue
            told["Target"] = f"/{known}"
            if kind.rpartition("/")[2] in _KINDS:
                types[known] = _KINDS[kind.rpartition("/")[2]]
        if told.get("Id") and kind and target:
            kept.append(_element("Relationship", told))
    if name == "_rels/.rels":
        kept.append(_element("Relationship", {"Id": "rIdMain", "Type": f"{_OFFICE}/officeDocument", "Target": f"/{main}"}))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(kept)}</Relationships>'.encode()


def _content_types(content: bytes | None, parts: Mapping[str, bytes], types: Mapping[str, str]) -> bytes:
    """The types of all parts, those that the file does not tell as well."""
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    overrides: dict[str, str] = {}
    for element in _elements(content):
        kind, part = str(element.get("ContentType", "")), str(element.get("PartName", "")).lstrip("/").casefold()
        if part:
            overrides[part] = kind
        elif element.get("Extension"):
            defaults[str(element.get("Extension")).casefold()] = kind
    overrides |= {name.casefold(): kind for name, kind in types.items()}
    for name in parts:
        ending = posixpath.splitext(name)[1].lstrip(".").casefold()
        if name.casefold() not in overrides:
            defaults.setdefault(ending, "application/octet-stream")
    told = [_element("Default", {"Extension": ending, "ContentType": kind}) for ending, kind in defaults.items()]
    told += [_element("Override", {"PartName": f"/{part}", "ContentType": kind}) for part, kind in overrides.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(told)}</Types>'.encode()


def _element(name: str, attributes: Mapping[str, str]) -> str:
    return f"<{name} {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}/>"


def _elements(content: bytes | None) -> list[Element]:
    """The elements of a part of the package that lists something."""
    return [] if content is None else [element for element in parse_xml(content) if isinstance(element.tag, str)]


def _is_xml(content: bytes) -> bool:
    try:
        parse_xml(content)
    except (ValueError, SyntaxError):
        return False
    return True


def _packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
