"""YAML text → values, and where each of them stands.

One pass over the events of libyaml's parser builds plain values and, beside them, the place of every key and value. Of
YAML's implicit types only those of its version 1.2 are known, and dates: ``no`` and ``on`` are words, ``012`` is twelve.
"""

from __future__ import annotations

import bisect
import datetime
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias, cast

import yaml

from plancheck.model.text import Text

Step: TypeAlias = str | int
Steps: TypeAlias = Sequence[Step]
Mark: TypeAlias = Any
"""An event of the parser, kept for where it stands; the types of the YAML library say nothing of its attributes."""
Scalar: TypeAlias = str | int | float | bool | datetime.date | None
Value: TypeAlias = "Scalar | Map | Seq"

MAX_DEPTH = 100
"""How deep values may be nested: far beyond any plan, and within what every reader of the values can bear."""
MAX_VALUES = 500_000
"""How many values the aliases of a file may repeat."""


class Span(NamedTuple):
    """A place on one line of a file: line and column count from 1, `end` is the column after the last character."""

    line: int
    column: int
    end: int


SNIPPET = 400
"""How many characters of a line are shown at the most."""
NOWHERE = Span(0, 0, 0)
"""The place of what stands in no file, such as an option of the command line."""


class Map(dict[Any, Any]):
    """A mapping that knows where it, its keys and its values stand: by the parser's events, which carry the places."""

    __slots__ = ("event", "keys_at", "values_at")

    def __init__(self, event: Mark) -> None:
        self.event = event
        self.keys_at: dict[Any, Mark] = {}
        self.values_at: dict[Any, Mark] = {}


class Seq(list[Any]):
    """A list that knows where it and its items stand."""

    __slots__ = ("event", "items_at")

    def __init__(self, event: Mark) -> None:
        self.event = event
        self.items_at: list[Mark] = []


class SourceError(Exception):
    """A text that cannot be read as YAML: what is wrong, and where."""

    def __init__(self, key: str, span: Span, **details: object) -> None:
        super().__init__(key)
        self.text = Text(key, details)
        self.span = span


@dataclass(frozen=True)
class Source:
    """A file's text and its values."""

    name: str
    text: str
    root: Value

    @cached_property
    def _starts(self) -> list[int]:
        return _line_starts(self.text)

    def line(self, number: int) -> str:
        """One line of the text; the empty string where there is none."""
        return line_of(self.text, number, self._starts)

    def span(self, path: Steps) -> Span:
        """Where the value at the path stands: a scalar itself; for a list or mapping its key, or its first line.

        A path that leads further than the values do gives the place of the last value on the way.
        """
        value: Any = self.root
        here: Mark = value.event if isinstance(value, Map | Seq) else None
        in_list = False
        for step in path:
            if isinstance(value, Map) and step in value:
                inner = value[step]
                here = value.keys_at[step] if isinstance(inner, Map | Seq) else value.values_at[step]
            elif isinstance(value, Seq) and isinstance(step, int) and -len(value) <= step < len(value):
                inner = value[step]
                here = value.items_at[step]
            else:
                break
            in_list = isinstance(value, Seq)
            value = inner
        if in_list and isinstance(value, Map) and value:
            return self._first_pair(value)
        return _span(here, self._starts) if here is not None else Span(1, 1, 1)

    def _first_pair(self, value: Map) -> Span:
        """The place of a mapping in a list: its first key, with the value where that stands on the same line."""
        key = next(iter(value))
        start, end = _span(value.keys_at[key], self._starts), _span(value.values_at[key], self._starts)
        return Span(start.line, start.column, end.end if end.line == start.line else start.end)

    def snippet(self, span: Span) -> tuple[str, int]:
        """What stands around a place on its line, and the column that it begins at: the line, unless that is very long."""
        line = self.line(span.line)
        first = max(0, span.column - 1 - SNIPPET // 2) if len(line) > SNIPPET else 0
        return line[first : first + SNIPPET], first + 1

    def value(self, path: Steps) -> Any:
        """The value at a path that exists."""
        value: Any = self.root
        for step in path:
            value = value[step]
        return value

    def key_span(self, path: Steps) -> Span:
        """Where the key at the end of the path stands; the value's place where it is an item of a list."""
        parent = self.value(path[:-1])
        if path and isinstance(parent, Map) and path[-1] in parent.keys_at:
            return _span(parent.keys_at[path[-1]], self._starts)
        return self.span(path)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def line_of(text: str, number: int, starts: Sequence[int] | None = None) -> str:
    """One line of a text, without its end; the empty string where there is none."""
    starts = _line_starts(text) if starts is None else starts
    if not 0 < number <= len(starts):
        return ""
    end = starts[number] - 1 if number < len(starts) else len(text)
    return text[starts[number - 1] : end].rstrip("\r")


def _at(offset: int, starts: Sequence[int]) -> tuple[int, int]:
    """Line and column of an offset. Lines end as editors see it: YAML takes more characters for a line's end."""
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, with or without a byte order mark.

    Raises SourceError where it is something else, and says what.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(data) > 1 and (data[0] == 0) != (data[1] == 0)):
        raise SourceError("utf-16", Span(1, 1, 1))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        column = len(before) - (before.rfind("\n") + 1) + 1
        raise SourceError(
            "not-utf-8", Span(before.count("\n") + 1, column, column + 1), byte=f"0x{data[error.start]:02x}"
        ) from None


