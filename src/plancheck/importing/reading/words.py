"""The words of a page of a PDF: letters put together by where they stand, each once, and turned text as it is read."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

MAX_LETTERS = 200_000
"""How many letters of a page are read: more is malicious."""
APART = 0.17
"""How wide the gap between two words is at least, as a share of the size of their letters."""
TOGETHER = 0.1
"""How narrow the gap is within a word that the file has in pieces."""
TWICE = 0.5
"""How near a letter stands to itself where it is printed over itself, as a share of its width. Two stand a width apart."""
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
BOLD_WEIGHT = 650
"""The weight from which a font is bold where its name does not say so: the file's own, or estimated from its stems."""
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
ACCENTS = {"¨": "\u0308", "´": "\u0301", "`": "\u0300", "˚": "\u030a", "ˆ": "\u0302", "˜": "\u0303"}
"""Accents that some programs print over a letter as characters of their own, and how they are written after the letter."""
_FORCED_BOLD = 1 << 18
_HYPHENS = (0x02, 0xFFFE)
"""What the library gives for a hyphen that a line ends with."""
Page: TypeAlias = Any
"""A page of the library, for which it has no types."""


class Word(NamedTuple):
    """A word and its box, in points, from the top left of the page as it is read; `lefts` is where its letters begin."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool
    lefts: tuple[float, ...]

    @property
    def size(self) -> float:
        """How large its letters are."""
        return self.bottom - self.top


class Row(NamedTuple):
    """Words on one line, from left to right."""

    words: tuple[Word, ...]
    top: float
    bottom: float

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def size(self) -> float:
        """How large most of its letters are."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]


class PageText(NamedTuple):
    """The words of a page by the angle at which they are turned, in degrees, and the angle of most of them.

    `unknown` is how many letters the file has no meaning for, of how many `letters`; `is_cut` that there were too many to read.
    """

    words: dict[int, list[Word]]
    angle: int
    letters: int
    unknown: int
    is_cut: bool


class _Style(NamedTuple):
    """How a piece of text is set: the size of its letters, where its line is, its angle and whether it is bold."""

    size: float
    base: float
    angle: int
    bold: bool
    cos: float
    sin: float


def words_of(page: Page) -> PageText:
    """The words of a page, in the order of the file."""
    text_page = page.get_textpage()
    try:
        return _put_together(text_page.raw, text_page.count_chars())
    finally:
        text_page.close()


_OBJECT_OF = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The address of the piece of text that a letter is in; None for a letter that the library has added."""
_CODE_OF = ctypes.CFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)
"""The code of a letter."""
_BOX_OF = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
"""Write the box of a letter to an address. With plain numbers these three take half the time of the library's own."""


class _Builder:
    """Letters on their way to words: those of the word that is not whole yet, where each begins and where the last one ends."""

    def __init__(self) -> None:
        self.words: dict[int, list[Word]] = {}
        self.style: _Style | None = None
        self.letters: list[str] = []
        self.lefts: list[float] = []
        self.right = 0.0
        self._bold = False

    def add(self, letter: str, x0: float, x1: float, style: _Style) -> None:
        """Take the next letter: into the word, as the first of a new one, or not at all where it is printed over itself."""
        last = self.style
        if self.letters and last is not None and letter in self.letters[-4:] and self._is_twice(letter, x0, x1, style, last):
            self._bold = True
            return
        if self.letters and last is not None and not self._joins(letter, x0, style, last):
            self.end()
        if not self.letters:
            self.style, self._bold = style, style.bold
        self.letters.append(letter)
        self.lefts.append(x0)
        self.right = max(x1, self.right) if len(self.letters) > 1 else x1

    def add_part(self, letter: str) -> None:
        """Take a letter that is in one sign with the letter before it, as in fi."""
        if self.letters:
            self.letters.append(letter)
            self.lefts.append(self.lefts[-1])

    def _is_twice(self, letter: str, x0: float, x1: float, style: _Style, last: _Style) -> bool:
        width = max(x1 - x0, 0.15 * style.size)
        known = zip(self.letters[-4:], self.lefts[-4:], strict=True)
        near = any(letter == before and abs(left - x0) < TWICE * width for before, left in known)
        return near and abs(last.base - style.base) < 0.2 * style.size and last.angle == style.angle

    def _joins(self, letter: str, x0: float, style: _Style, last: _Style) -> bool:
        """Whether a letter goes on with the word: a loose accent stands over a letter."""
        size, gap = style.size, x0 - self.right
        if last.angle != style.angle or abs(last.base - style.base) > 0.3 * size:
            return False
        if (letter in _COMBINING or letter in ACCENTS) and -1.2 * size < gap < APART * size:
            return True
        if self.letters[-1] in ACCENTS and abs(x0 - self.lefts[-1]) < 0.3 * size:
            return True
        # How wide a letter is that is turned by another angle is not known for certain.
        return (-0.3 if style.angle % 90 == 0 else -0.6) * size < gap < APART * size

    def end(self) -> None:
        """The word is whole."""
        if self.letters and self.style is not None:
            style = self.style
            top = style.base - 0.8 * style.size
            text, lefts = _with_accents(self.letters, self.lefts, 0.3 * style.size)
            bold = self._bold or style.bold
            word = Word(text, self.lefts[0], self.right, top, top + style.size, bold, lefts)
            self.words.setdefault(style.angle, []).append(word)
        self.letters, self.lefts = [], []


