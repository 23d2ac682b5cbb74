"""The comments on the lines of a YAML text: read apart from the values, and carried over to the lines that replace them.

Which `#` begins a comment is known from libyaml's tokens. A text of several lines can have none inside it, so that what belongs
together is an entry: a line with the lines of text that it opens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import yaml
from rapidfuzz import fuzz

ALIKE = 70.0
"""How alike two entries must be, of a hundred, for a comment on one to be about the other."""
_TEXT, _LAST = "\1", "\2"
"""What a character inside a text is masked with, and the line end after the last line of a folded text."""
_COMMENT = re.compile(r"#[^\r\x85\u2028\u2029]*")
"""A comment up to what ends a line for YAML."""


class Entry(NamedTuple):
    """A line, and those on which its text continues, without comments.

    `above` are the comments and blank lines above it, `comments` those at the end of its lines, and `end` is the first of its
    lines that can have a comment at its end; None where none can.
    """

    above: tuple[str, ...]
    lines: tuple[str, ...]
    comments: tuple[str, ...]
    end: int | None

    @property
    def code(self) -> str:
        """What its lines say, on one line."""
        return " ".join(line.strip() for line in self.lines)

    def without(self, known: Collection[str]) -> Entry:
        """The entry without the comments that are known."""
        above = tuple(line for line in self.above if line.strip() not in known)
        return self._replace(above=above, comments=tuple(comment for comment in self.comments if comment not in known))

    def has_comments(self) -> bool:
        """Whether there is a comment above it or at the end of a line."""
        return bool(self.comments) or any(line.strip() for line in self.above)

    def written(self) -> Iterator[str]:
        """Its lines with the comments."""
        yield from self.above
        for n, line in enumerate(self.lines):
            yield "  ".join([line, *self.comments]) if n == self.end else line


class Entries(NamedTuple):
    """The entries of a text, and the comments and blank lines after the last one."""

    entries: Sequence[Entry]
    tail: Sequence[str]


def entries_in(lines: Sequence[str]) -> Entries:
    """The entries of lines that are YAML by themselves."""
    text = "".join(f"{line}\n" for line in lines)
    masked = _masked(text)
    entries: list[Entry] = []
    above: list[str] = []
    offset = 0
    for line in lines:
        end = offset + len(line)
        comments = [line[match.start() : match.end()].rstrip() for match in _COMMENT.finditer(masked[offset:end])]
        code = line[: masked.index("#", offset) - offset].rstrip() if comments else line
        is_open = masked[end] != "\n"
        if offset and masked[offset - 1] == _TEXT:
            entries[-1] = _continued(entries[-1], code, comments, is_open)
        elif not code.strip() and not is_open:
            above.append(f"{' ' * indent(line)}{'  '.join(comments)}")
        else:
            entries.append(Entry(tuple(above), (code,), tuple(comments), None if is_open else 0))
            above = []
        offset = end + 1
    return Entries(entries, above)


def _continued(entry: Entry, code: str, comments: Sequence[str], is_open: bool) -> Entry:
    """An entry with one more line of its text."""
    end = len(entry.lines) if entry.end is None and not is_open else entry.end
    return Entry(entry.above, (*entry.lines, code), (*entry.comments, *comments), end)


def comments_in(lines: Sequence[str]) -> set[str]:
    """The comments on lines that are YAML by themselves, wherever they are."""
    entries, tail = entries_in(lines)
    found = {line.strip() for line in tail}
    for entry in entries:
        found |= {*entry.comments, *(line.strip() for line in entry.above)}
    return found - {""}


def has_anchor(lines: Sequence[str]) -> bool:
    """Whether something on lines that are YAML by themselves has a name that an alias elsewhere may refer to."""
    text = "".join(f"{line}\n" for line in lines)
    return "&" in text and any(isinstance(token, yaml.AnchorToken) for token in _tokens_of(text))


def carried(old: Sequence[str], new: Sequence[str], known: Collection[str]) -> tuple[list[str], list[Entry]]:
    """New lines with the comments and blank lines of the old ones that they replace, but for the comments that are known.

    Also returns the entries with comments of which the new lines have nothing.
    """
    (before, tail), (after, end) = entries_in(old), entries_in(new)
    same = _same_entries(before, after)
    result, lost, blank = list(after), [], []
    for n, entry in enumerate(entry.without(known) for entry in before):
        m = same.get(n)
        if m is None or (entry.comments and after[m].end is None):
            lost += [entry] if entry.has_comments() else []
            blank += [line for line in entry.above if not line.strip()]
            continue
        margin = indent(after[m].lines[0])
        above = [*blank, *(moved(line, margin) for line in entry.above), *after[m].above]
        result[m] = after[m]._replace(above=tuple(above), comments=(*after[m].comments, *entry.comments))
        blank = []
    # Below a text, a comment that is as far in as the text would be part of it.
    furthest = indent(new[0]) if new and after and after[-1].end != len(after[-1].lines) - 1 else None
    kept = [line for line in tail if line.strip() not in known]
    tail = kept if furthest is None else [moved(line, min(indent(line), furthest)) for line in kept]
    return [*(line for entry in result for line in entry.written()), *end, *blank, *tail], lost


def _same_entries(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """The entries that are in both, by position: the first, which has the key, and those that are equal or much alike."""
    same = {0: 0} if old and new else {}
    words, other_words = [entry.code for entry in old], [entry.code for entry in new]
    for how, i, i_end, j, j_end in SequenceMatcher(None, words[1:], other_words[1:], autojunk=False).get_opcodes():
        if how == "equal":
            same |= zip(range(i + 1, i_end + 1), range(j + 1, j_end + 1), strict=True)
            continue
        free = list(range(j + 1, j_end + 1))
        for n in range(i + 1, i_end + 1):
            likeness = {m: fuzz.ratio(words[n], other_words[m]) for m in free}
            best = max(likeness, key=likeness.__getitem__, default=None)
            if best is not None and likeness[best] >= ALIKE:
                same[n] = best
                # The others of both keep their order.
                free = [m for m in free if m > best]
    return same


def indent(line: str) -> int:
    """How far in a line begins."""
    return len(line) - len(line.lstrip(" "))


def moved(line: str, margin: int) -> str:
    """A comment or a blank line, moved in or out to a margin."""
    return f"{' ' * margin}{line.strip()}".rstrip()


def _masked(text: str) -> str:
    """A text of the same length in which every `#` begins a comment: texts, anchors and tags are masked."""
    masked = list(text)
    for token in _tokens_of(text):
        if isinstance(token, yaml.ScalarToken | yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            start, end = _extent_of(token, text)
            masked[start:end] = _TEXT * (end - start)
            if getattr(token, "style", None) in ("|", ">") and start < end:
                masked[end - 1] = _LAST
    return "".join(masked)


def _tokens_of(text: str) -> Iterator[Any]:
    """The tokens of a text, up to what is no YAML by itself: it has too many comments then rather than too few."""
    try:
        yield from yaml.scan(text, getattr(yaml, "CLoader", yaml.Loader))
    except yaml.YAMLError:
        return


def _extent_of(token: Any, text: str) -> tuple[int, int]:
    """Where a token begins and ends.

    A folded text begins below its first line, which may have a comment, and ends after its last line end.
    """
    start, end = token.start_mark.index, token.end_mark.index
    if getattr(token, "style", None) not in ("|", ">"):
        return start, end
    below = text.index("\n", start) + 1
    if "+" in text[start:below].split("#")[0]:
        return below, max(below, end)
    # Blank lines below it are no part of it.
    return below, below + len(text[below:end].rstrip(" \n")) + 1 if text[below:end].strip(" \n") else below
