"""The goal matrix: where a plan takes care of each of KF's goals, by målområde; a goal or an area without any is a hole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from plancheck.model.base import At
from plancheck.model.document import Goal, Section, SubGoal, Uppdrag
from plancheck.model.source import Steps
from plancheck.query.targets import plain
from plancheck.repository.declared import Term
from plancheck.repository.lineage import definition, given_refs, known_refs, made_ref, own_refs, served
from plancheck.repository.registers import Binding, binding
from plancheck.repository.workspace import Entry
from plancheck.run.results import Run
from plancheck.views.names import in_order_of_time, title_of_document, title_of_namnd


class GoalCell(NamedTuple):
    """A place where a goal is taken care of: its section and page, the sections that it points at, how it is assessed.

    `is_itself` is false where only goals under it are there.
    """

    section: str
    page: int | None
    line: int
    points: tuple[str, ...]
    assessment: str
    is_itself: bool = True


class GoalRow(NamedTuple):
    """A goal, and its places in each column; `stray` are those in no målområde. `may_lack`: there may be others that could not
    be read. `level` is how many goals are above it: those of a lower level follow the one that they are under.
    """

    ref: str
    title: str
    columns: tuple[tuple[GoalCell, ...], ...]
    stray: tuple[GoalCell, ...]
    may_lack: bool = False
    level: int = 0

    @property
    def is_hole(self) -> bool:
        """Whether nothing takes care of the goal, for certain. One at a lower level may be for others."""
        return not self.level and not self.may_lack and not self.stray and not any(self.columns)


class GoalMatrix(NamedTuple):
    """The goals of one plan by målområde; or, where plans have none, those of a nämnd and a year by its documents."""

    title: str
    namnd: str
    year: int
    by_area: bool
    columns: tuple[str, ...]
    files: tuple[str, ...]
    rows: tuple[GoalRow, ...]

    def assesses(self, column: int) -> bool:
        """Whether goals are assessed in a column: then one that is not is marked."""
        return any(cell.assessment for row in self.rows for cell in row.columns[column])

    def holes(self) -> list[str]:
        """The columns in which no goal is taken care of, for certain."""
        known = not any(row.may_lack for row in self.rows)
        return [name for n, name in enumerate(self.columns) if known and not any(row.columns[n] for row in self.rows)]


def goal_matrices(run: Run) -> list[GoalMatrix]:
    """The matrices of all documents that say how goals are taken care of."""
    matrices: list[GoalMatrix] = []
    without_areas: dict[tuple[str, int], list[Entry]] = {}
    for entry in run.entries:
        document = entry.document
        if not document.namnd or not any(_name(entry, part, {}) for goal in document.goals for _, part in _levels(goal)):
            continue
        terms = run.workspace.declared.terms("areas", document.year)
        areas = {section.area for section in document.sections} | {goal.area for goal in document.goals}
        if areas & {str(term.id) for term in terms}:
            matrices.append(_by_area(run, entry, terms))
        else:
            without_areas.setdefault((document.namnd, document.year), []).append(entry)
    matrices.extend(_by_document(run, namnd, year, entries) for (namnd, year), entries in without_areas.items())
    return sorted(matrices, key=lambda matrix: (matrix.namnd, matrix.year, matrix.title))


def _by_area(run: Run, entry: Entry, terms: list[Term]) -> GoalMatrix:
    document, language = entry.document, run.language
    areas = [str(term.id) for term in terms]
    may_lack = document.unread("goals") is not None
    rows = []
    titles = _own_titles([entry])
    places = _places(run, entry, titles)
    for level, ref, title in _rows(run, [entry], titles):
        cells: dict[str, list[GoalCell]] = {}
        for area, cell in _cells(run, entry, ref, places.get(ref, [])):
            cells.setdefault(area, []).append(cell)
        stray = tuple(cell for area, cells_of_area in cells.items() if area not in areas for cell in cells_of_area)
        rows.append(GoalRow(ref, title, tuple(tuple(cells.get(area, ())) for area in areas), stray, may_lack, level))
    columns = tuple(term.called(language) for term in terms)
    namnd = title_of_namnd(run.workspace, str(document.namnd))
    title = title_of_document(run.workspace, document, language)
    return GoalMatrix(title, namnd, document.year, True, columns, (entry.file,), tuple(rows))


def _by_document(run: Run, namnd: str, year: int, entries: list[Entry]) -> GoalMatrix:
    entries = in_order_of_time(run.workspace, entries)
    may_lack = any(entry.document.unread("goals") for entry in entries)
    rows = []
    own = _own_titles(entries)
    places = [(entry, _places(run, entry, own)) for entry in entries]
    for level, ref, title in _rows(run, entries, own):
        columns = tuple(tuple(cell for _, cell in _cells(run, entry, ref, of_it.get(ref, []))) for entry, of_it in places)
        rows.append(GoalRow(ref, title, columns, (), may_lack, level))
    name = title_of_namnd(run.workspace, namnd)
    titles = tuple(title_of_document(run.workspace, entry.document, run.language) for entry in entries)
    return GoalMatrix(f"{name} {year}", name, year, False, titles, tuple(entry.file for entry in entries), tuple(rows))


def _own_titles(entries: list[Entry]) -> Mapping[str, str]:
    """The references of the goals that some documents have set, by their titles: a report may name one by that alone."""
    refs: dict[str, set[str]] = {}
    for entry in entries:
        for goal in entry.document.goals:
            for _, part in _levels(goal):
                if (made := made_ref(entry, part)) and part.title:
                    refs.setdefault(plain(part.title), set()).add(made)
    return {title: next(iter(made)) for title, made in refs.items() if len(made) == 1}


def _rows(run: Run, entries: list[Entry], own: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """The goals of some documents and those under them, KF's and the nämnd's own: the level of each, its name and its title.

    What is under a goal that stands under several is told once.
    """
    of_kf = dict(_of_kf(run, entries[0]))
    below: dict[str, dict[str, str]] = {}
    for bound in _bound(run, entries[0]):
        _note_below(run, bound.entry, bound.item, own_refs(bound.entry, bound.item), below, own)
    for entry in entries:
        for goal in entry.document.goals:
            name = _name(entry, goal, own)
            if goal.id is not None:
                _note(run, name, goal, given_refs(goal), below)
            _note_below(run, entry, goal, [name] if goal.id is not None else own_refs(entry, goal), below, own)
    lower = {name for inner in below.values() for name in inner}
    others = _others(run, entries, of_kf, own)
    tops = of_kf | {name: title for name, title in others.items() if name not in lower}
    rows: list[tuple[int, str, str]] = []
    told: set[str] = set()
    # Of goals that stand under one another in a circle none is above the rest.
    for top, called in [*tops.items(), *others.items()]:
        waiting: list[tuple[int, str, str]] = [] if top in told else [(0, top, called)]
        above: list[str] = []
        while waiting:
            level, name, title = waiting.pop()
            del above[level:]
            if name in above:
                continue
            rows.append((level, name, title))
            if name not in told:
                told.add(name)
                inner = [(level + 1, one, called) for one, called in below.get(name, {}).items() if one not in tops]
                waiting.extend(reversed(inner))
            above.append(name)
    return rows


def _note(run: Run, name: str, goal: Goal | SubGoal, above: Sequence[str], below: dict[str, dict[str, str]]) -> None:
    """Note a goal under some others, by the names of these."""
    for upper in above if name else ():
        below.setdefault(upper, {}).setdefault(name, goal.title or _title_of(run, name) or name)


def _note_below(
    run: Run,
    entry: Entry,
    goal: Goal | SubGoal | Uppdrag,
    above: Sequence[str],
    below: dict[str, dict[str, str]],
    own: Mapping[str, str],
) -> None:
    """Note the goals under one, at every level, by the names of those that they are under."""
    for inner in [] if isinstance(goal, Uppdrag) else goal.sub_goals:
        name = _name(entry, inner, own)
        _note(run, name, inner, above, below)
        _note_below(run, entry, inner, [name] if name else above, below, own)


def _name(entry: Entry, goal: Goal | SubGoal, own: Mapping[str, str]) -> str:
    """The name of a goal that documents have in common: its reference, else its title; the empty string where it has none.

    A title that is that of a goal which one of them has set is that goal's.
    """
    refs = known_refs(entry, goal)
    if len(refs) == 1:
        return refs[0]
    title = plain(goal.title or "")
    return own.get(title, title)


def _others(run: Run, entries: list[Entry], of_kf: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The goals of some documents besides those of KF for their year, which those at a lower level belong to; with what each is
    called.
    """
    titles: dict[str, str] = {}
    for entry in entries:
        for goal in entry.document.goals:
            refs = known_refs(entry, goal)
            others = [ref for ref in refs if of_kf.keys().isdisjoint(_served(run, entry, ref))]
            for name in others if refs else filter(None, [_name(entry, goal, own)]):
                titles.setdefault(name, _title_of(run, name) or goal.title or name)
    return titles


