"""What was found, as YAML that a person can review: where each thing stands, and a comment where to look."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from plancheck.importing.records.found import Found
from plancheck.messages import Language, said, word
from plancheck.model.source import parse
from plancheck.repository.review import MARKS, asks_for_review

WIDTH = 116
"""How wide a line is, its margin counted in."""
FLOW = 90
"""How long a list of plain values may be to stand on one line."""


def written(found: Found, file: str, language: Language) -> str:
    """A document as YAML. Parsed again it gives the same values (`Found.plain`)."""
    name = file.encode("utf-8", "replace").decode()
    head = word("import-head", language, file=name, mark=MARKS[language])
    lines = [*(f"# {line}" for line in head.splitlines()), *_mapping(found, "", language)]
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def _mapping(found: Found, margin: str, language: Language) -> Iterator[str]:
    for doubt in found.doubts if not margin else ():
        yield _comment(said(doubt, language), margin, language)
    for key, value in found.values.items():
        if _is_empty(value):
            continue
        yield from _pair(key, value, margin, language)


def _pair(key: str, value: Any, margin: str, language: Language) -> Iterator[str]:
    if isinstance(value, list) and value and isinstance(value[0], Found):
        yield f"{margin}{key}:"
        for one in value:
            if not _is_empty(one):
                yield from _item(one, f"{margin}  ", language)
    elif isinstance(value, Found):
        yield f"{margin}{key}:"
        yield from _mapping(value, f"{margin}  ", language)
    elif isinstance(value, list):
        plain = ", ".join(_scalar(one, flow=True) for one in value)
        if len(plain) <= FLOW - len(margin) and not any(isinstance(one, str) and len(one) > 60 for one in value):
            yield f"{margin}{key}: [{plain}]"
        else:
            yield f"{margin}{key}:"
            for one in value:
                yield from _block(f"{margin}  -", one, f"{margin}    ")
    elif isinstance(value, Mapping):
        told = ", ".join(f"{_scalar(name)}: {_scalar(one, flow=True)}" for name, one in value.items())
        yield f"{margin}{key}: {{{told}}}"
    else:
        yield from _block(f"{margin}{key}:", value, f"{margin}  ")


def _item(found: Found, margin: str, language: Language) -> Iterator[str]:
    """An item of a list: its doubts above it, its keys below one another, the first behind the dash."""
    for doubt in found.doubts:
        yield _comment(said(doubt, language), margin, language)
    first = True
    for line in _mapping(found, f"{margin}  ", language):
        yield f"{margin}- {line[len(margin) + 2 :]}" if first else line
        first = False


def _comment(text: str, margin: str, language: Language) -> str:
    return f"{margin}# {MARKS[language]}: {' '.join(text.split())}"


def _is_empty(value: Any) -> bool:
    if isinstance(value, list) and value and isinstance(value[0], Found):
        return all(_is_empty(one) for one in value)
    return value is None or value in ("", [], {}) or (isinstance(value, Found) and not value.plain())


def _block(key: str, value: Any, margin: str) -> Iterator[str]:
    """A key and its value; a long text stands folded below it."""
    plain = _scalar(value)
    if not isinstance(value, str) or (len(key) + len(plain) < WIDTH and "\n" not in value) or not _can_fold(value):
        yield f"{key} {plain}"
        return
    yield f"{key} >-"
    for n, paragraph in enumerate(value.split("\n")):
        if n:
            yield ""
        yield from (f"{margin}{line}" for line in _filled(paragraph, WIDTH - len(margin)))


def _can_fold(text: str) -> bool:
    """Whether a text is the same when it is written folded: no white space but single blanks between words and paragraphs."""
    return not asks_for_review(text) and all(
        paragraph and paragraph == " ".join(paragraph.split(" ")) and not re.search(r"^\s|\s$|  |[^\S ]", paragraph)
        and _is_plain(paragraph)
        for paragraph in text.split("\n")
    )  # fmt: skip


def _is_plain(text: str) -> bool:
    """Whether YAML can have the characters of a text as they are."""
    return all(char.isprintable() and char not in "\x85\u2028\u2029\ufeff" for char in text)


def _filled(paragraph: str, width: int) -> Iterator[str]:
    line = ""
    for one in paragraph.split(" "):
        if line and len(line) + 1 + len(one) > width:
            yield line
            line = one
        else:
            line = f"{line} {one}" if line else one
    yield line


def _scalar(value: Any, *, flow: bool = False) -> str:
    """A plain value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    plain = yaml.safe_dump(text, allow_unicode=True, width=10**9, default_flow_style=flow).removesuffix("\n...\n").rstrip("\n")
    if "\n" in plain or not _reads_as(f"[{plain}]" if flow else f"k: {plain}", text, flow):
        plain = yaml.safe_dump(text, allow_unicode=True, width=10**9, default_style='"').rstrip("\n")
    return plain


def _reads_as(yaml_text: str, text: str, flow: bool) -> bool:
    """Whether YAML is read as this text: what begins like a number may need quotes."""
    try:
        root: Any = parse(yaml_text, "").root
    except Exception:
        return False
    value = root[0] if flow and isinstance(root, list) and len(root) == 1 else root.get("k") if isinstance(root, dict) else None
    return isinstance(value, str) and value == text


def counted(found: Found, keys: Sequence[str]) -> dict[str, int]:
    """How many items a document has under each key."""
    return {key: len(value) for key in keys if isinstance(value := found.values.get(key), list) and value}
