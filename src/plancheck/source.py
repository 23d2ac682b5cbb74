"""YAML text → values, and where each of them stands.

One pass over the events of libyaml's parser builds plain values and, beside them, the place of every key and value. Of
YAML's implicit types only those of its version 1.2 are known, and dates: ``no`` and ``on`` are words, ``012`` is twelve.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

Step: TypeAlias = str | int
Steps: TypeAlias = Sequence[Step]
Scalar: TypeAlias = str | int | float | bool | datetime.date | None
Value: TypeAlias = "Scalar | Map | Seq"

MAX_DEPTH = 100
"""How deep values may be nested: far beyond any plan, and within what every reader of the values can bear."""
MAX_VALUES = 500_000
"""How many values a file may hold, those that aliases repeat counted each time."""


class Span(NamedTuple):
    """A place on one line of a file: line and column count from 1, `end` is the column after the last character."""

    line: int
    column: int
    end: int


class Map(dict[Any, Any]):
    """A mapping that knows where its keys and values stand."""

    __slots__ = ("keys_at", "span", "values_at")

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span
        self.keys_at: dict[Any, Span] = {}
        self.values_at: dict[Any, Span] = {}


class Seq(list[Any]):
    """A list that knows where its items stand."""

    __slots__ = ("items_at", "span")

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span
        self.items_at: list[Span] = []


class SourceError(Exception):
    """A text that cannot be read as YAML. `problem` is a key of the catalogue, `details` its placeholders."""

    def __init__(self, problem: str, span: Span, **details: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.span = span
        self.details = details


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text and its values."""

    name: str
    text: str
    root: Value

    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """One line of the text; the empty string where there is none."""
        lines = self.lines()
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    def span(self, path: Steps) -> Span:
        """Where the value at the path stands: a scalar itself; for a list or mapping its key, or its first line.

        A path that leads further than the values do gives the place of the last value on the way.
        """
        here = Span(1, 1, 1)
        value: Any = self.root
        if isinstance(value, Map | Seq):
            here = value.span
        for step in path:
            if isinstance(value, Map) and step in value:
                inner = value[step]
                here = value.keys_at[step] if isinstance(inner, Map | Seq) else value.values_at[step]
            elif isinstance(value, Seq) and isinstance(step, int) and -len(value) <= step < len(value):
                inner = value[step]
                here = value.items_at[step]
            else:
                break
            value = inner
        return _first_pair(value) if isinstance(value, Map) and value and path and isinstance(path[-1], int) else here

    def key_span(self, path: Steps) -> Span:
        """Where the key at the end of the path stands; the value's place where it is an item of a list."""
        parent: Any = self.root
        for step in path[:-1]:
            parent = parent[step]
        if path and isinstance(parent, Map) and path[-1] in parent.keys_at:
            return parent.keys_at[path[-1]]
        return self.span(path)


def _first_pair(value: Map) -> Span:
    """The place of a mapping in a list: its first key, with the value where that stands on the same line."""
    key = next(iter(value))
    start, end = value.keys_at[key], value.values_at[key]
    return Span(start.line, start.column, end.end if end.line == start.line else start.end)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, with or without a byte order mark.

    Raises SourceError where it is something else, and says what.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise SourceError("utf-16", Span(1, 1, 1))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        column = len(before) - (before.rfind("\n") + 1) + 1
        raise SourceError(
            "not-utf-8", Span(before.count("\n") + 1, column, column + 1), byte=f"0x{data[error.start]:02x}"
        ) from None


def read(path: Path, name: str) -> Source:
    """Read a YAML file. Raises SourceError for what it holds, OSError where it cannot be read at all."""
    return parse(decode(path.read_bytes()), name)


def parse(text: str, name: str) -> Source:
    """Parse YAML text that holds one document. Raises SourceError at the place of what is wrong."""
    try:
        return Source(name, text, _build(text))
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        raise SourceError("control-character", Span(line, column, column + 1)) from None


