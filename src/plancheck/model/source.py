"""YAML text → values, and the place of each.

One pass over the events of libyaml's parser builds plain values and the place of every key and value. Of YAML's implicit
types only those of version 1.2 are known, and dates: ``no`` and ``on`` are words, ``012`` is twelve.
"""

from __future__ import annotations

import bisect
import datetime
import math
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias, cast

import yaml

from plancheck.model.text import Text

Step: TypeAlias = str | int
Steps: TypeAlias = Sequence[Step]
Event: TypeAlias = Any
"""An event of the parser; the types of the YAML library do not describe its attributes."""
Mark: TypeAlias = tuple[int, int]
"""Where something begins and ends in the text: two offsets."""
Scalar: TypeAlias = str | int | float | bool | datetime.date | None
Value: TypeAlias = "Scalar | Map | Seq"

MAX_DEPTH = 100
"""How deep values may be nested: far beyond any plan, and within what every reader of the values can handle."""
MAX_VALUES = 500_000
"""How many values the aliases of a file may repeat."""


class Span(NamedTuple):
    """A place on one line of a file: line and column are counted from 1, `end` is the column after the last character."""

    line: int
    column: int
    end: int


SNIPPET = 400
"""The most characters of a line that are shown."""
NOWHERE = Span(0, 0, 0)
"""The place of what is in no file, such as an option of the command line."""


class Map(dict[Any, Any]):
    """A mapping that knows its place and those of its keys and values, and whether it is written in braces.

    `places` has four offsets for each key: where the key and where its value begins and ends.
    """

    __slots__ = ("is_flow", "mark", "places")

    def __init__(self, mark: Mark, *, is_flow: bool = False) -> None:
        self.mark = mark
        self.is_flow = is_flow
        self.places: dict[Any, tuple[int, int, int, int]] = {}

    def key_at(self, key: Any) -> Mark:
        """The place of a key."""
        return self.places[key][:2]

    def value_at(self, key: Any) -> Mark:
        """The place of the value of a key."""
        return self.places[key][2:]


class Seq(list[Any]):
    """A list that knows its place and those of its items, and whether it is written in brackets."""

    __slots__ = ("is_flow", "items_at", "mark")

    def __init__(self, mark: Mark, *, is_flow: bool = False) -> None:
        self.mark = mark
        self.is_flow = is_flow
        self.items_at: list[Mark] = []


class SourceError(Exception):
    """A text that cannot be read as YAML: what is wrong, and where."""

    def __init__(self, key: str, span: Span, **details: object) -> None:
        super().__init__(key)
        self.text = Text(key, details)
        self.span = span


class Source:
    """A file's text and its values."""

    def __init__(self, name: str, text: str, root: Value) -> None:
        self.name = name
        self.text = text
        self.root = root

    @cached_property
    def _starts(self) -> list[int]:
        return _line_starts(self.text)

    def line_at(self, mark: Mark) -> int:
        """The number of the line that a mark is on."""
        return _at(mark[0], self._starts)[0]

    def line(self, number: int) -> str:
        """One line of the text; the empty string where there is none."""
        return line_of(self.text, number, self._starts)

    def span(self, path: Steps) -> Span:
        """The place of the value at the path: for a scalar its own; for a list or mapping that of its key, or its first line.

        A path that leads further than the values do gives the place of the last value on it.
        """
        value: Any = self.root
        mark: Mark | None = value.mark if isinstance(value, Map | Seq) else None
        in_list = False
        for step in path:
            if not _leads_on(value, step):
                break
            mark = _mark_of(value, step)
            in_list = isinstance(value, Seq)
            value = value[step]
        if in_list and isinstance(value, Map) and value:
            return self._first_pair(value)
        return _span(mark, self._starts) if mark is not None else Span(1, 1, 1)

    def _first_pair(self, value: Map) -> Span:
        """The place of a mapping in a list: its first key, with its value where that is on the same line."""
        key = next(iter(value))
        start, end = _span(value.key_at(key), self._starts), _span(value.value_at(key), self._starts)
        return Span(start.line, start.column, end.end if end.line == start.line else start.end)

    def snippet(self, span: Span) -> tuple[str, int]:
        """The text around a place on its line, and the column at which it begins: the whole line, unless that is very long."""
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
        """The place of the key at the end of the path; that of the value where it is an item of a list."""
        parent = self.value(path[:-1])
        if path and isinstance(parent, Map) and path[-1] in parent.places:
            return _span(parent.key_at(path[-1]), self._starts)
        return self.span(path)


