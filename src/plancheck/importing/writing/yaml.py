"""What was found, as YAML that a person can review: where each value is in the source, and a comment on each doubt."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from plancheck.importing.records.found import Found
from plancheck.messages import Language, said, word
from plancheck.model.source import parse
from plancheck.model.text import Text
from plancheck.repository.review import MARKS, asks_for_review

WIDTH = 116
"""How wide a line is, including its margin."""
FLOW = 90
"""How long a list of plain values on one line may be."""
LONG_TEXT = 60
"""A list with a text longer than this is not written on one line."""


def written(found: Found, file: str, language: Language) -> str:
    """A document as YAML, which parses to the same values (`Found.plain`); reasons are said in the language."""
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
    """A key and its value, of any kind."""
    if key == "incomplete":
        value = _incomplete(value, language)
    if isinstance(value, list) and value and isinstance(value[0], Found):
        yield f"{margin}{key}:"
        for item in value:
            if not _is_empty(item):
                yield from _item(item, f"{margin}  ", language)
    elif isinstance(value, Found):
        yield f"{margin}{key}:"
        yield from _mapping(value, f"{margin}  ", language)
    elif isinstance(value, list):
        yield from _list(key, value, margin)
    elif isinstance(value, Mapping):
        pairs = ", ".join(f"{_scalar(name)}: {_scalar(inner, flow=True)}" for name, inner in value.items())
        yield f"{margin}{key}: {{{pairs}}}"
    else:
        yield from _block(f"{margin}{key}:", value, f"{margin}  ")


def _incomplete(entries: Sequence[Mapping[str, Any]], language: Language) -> list[Any]:
    """The lists that may not be all, each once: only their keys, where none has a reason or a place."""
    told = [{key: value for key, value in entry.items() if not _is_empty(value)} for entry in entries]
    if all(entry.keys() == {"what"} for entry in told):
        return list(dict.fromkeys(entry["what"] for entry in told))
    for entry in told:
        if isinstance(entry.get("reason"), Text):
            entry["reason"] = said(entry["reason"], language)
    return [Found(entry) for n, entry in enumerate(told) if entry not in told[:n]]


def _list(key: str, values: Sequence[Any], margin: str) -> Iterator[str]:
    """A list of plain values: on one line if they are few and short, else each on its own."""
    plain = ", ".join(_scalar(value, flow=True) for value in values)
    if len(plain) <= FLOW - len(margin) and not any(isinstance(value, str) and len(value) > LONG_TEXT for value in values):
        yield f"{margin}{key}: [{plain}]"
        return
    yield f"{margin}{key}:"
    for value in values:
        yield from _block(f"{margin}  -", value, f"{margin}    ")


def _item(found: Found, margin: str, language: Language) -> Iterator[str]:
    """An item of a list: its doubts as comments above it, then its keys, the first one after the dash."""
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
        return all(map(_is_empty, value))
    return value is None or value in ("", [], {}) or (isinstance(value, Found) and not value.plain())


def _block(key: str, value: Any, margin: str) -> Iterator[str]:
    """A key and a plain value; a long text is folded below it."""
    plain = _scalar(value)
    if not isinstance(value, str) or (len(key) + len(plain) < WIDTH and "\n" not in value) or not _can_fold(value):
        yield f"{key} {plain}"
        return
    yield f"{key} >-"
    for n, paragraph in enumerate(value.split("\n")):
        if n:
            yield ""
        yield from (f"{margin}{line}" for line in _wrapped(paragraph, WIDTH - len(margin)))


def _can_fold(text: str) -> bool:
    """Whether a text stays the same when it is folded: no white space but single blanks between words, and line breaks."""
    return not asks_for_review(text) and all(
        paragraph and paragraph == " ".join(paragraph.split(" ")) and not re.search(r"^\s|\s$|  |[^\S ]", paragraph)
        and _is_plain(paragraph)
        for paragraph in text.split("\n")
    )  # fmt: skip


def _is_plain(text: str) -> bool:
    """Whether YAML allows the characters of a text as they are."""
    return all(char.isprintable() and char not in "\x85\u2028\u2029\ufeff" for char in text)


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    """The lines of a paragraph; unlike `textwrap`, a word that is too long is never cut."""
    line = ""
    for word_ in paragraph.split(" "):
        if line and len(line) + 1 + len(word_) > width:
            yield line
            line = word_
        else:
            line = f"{line} {word_}" if line else word_
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
    """Whether YAML is parsed as this text: one that begins like a number may need quotes."""
    try:
        root: Any = parse(yaml_text, "").root
    except Exception:
        return False
    value = root[0] if flow and isinstance(root, list) and len(root) == 1 else root.get("k") if isinstance(root, dict) else None
    return isinstance(value, str) and value == text


def counted(found: Found, keys: Sequence[str]) -> dict[str, int]:
    """How many items a document has under each of the keys that it has."""
    return {key: len(value) for key in keys if isinstance(value := found.values.get(key), list) and value}
