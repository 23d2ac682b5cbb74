"""What the columns of a table are: by their heads, else by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from plancheck.importing.evidence.fuzzy import squeezed
from plancheck.importing.evidence.labels import NEAR, QUALIFIED, Labels
from plancheck.importing.evidence.profile import Role
from plancheck.importing.layout.blocks import Grid, Row
from plancheck.importing.reading.lines import Line

HEADS = 4
"""Among how many rows at the top the head of a table is searched for."""
TITLES: tuple[Role, ...] = ("uppdrag", "goal", "sub-goal", "activity")
"""The columns of which a row may be called, the strongest first."""
FIGURES: tuple[Role, ...] = ("outcome", "target")
"""The columns of an indicator's figures."""
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_YEARS = re.compile(r"20[0-9]{2}\s?[-–/]\s?(?:20)?[0-9]{2}(?![0-9])")
_NUMBERED = re.compile(r"\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[A-Za-z]?|[A-Z])[.)]\s")


class TableColumn(NamedTuple):
    """What a column is, what its head says, and the year in its head; `also` is what the head says that it is besides."""

    role: Role
    head: str
    year: int | None = None
    also: Role | None = None


class Columns(NamedTuple):
    """The columns of a table that are known, how many rows its head takes, and what stands above the head in the table.

    `by_head` means that its head says what they are. In a table that is `shared`, one column has goals and their indicators: a
    row that has nothing else is a goal, the rows below it that have figures are its indicators.
    """

    roles: dict[int, TableColumn]
    rows: int
    title: str = ""
    by_head: bool = True
    shared: bool = False

    def column(self, *roles: Role) -> int | None:
        """The first column that has one of the roles, the first role first."""
        return next((n for role in roles for n, column in self.roles.items() if column.role == role), None)

    @property
    def title_column(self) -> int | None:
        """The column of which the rows are called."""
        return self.column(*TITLES)


def columns_of(grid: Grid, labels: Labels, text_of: Callable[[Sequence[Line]], str]) -> Columns | None:
    """The columns of a table by its head, which may stand below a title and take two rows; None where nothing is known."""
    best: tuple[int, int, dict[int, TableColumn]] | None = None
    title: list[str] = []
    above: Mapping[int, tuple[str, int]] = {}
    for n, row in enumerate(grid.rows[:HEADS]):
        texts = {column: text_of(cell.lines) for column, cell in row.cells.items()}
        if is_title(row, grid) and best is None:
            title.append(next(iter(texts.values()), ""))
            continue
        roles = _roles(texts, labels)
        grouped = _roles(_below_groups(above, texts), labels) if _may_be_grouped(texts, labels) else {}
        above = {column: (text, row.cells[column].lines[0].span[1]) for column, text in texts.items() if text.strip()}
        if len(grouped) > max(len(roles), len(best[2]) if best else 0):
            best = (n, n + 1, grouped)
            continue
        is_head = (
            len(roles) >= 2 or (len(roles) == 1 and (grid.columns <= 2 or len(texts) == 1)) or _is_one_and_short(roles, texts)
        )
        if is_head and (best is None or len(roles) > len(best[2])):
            best = (n, n + 1, roles)
        elif best is not None:
            break
    if best is None:
        return None
    return _shared(Columns(best[2], best[1], " ".join(title)), grid, labels, text_of)


def _may_be_grouped(texts: Mapping[int, str], labels: Labels) -> bool:
    """Whether a row may be the lower row of a head: all that stands behind its first column is years and labels."""
    behind = [text.strip(" :") for column, text in texts.items() if column and text.strip()]
    return len(behind) > 1 and all(_YEAR.fullmatch(text) or labels.of(text) for text in behind)


def _below_groups(above: Mapping[int, tuple[str, int]], texts: Mapping[int, str]) -> dict[int, str]:
    """The heads of columns of which the upper row has the heads of groups: Utfall above 2023 and 2024. The lower says more.

    `above` are the texts of the upper row, each with how many columns it takes; without lines it goes on to the next.
    """
    heads: dict[int, str] = {}
    for column in sorted({*texts, *above}):
        own = texts.get(column, "").strip()
        start = max((n for n in above if n <= column and (n or not column)), default=None)
        group, wide = above[start] if start is not None else ("", 0)
        if start is not None and wide > 1 and column >= start + wide:
            group = ""
        # A group of years says of no column which is its own.
        heads[column] = own if group.strip() == own else f"{own} {_YEARS.sub('', group)}".strip()
    return heads