def _leads_on(value: Any, step: Step) -> bool:
    """Whether a list or mapping has something at a step."""
    if isinstance(value, Seq):
        return isinstance(step, int) and -len(value) <= step < len(value)
    return isinstance(value, Map) and step in value


def _mark_of(value: Map | Seq, step: Any) -> Mark:
    """What marks the place of an item: in a mapping the key of a list or mapping, or a scalar itself."""
    if isinstance(value, Seq):
        at: Mark = value.items_at[step]
        return at
    return value.key_at(step) if isinstance(value[step], Map | Seq) else value.value_at(step)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def line_of(text: str, number: int, starts: Sequence[int] | None = None) -> str:
    """One line of a text, without its end; the empty string where there is none."""
    starts = _line_starts(text) if starts is None else starts
    if not 0 < number <= len(starts):
        return ""
    end = starts[number] - 1 if number < len(starts) else len(text)
    return text[starts[number - 1] : end].removesuffix("\r")


def _at(offset: int, starts: Sequence[int]) -> tuple[int, int]:
    """Line and column of an offset. Lines end where editors end them: for YAML more characters end a line."""
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, with or without a byte order mark.

    Raises SourceError, which says what it is, where it is something else.
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
    """Parse YAML text of one document. Raises SourceError with the place of what is wrong."""
    try:
        return Source(name, text, _Builder(text).build())
    except yaml.MarkedYAMLError as error:
        raise _source_error(error, text) from None
    except yaml.reader.ReaderError as error:
        # libyaml gives the position in bytes.
        position = error.position if isinstance(error.position, int) else 0
        line, column = _at(len(text.encode()[:position].decode(errors="ignore")), _line_starts(text))
        raise SourceError("control-character", Span(line, column, column + 1)) from None