def parse(text: str, name: str) -> Source:
    """Parse YAML text that holds one document. Raises SourceError at the place of what is wrong."""
    try:
        return Source(name, text, _build(text))
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except yaml.reader.ReaderError as error:
        # libyaml tells the position in bytes.
        position = error.position if isinstance(error.position, int) else 0
        line, column = _at(len(text.encode()[:position].decode(errors="ignore")), _line_starts(text))
        raise SourceError("control-character", Span(line, column, column + 1)) from None


def _build(text: str) -> Value:
    """Follow the parser's events with a stack of open lists and mappings; an alias is the value that it names, uncopied."""

    def place(event: Mark) -> Span:
        return _span(event, _line_starts(text))

    stack: list[Map | Seq] = []
    keys: list[tuple[Any, Mark] | None] = []
    # What an anchor names, and how many values that is; where it is open still, by depth, how many there were before it.
    anchors: dict[str, tuple[Any, int]] = {}
    before: dict[int, int] = {}
    root: Any = None
    documents = values = repeated = 0
    next_event = getattr(yaml, "CLoader", yaml.Loader)(text).get_event
    scalar, mapping, end_of_mapping = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.MappingEndEvent
    while True:
        event = next_event()
        kind = event.__class__
        mark = event
        if kind is scalar:
            values += 1
            value: Any = event.value
            if event.implicit[0]:
                if not value or value[0] in _TELLING:
                    value = _resolve(value)
            elif event.tag is not None:
                raise SourceError("tag", place(event), tag=event.tag)
            if event.anchor:
                anchors[event.anchor] = (value, 1)
        elif kind is mapping or kind is yaml.SequenceStartEvent:
            if len(stack) >= MAX_DEPTH:
                raise SourceError("too-deep", place(event), depth=MAX_DEPTH)
            if event.tag is not None and event.tag != "!":
                raise SourceError("tag", place(event), tag=event.tag)
            if event.anchor:
                before[len(stack)] = values
            values += 1
            stack.append((Map if kind is mapping else Seq)(event))
            keys.append(None)
            continue
        elif kind is end_of_mapping or kind is yaml.SequenceEndEvent:
            value = stack.pop()
            keys.pop()
            mark = value.event
            if mark.anchor:
                anchors[mark.anchor] = (value, values - before[len(stack)])
        elif kind is yaml.AliasEvent:
            if event.anchor not in anchors:
                raise SourceError("unknown-alias", place(event), alias=event.anchor)
            value, size = anchors[event.anchor]
            values += size
            repeated += size
            if repeated > MAX_VALUES:
                raise SourceError("too-many-values", place(event), limit=MAX_VALUES)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise SourceError("several-documents", place(event))
            continue
        elif kind is yaml.StreamEndEvent:
            return cast("Value", root)
        else:
            continue
        if not stack:
            root = value
            continue
        parent = stack[-1]
        key = keys[-1]
        if isinstance(parent, Seq):
            parent.append(value)
            parent.items_at.append(mark)
        elif key is None:
            if value is None or value.__class__ is Map or value.__class__ is Seq:
                raise SourceError("key-no-word", place(mark))
            if value in parent:
                raise SourceError("duplicate-key", place(mark), name=value, line=place(parent.keys_at[value]).line)
            keys[-1] = (value, mark)
        else:
            parent[key[0]] = value
            parent.keys_at[key[0]] = key[1]
            parent.values_at[key[0]] = mark
            keys[-1] = None


def _span(event: Mark, starts: Sequence[int]) -> Span:
    line, column = _at(event.start_mark.index, starts)
    last, end = _at(event.end_mark.index, starts)
    return Span(line, column, max(end, column + 1) if last == line else column + 1)


_NUMERIC = "0123456789+-."
_NUMBER = re.compile(r"[-+]?([0-9]+|[0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".inf": math.inf, "-.inf": -math.inf,
}  # fmt: skip


_TELLING = _NUMERIC + "~nNtTfF"
"""What a plain scalar begins with that may be something else than text."""


def _resolve(word: str) -> Scalar:
    """The value of a plain scalar. A date that does not exist stays text, for the document model to refuse at its place."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _NUMERIC:
        return word
    if _NUMBER.fullmatch(word):
        if word.lstrip("+-").isdigit():
            return int(word) if len(word) < 40 else float(word)
        return float(word)
    date = _DATE.fullmatch(word)
    if date:
        try:
            return datetime.date(int(date[1]), int(date[2]), int(date[3]))
        except ValueError:
            return word
    return word


_SAID = {
    "mapping values are not allowed": "colon-in-text",
    "did not find expected ',' or": "not-closed",
    "did not find expected node content": "not-closed",
    "unexpected end of stream": "quote-not-closed",
    "did not find expected key": "indentation",
    "did not find expected '-' indicator": "indentation",
    "could not find expected ':'": "indentation",
}
"""What libyaml says, and the key of the catalogue for it."""


def _explained(error: yaml.MarkedYAMLError, text: str) -> SourceError:
    """libyaml's own message, as one of the catalogue's problems where it is a known one."""
    mark = error.problem_mark or error.context_mark
    line, column = _at(mark.index, _line_starts(text)) if mark else (1, 1)
    said = error.problem or ""
    here = line_of(text, line)
    span = Span(line, column, column + 1)
    if "\t" in here[: column + 1] and not here[: column - 1].strip():
        return SourceError("tab", span)
    if "recursion depth" in said or "nesting" in said:
        return SourceError("too-deep", span, depth=MAX_DEPTH)
    if "tag" in said:
        return SourceError("tag", span, tag=here[column - 1 :].split(" ")[0])
    if "undefined alias" in said:
        return SourceError("unknown-alias", span, alias="")
    known = next((key for words, key in _SAID.items() if words in said), None)
    return SourceError(known, span) if known else SourceError("not-yaml", span, said=said)