def _build(text: str) -> Value:
    """Follow the parser's events with a stack of open lists and mappings; an alias is the value that it names, uncopied."""
    loader = getattr(yaml, "CLoader", yaml.Loader)
    stack: list[Map | Seq] = []
    keys: list[tuple[Hashable, Span] | None] = []
    sizes: list[int] = []
    anchors: dict[str, tuple[Any, int]] = {}
    names: list[str | None] = []
    root: Any = None
    documents = 0
    for event in yaml.parse(text, Loader=loader):
        kind = type(event)
        size = 1
        if kind is yaml.ScalarEvent:
            span = _span(event)
            value: Any = event.value
            if event.implicit[0]:
                value = _resolve(value)
            elif event.tag is not None:
                raise SourceError("tag", span, tag=event.tag)
            if event.anchor:
                anchors[event.anchor] = (value, 1)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(stack) >= MAX_DEPTH:
                raise SourceError("too-deep", _span(event), depth=MAX_DEPTH)
            if event.tag is not None and event.tag != "!":
                raise SourceError("tag", _span(event), tag=event.tag)
            stack.append((Map if kind is yaml.MappingStartEvent else Seq)(_span(event)))
            keys.append(None)
            sizes.append(1)
            names.append(event.anchor)
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            value = stack.pop()
            keys.pop()
            size = sizes.pop()
            span = value.span
            name = names.pop()
            if name:
                anchors[name] = (value, size)
        elif kind is yaml.AliasEvent:
            span = _span(event)
            if event.anchor not in anchors:
                raise SourceError("unknown-alias", span, alias=event.anchor)
            value, size = anchors[event.anchor]
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise SourceError("several-documents", _span(event))
            continue
        else:
            continue
        if not stack:
            root = value
            continue
        sizes[-1] += size
        if sizes[-1] > MAX_VALUES:
            raise SourceError("too-many-values", span, limit=MAX_VALUES)
        parent = stack[-1]
        if isinstance(parent, Seq):
            parent.append(value)
            parent.items_at.append(span)
        elif keys[-1] is None:
            if isinstance(value, Map | Seq):
                raise SourceError("key-no-word", span)
            if value in parent:
                raise SourceError("duplicate-key", span, key=value, line=parent.keys_at[value].line)
            keys[-1] = (value, span)
        else:
            key, key_span = keys[-1]
            parent[key] = value
            parent.keys_at[key] = key_span
            parent.values_at[key] = span
            keys[-1] = None
    return root


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    line, column = start.line + 1, start.column + 1
    if end.line == start.line:
        return Span(line, column, max(end.column + 1, column + 1))
    return Span(line, column, column + 1)


_NUMBER = re.compile(r"[-+]?(\d+|\d+\.\d*|\.\d+)([eE][-+]?\d+)?")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".inf": math.inf, "-.inf": -math.inf,
}  # fmt: skip


def _resolve(word: str) -> Scalar:
    """The value of a plain scalar. A date that does not exist stays text, for the document model to refuse at its place."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "0123456789+-.":
        return word
    if _NUMBER.fullmatch(word):
        if word.lstrip("+-").isdigit():
            return int(word) if len(word) < 40 else word
        return float(word)
    date = _DATE.fullmatch(word)
    if date:
        try:
            return datetime.date(int(date[1]), int(date[2]), int(date[3]))
        except ValueError:
            return word
    return word


def _explained(error: yaml.MarkedYAMLError, text: str) -> SourceError:
    """libyaml's own message, as one of the catalogue's problems where it is a known one."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = error.problem or ""
    here = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    span = Span(line, column, column + 1)
    if "\t" in here[: column + 1] and not here[: column - 1].strip():
        return SourceError("tab", span)
    if "recursion depth" in said or "nesting" in said:
        return SourceError("too-deep", span, depth=MAX_DEPTH)
    if "undefined alias" in said or "found undefined" in said:
        return SourceError("unknown-alias", span, alias="")
    return SourceError("not-yaml", span, said=said)