class _Builder:
    """Follows the parser's events with a stack of open lists and mappings; an alias is the value that it names, not a copy."""

    __slots__ = ("anchors", "documents", "key", "key_at", "named", "parent", "repeated", "root", "stack", "text", "values")

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = None
        self.documents = self.values = self.repeated = 0
        self.stack: list[Map | Seq] = []
        self.parent: Any = None
        # The key that waits for its value, and its place. A list or mapping has its key before it is opened.
        self.key: Any = None
        self.key_at: Mark | None = None
        # What an anchor names, and how many values that is. While it is open, by depth: its name, how many came before.
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.named: dict[int, tuple[str, int]] = {}

    def build(self) -> Value:
        handlers = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.start,
            yaml.SequenceStartEvent: self.start,
            yaml.MappingEndEvent: self.end,
            yaml.SequenceEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        next_event = getattr(yaml, "CLoader", yaml.Loader)(self.text).get_event
        while True:
            event = next_event()
            handler = handlers.get(event.__class__)
            if handler:
                handler(event)
            elif event.__class__ is yaml.StreamEndEvent:
                return cast("Value", self.root)

    def scalar(self, event: Event) -> None:
        value: Any = event.value
        if event.implicit[0]:
            if not value or value[0] in _TYPED_STARTS:
                value = _resolve(value)
        elif event.tag is not None:
            raise SourceError("tag", self.place(event), tag=event.tag)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self.values += 1
        self.put(value, (event.start_mark.index, event.end_mark.index))

    def start(self, event: Event) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise SourceError("too-deep", self.place(event), depth=MAX_DEPTH)
        if event.tag is not None and event.tag != "!":
            raise SourceError("tag", self.place(event), tag=event.tag)
        if event.anchor:
            self.named[len(self.stack)] = (event.anchor, self.values)
        self.values += 1
        mark = (event.start_mark.index, event.end_mark.index)
        of = Map if event.__class__ is yaml.MappingStartEvent else Seq
        opened: Map | Seq = of(mark, is_flow=bool(event.flow_style))
        self.put(opened, mark)
        self.stack.append(opened)
        self.parent = opened

    def end(self, _: Event) -> None:
        closed = self.stack.pop()
        if self.named and len(self.stack) in self.named:
            anchor, before = self.named.pop(len(self.stack))
            self.anchors[anchor] = (closed, self.values - before)
        self.parent = self.stack[-1] if self.stack else None

    def alias(self, event: Event) -> None:
        if event.anchor not in self.anchors:
            raise SourceError("unknown-alias", self.place(event), alias=event.anchor)
        value, size = self.anchors[event.anchor]
        self.values += size
        self.repeated += size
        if self.repeated > MAX_VALUES:
            raise SourceError("too-many-values", self.place(event), limit=MAX_VALUES)
        self.put(value, (event.start_mark.index, event.end_mark.index))

    def document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise SourceError("several-documents", self.place(event))

    def put(self, value: Any, mark: Mark) -> None:
        """Put a value where it belongs: it is the root, an item, a key, or the value of the key that waits for one."""
        parent = self.parent
        if parent.__class__ is Map:
            if self.key_at is None:
                self.put_key(value, mark)
            else:
                parent[self.key] = value
                parent.places[self.key] = self.key_at + mark
                self.key_at = None
        elif parent is None:
            self.root = value
        else:
            parent.append(value)
            parent.items_at.append(mark)

    def put_key(self, value: Any, mark: Mark) -> None:
        if value is None or value.__class__ is Map or value.__class__ is Seq:
            raise SourceError("key-no-word", self.span(mark))
        if value in self.parent:
            if (start := decimals_at(self.text, mark)) is not None:
                given = self.text[start : mark[1]]
                raise SourceError("number-with-comma", self.span((start, mark[1])), given=given, write=given.replace(",", "."))
            raise SourceError("duplicate-key", self.span(mark), name=value, line=self.span(self.parent.key_at(value)).line)
        self.key, self.key_at = value, mark

    def place(self, event: Event) -> Span:
        return self.span((event.start_mark.index, event.end_mark.index))

    def span(self, mark: Mark) -> Span:
        return _span(mark, _line_starts(self.text))


def decimals_at(text: str, mark: Mark) -> int | None:
    """Where the number begins whose decimals are by mistake a key in braces, as 5 in `{2024: 7,5}`; None where it is a key."""
    number = re.search(r"(?<![\w,.])[-+]?\d+,$", text[max(0, mark[0] - SNIPPET) : mark[0]])
    if not number or not text[mark[0] : mark[1]].isdigit() or not re.match(r"\s*[,}]", text[mark[1] : mark[1] + SNIPPET]):
        return None
    return mark[0] - len(number[0])


def blank_missing(line: str) -> tuple[int, Text] | None:
    """Where on a line YAML needs a blank that is not there, after a colon or a dash, and what to write; None if nowhere."""
    dash = re.match(r"\s*(?:- +)*(-)(?=[^\W\d_])", line)
    if dash:
        given = line[dash.start(1) :].strip()
        return dash.start(1), Text("no-blank-after-dash", {"given": given, "write": f"- {given[1:]}"})
    colon = re.match(r"\s*(?:- +)*([\w-]+:)(?=[^\s:/\\])", line)
    if colon:
        given = line[colon.start(1) :].strip()
        key = colon[1]
        return colon.start(1), Text("no-blank-after-colon", {"given": given, "write": f"{key} {given[len(key) :]}"})
    return None


def _span(mark: Mark, starts: Sequence[int]) -> Span:
    line, column = _at(mark[0], starts)
    last, end = _at(mark[1], starts)
    return Span(line, column, max(end, column + 1) if last == line else column + 1)


_NUMERIC = "0123456789+-."
_NUMBER = re.compile(r"[-+]?([0-9]+|[0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".inf": math.inf, "-.inf": -math.inf,
}  # fmt: skip


_TYPED_STARTS = _NUMERIC + "~nNtTfF"
"""The first characters of plain scalars that may be something else than text."""


def _resolve(word: str) -> Scalar:
    """The value of a plain scalar. A date that does not exist stays text: the document model rejects it at its place."""
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


