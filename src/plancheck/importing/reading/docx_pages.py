"""On which page the text of a Word file is, as far as the file notes it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from docx.oxml.ns import qn

from plancheck.importing.reading.docx_styles import Element

_SAME_PAGE = ("continuous", "nextColumn")
"""The kinds of sections that begin no page."""


class Pages:
    """Where the text has come: its page, and whether no text stands on that yet.

    A page that was begun by hand is noted again, where Word laid it out: that counts once.
    """

    def __init__(self, sections: Sequence[Element]) -> None:
        self.number = 1
        self._opens = True
        self._is_fresh = True
        self._next_kind = {section: _kind_of(after) for section, after in pairwise(sections)}
        self._row: tuple[int, bool] = (1, True)
        self._row_end = 1
        self._cells = 0
        self._at_cell_start = False

    def text(self) -> tuple[int, bool]:
        """The page of text that stands here, and whether it is the first on it."""
        opens, self._opens = self._opens, False
        self._is_fresh = self._at_cell_start = False
        return self.number, opens

    def by_hand(self) -> None:
        """A page begins where a person has made it begin."""
        self._begin()
        self._is_fresh = True

    def before(self) -> None:
        """A page begins before a paragraph, unless it does already."""
        if not self._is_fresh:
            self.by_hand()

    def rendered(self) -> None:
        """A page began here when Word last laid the text out."""
        if self._is_fresh:
            self._is_fresh = False
            return
        self._begin()
        if self._at_cell_start and self._cells == 1:
            # The whole row stands on the next page.
            self._row = (self.number, True)

    def after_section(self, section: Element) -> None:
        """A section ends here, and the next one begins as it says."""
        kind = self._next_kind.get(section, "continuous")
        if kind in _SAME_PAGE:
            return
        self.by_hand()
        if (kind == "oddPage" and self.number % 2 == 0) or (kind == "evenPage" and self.number % 2):
            self.number += 1

    def _begin(self) -> None:
        self.number += 1
        self._opens = True

    # The cells of a row stand beside each other: each may go on on the next page.

    def begin_row(self) -> None:
        """A row of a table begins."""
        self._row = (self.number, self._is_fresh)
        self._row_end = self.number
        self._cells = 0

    def begin_cell(self) -> None:
        """A cell of the row begins, at the page of the row."""
        self._row_end = max(self._row_end, self.number)
        self._cells += 1
        self.number, self._is_fresh = self._row
        self._at_cell_start = True

    def end_row(self) -> None:
        """A row of a table ends, at the page of its longest cell."""
        self.number = max(self._row_end, self.number)
        self._at_cell_start = False


def _kind_of(section: Element) -> str:
    """How a section begins: nextPage, continuous, oddPage …"""
    element = section.find(qn("w:type"))
    return str(element.get(qn("w:val"), "nextPage")) if element is not None else "nextPage"
