"""Which blocks of a document are goals and which are uppdrag: a document teaches its own layout.

Three kinds of evidence speak for a block: a register knows what it says, it speaks as such a thing does, or it stands below,
in or behind a label. Blocks share a *position*: their form, their marker or column, and the heading that labels them. Those for
which the evidence is strong show what their position means in this document; every other block in it is then one too.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from plancheck.importing.evidence.columns import HEADS, Columns, by_content, columns_of, divides, is_title
from plancheck.importing.evidence.context import Context
from plancheck.importing.evidence.fuzzy import folded, holds
from plancheck.importing.evidence.giving import gives_at_its_beginning
from plancheck.importing.evidence.known import KnownThings, Likeness
from plancheck.importing.evidence.labels import QUALIFIED, SHARED, Labels
from plancheck.importing.evidence.organisations import bodies_in
from plancheck.importing.evidence.profile import Role
from plancheck.importing.layout.blocks import Block, Grid, Row, blocks_in, opens_page, title_and_rest
from plancheck.importing.layout.outline import Heading
from plancheck.importing.reading.lines import Line, first_sentence

Kind = Literal["goal", "sub-goal", "uppdrag"]
KINDS: tuple[Kind, ...] = ("uppdrag", "goal", "sub-goal")
CLOSE = (1.0, 0.75, 0.5, 0.3)
"""How much a label counts by how many headings stand between it and what it labels."""
ENOUGH = 0.6
"""From which strength on a label settles a position by itself."""
SHARE = 0.34
"""What share of the members of a position must have evidence of their own, where no label settles it."""
HALF = 0.5
"""How much of what is known a text must have to name it once more."""
ANNOUNCED = 0.7
"""How much a sentence labels that leads up to a list and names goals or uppdrag among other words."""
MOST = 0.7
"""What share of the members of a position must have something for it to be the way of all."""
FEW = 7
"""How many words a heading has at the most that names the nämnd and nothing else."""
FAR = 5
"""How many blocks may stand between two paragraphs that are of one kind."""
PARTS: tuple[Role, ...] = (
    "status", "assessment", "text", "comment", "analysis", "measures", "due", "responsible", "to", "by", "report-to",
    "indicator", "outcome", "target", "activity",
)  # fmt: skip
"""What stands below a label that says a part of a goal or an uppdrag."""
LONG = 45
"""How many words a heading, or the title of an item, may have that stands on no evidence but its label."""


class Position(NamedTuple):
    """Where blocks stand that are alike: their form, what marks them, the role of the label above, and how far that is."""

    form: str
    mark: str
    depth: int
    label: Role | None
    distance: int


class Strength(NamedTuple):
    """The evidence for a block being of a kind: known, said, labelled by itself, and how strongly it is labelled from above."""

    known: bool = False
    said: bool = False
    own: bool = False
    label: float = 0.0

    @property
    def is_strong(self) -> bool:
        """Whether the block says by itself that it is one."""
        return self.known or self.said or self.own


@dataclass
class Candidate:
    """A block, or a row of a table, that could be a goal or an uppdrag.

    `at` is the number of its block, `title` what it is called, `rest` what it says besides; `evidence` is what speaks for each
    kind, `likeness` what a register knows of it. `lines` are those of the title; `divider` is the row above it that divides
    its table.
    """

    at: int
    block: Block
    position: Position
    title: str
    rest: str
    lines: list[Line]
    evidence: dict[Kind, Strength]
    likeness: dict[Kind, Likeness]
    ordinal: str = ""
    row: Row | None = None
    columns: Columns | None = None
    divider: str = ""


@dataclass
class Unit:
    """A goal or an uppdrag of a document: what it is called, the lines of its title and of what is said of it.

    `inner` are the goals within it, `rows` those of a table that it takes, `end` is the number of the block behind its last.
    """

    kind: Kind
    candidate: Candidate
    title: str
    lines: list[Line]
    inner: list[Unit] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    end: int = 0


class Learnt(NamedTuple):
    """A position of which the document has shown what it means, and the evidence: how many members, and how many of them are
    known, say what they are, or have a label of their own; the label above, and the words of the first member.

    `above` are the words that stand above the members, each once, the most frequent first; `announced` says that those are a
    line that leads up to them or the title of their table, and no heading. `head` are the words of their own label, of the head
    of their column, or of what stands below them. `lines` are the numbers of the first line of each member.
    """

    kind: Kind
    position: Position
    members: int
    known: int
    said: int
    own: int
    label: float
    first: str
    above: tuple[str, ...] = ()
    announced: bool = False
    head: str = ""
    lines: tuple[int, ...] = ()


@dataclass
class Layout:
    """What a document has taught of its layout: its blocks, its goals and uppdrag, and the positions by which they were found.

    `labels_without` are the headings of goals or uppdrag under which none was found.
    """

    blocks: list[Block]
    units: list[Unit]
    learnt: list[Learnt]
    labels_without: list[tuple[Kind, Line]]
    unread_tables: list[tuple[Kind, Line]]


def layout_of(context: Context, goals: KnownThings, uppdrag: KnownThings) -> Layout:
    """The goals and uppdrag among the free lines of a document, by the known ones of each and the labels of its profile."""
    labels = context.labels
    segments = [(section, context.free(lines)) for section, lines in context.segments()]
    blocks = [part for block in blocks_in(segments, context.text, labels.is_labelled) for part in _of_form(context, block)]
    search = _Search(context, labels, blocks, {"goal": goals, "sub-goal": goals, "uppdrag": uppdrag})
    candidates = [*search.candidates(), *search.from_below(), *search.from_above()]
    settled = _Settled(context, blocks, candidates, search)
    settled.settle()
    units = _once(settled.units)
    made = {unit.candidate.at for unit in _all(units)}
    without = list(_without(context, blocks, units))
    return Layout(blocks, units, settled.learnt, without, list(_unread(context, search, made)))


def _of_form(context: Context, block: Block) -> list[Block]:
    """The rows of a form as labels with what stands behind them: a table of two columns, the first of which names parts."""
    grid = block.grid
    if grid is None or len(grid.rows) < 2:
        return [block]
    rows: list[tuple[str, str]] = []
    for row in grid.rows:
        texts = [text for cell in row.cells.values() if (text := context.text(cell.lines))]
        if len(texts) > 2:
            return [block]
        rows.append((texts[0] if texts else "", texts[1] if len(texts) == 2 else ""))
    named = [context.labels.role(label.rstrip(" :")) is not None for label, _ in rows]
    # The head of two columns may stand below a title, which has something of its own in the second; below it is no label.
    heads = [context.labels.role(value.rstrip(" :")) is not None for _, value in rows[:HEADS]]
    is_headed = heads[0] or any(named[n] and heads[n] and not any(named[n + 1 :]) for n in range(len(heads)))
    if is_headed or sum(named) < 2 or sum(named) * 2 < len(rows):
        return [block]
    parts: list[Block] = []
    for (label, value), is_named, row in zip(rows, named, grid.rows, strict=True):
        lines = row.lines
        if not lines:
            continue
        text = f"{label.rstrip(' :')}: {value}" if is_named and value else f"{label} {value}".strip()
        if not is_named and not value:
            # The title of the form.
            lines = [lines[0]._replace(lead=len(lines[0].text)), *lines[1:]]
        plain = tuple(line._replace(cell=None, whole=True) for line in lines)
        parts.append(Block("paragraph", plain, text, block.section, announced=block.announced))
    return parts


# Evidence


class _Label(NamedTuple):
    """The label above a block: its role, how strong it is for being how far away, the number of headings between, and where."""

    role: Role | None
    strength: float
    distance: int
    heading: Heading | None = None


class _Search:
    """The search for blocks that could be something, with the evidence for each."""

    def __init__(self, context: Context, labels: Labels, blocks: Sequence[Block], known: dict[Kind, KnownThings]) -> None:
        self._context = context
        self._labels = labels
        self._blocks = blocks
        self._known = known
        titles = Counter(folded(block.text) for block in blocks if block.form == "heading" and not _is_numbered(block))
        self.recurring = {title for title, number in titles.items() if number > 1}
        # The headings that only look like such and stand under no other.
        self._flat = [
            block.section.heading for block in blocks
            if block.form == "heading" and block.section and not block.section.heading.marked and not block.section.above
        ]  # fmt: skip
        self._flat_at = {heading.start: n for n, heading in enumerate(self._flat)}
        self._label_of_run: dict[int, _Label] = {}
        # The rows that a page has cut from the one above, and those that are the head once more, by identity.
        self.cut: set[int] = set()
        self.again: set[int] = set()
        self.tables: dict[int, Columns | None] = {}
        carried: tuple[Grid, Columns] | None = None
        for n, block in enumerate(blocks):
            if block.grid is not None:
                columns = self._columns(block.grid, carried)
                self.tables[n] = columns
                carried = (block.grid, columns) if columns else None
            elif block.form == "heading":
                carried = None

    def _columns(self, grid: Grid, before: tuple[Grid, Columns] | None) -> Columns | None:
        """The columns of a table; those of the one before, where a page has cut it and its head does not stand there again."""
        context = self._context
        columns = columns_of(grid, self._labels, context.text)
        if columns is None and before is not None and grid.columns == before[0].columns and not _is_whole(grid):
            return before[1]._replace(rows=0, title=before[1].title)
        more = by_content(grid, columns, context.scale_words(), context.text)
        if columns is None:
            return Columns(more, 0, by_head=False) if more else None
        return columns._replace(roles={**columns.roles, **more})

    def label_above(self, block: Block, extra: Sequence[str] = ()) -> _Label:
        """The nearest label of goals or uppdrag above a block; a label of a part of one ends the search.

        `extra` are texts nearer than any heading: what leads up to a list, the title of a table.
        """
        for text in (*extra, block.announced):
            role, strength = self._role(text)
            if role:
                return _Label(role, strength, 0)
        for distance, heading in enumerate(block.headings):
            role, strength = self._role(heading.title)
            if role is None and distance == 0 and folded(heading.title) in self.recurring:
                role = "text" if self._labels.before(heading.title) is None else None
            if role:
                close = CLOSE[min(distance, len(CLOSE) - 1)]
                return _Label(role, strength * close, distance, heading)
        return self._label_before(block)

    def _label_before(self, block: Block) -> _Label:
        """The label before a heading that only looks like one, where nothing tells the levels of such headings apart."""
        section = block.section
        if block.form != "heading" or section is None or section.heading.marked or section.above or len(block.text.split()) < 2:
            return _Label(None, 0.0, 0)
        for heading in reversed(self._flat[: self._flat_at.get(section.heading.start, 0)]):
            role, strength = self._role(heading.title)
            if role in KINDS:
                return _Label(role, strength * CLOSE[1], 0, heading)
            # A single word names a part of the document, not a goal or an uppdrag.
            if role is None and len(heading.title.split()) < 2:
                break
        return _Label(None, 0.0, 0)

    def _role(self, text: str) -> tuple[Role | None, float]:
        """What a text labels that stands above something, and how strongly."""
        if not text:
            return None, 0.0
        before = self._labels.before(text)
        if before and before.rest and not text.rstrip().endswith(":"):
            # It is a goal itself, and no label of what is below it.
            return (None, 0.0) if before.role in ("goal", "uppdrag", "area") else (before.role, QUALIFIED)
        said = self._labels.of(text.rstrip(" :"))
        announces = text.rstrip().endswith(":") or self._counts(text)
        if announces and not any(said.get(kind, 0.0) >= SHARED for kind in KINDS):
            within = [kind for kind in KINDS if kind in self._labels.within(text)]
            if len(within) == 1:
                return within[0], ANNOUNCED
        listed = self._context.list_named(text)
        if listed is not None:
            return "uppdrag", max(QUALIFIED, said.get("uppdrag", 0.0))
        things: list[tuple[float, Role]] = [(said[kind], kind) for kind in KINDS if kind in said]
        if things:
            strength, role = max(things, key=lambda entry: entry[0])
            return role, strength
        parts = {role: said[role] for role in PARTS if said.get(role, 0.0) >= QUALIFIED}
        return next(iter(parts), None), max(parts.values(), default=0.0)

    def _counts(self, text: str) -> bool:
        """Whether a sentence names a number: it announces as many things."""
        numbers = self._context.profile.language.numbers[2:]
        return len(text.split()) <= LONG and bool({*re.findall(r"\w+", text.casefold())} & {*numbers, *map(str, range(2, 40))})

    def evidence(self, text: str, own: Role | None, label: _Label, *, whole: bool = True) -> dict[Kind, Strength]:
        """What speaks for a text being of each kind. `own` is its own label; `whole` texts are what they say, not a part."""
        giving = gives_at_its_beginning(self._context, text)
        return {
            kind: Strength(
                known=whole and kind != "sub-goal" and self._known[kind].best(text).is_sure,
                said=kind == "uppdrag" and giving,
                own=own == kind,
                label=label.strength if label.role == kind else 0.0,
            )
            for kind in KINDS
        }

    def _likeness(self, text: str) -> dict[Kind, Likeness]:
        return {kind: self._known[kind].best(text) for kind in KINDS}

    def candidates(self) -> Iterator[Candidate]:
        """Every block and row that could be a goal or an uppdrag."""
        for n, block in enumerate(self._blocks):
            if block.grid is not None:
                yield from self._of_table(n, block, block.grid)
            elif block.form == "heading":
                yield from self._of_heading(n, block)
            else:
                yield from self._of_text(n, block)

    def _of_heading(self, n: int, block: Block) -> Iterator[Candidate]:
        before = self._labels.before(block.text)
        own = before.role if before and before.rest else None
        if own is None and self.is_label(block):
            return
        if own in PARTS or own == "area":
            return
        label = self.label_above(block)
        title = before.rest if before and own else block.text
        if own is None and self._speaks_of_one(block.text):
            return
        form = "prefix" if own else "heading"
        mark = folded(before.phrase) if before and own else "1" if _is_numbered(block) else ""
        position = Position(form, mark, block.depth, label.role, label.distance)
        evidence = self.evidence(title, own, label)
        ordinal = before.ordinal if before else ""
        yield Candidate(n, block, position, title, "", list(block.lines), evidence, self._likeness(title), ordinal)

    def _speaks_of_one(self, text: str) -> bool:
        """Whether a heading has the word for goals or uppdrag in it, or names an area or the nämnd, and is not known itself."""
        named = any(role in ("goal", "uppdrag", "sub-goal") for role in self._labels.within(text))
        names_namnd = len(text.split()) <= FEW and self._context.namnd in bodies_in(self._context, text)
        is_other = named or names_namnd or self._labels.begins_with(text, "area")
        return is_other and not any(self._known[kind].best(text).is_sure for kind in KINDS)

    def is_label(self, block: Block) -> bool:
        """Whether a heading only says what stands below it."""
        if self._context.list_named(block.text) is not None:
            return True
        said = self._labels.of(block.text.rstrip(" :"))
        if any(said[role] >= SHARED for role in said) and not any(self._known[kind].best(block.text).is_sure for kind in KINDS):
            return True
        return folded(block.text) in self.recurring

    def _of_text(self, n: int, block: Block) -> Iterator[Candidate]:
        before = self._labels.before(block.text)
        own = before.role if before and before.rest else None
        if own in PARTS or own == "area" or (before and not before.rest):
            return
        label = self._label_of_run.setdefault(block.run, self.label_above(block)) if block.run else self.label_above(block)
        title, rest = title_and_rest(block)
        if before and own:
            title = before.rest
            title, rest = first_sentence(title)
        likeness = self._likeness(title)
        whole = self._known["goal"].best(block.text), self._known["uppdrag"].best(block.text)
        # A text of several sentences may be what is known as a whole.
        if rest and not before:
            for kind, match in zip(("goal", "uppdrag"), whole, strict=True):
                if match.is_sure and (match.has > likeness[kind].has + 0.1):  # type: ignore[index]
                    title, rest, likeness = block.text, "", self._likeness(block.text)
                    break
        lead = block.lead
        if own:
            position = Position("prefix", folded(before.phrase) if before else "", 0, label.role, label.distance)
        elif block.form == "item":
            form = block.marker.form if block.marker else "•"
            position = Position("item", form, block.depth, label.role, label.distance)
        elif lead and len(lead.split()) <= LONG:
            if lead == block.text and self._speaks_of_one(lead):
                return
            position = Position("lead", "whole" if lead == block.text else "", 0, label.role, label.distance)
        else:
            position = Position("paragraph", str(n), 0, label.role, label.distance)
        evidence = self.evidence(title, own, label)
        if label.role == "assessment" and block.marker and block.marker.ordinal and not self._context.tells_of_the_past():
            # A plan assesses nothing: what it counts up there is what is to be reached.
            evidence["sub-goal"] = evidence["sub-goal"]._replace(label=label.strength)
        if position.form == "paragraph":
            evidence = {kind: strength._replace(label=0.0) for kind, strength in evidence.items()}
        yield Candidate(
            n,
            block,
            position,
            title,
            rest,
            list(block.lines),
            evidence,
            likeness,
            before.ordinal if before else _ordinal(block),
        )

    def _of_table(self, n: int, block: Block, grid: Grid) -> Iterator[Candidate]:
        columns = self.tables.get(n)
        label = self.label_above(block, [columns.title] if columns and columns.title else [])
        at = columns.title_column if columns else None
        own: Role | None = None
        if columns is not None and at is not None:
            own = columns.roles[at].role
            if own == "activity":
                own = label.role if label.role in ("uppdrag", "goal") and label.strength >= SHARED else None
        text = self._context.text
        rows = grid.rows[columns.rows if columns else 0 :]
        if at is None:
            at = self._title_column(rows, columns, label)
            if at is None:
                return
        signature = ",".join(f"{c.role}" for c in columns.roles.values()) if columns else ""
        position = Position(
            "row", f"{at} {signature}" if columns and columns.by_head else f"{at} table {n}", 0, label.role, label.distance
        )
        head = [self._texts(row) for row in grid.rows[: columns.rows]] if columns else []
        self.again.update(id(row) for row in rows if self._texts(row) in head)
        self.cut.update(id(row) for row in self._cut_rows(rows, at, columns))
        divider = ""
        for row in rows:
            cell = row.cells.get(at)
            words = " ".join(text(own.lines) for own in row.cells.values()).strip()
            if columns and columns.shared:
                if not is_title(row, grid):
                    continue
            elif divides(row, grid, at) or (is_title(row, grid) and self._speaks_of_one(words)):
                divider = words
                continue
            if cell is None or cell.goes_on or not text(cell.lines).strip():
                continue
            if id(row) in self.cut or id(row) in self.again:
                continue
            title = re.sub(r"^\s*(?:[0-9]{1,2}(?:[A-Za-z]?[.)])?|[a-z]\))\s+(?=\w)", "", text(cell.lines)).strip()
            before = self._labels.before(title)
            if before and before.rest and before.role in ("goal", "uppdrag", "sub-goal"):
                title = before.rest
            evidence = self.evidence(title, own, label)
            yield Candidate(
                n, block, position, title, "", list(cell.lines), evidence, self._likeness(title),
                row=row, columns=columns, divider=divider,
            )  # fmt: skip

    def _texts(self, row: Row) -> list[str]:
        return [folded(self._context.text(cell.lines)) for cell in row.cells.values()]

    def _cut_rows(self, rows: Sequence[Row], at: int, columns: Columns | None) -> Iterator[Row]:
        """The rows that go on with the one above, which a page has cut: the first on a page, that lack what all rows have."""
        text = self._context.text
        status = columns.column("status") if columns else None
        bodies = [row for row in rows if id(row) not in self.again]
        gives = sum(self._is_said(row, at) for row in bodies) * 2 > len(bodies)
        for before, row in itertools.pairwise(bodies):
            if not opens_page(row, before) or row.lines[0].whole:
                continue
            title = text(row.cells[at].lines) if at in row.cells else ""
            is_whole = any(self._known[kind].best(title).is_sure for kind in KINDS) or self._is_said(row, at)
            if is_whole and not title[:1].islower():
                continue
            lacks_status = status is not None and not (status in row.cells and text(row.cells[status].lines).strip())
            if lacks_status or (status is None and (title[:1].islower() or gives)):
                yield row

    def _is_said(self, row: Row, at: int) -> bool:
        cell = row.cells.get(at)
        return cell is not None and gives_at_its_beginning(self._context, self._context.text(cell.lines))

    def _title_column(self, rows: Sequence[Row], columns: Columns | None, label: _Label) -> int | None:
        """The column of which the rows are called, where no head says it: what is known or given, else the first text."""
        text = self._context.text
        known = set(columns.roles) if columns else set()
        votes: Counter[int] = Counter()
        for row in rows:
            for n, cell in row.cells.items():
                if n not in known and any(
                    s.known or s.said for s in self.evidence(text(cell.lines), None, _Label(None, 0, 0)).values()
                ):
                    votes[n] += 1
        if votes and votes.most_common(1)[0][1] >= max(1, len(rows) * SHARE):
            return votes.most_common(1)[0][0]
        if label.role in ("uppdrag", "goal", "sub-goal") and label.strength >= ENOUGH and columns is not None:
            columns_ = sorted({n for row in rows for n in row.cells} - known)
            texts = {n: [text(row.cells[n].lines) for row in rows if n in row.cells] for n in columns_}
            wordy = [
                n for n, all_ in texts.items() if sum(len(re.findall(r"[^\W\d_]{2,}", one)) for one in all_) >= 2 * len(all_)
            ]
            return wordy[0] if wordy else None
        return None

    def from_below(self) -> Iterator[Candidate]:
        """What stands above a label that recurs, and says a part that only goals have: Måluppfyllelse, Indikatorer, Delmål."""
        below: defaultdict[tuple[str, Role], list[int]] = defaultdict(list)
        for n, block in enumerate(self._blocks):
            if block.form in ("heading", "paragraph") and len(block.text.split()) <= 4:
                role = self._labels.role(block.text.rstrip(" :"))
                if role in ("assessment", "sub-goal", "indicator"):
                    below[folded(block.text), role].append(n)
        for (text, _), numbers in below.items():
            above = [n - 1 for n in numbers if n > 0 and self._is_named_by_its_label(n - 1)]
            if len(above) < 2 or len(above) < len(numbers):
                continue
            for n in above:
                block = self._blocks[n]
                position = Position("above", text, 0, None, 0)
                strength = {kind: Strength(label=ENOUGH if kind == "goal" else 0.0) for kind in KINDS}
                likeness = self._likeness(block.text)
                if likeness["goal"].is_sure:
                    strength["goal"] = strength["goal"]._replace(known=True)
                yield Candidate(n, block, position, block.text, "", list(block.lines), strength, likeness)

    def from_above(self) -> Iterator[Candidate]:
        """What stands right below a label of goals or uppdrag that recurs, or between one and that of a part."""
        above: defaultdict[tuple[str, Role], list[int]] = defaultdict(list)
        for n, block in enumerate(self._blocks[:-1]):
            if block.form in ("heading", "paragraph") and len(block.text.split()) <= 4:
                role = self._labels.role(block.text.rstrip(" :"))
                if role in KINDS:
                    above[folded(block.text), role].append(n)
        for (text, role), numbers in above.items():
            below = [n + 1 for n in numbers if self._is_named_by_its_label(n + 1) and self._blocks[n + 1].form == "paragraph"]
            if len(below) < len(numbers) or (len(below) < 2 and not (role == "goal" and all(map(self._is_above_part, below)))):
                continue
            for n in below:
                block = self._blocks[n]
                title, rest = first_sentence(block.text)
                position = Position("below", text, 0, role, 0)
                strength = {kind: Strength(own=kind == role, label=1.0 if kind == role else 0.0) for kind in KINDS}
                yield Candidate(n, block, position, title, rest, list(block.lines), strength, self._likeness(title))

    def _is_above_part(self, n: int) -> bool:
        """Whether a label of a part of a goal stands right below a block."""
        below = self._blocks[n + 1] if n + 1 < len(self._blocks) else None
        role = self._labels.role(below.text.rstrip(" :")) if below is not None else None
        return role in PARTS or role == "sub-goal"

    def _is_named_by_its_label(self, n: int) -> bool:
        block = self._blocks[n]
        if block.form not in ("heading", "paragraph") or self._labels.role(block.text.rstrip(" :")) is not None:
            return False
        return len(block.text.split()) <= LONG and len(re.findall(r"[^\W\d_]{2,}", block.text)) >= 2


def _is_numbered(block: Block) -> bool:
    return block.section is not None and bool(block.section.heading.number)


def _is_whole(grid: Grid) -> bool:
    return any(line.whole for row in grid.rows for line in row.lines)


def _ordinal(block: Block) -> str:
    return block.marker.ordinal if block.marker else ""


# What positions mean


class _Settled:
    """The positions of a document as they are settled, from the strongest evidence to the weakest."""

    def __init__(self, context: Context, blocks: Sequence[Block], candidates: Sequence[Candidate], search: _Search) -> None:
        self._context = context
        self._cut, self._again, self._recurring = search.cut, search.again, search.recurring
        self._blocks = blocks
        self._members: defaultdict[Position, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            self._members[candidate.position].append(candidate)
        self.units: list[Unit] = []
        self.learnt: list[Learnt] = []
        self._owner: dict[int, Unit] = {}
        self._taken: set[tuple[int, int]] = set()
        grids = [block.grid for block in blocks if block.grid is not None]
        self._row_at = {id(row): n for grid in grids for n, row in enumerate(grid.rows)}

    def settle(self) -> None:
        """Settle every position that its members or its label make clear; then what is clear by itself."""
        ranked = sorted(
            ((worth, -members[0].at, kind, position) for position, members in self._members.items() for kind in KINDS
             if (worth := self._worth(kind, position, members)) > 0),
            key=lambda entry: (-entry[0], -entry[1]),
        )  # fmt: skip
        for worth, _, kind, position in ranked:
            self._settle_one(kind, position, worth)
        rest = [candidate for members in self._members.values() for candidate in members]
        for candidate in sorted(rest, key=lambda candidate: candidate.at):
            self._by_itself(candidate)
        self._extend_paragraphs()
        self.units.sort(key=lambda unit: (unit.candidate.at, unit.lines[0].number if unit.lines else 0))

    def _worth(self, kind: Kind, position: Position, members: Sequence[Candidate]) -> float:
        """How strong the evidence is that a position means a kind; 0 where there is not enough."""
        if position.form == "paragraph":
            return 0.0
        strengths = [member.evidence[kind] for member in members]
        many = len(members)
        strong = sum(strength.is_strong for strength in strengths)
        label = max(strength.label for strength in strengths)
        others = [
            sum(member.evidence[other].known or member.evidence[other].said or member.evidence[other].own for member in members)
            for other in KINDS if other != kind and {other, kind} != {"goal", "sub-goal"}
        ]  # fmt: skip
        if max(others) > strong and max(others) >= SHARE * many:
            return 0.0
        if self._speaks_of(members, kind):
            return 0.0
        share = strong / many
        if position.form == "heading" and strong == 0 and self._are_areas(kind, position, members):
            return 0.0
        if strong and share >= SHARE and (strong > 1 or many == 1 or label >= SHARED or any(s.own for s in strengths)):
            return 2.0 + 2 * share + label + min(strong, 20) / 100
        if label >= ENOUGH and self._are_titles(members):
            return label + share
        return 0.0

    def _speaks_of(self, members: Sequence[Candidate], kind: Kind) -> bool:
        """Whether most members only speak of goals or uppdrag, or begin with a word of a scale as a legend does."""
        words = self._context.profile.speaking_of
        scale = [word for all_ in self._context.scale_words().values() for word in all_]
        plain = [member for member in members if not member.evidence[kind].is_strong]
        telling = [
            member for member in plain
            if any(holds(member.title, word, exactly=True) for word in words)
            or any(folded(member.title).startswith(folded(word)) for word in scale)
        ]  # fmt: skip
        return len(telling) * 2 > len(members)

    def _are_titles(self, members: Sequence[Candidate]) -> bool:
        """Whether members that stand on their label alone may be titles: not long, no figures, and no text that goes on."""
        lengths = sorted(len(member.title.split()) for member in members)
        small = sum(member.title[:1].islower() for member in members)
        figures = sum(sum(char.isdigit() for char in member.title) * 3 > len(member.title) for member in members)
        return lengths[len(lengths) // 2] <= LONG and figures * 2 < len(members) and (small * 2 < len(members))

    def _are_areas(self, kind: Kind, position: Position, members: Sequence[Candidate]) -> bool:
        """Whether headings that nothing but a label makes goals are areas: most have nothing of their own but headings."""
        nested = 0
        for member in members:
            following = self._blocks[member.at + 1] if member.at + 1 < len(self._blocks) else None
            nested += following is not None and following.form == "heading" and following.depth > member.block.depth and any(
                candidate.at == member.at + 1 for position_ in self._members if position_.form in ("heading", "prefix")
                for candidate in self._members[position_]
            )  # fmt: skip
        inside = self._contains_strong(kind, members)
        return nested * 2 > len(members) or inside

    def _contains_strong(self, kind: Kind, members: Sequence[Candidate]) -> bool:
        """Whether most members have within them what is of the kind by its own evidence."""
        strong = {
            candidate.at for all_ in self._members.values() for candidate in all_ if candidate.evidence[kind].is_strong
        }  # fmt: skip
        having = sum(any(n in strong for n in range(member.at + 1, self._end_of_heading(member))) for member in members)
        return having * 2 > len(members)

    def _settle_one(self, kind: Kind, position: Position, worth: float) -> None:
        members = [member for member in self._members[position] if self._is_free(member, kind)]
        if not members:
            return
        made = []
        first, last = self._range(kind, members)
        _part_at_colons(members)
        for n, member in enumerate(members):
            owner = self._owner.get(member.at)
            if not self._may_be(member, kind, owner):
                continue
            # What nothing labels, before the first and behind the last that is clear, may be anything.
            if not (first <= n <= last) and member.evidence[kind].label < SHARED and not member.evidence[kind].is_strong:
                continue
            made.append(self._unit(kind, member, members[n + 1] if n + 1 < len(members) else None, members))
        if not made:
            return
        strengths = [unit.candidate.evidence[kind] for unit in made]
        places = [self._above(unit.candidate) for unit in made]
        self.learnt.append(
            Learnt(
                kind, position, len(made), sum(s.known for s in strengths), sum(s.said for s in strengths),
                sum(s.own for s in strengths), max(s.label for s in strengths), made[0].title,
                tuple(words for words, _ in Counter(words for words, _ in places if words).most_common()),
                any(announced for _, announced in places), self._head(made[0].candidate),
                tuple(unit.lines[0].number for unit in made if unit.lines),
            )
        )  # fmt: skip

    def _above(self, member: Candidate) -> tuple[str, bool]:
        """The words that stand above a block: those that label it, else of the nearest heading; and whether they are none."""
        position, block, labels = member.position, member.block, self._context.labels
        for text in (member.columns.title if member.columns else "", block.announced):
            if text and position.label and position.distance == 0 and position.label in labels.of(text.rstrip(" :")):
                return text.rstrip(" :"), True
        distance = position.distance if position.label else 0
        return (block.headings[distance].title.strip(), False) if distance < len(block.headings) else ("", False)

    def _head(self, member: Candidate) -> str:
        """The words of a block's own label, of the head of its column, or of what stands below it."""
        if member.position.form == "prefix":
            before = self._context.labels.before(member.block.text)
            return before.phrase if before else ""
        if member.position.form == "above" and member.at + 1 < len(self._blocks):
            return self._blocks[member.at + 1].text.rstrip(" :")
        if member.columns is not None and member.columns.by_head:
            column = member.columns.roles.get(int(member.position.mark.split()[0]))
            return column.head.strip() if column else ""
        return ""

    def _range(self, kind: Kind, members: Sequence[Candidate]) -> tuple[int, int]:
        """The numbers of the first and the last member that are of a kind by their own evidence; all, where none is."""
        strong = [n for n, member in enumerate(members) if member.evidence[kind].is_strong]
        return (strong[0], strong[-1]) if strong else (0, len(members) - 1)

    def _is_free(self, member: Candidate, kind: Kind) -> bool:
        return (member.at, id(member.row)) not in self._taken

    def _may_be(self, member: Candidate, kind: Kind, owner: Unit | None) -> bool:
        """Whether a block may be of a kind within what owns it already."""
        strength = member.evidence[kind]
        other: Kind = "goal" if kind == "uppdrag" else "uppdrag"
        if member.evidence[other].is_strong and not strength.is_strong:
            return False
        if owner is None:
            return not self._holds_stronger(member, kind)
        if owner.kind == "uppdrag":
            return False
        if kind == "uppdrag":
            return strength.is_strong or (strength.label >= ENOUGH and self._label_is_within(member, owner))
        if strength.is_strong:
            return not (strength.known and member.likeness[kind].ref == owner.candidate.likeness["goal"].ref)
        return kind == "sub-goal" and strength.label >= ENOUGH and self._label_is_within(member, owner)

    def _holds_stronger(self, member: Candidate, kind: Kind) -> bool:
        """Whether a heading that has no evidence of its own has stronger ones of its kind within: then it is an area."""
        if member.block.form != "heading" or member.evidence[kind].is_strong:
            return False
        end = self._end_of_heading(member)
        return any(unit.kind == kind and member.at < unit.candidate.at < end for unit in self.units)

    def _label_is_within(self, member: Candidate, owner: Unit) -> bool:
        """Whether the label of a block stands within the unit that owns it, so that it is not that unit's own."""
        if member.position.distance == 0 and member.block.announced:
            return True
        headings = member.block.headings
        if member.position.distance >= len(headings):
            return False
        heading = headings[member.position.distance]
        return heading.lines[0].number > owner.candidate.block.lines[0].number

    def _by_itself(self, candidate: Candidate) -> None:
        """Make a unit of a block that is in no settled position, where a register knows it or it gives somebody an uppdrag."""
        if (candidate.at, id(candidate.row)) in self._taken or candidate.position.form == "above":
            return
        owner = self._owner.get(candidate.at)
        for kind in KINDS:
            strength = candidate.evidence[kind]
            match = candidate.likeness[kind]
            is_known = strength.known and match.is_it >= 0.6 and (match.has >= 0.75)
            if kind == "goal" and not (is_known or strength.own):
                continue
            if kind == "sub-goal" and not strength.own:
                continue
            if kind == "uppdrag" and not (is_known or strength.own or (strength.said and _is_short(candidate))):
                continue
            if owner is not None and not self._may_be(candidate, kind, owner):
                continue
            self._unit(kind, candidate, None, [candidate])
            return

    # Spans

    def _extend_paragraphs(self) -> None:
        """Give paragraphs that stand for themselves what stands below each of them, where that comes again in their section."""
        single = [unit for unit in self.units if unit.candidate.position.form == "paragraph" and unit.kind == "uppdrag"]
        single.sort(key=lambda unit: unit.candidate.at)
        for _, group in itertools.groupby(single, key=lambda unit: id(unit.candidate.block.section)):
            members = list(group)
            gaps = [after.candidate.at - unit.candidate.at for unit, after in itertools.pairwise(members)]
            if not gaps or min(gaps) < 2 or max(gaps) > FAR:
                continue
            for unit, gap in zip(members, [*gaps, min(gaps)], strict=True):
                end = next(
                    (
                        n
                        for n in range(unit.candidate.at + 1, len(self._blocks))
                        if self._blocks[n].form in ("heading", "table")
                    ),
                    len(self._blocks),
                )
                unit.end = min(unit.candidate.at + gap, end)

    def _unit(self, kind: Kind, member: Candidate, following: Candidate | None, members: Sequence[Candidate]) -> Unit:
        unit = Unit(kind, member, member.title, list(member.lines))
        self._taken.add((member.at, id(member.row)))
        if member.row is not None:
            unit.rows = self._rows(member)
            unit.end = member.at + 1
            at = int(member.position.mark.split()[0])
            more = [line for row in unit.rows[1:] if id(row) in self._cut and at in row.cells for line in row.cells[at].lines]
            if more:
                unit.lines += more
                unit.title = self._context.text(unit.lines)
        else:
            owner = self._owner.get(member.at)
            unit.end = min(self._end(member, following, members), owner.end if owner else len(self._blocks))
            for n in range(member.at + 1, unit.end):
                self._owner.setdefault(n, unit)
        self.units.append(unit)
        return unit

    def _rows(self, member: Candidate) -> list[Row]:
        """The rows of a table that are of one unit: its own, and those below that have no title of their own."""
        grid, columns = member.block.grid, member.columns
        assert grid is not None and member.row is not None
        at = int(member.position.mark.split()[0])
        rows = [member.row]
        for n in range(self._row_at[id(member.row)] + 1, len(grid.rows)):
            row = grid.rows[n]
            cell = row.cells.get(at)
            is_own = cell is not None and not cell.goes_on and bool(self._context.text(cell.lines).strip())
            if columns and columns.shared:
                is_own = is_title(row, grid)
            if id(row) in self._again:
                continue
            is_cut = id(row) in self._cut
            if not columns or (not is_cut and (is_own or (divides(row, grid, at) and not (cell and cell.goes_on)))):
                break
            rows.append(row)
        return rows

    def _end_of_heading(self, member: Candidate) -> int:
        if member.block.form != "heading":
            return member.at + 1
        for n in range(member.at + 1, len(self._blocks)):
            block = self._blocks[n]
            if block.form == "heading" and block.depth <= member.block.depth and not self._is_below(member, block):
                return n
        return len(self._blocks)

    def _is_below(self, member: Candidate, block: Block) -> bool:
        """Whether a heading that only looks like one stands below another such, although nothing tells their levels apart."""
        if _is_marked(member.block) or _is_marked(block):
            return False
        role = self._context.labels.role(block.text.rstrip(" :"))
        return role in PARTS or role == "sub-goal" or folded(block.text) in self._recurring

    def _end(self, member: Candidate, following: Candidate | None, members: Sequence[Candidate]) -> int:
        """The number of the block behind the last that is of a unit."""
        if member.block.form == "heading" and (_is_marked(member.block) or member.position.form != "prefix"):
            return self._end_of_heading(member)
        limit = next(
            (n for n in range(member.at + 1, len(self._blocks)) if self._ends_span(member, self._blocks[n])), len(self._blocks)
        )
        if member.position.form == "below" and following is not None:
            # The label above the next is not of this one.
            return max(member.at + 1, min(limit, following.at - 1))
        if member.position.form == "above":
            # Its parts may have headings of their own, of which it has as many as the others.
            same = [block.depth for block in self._blocks if block.form == "heading"]
            top = min(same, default=0)
            stop = next(
                (n for n in range(member.at + 1, len(self._blocks))
                 if self._blocks[n].form == "heading" and self._blocks[n].depth == top and not self._is_part(n)),
                len(self._blocks),
            )  # fmt: skip
            return min(stop, following.at) if following else stop
        if following is not None and following.at < limit:
            return following.at if following.at > member.at else member.at + 1
        if member.position.form in ("prefix", "lead", "below"):
            return limit
        if member.position.form == "item":
            end = member.at + 1
            while end < limit and self._is_inner_item(self._blocks[end], member.block):
                end += 1
            usual = [
                b.at - a.at - 1 for a, b in itertools.pairwise(members)
                if a.block.section is b.block.section and b.at - a.at < 12
            ]  # fmt: skip
            if usual and min(usual) > 0 and end == member.at + 1:
                end = min(limit, member.at + 1 + max(usual))
            return end
        return member.at + 1

    def _ends_span(self, member: Candidate, block: Block) -> bool:
        """Whether a heading ends what is said of something that is none that the file marks as a heading."""
        if block.form != "heading":
            return False
        if _is_marked(block):
            return True
        if member.block.form != "heading":
            # Indicators are of the goal above, whatever else begins there.
            return self._context.labels.role(block.text.rstrip(" :")) != "indicator"
        return self._context.labels.before(block.text) is None and not self._is_below(member, block)

    def _is_part(self, n: int) -> bool:
        return self._context.labels.role(self._blocks[n].text.rstrip(" :")) is not None

    def _is_inner_item(self, block: Block, above: Block) -> bool:
        return block.form == "item" and (
            block.depth > above.depth
            or (block.marker is not None and above.marker is not None and block.marker.form != above.marker.form)
        )