_KEYS_OF_MESSAGES = {
    "cannot start any token": "special-character",
    "alphabetic or numeric character": "special-character",
    "expected comment or line break": "special-character",
    "mapping keys are not allowed": "special-character",
    "block sequence entries are not allowed": "special-character",
    "unknown escape character": "bad-escape",
    "hexdecimal number": "bad-escape",
    "expected <document start>": "several-documents",
    "mapping values are not allowed": "colon-in-text",
    "did not find expected ',' or": "not-closed",
    "did not find expected node content": "not-closed",
    "unexpected end of stream": "quote-not-closed",
    "did not find expected key": "indentation",
    "did not find expected '-' indicator": "indentation",
    "could not find expected ':'": "indentation",
}
"""libyaml's messages, and the key of the catalogue for each."""


def _source_error(error: yaml.MarkedYAMLError, text: str) -> SourceError:
    """An error of libyaml's with its place in the text, in the catalogue's words."""
    mark = error.problem_mark or error.context_mark
    hidden = _swallowed_end(error, text)
    if hidden is not None:
        line, column = _at(hidden, _line_starts(text))
        return SourceError("hash-in-text", Span(line, column, column + 1))
    if missing := _line_without_blank(error, text) or _line_without_colon(error, text):
        return missing
    line, column = _at(mark.index, _line_starts(text)) if mark else (1, 1)
    cause = _cause(error.problem or "", line_of(text, line), column)
    return SourceError(cause.key, Span(line, column, column + 1), **cause.details)


_OF_MISSING_BLANKS = ("could not find expected ':'", "did not find expected '-'", "did not find expected key", "mapping values")
"""libyaml's messages where a blank after a colon or a dash may be missing: on the line, or the one before."""


def _line_without_blank(error: yaml.MarkedYAMLError, text: str) -> SourceError | None:
    """The blank that is missing after a colon or a dash, where that is why a text cannot be read."""
    if not any(words in (error.problem or "") for words in _OF_MISSING_BLANKS):
        return None
    starts = _line_starts(text)
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark]
    lines = [(_at(mark.index, starts)[0], len(text)) for mark in marks]
    if "mapping values" in (error.problem or "") and lines:
        # What should be a key went on as text to a line that is no less indented, and has a key of its own.
        number, line = lines[-1][0], line_of(text, lines[-1][0], starts)
        lines.append((number - 1, len(line) - len(line.lstrip())))
    for number, indent in lines:
        column, cause = blank_missing(line_of(text, number, starts)) or (0, None)
        if cause and column <= indent:
            return SourceError(
                cause.key, Span(number, column + 1, column + 1 + len(str(cause.details["given"]))), **cause.details
            )
    return None


_LONE_KEY = re.compile(r"\s*(?:-\s+)*([a-zåäö][a-zåäö0-9-]*)(\s+[^\s#][^#]*)?\s*(?:#.*)?")
"""A line that has a key, and perhaps a value, and no colon between them."""
_KEY_LINE = re.compile(r"(\s*(?:-\s+)*)(?!-\s)([^\s:#\"'{\[]+):(?=\s)(.*)")
"""A line that begins with a key: what is before it, the key, what follows the colon."""


def _line_without_colon(error: yaml.MarkedYAMLError, text: str) -> SourceError | None:
    """The colon that is missing after a key, or the blanks that are too many before one, where that is why a text cannot be
    read: what follows is no text of its own.
    """
    starts = _line_starts(text)
    mark, before, line, above = error.problem_mark, "", None, None
    if error.context == "while scanning a simple key" and error.context_mark:
        number, may_have_value = _at(error.context_mark.index, starts)[0], True
    elif "mapping values" in (error.problem or "") and mark:
        number = _at(mark.index, starts)[0] - 1
        line, before = _KEY_LINE.fullmatch(line_of(text, number + 1, starts)), line_of(text, number, starts) if number else ""
        above = _KEY_LINE.fullmatch(before) if before else None
        if line and above and above[3].strip() and len(line[1]) > len(above[1]):
            return SourceError(
                "indented-too-far", Span(number + 1, len(line[1]) + 1, line.end(2) + 1), given=line[2], above=above[2]
            )
        lone = _LONE_KEY.fullmatch(before) if before else None
        # The first line is a key for certain, and one beside which another stands.
        may_have_value = number == 1 or bool(lone and line and lone.start(1) == len(line[1]))
    else:
        return None
    found = _LONE_KEY.fullmatch(line_of(text, number, starts)) if number else None
    beside = before and line and not above and len(before) - len(before.lstrip()) == len(line[1])
    if beside and (found is None or (found[2] and not may_have_value)):
        place = Span(number, len(before) - len(before.lstrip()) + 1, len(before) + 1)
        return SourceError("text-without-key", place, given=before.strip())
    if found is None or (found[2] and not may_have_value):
        return None
    write = f"{found[1]}:{found[2] or ''}".rstrip()
    return SourceError("no-colon", Span(number, found.start(1) + 1, found.end(1) + 1), given=found[1], write=write)