_COMBINING = frozenset(map(chr, range(0x300, 0x36F)))


def _with_accents(letters: Sequence[str], lefts: Sequence[float], near: float) -> tuple[str, tuple[float, ...]]:
    """The letters as text, with an accent that is printed `near` the place of its letter written after it."""
    if not any(letter in ACCENTS for letter in letters) or len(letters) < 2:
        return "".join(letters), tuple(lefts)
    made: list[str] = []
    places: list[float] = []
    waiting = ""
    for n, letter in enumerate(letters):
        step = lefts[n + 1] - lefts[n] if n + 1 < len(letters) else math.inf
        back = lefts[n] - lefts[n - 1] if n else math.inf
        if letter in ACCENTS and letters[n - 1 : n] and abs(back) < near and letters[n - 1].isalpha():
            made[-1] += ACCENTS[letter]
        elif letter in ACCENTS and abs(step) < near and letters[n + 1].isalpha():
            waiting = ACCENTS[letter]
        else:
            made.append(letter + waiting)
            places.append(lefts[n])
            waiting = ""
    return "".join(made), tuple(places)


def _put_together(text_page: Any, count: int) -> PageText:
    """The letters of a page as words."""
    builder = _Builder()
    styles: dict[int, _Style] = {}
    box = pdfium.FS_RECTF()
    edges = memoryview(box).cast("B").cast("f")
    at = ctypes.addressof(box)
    handle = ctypes.cast(text_page, ctypes.c_void_p).value
    letters = unknown = 0
    last: tuple[float, ...] = ()
    known: int | None = None
    most = least = 0.0
    for n in range(min(count, MAX_LETTERS)):
        code = _CODE_OF(handle, n)
        address = _OBJECT_OF(handle, n)
        if (code <= 32 and code not in (0, *_HYPHENS)) or code == 0xA0:
            # A blank of the file ends a word; one that the library has added does not: the gap does, if it is wide enough.
            if address:
                builder.end()
            continue
        if not address:
            continue
        letters += 1
        _BOX_OF(handle, n, at)
        if address == known and builder.letters and 32 < code < 0xD800 and least < edges[0] - builder.right < most:
            # Nearly every letter stands just behind the one before it.
            builder.letters.append(chr(code))
            builder.lefts.append(edges[0])
            builder.right = edges[2]
            last = (address, *edges)
            continue
        if code in (0, 0xFFFD) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            unknown += 1
            code = 0xFFFD
        style = styles.get(address) or styles.setdefault(address, _style_of(text_page, n, address))
        known = address if style.angle == 0 else None
        least, most = -0.05 * style.size, APART * style.size
        letter = "-" if code in _HYPHENS else chr(code)
        # The library gives the letters of a ligature the same box.
        if (address, *edges) == last:
            builder.add_part(letter)
            continue
        last = (address, *edges)
        x0, x1 = _ends(box, text_page, n, style)
        builder.add(LIGATURES.get(letter, letter), x0, x1, style)
    builder.end()
    sizes = {angle: sum(len(word.text) for word in words) for angle, words in builder.words.items()}
    angle = max(sizes, key=lambda angle: sizes[angle], default=0)
    return PageText(builder.words, angle, letters, unknown, count > MAX_LETTERS)


def _ends(box: Any, text_page: Any, n: int, style: _Style) -> tuple[float, float]:
    """Where a letter begins and ends along its line."""
    match style.angle:
        case 0:
            return box.left, box.right
        case 90:
            return box.bottom, box.top
        case 180:
            return -box.right, -box.left
        case 270:
            return -box.top, -box.bottom
    x, y = _origin(text_page, n)
    along = x * style.cos + y * style.sin
    return along, along + 0.65 * style.size