def _served(run: Run, entry: Entry, ref: str) -> list[str]:
    """The goals that one who refers to a goal serves."""
    return served(run.workspace, entry, SubGoal(ref=ref))


def _title_of(run: Run, ref: str) -> str | None:
    title: str | None = getattr(getattr(definition(run.workspace, ref), "value", None), "title", None)
    return title


class _Part(NamedTuple):
    """A goal of a document or one under it: the number of the former, and the steps from there."""

    number: int
    steps: Steps
    goal: Goal | SubGoal


def _places(run: Run, entry: Entry, own: Mapping[str, str]) -> Mapping[str, list[_Part]]:
    """By the name of each goal, what takes care of it in a document: what has its name, and what serves it."""
    places: dict[str, list[_Part]] = {}
    for n, goal in enumerate(entry.document.goals):
        for steps, part in _levels(goal):
            names = [_name(entry, part, own), *(served(run.workspace, entry, part) if part.ref else ())]
            for name in dict.fromkeys(filter(None, names)):
                places.setdefault(name, []).append(_Part(n, steps, part))
    return places


def _cells(run: Run, entry: Entry, name: str, parts: list[_Part]) -> Iterator[tuple[str, GoalCell]]:
    """The places where a document takes care of a goal, each with its målområde. A goal and those under it are one place; of
    several that only have goals under it and say no more, the first counts.
    """
    assessments = {str(term.id): term.called(run.language) for term in run.workspace.declared.terms("assessment")}
    told: set[tuple[str, str, int | None, tuple[str, ...]]] = set()
    for n, of_one in groupby(parts, key=lambda part: part.number):
        goal, serving = entry.document.goals[n], list(of_one)
        first = serving[0].goal
        itself = [part.goal for part in serving if _is_itself(entry, part.goal, name)]
        at, assessment = first.at or goal.at, next((part.assessment for part in itself if part.assessment), None)
        cell = _cell(
            entry,
            ("goals", n, *serving[0].steps),
            at,
            tuple(goal.refers_to),
            assessments.get(assessment, assessment) if assessment else "",
        )
        area = _area_of(goal, at, entry.document.sections)
        if itself or (area, cell.section, cell.page, cell.points) not in told:
            yield area, cell._replace(is_itself=bool(itself))
        told.add((area, cell.section, cell.page, cell.points))