def _swallowed_end(error: yaml.MarkedYAMLError, text: str) -> int | None:
    """Where a comment begins that has what would close a brace or a bracket; None where none does."""
    opened, ended = error.context_mark, error.problem_mark
    if opened is None or ended is None or "flow" not in (error.context or ""):
        return None
    found = re.search(r"(?<=\s)#[^\n]*[}\]]", text[opened.index : ended.index + 1])
    return opened.index + found.start() if found else None


def _cause(message: str, line: str, column: int) -> Text:
    """What is wrong, from libyaml's message and the line that it is about."""
    if "\t" in line[: column + 1] and not line[: column - 1].strip():
        return Text("tab")
    if "recursion depth" in message or "nesting" in message:
        return Text("too-deep", {"depth": MAX_DEPTH})
    if "tag" in message:
        return Text("tag", {"tag": line[column - 1 :].split(" ")[0]})
    if "undefined alias" in message:
        return Text("unknown-alias", {"alias": ""})
    if "expected key" in message and re.search(r"[\"'\]}]\s+$", line[: column - 1]):
        return Text("text-after-end")
    return Text(next((key for words, key in _KEYS_OF_MESSAGES.items() if words in message), "not-yaml"))


# Keys and their lines, without parsing


class KeyLines(NamedTuple):
    """A key of a mapping in block style: the offsets at which its lines begin and end in the text, and what is on them.

    `inline` is what follows the colon, with its comment; `below` are the next lines, each ended by a line feed.
    """

    start: int
    end: int
    inline: str
    below: str


def top_level(text: str) -> dict[str, KeyLines] | None:
    """The keys of a text that is a mapping in block style, each with its lines up to the next key.

    None where only parsing can find them for certain. For a text that can be parsed, they are the keys that parsing gives.
    """
    text = _with_line_feeds(text)
    matches = list(_KEY.finditer(text))
    if not matches or not _is_plain(text, matches[-1].start()):
        return None
    ends = [*(match.start() for match in matches[1:]), len(text) - 1]
    keys = {
        match[1]: KeyLines(match.start(), end, match[2].rstrip(" \t"), text[match.end() + 1 : end + 1])
        for match, end in zip(matches, ends, strict=True)
    }
    return keys if len(keys) == len(matches) and keys.keys().isdisjoint(_WORDS) else None


def lines_in_items(text: str, key: str) -> list[tuple[int, int]]:
    """The offsets at which the lines of a key begin and end in each item of a text that is a list of mappings in block style.

    Only of items that do not begin with the key, and where its value is on the lines below. Empty where only parsing can find
    them for certain.
    """
    text = _with_line_feeds(text)
    first = _ITEM.search(text)
    if not first:
        return []
    # Without its dash, the first key of an item is at the margin of the others, and the text is like one mapping.
    margin = "\n" + " " * (len(first[0]) - 1)
    plain = re.sub(rf"{first[0]}(?=[^\W\d][\w-]*:)", margin, text)
    if re.search(rf"\n(?!{margin[1:]}) *+[^\n\#]", plain):
        return []
    plain = plain.replace(margin, "\n")
    if not _is_plain(plain, len(plain)):
        return []
    following = re.compile(rf"(?:{margin}|{first[0]})(?=[^\W\d])")
    ranges = []
    for match in re.finditer(rf"{margin}{re.escape(key)}:[ \t]*(?=\n)", text):
        end = following.search(text, match.end())
        ranges.append((match.start(), end.start() if end else len(text) - 1))
    return ranges