def _part_at_colons(members: Sequence[Candidate]) -> None:
    """Part the titles of members from what is said of them where a colon stands between the two in most of them."""
    parted = [re.fullmatch(r"([^:]{8,140}\w): (\S.*)", member.title) for member in members]
    if len(members) < 2 or sum(match is not None for match in parted) < MOST * len(members):
        return
    for member, match in zip(members, parted, strict=True):
        if match and member.row is None:
            member.title, member.rest = match[1], f"{match[2]} {member.rest}".strip()


def _is_marked(block: Block) -> bool:
    """Whether a heading is one by its number or by what the file says."""
    return block.section is not None and block.section.heading.marked


def _is_short(candidate: Candidate) -> bool:
    return len(candidate.block.text.split()) <= 60 and candidate.block.form in ("item", "paragraph", "heading")


# What comes again, and what is missing


def _all(units: Iterable[Unit]) -> Iterator[Unit]:
    for unit in units:
        yield unit
        yield from _all(unit.inner)


def _once(units: Sequence[Unit]) -> list[Unit]:
    """The units without the positions that only name what others tell more of, each within the goal that owns it."""
    positions: defaultdict[tuple[Kind, Position], list[Unit]] = defaultdict(list)
    for unit in units:
        positions[unit.kind, unit.candidate.position].append(unit)
    dropped: set[int] = set()
    # What says least goes first, so that of two lists that name the same things the one that says most stays.
    ranked = sorted(positions.items(), key=lambda entry: sum(map(_size, entry[1])) / len(entry[1]))
    for n, ((kind, _), members) in enumerate(ranked):
        others = [unit for (other, _), rest in ranked[n + 1 :] if other == kind for unit in rest]
        if not others:
            continue
        again = [unit for unit in members if _is_among(unit, others)]
        if len(again) * 2 >= len(members):
            dropped.update(id(unit) for unit in members if unit in again or not unit.candidate.evidence[kind].said)
    return _nested([unit for unit in units if id(unit) not in dropped])