def _is_itself(entry: Entry, goal: Goal | SubGoal, name: str) -> bool:
    """Whether a goal of a document is the one of a name, and not another that serves it."""
    return made_ref(entry, goal) == name if goal.id is not None else name in own_refs(entry, goal) or not goal.ref


def _levels(goal: Goal | SubGoal) -> Iterator[tuple[Steps, Goal | SubGoal]]:
    """A goal and those under it, at every level, and the steps to each."""
    yield (), goal
    for n, inner in enumerate(goal.sub_goals):
        yield from ((("sub-goals", n, *steps), part) for steps, part in _levels(inner))


def _of_kf(run: Run, entry: Entry) -> list[tuple[str, str]]:
    """The goals that KF has decided for the year of a document and that bind its nämnd."""
    return [(goal.ref, goal.item.title or goal.ref) for goal in _bound(run, entry) if goal.ref and goal.item.id]


def _bound(run: Run, entry: Entry) -> Iterator[Binding]:
    document = entry.document
    return binding(run.workspace, "goals", document.namnd or "", document.year, document.year)


def _area_of(goal: Goal, at: At | None, sections: list[Section]) -> str:
    """The målområde of a goal: its own, or that of the section that it is in."""
    if goal.area or not at or not at.section:
        return goal.area or ""
    return _area_of_section(at.section, sections)


def _area_of_section(number: str, sections: list[Section]) -> str:
    """The målområde of a section, or else of the nearest section above it that has one."""
    areas = {section.number: section.area for section in sections if section.number and section.area}
    parts = number.split(".")
    numbers = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
    return next((areas[number] for number in numbers if number in areas), "")


def _cell(entry: Entry, steps: Steps, at: At | None, points: tuple[str, ...], assessment: str) -> GoalCell:
    line = entry.source.span(steps).line if entry.origin is None else 0
    section, page = (at.section or "", at.page) if at else ("", None)
    return GoalCell(section, page, line, points, assessment)