def guessed_keys(text: str) -> dict[str, str]:
    """What seems to follow the keys at the left edge of a text, which need not be YAML; of equal keys, the first."""
    keys: dict[str, str] = {}
    for match in _KEY.finditer(_with_line_feeds(text)):
        keys.setdefault(match[1], match[2].rstrip(" \t"))
    return keys


def is_blank(lines: str) -> bool:
    """Whether there is nothing on the lines but comments."""
    return all(not line or line.startswith("#") for line in (line.strip(" \t") for line in lines.split("\n")))


def line_ends(text: str) -> str:
    """The line ends of a text, without what is on the lines."""
    if any(end in text for end in _LINE_ENDS):
        return "".join(re.findall(rf"[\n{_LINE_ENDS}]", text))
    return "\n" * text.count("\n")


_LINE_ENDS = "\r\x85\u2028\u2029"
"""What ends a line for libyaml, besides the line feed and the two characters of Windows."""


def _with_line_feeds(text: str) -> str:
    """The text with a line feed at the end of each line and one before the first: the offset where a line begins in the text is
    now that of the line feed before it.
    """
    text = text.replace("\r\n", " \n")
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return f"\n{text}"


# All patterns begin with one character, which makes them fast, and look no further than the next quote or line, so that no
# text makes them slow. Each line has a line feed before it.

# A key at the left edge, and what follows it.
_KEY = re.compile(r"\n([^\W\d][\w-]*+):(?![^ \t\n])[ \t]*+(.*)")
# What is at the left edge but is no key, no item of a list and no comment.
_NO_KEY = re.compile(r"\n(?=[^ \n\#])(?![^\W\d][\w-]*+:(?![^ \t\n])|-(?![^ \n]))")
# The dash of an item that is a mapping.
_ITEM = re.compile(r"\n *- +(?=[^\W\d][\w-]*:)")
# The end of what a key at the left edge may follow in flow style; a comment or an empty line may come between.
_BEFORE_KEY = r"[ \t]*+(?:\#|\n(?:[^\W\d]|[ \t]*+[\#\n]))"
# What may open a text in quotes, a list or a mapping that continues after the next key: libyaml lets it, at any column.
# A quote must be closed before that key. In flow style a key at the left edge can only follow a comma, an opening bracket or
# brace, a question mark, an anchor or a tag.
_DOUBTS = [
    re.compile(pattern)
    for pattern in (
        r'"(?<![^\s\[{,:?]")(?!(?:[^"\\\n]++|\\.|\n(?![^\W\d]))*+")',
        r"'(?<![^\s\[{,:?]')(?!(?:[^'\n]++|''|\n(?![^\W\d]))*+')",
        rf",{_BEFORE_KEY}",
        rf"\[{_BEFORE_KEY}",
        rf"\{{{_BEFORE_KEY}",
        rf"\?(?<![^\s\[{{,:]\?){_BEFORE_KEY}",
        r"&(?<![^\s\[{,:?]&)(?! )",
        r"!(?<![^\s\[{,:?]!)",
    )
]


def _is_plain(text: str, last: int) -> bool:
    """Whether a text is certainly a mapping in block style whose keys are those that are seen at the left edge.

    What opens after the last key does not matter: it is closed in any text that can be parsed.
    """
    first = _KEY.search(text)
    if not first or _NO_KEY.search(text) or not is_blank(text[: first.start()]):
        return False
    # Two characters of the last key are needed to see that it is one.
    doubts = [match.start() for doubt in _DOUBTS for match in doubt.finditer(text, first.start(), last + 2)]
    if not doubts:
        return True
    starts = [match.start() for match in _KEY.finditer(text)] + [len(text)]
    return all(_is_whole(text[starts[n - 1] : starts[n]]) for n in {bisect.bisect(starts, doubt) for doubt in doubts})


def _is_whole(lines: str) -> bool:
    """Whether the lines of a key are YAML by themselves."""
    try:
        for _ in yaml.parse(lines, getattr(yaml, "CLoader", yaml.Loader)):
            pass
    except yaml.YAMLError:
        return False
    return True
