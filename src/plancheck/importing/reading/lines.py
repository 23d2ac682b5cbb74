"""A file as lines, which is what every format is read into.

A line is the smallest unit that the import accounts for: each one ends up in a document or in the list of what was left out
(see `Import.fates`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from plancheck.model.text import Text

Aside: TypeAlias = Literal["contents", "text-box", "note"]
"""What a line may be that is not running text: an entry of a table of contents, text in a box, a footnote."""
BULLETS = "•▪»*–-·◦●○■□►▸➢➤❖‣⁃∙✓✔—"
_MARKER = re.compile(
    rf"""\s*(?:
        [{re.escape(BULLETS)}]+(?!\d)\s*
        | \(?(?:[0-9]{{1,2}}|[a-zåäö]|[ivx]{{1,4}})\)\s+(?=\S)
        | (?:[0-9]{{1,2}}|[A-ZÅÄÖ]|[ivx]{{1,4}}|[a-zåäö])\.\s+(?=[A-ZÅÄÖ]\w)
        | [0-9]{{1,2}}\s[a-zåäö]\s+(?=[A-ZÅÄÖ])
        | §\s?[0-9]{{1,3}}[.:]?\s+(?=[A-ZÅÄÖ])
    )""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.:!?…][\"”»)]?$")


class Line(NamedTuple):
    """A line of the input. `blanks` is how much white space there is before it, in lines.

    `level` is that of a heading, where the file itself says that it is one. `cell` is its place in a table of the file: the
    table, the row and the column, counted from 0; `span` is how many rows and columns that cell takes. `whole` means that it is
    a whole paragraph, not cut to the width of a page. `depth` is how deep it is in a list that the file marks as one, from 0;
    `lead` is how many of its first characters are bold. `indent` is how far to the right it begins, in points, or in characters
    where the file has none. `aside` is what the file itself says that it is, where it is not running text.
    """

    number: int
    text: str
    page: int = 1
    blanks: int = 0
    level: int | None = None
    cell: tuple[int, int, int] | None = None
    whole: bool = False
    opens_page: bool = False
    span: tuple[int, int] = (1, 1)
    depth: int | None = None
    lead: int = 0
    indent: float = 0.0
    aside: Aside | None = None


class Unread(NamedTuple):
    """What a format could not read: why, and on which page, where the file has pages."""

    why: Text
    page: int | None = None