def _size(unit: Unit) -> int:
    """How much is said of a unit, roughly."""
    return (unit.end - unit.candidate.at) + bool(unit.candidate.rest) + 3 * len(unit.rows)


def _is_among(unit: Unit, others: Sequence[Unit]) -> bool:
    """Whether others are the same as a unit: the same in a register, or called the same."""
    match = unit.candidate.likeness[unit.kind]
    title = folded(unit.title)
    return any(folded(other.title) == title or _is_same_known(match, other) for other in others)


def _is_same_known(match: Likeness, other: Unit) -> bool:
    """Whether what a text is most like is what a unit is known to be."""
    its = other.candidate.likeness[other.kind]
    return bool(match.ref) and match.has >= HALF and other.candidate.evidence[other.kind].known and its.ref == match.ref


def _nested(units: Sequence[Unit]) -> list[Unit]:
    """The units with the goals within goals put into those: the levels of a document."""
    top: list[Unit] = []
    open_: list[Unit] = []
    for unit in units:
        while open_ and unit.candidate.at >= open_[-1].end:
            open_.pop()
        is_below = unit.candidate.row is None or unit.kind == "sub-goal"
        if unit.kind in ("goal", "sub-goal") and open_ and is_below:
            open_[-1].inner.append(unit)
        else:
            top.append(unit)
        if unit.kind in ("goal", "sub-goal") and unit.candidate.row is None:
            open_.append(unit)
    return top