def _origin(text_page: Any, n: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, n, x, y)
    return x.value, y.value


def _style_of(text_page: Any, n: int, address: int) -> _Style:
    """How the piece of text is set that a letter is in."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, n, matrix)
    across = math.hypot(matrix.a, matrix.b) or 1.0
    size = pdfium.FPDFText_GetFontSize(text_page, n) * abs(matrix.a * matrix.d - matrix.b * matrix.c) / across
    if not 0.1 < size < 10_000:
        size = 1.0
    turned = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    angle = round(turned / 90) * 90 % 360 if abs(turned - round(turned / 90) * 90) < 2 else round(turned)
    x, y = _origin(text_page, n)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    thing = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    return _Style(round(size, 2), x * sin - y * cos, angle, _is_bold(thing), cos, sin)


def _is_bold(thing: Any) -> bool:
    """Whether a piece of text is bold: its font is, or its letters are both filled and drawn around."""
    if pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
        return True
    font = pdfium.FPDFTextObj_GetFont(thing)
    if not font:
        return False
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    flags = pdfium.FPDFFont_GetFlags(font)
    forced = flags > 0 and bool(flags & _FORCED_BOLD)
    named = BOLD.search(name.value.decode("utf-8", "replace"))
    return bool(named) or forced or pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT


# Rows


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words put together in rows, from the top down and from left to right; what is printed over itself once."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        if lines and _is_beside(word, lines[-1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Row(row, min(word.top for word in row), max(word.bottom for word in row)) for line in lines if (row := _once(line))]


def _is_beside(word: Word, line: Sequence[Word]) -> bool:
    """Whether a word is on a line, also where one of them is raised, or the line begins with a letter of several lines."""
    other = next((known for known in line if known.size < 1.6 * word.size), line[0])
    middle, other_middle = (word.top + word.bottom) / 2, (other.top + other.bottom) / 2
    return other.top <= middle <= other.bottom or (other.size < word.size and word.top <= other_middle <= word.bottom)


def _once(line: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a line from left to right: what is printed over itself once, and words whole that the file has in pieces."""
    ordered = sorted(line, key=lambda word: word.x0)
    made: list[Word] = []
    for word in ordered:
        rest: Word | None = word
        for n in range(len(made) - 1, max(-1, len(made) - 8), -1):
            if rest is not None and made[n].x1 > rest.x0 + TOGETHER * rest.size:
                kept = _without(rest, made[n])
                if kept != rest:
                    made[n] = made[n]._replace(bold=True)
                rest = kept
        if rest is None:
            continue
        if made and rest.x0 - made[-1].x1 < TOGETHER * rest.size and rest.x0 - made[-1].x1 > -TOGETHER * rest.size:
            made[-1] = _joined(made[-1], rest)
        else:
            made.append(rest)
    return tuple(made)


def _without(word: Word, other: Word) -> Word | None:
    """A word without the letters that stand in another at the same place; None where nothing is left."""
    if len(word.lefts) != len(word.text) or len(other.lefts) != len(other.text):
        return None if word.text == other.text and abs(word.x0 - other.x0) < 0.2 * word.size else word
    places: dict[str, list[float]] = {}
    for letter, left in zip(other.text, other.lefts, strict=True):
        places.setdefault(letter, []).append(left)
    kept = []
    for n, letter in enumerate(word.text):
        end = word.lefts[n + 1] if n + 1 < len(word.lefts) else word.x1
        width = max(end - word.lefts[n], 0.15 * word.size)
        if not any(abs(left - word.lefts[n]) < TWICE * width for left in places.get(letter, ())):
            kept.append(n)
    if len(kept) == len(word.text):
        return word
    if not kept:
        return None
    lefts = tuple(word.lefts[n] for n in kept)
    return word._replace(text="".join(word.text[n] for n in kept), lefts=lefts, x0=lefts[0])


def _joined(word: Word, other: Word) -> Word:
    lefts = (*word.lefts, *other.lefts)
    return word._replace(text=word.text + other.text, x1=max(word.x1, other.x1), lefts=lefts, bold=word.bold and other.bold)


def text_of(words: Sequence[Word]) -> str:
    """Words as text: two blanks where the gap between them is that between columns."""
    return "".join(_spaced(words))


def _spaced(words: Sequence[Word]) -> Iterator[str]:
    for n, word in enumerate(words):
        if n:
            yield "  " if word.x0 - words[n - 1].x1 > 2.2 * word.size else " "
        yield word.text