@dataclass(frozen=True)
class Reading:
    """A whole file: its lines that are not blank, and how many pages it has.

    `numbered` means that people see the numbers of its lines, `paged` that it says where its pages begin. `unread` is what was
    not read, such as a page that is a picture. `rows` has the number that people see, of each line that has another one: the
    cells of a row stand on one line of a text, and each is a `Line`. `sheets` are the names of the sheets of a spreadsheet,
    empty where it has none; the `page` of a line is then the number of its sheet, and the row of its cell is the one that
    people see, less 1.
    """

    name: str
    lines: tuple[Line, ...]
    pages: int
    numbered: bool = False
    paged: bool = True
    unread: tuple[Unread, ...] = ()
    rows: Mapping[int, int] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    def row(self, line: Line) -> int:
        """The number of a line as people see it in the file, from 1; 0 where they see none."""
        return self.rows.get(line.number, line.number) if self.numbered else 0

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word is in the file, without the first and last of a line, which may be cut."""
        counts: Counter[str] = Counter()
        for line in self.lines:
            words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.casefold())
            counts.update(words if line.whole else words[1:-1])
        return counts

    @cached_property
    def spoiled(self) -> float:
        """The share of words with digits among their letters, which a scanner makes: S0cialnämnden."""
        words = [word for line in self.lines for word in re.findall(r"\w{4,}", line.text)]
        letters = [word for word in words if sum(map(str.isalpha, word)) > len(word) / 2]
        mixed = [word for word in letters if re.search(r"[^\W\d_][0-9]+[^\W\d_]|^[0-9][^\W\d_]{3}", word)]
        return len(mixed) / max(1, len(letters))


_SYMBOLS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF076, 0xF0D8, 0xF02D, 0xF06F, 0xF0A8, 0xF0FC), "•") | {0x2011: "-"}
"""The characters for a bullet in the symbol fonts of office programs, and the hyphen at which no line ends."""
_LETTER_O = re.compile(r"^(\s*)o\s+(?=[A-ZÅÄÖ])|^(\s+)o\s+(?=[^\W\d_]{3})")
"""A bullet that came out as the letter that it looks like."""
_PLAIN = re.compile("[ -~À-ÿ]*")
"""A text in which every character is seen, and is the same in every form."""
_PARTS_LINES = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def split_lines(text: str) -> list[str]:
    """A text at its line ends, whichever characters the file has for them."""
    return _PARTS_LINES.split(text)


def clean_text(text: str) -> str:
    """The text of a line: loose accents joined to their letters, every kind of blank as a blank, nothing that is not seen.

    What is not seen are soft hyphens, blanks without width and control characters. Cleaning a clean text changes nothing.
    """
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", "".join(map(_seen, text.translate(_SYMBOLS))))
    # Some files put the ring of an Å behind the letter, as a letter of its own: "AÅ terrapportering".
    text = re.sub(r"\bA(Å)\s(?=[a-zåäö])", r"\1", text)
    return _LETTER_O.sub(lambda match: f"{match[1] or match[2] or ''}◦ ", text)


def _seen(char: str) -> str:
    """A character as it is seen on a page."""
    if " " < char < "\x7f":
        return char
    category = unicodedata.category(char)
    if category[0] == "Z" or char in "\t\x0b\x0c\x85":
        return " "
    return "" if category in ("Cc", "Cf") else char


def joined(lines: Sequence[Line], words: Counter[str]) -> str:
    """The lines as one running text, with the words joined that a line end has cut."""
    parts: list[str] = []
    for line in lines:
        part = line.text.strip()
        if not part:
            continue
        if parts:
            kept, apart = _seam(parts[-1], part, words)
            if not apart:
                parts[-1] = f"{kept}{part}"
                continue
        parts.append(part)
    return " ".join(parts)


TAIL = 80
"""How many letters from its end a line is searched for its last word."""
_LAST = re.compile(r"([^\W\d_]+)(-?)$")
_FIRST = re.compile(r"^([^\W\d_]+)")


def _seam(text: str, part: str, words: Counter[str]) -> tuple[str, bool]:
    """A line as it is before the next one, with or without its hyphen, and whether there is a blank between them."""
    tail = text[-TAIL:]
    last, first = _LAST.search(tail), _FIRST.match(part)
    if last and first and (last[2] or first[1][0].islower()):
        whole = (last[1] + first[1]).casefold()
        if last[2] and len(last[1]) > 2:
            # A hyphen at the end of a line is either the line's, or the word's own.
            if first[1][0].islower() and not first[1].startswith(("och", "eller", "samt")):
                own = words[f"{last[1]}-{first[1]}".casefold()]
                return (text if own > words[whole] else text[:-1]), False
        elif not last[2] and words[whole] and not (words[last[1].casefold()] and words[first[1].casefold()]):
            return text, False
    if (text.endswith("-") and re.match(r"\d", part)) or re.search(r"\b[^\W\d_]{1,2}-$", tail):
        return text, False
    return text, True


def dehyphenated(text: str, words: Counter[str]) -> str:
    """A text without needless hyphens within words: social-nämnderna, where the file has the word whole elsewhere."""

    def whole(match: re.Match[str]) -> str:
        word = match[1] + match[2]
        return word if words[word.casefold()] > words[match[0].casefold()] else match[0]

    return re.sub(r"\b([^\W\d_]+)-([a-zåäöé][^\W\d_]+)\b", whole, text)


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines as paragraphs. One ends where the next word would have had room on its line, or the next line has a bullet."""
    groups: list[list[Line]] = []
    width = width_of(lines)
    spaced = sum(line.blanks > 0 for line in lines) > len(lines) * 0.6
    for line in lines:
        if groups and not _breaks(groups[-1][-1], line, width, spaced):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def width_of(lines: Sequence[Line]) -> int:
    """How many characters a full line of a text has."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _breaks(before: Line, line: Line, width: int, spaced: bool) -> bool:
    """Whether a paragraph ends between two lines. `spaced`: the text has white space between its lines too."""
    if before.whole or line.whole or line.level is not None or before.level is not None or before.cell != line.cell:
        return True
    if marker(line.text):
        return True
    ended = bool(_SENTENCE_END.search(before.text.rstrip()))
    word = line.text.split()[0] if line.text.split() else ""
    room = len(before.text.rstrip()) + 1 + len(word) <= width - 2
    if line.opens_page:
        return (ended or room) and line.text.strip()[:1].isupper()
    if line.blanks and (not spaced or line.blanks > 4):
        return True
    return room and (line.text.strip()[:1].isupper() or not spaced)


_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ]|20[0-9]{2}\b)")


def sentences(text: str) -> list[str]:
    """The sentences of a text: one begins with a capital or a year, behind the end of another."""
    return _BETWEEN_SENTENCES.split(text)


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the rest of it."""
    first = _BETWEEN_SENTENCES.split(text, maxsplit=1)
    return (first[0], first[1]) if len(first) == 2 else (text, "")


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_SENTENCE_END.search(text.rstrip()))


def chunks(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines in groups with nothing between: the cells of a table, whether the file has it as a table or as text."""
    groups: list[list[Line]] = []
    for line in lines:
        apart = line.cell is None and (line.blanks or line.opens_page)
        if not groups or apart or line.cell != groups[-1][-1].cell:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def rows_of(lines: Iterable[Line]) -> list[dict[int, list[Line]]]:
    """The rows of the tables among lines, each with the lines of its cells by column."""
    rows: dict[tuple[int, int], dict[int, list[Line]]] = {}
    for line in lines:
        if line.cell is not None:
            rows.setdefault(line.cell[:2], {}).setdefault(line.cell[2], []).append(line)
    return list(rows.values())


def marker(text: str) -> str:
    """What a text begins with that makes it a point of a list, with the blanks around it: "• ", "1. ", "b) "; or nothing."""
    match = _MARKER.match(text)
    return match[0] if match else ""


def without_bullet(text: str) -> str:
    """A text without the bullet that it begins with."""
    return text.lstrip().lstrip(BULLETS).lstrip()