def _without(context: Context, blocks: Sequence[Block], units: Sequence[Unit]) -> Iterator[tuple[Kind, Line]]:
    """The headings that label goals or uppdrag for sure, and have a text but none of them below."""
    made = [(unit.kind, unit.candidate.at) for unit in _all(units)]
    for n, block in enumerate(blocks):
        if block.form != "heading":
            continue
        role = context.labels.role(block.text.rstrip(" :"), least=QUALIFIED)
        if role not in ("goal", "uppdrag") and context.list_named(block.text) is None:
            continue
        kind: Kind = "goal" if role == "goal" else "uppdrag"
        end = next(
            (m for m in range(n + 1, len(blocks)) if blocks[m].form == "heading" and blocks[m].depth <= block.depth),
            len(blocks),
        )
        has_list = any(inner.form in ("item", "table") for inner in blocks[n + 1 : end])
        if has_list and not any(k == kind and n < at < end for k, at in made):
            yield kind, block.lines[0]


def _unread(context: Context, search: _Search, made: set[int]) -> Iterator[tuple[Kind, Line]]:
    """The tables whose head names uppdrag or goals, and of which nothing was read."""
    for n, columns in search.tables.items():
        at = columns.title_column if columns else None
        if columns is None or at is None or n in made:
            continue
        role = columns.roles[at].role
        block = search._blocks[n]
        if (
            role in ("goal", "uppdrag")
            and len(columns.roles) > 1
            and not all(line.number in context.taken for line in block.lines)
        ):
            yield ("goal" if role == "goal" else "uppdrag"), block.lines[0]