def _shared(columns: Columns, grid: Grid, labels: Labels, text_of: Callable[[Sequence[Line]], str]) -> Columns:
    """The columns of a table, marked where one of them has goals and their indicators."""
    roles = columns.roles
    at = columns.column("goal", "sub-goal", "indicator")
    if at is None or not any(column.role in FIGURES for column in roles.values()):
        return columns
    if roles[at].role != "indicator" and columns.column("indicator") is not None:
        return columns
    alone: list[str] = []
    others: list[str] = []
    for row in grid.rows[columns.rows :]:
        text = text_of(row.cells[at].lines).strip() if at in row.cells else ""
        if text:
            (alone if is_title(row, grid) else others).append(text)
    if not alone or not others:
        return columns
    named = [label.role for text in alone if (label := labels.before(text)) and label.rest]
    are_goals = len(named) == len(alone) and all(role in ("goal", "sub-goal") for role in named)
    are_numbered = all(map(_NUMBERED.match, alone)) and not any(map(_NUMBERED.match, others))
    if roles[at].role == "indicator":
        role = named[0] if are_goals else None
    else:
        role = roles[at].role if roles[at].also == "indicator" or are_goals or are_numbered else None
    return columns._replace(roles={**roles, at: roles[at]._replace(role=role)}, shared=True) if role else columns


def _is_one_and_short(roles: Mapping[int, TableColumn], texts: Mapping[int, str]) -> bool:
    """Whether a row in which one column is known may be a head: all of it is a few words."""
    return any(column.role in TITLES for column in roles.values()) and all(len(text.split()) <= 4 for text in texts.values())


def is_title(row: Row, grid: Grid) -> bool:
    """Whether a row is a title over all columns, or divides the table."""
    filled = [cell for cell in row.cells.values() if cell.lines and not cell.goes_on]
    return grid.columns > 1 and len(filled) == 1 and (row.first_span > 1 or len(row.cells) == 1 or grid.columns > 2)


def divides(row: Row, grid: Grid, title: int) -> bool:
    """Whether a row divides a table whose rows are called by the column `title`: it has one cell, which is not only its title.

    A title may stand alone in its row where it is a whole phrase, or where that is the way of the table.
    """
    if not is_title(row, grid):
        return False
    lines = row.cells[title].lines if title in row.cells else ()
    words = " ".join(line.text for line in lines).split()
    alone = sum(is_title(other, grid) for other in grid.rows)
    return row.first_span > 1 or not words or (len(words) < PHRASE and alone * 2 < len(grid.rows))


PHRASE = 4
"""How many words a title has at the least that stands alone in its row, in a table whose other rows have more cells."""


def _roles(texts: Mapping[int, str], labels: Labels) -> dict[int, TableColumn]:
    roles: dict[int, TableColumn] = {}
    for column, text in texts.items():
        if not text.strip() or len(text) > 90:
            continue
        said = labels.of(text.strip(" :"))
        best = max(said, key=lambda role: (role == "comparison", said[role], role in TITLES), default=None)
        if best is None or said[best] < NEAR or (said[best] < QUALIFIED and len(text.split()) > 5):
            continue
        year = _YEAR.search(text)
        also: Role | None = "indicator" if best in TITLES and "indicator" in said else None
        roles[column] = TableColumn(best, text, int(year[1]) if year else None, also)
    return _without_second_meanings(roles)


def _without_second_meanings(roles: dict[int, TableColumn]) -> dict[int, TableColumn]:
    """The roles of columns where a word has two meanings: a goal with a year is a target; a second status is something else."""
    has_indicator = any(column.role in ("indicator", "outcome") for column in roles.values())
    plain: dict[int, TableColumn] = {}
    seen: Counter[Role] = Counter()
    for n, column in roles.items():
        role = column.role
        if role == "goal" and (column.year or (has_indicator and seen["goal"]) or (has_indicator and _is_after(n, roles))):
            role = "target"
        if seen[role] and role not in (*FIGURES, "comparison"):
            continue
        seen[role] += 1
        plain[n] = column._replace(role=role)
    return plain


def _is_after(n: int, roles: Mapping[int, TableColumn]) -> bool:
    """Whether a column stands behind that of an indicator or an outcome."""
    return any(m < n and column.role in ("indicator", "outcome") for m, column in roles.items())


def by_content(
    grid: Grid, columns: Columns | None, words: Mapping[Role, Sequence[str]], text_of: Callable[[Sequence[Line]], str]
) -> dict[int, TableColumn]:
    """The columns whose heads say nothing, and of which half the cells are words of a scale: status, assessment."""
    known = columns.roles if columns else {}
    rows = grid.rows[columns.rows if columns else 0 :]
    found: dict[int, TableColumn] = {}
    for role, scale in words.items():
        if any(column.role == role for column in known.values()):
            continue
        plain = {squeezed(word) for word in scale}
        told = Counter(n for row in rows for n, cell in row.cells.items() if squeezed(text_of(cell.lines)) in plain)
        for n, number in told.most_common(1):
            if n not in known and n not in found and number >= max(1, len(rows) / 2):
                found[n] = TableColumn(role, "")
    return found
