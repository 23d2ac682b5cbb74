"""Targets: what an outcome is to reach, as a number, a number in words («minst 80 %») or a direction, and whether it does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from plancheck.model.base import Unknown
from plancheck.model.document import Document, Goal, SubGoal
from plancheck.model.indicators import Indicator, IndicatorPart, Target, Threshold
from plancheck.model.wording import consists_of
from plancheck.query.scope import Scope
from plancheck.repository import lineage
from plancheck.repository.declared import Declared, Mark, Role
from plancheck.repository.workspace import Entry, Workspace, remembered

Measured: TypeAlias = Indicator | IndicatorPart | Target
SIDES: frozenset[Mark] = frozenset({"at-least", "at-most", "above", "below"})
"""The marks of words that say from which side of a figure an outcome meets a target."""
_FIGURE = re.compile(r"([-−–]?)((?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?)\s*([^\d]*)")
_SHARE_OR_PERCENT = 10
"""From how many times the other a figure beside one of at most 1 may be told in per cent, and the other as a share of 1."""


class Aim(NamedTuple):
    """What a target asks for: a figure, perhaps in a unit and from a side, or (without a figure) a direction."""

    figure: float | None
    unit: str = ""
    marks: frozenset[Mark] = frozenset()


def figure_in(value: object) -> tuple[int | float, str] | None:
    """A figure as Swedish writes it, with what stands behind it: 7,3 and 80 %; nothing where it is no figure."""
    if isinstance(value, int | float):
        return value, ""
    match = _FIGURE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    digits = re.sub(r"\s", "", match[2]).replace(",", ".")
    number = float(digits) if "." in digits else int(digits)
    return (-number if match[1] else number), match[3].strip()


def outcome_in(measured: Indicator | IndicatorPart, year: int, declared: Declared) -> int | float | None:
    """The outcome of a year as a number. Words such as "i.u." are none, but a figure may have a unit behind it."""
    figure = figure_in(measured.outcome.get(year))
    if figure is None:
        return None
    told, own = figure[1].casefold(), getattr(measured, "unit", None) or ""
    return figure[0] if not told or told == own.casefold() or told in declared.units else None


_YEAR_IN_WORDS = re.compile(r"\b(?:19|20)\d\d\b")


def unreadable(value: object) -> Unknown | None:
    """Why it is not known which number words tell that have one; None where they have none but that of a year."""
    has_number = isinstance(value, str) and re.search(r"\d", _YEAR_IN_WORDS.sub("", value))
    return Unknown("no-number-alone", given=value) if has_number else None


def target_in(measured: Measured, document: Document) -> int | float | str | None:
    """The target for a document's year, as it is written; of a document of several years, for the first that has one."""
    years = range(document.year, document.last_year + 1)
    return next((measured.target[year] for year in years if measured.target.get(year) is not None), None)


def aim_of(value: object, declared: Declared) -> Aim | None:
    """What a target asks for; nothing where it says nothing of it."""
    if not isinstance(value, str):
        return Aim(value) if isinstance(value, int | float) else None
    plain = " ".join(value.casefold().split())
    forms = [(form.casefold(), term.marks) for term in declared.terms("directions") for form in (str(term.id), *term.also)]
    for form, marks in forms:
        if not marks & SIDES and (plain == form or consists_of(plain, [form])):
            return Aim(None, marks=marks)
    for form, marks in sorted(forms, key=lambda told: len(told[0]), reverse=True):
        rest = _beside(plain, form) if marks & SIDES else None
        if rest is not None and (figure := figure_in(rest)):
            return Aim(*figure, marks)
    return Aim(*figure) if (figure := figure_in(value)) else None


def _beside(text: str, form: str) -> str | None:
    """What a text has besides a word that it begins or ends with; None where it does neither."""
    if text.startswith(form) and not text[len(form) : len(form) + 1].isalpha():
        return text[len(form) :]
    if text.endswith(form) and not text[: -len(form)][-1:].isalpha():
        return text[: -len(form)]
    return None


def is_missed(
    indicator: Indicator, measured: Indicator | IndicatorPart, target: Measured, scope: Scope
) -> bool | Unknown | None:
    """Whether the outcome of an indicator or of a part of it is worse than a target for the document's year.

    None where there is no target.
    """
    declared, year = scope.workspace.declared, scope.document.year
    outcome, aim = outcome_in(measured, year, declared), aim_of(target_in(target, scope.document), declared)
    if aim is None:
        return None
    if outcome is None:
        return Unknown("no-outcome-or-target")
    if aim.figure is None:
        return _is_against(indicator, measured, outcome, aim.marks, scope)
    figure = _in_unit_of(indicator, aim, declared)
    if isinstance(figure, Unknown):
        return figure
    if _is_share_beside_percent(indicator, measured, aim, outcome, figure, declared):
        return Unknown("share-or-per-cent", indicator=indicator.name, outcome=outcome, target=figure)
    if aim.marks:
        return not _meets(outcome, figure, aim.marks)
    better = _better(indicator, scope)
    if better is None:
        return Unknown("no-direction", indicator=indicator.name)
    return outcome > figure if better == "lower" else outcome < figure


def _better(indicator: Indicator, scope: Scope) -> str | None:
    """Whether a lower or a higher outcome is better: as it says, else as the nämnd's plan of the year does, if clear."""
    if indicator.better or "better" in indicator.unread_keys:
        return indicator.better
    plans = (entry.document for entry in entries_of(scope, "plan", scope.document.year))
    stated = {other.better for plan in plans for other in indicators_in(plan) if other.better and _is_same(other, indicator)}
    return stated.pop() if len(stated) == 1 else None


def _meets(outcome: float, figure: float, marks: frozenset[Mark]) -> bool:
    """Whether an outcome is on the side of a figure that words say."""
    if "above" in marks or "below" in marks:
        return outcome > figure if "above" in marks else outcome < figure
    return outcome >= figure if "at-least" in marks else outcome <= figure


def _in_unit_of(indicator: Indicator, aim: Aim, declared: Declared) -> float | Unknown:
    """The figure of a target in the unit of its indicator; Unknown where it is in another that cannot be turned into that."""
    assert aim.figure is not None
    if not aim.unit or not indicator.unit:
        return aim.figure
    told, own = declared.unit(aim.unit), declared.unit(indicator.unit)
    if told.of != own.of:
        return Unknown("target-in-another-unit", indicator=indicator.name, unit=aim.unit)
    return aim.figure if told == own else aim.figure * told.times / own.times


def _is_share_beside_percent(
    indicator: Indicator, measured: Indicator | IndicatorPart, aim: Aim, outcome: float, figure: float, declared: Declared
) -> bool:
    """Whether one of an outcome and a target in per cent may be a share of 1: 0,8 beside 80. Where another outcome is
    greater than 1, all are in per cent.
    """
    unit = indicator.unit or aim.unit
    less, more = sorted((abs(outcome), abs(figure)))
    if not unit or not declared.unit(unit).share or not 0 < less <= 1 or more < _SHARE_OR_PERCENT * less or more <= 1:
        return False
    others = [found for year in measured.outcome if (found := outcome_in(measured, year, declared)) is not None]
    return abs(figure) <= 1 or all(abs(other) <= 1 for other in others)


def _is_against(
    indicator: Indicator, measured: Indicator | IndicatorPart, outcome: float, direction: frozenset[Mark], scope: Scope
) -> bool | Unknown:
    """Whether an outcome has not gone from that of the year before where a target in words wants it."""
    before = _outcome_before(indicator, measured, scope)
    if before is None:
        return Unknown("no-outcome-before", indicator=indicator.name, year=scope.document.year - 1)
    if "rises" in direction:
        return outcome <= before
    if "falls" in direction:
        return outcome >= before
    better = _better(indicator, scope)
    if better is None and outcome != before:
        return Unknown("no-direction", indicator=indicator.name)
    return outcome > before if better == "lower" else outcome < before


def _outcome_before(indicator: Indicator, measured: Indicator | IndicatorPart, scope: Scope) -> float | None:
    """The outcome of the year before: as it is told beside that of the year, else as the nämnd's last report of that year has
    it. Of indicators with one name that differ there, none is known to be the one.
    """
    declared, year = scope.workspace.declared, scope.document.year - 1
    told = outcome_in(measured, year, declared)
    if told is not None:
        return told
    for entry in reversed(entries_of(scope, "report", year)):
        found = {
            outcome
            for other in indicators_in(entry.document)
            if _is_same(other, indicator)
            for one in ([other] if measured is indicator else other.parts)
            if plain(one.name) == plain(measured.name) and (outcome := outcome_in(one, year, declared)) is not None
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def limits_of_indicator(indicator: Indicator, scope: Scope) -> list[Threshold] | Unknown:
    """The limits that give an indicator its assessment: its own, else those that the nämnd's plan of the year has for it."""
    if indicator.thresholds or indicator.unread_keys.get("thresholds"):
        return indicator.thresholds
    plans = (entry.document for entry in entries_of(scope, "plan", scope.document.year))
    return _agreed(
        [other.thresholds for plan in plans for other in indicators_in(plan) if _is_same(other, indicator)], indicator.name
    )


def limits_of_goal(goal: Goal | SubGoal, scope: Scope, refs: list[str]) -> list[Threshold] | Unknown:
    """The limits that give a goal its assessment: its own, else those that the nämnd's plan of the year has for it."""
    if goal.thresholds or goal.unread_keys.get("thresholds"):
        return goal.thresholds
    plans = ((entry, other) for entry in entries_of(scope, "plan", scope.document.year) for other in goals_in(entry.document))
    stated = [other.thresholds for entry, other in plans if not set(refs).isdisjoint(lineage.known_refs(entry, other))]
    return _agreed(stated, goal.title or next(iter(refs), ""))


def _agreed(stated: list[list[Threshold]], name: str) -> list[Threshold] | Unknown:
    """The limits that are stated, wherever they are; Unknown where they differ."""
    limits = [one for one in stated if one]
    if any(one != limits[0] for one in limits):
        return Unknown("limits-differ", name=name)
    return limits[0] if limits else []


def entries_of(scope: Scope, role: Role, year: int) -> list[Entry]:
    """The usable documents of the nämnd with a role that are about a year, in the order of the days up to which they report."""
    workspace, namnd = scope.workspace, scope.document.namnd
    if namnd is None:
        return []
    kinds = [kind.id for kind in workspace.kinds.values() if kind.role == role and kind.of == "namnd"]
    found = (workspace.find(kind, namnd, year) for kind in kinds)
    # A kind that is another under a name of its own is found as both.
    alone = {id(entry): entry for of_kind in found if not isinstance(of_kind, Unknown) for entry in of_kind}
    return sorted(alone.values(), key=lambda entry: workspace.as_of(entry.document))


def _is_same(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators measure the same: they have one name, and are both about the nämnd or both about the city."""
    return plain(one.name) == plain(other.name) and one.level == other.level


def is_only_of_its_name(indicator: Indicator, scope: Scope) -> bool:
    """Whether no other indicator of the document has its name, of those that are about the same."""
    return len(of_its_name(indicator, scope)) < 2


def of_its_name(indicator: Indicator, scope: Scope) -> Sequence[Indicator]:
    """The indicators of a document that have the name of one, of those that are about the same."""
    return _by_name(scope.workspace, scope.entry).get((plain(indicator.name), indicator.level), ())


def number_of(indicator: Indicator, goal: Goal | SubGoal | None, scope: Scope) -> int:
    """How many indicators under a goal, or under none, have the name of one, of those that are about the same."""
    return _by_goal(scope.workspace, scope.entry)[plain(indicator.name), indicator.level, id(goal)]


@remembered
def _by_goal(workspace: Workspace, entry: Entry) -> Counter[tuple[str, str, int]]:
    goals = ((one, lineage.goal_of(workspace, entry, one)) for one in indicators_in(entry.document))
    return Counter((plain(one.name), one.level, id(goal)) for one, goal in goals)


@remembered
def _by_name(_: Workspace, entry: Entry) -> Mapping[tuple[str, str], Sequence[Indicator]]:
    names: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in indicators_in(entry.document):
        names.setdefault((plain(indicator.name), indicator.level), []).append(indicator)
    return names


def plain(name: str) -> str:
    """A name without regard to case and white space."""
    return " ".join(name.casefold().split())


def indicators_in(document: Document) -> Iterator[Indicator]:
    """Every indicator of a document."""
    yield from document.indicators
    for goal in goals_in(document):
        yield from goal.indicators


def goals_in(document: Document) -> Iterator[Goal | SubGoal]:
    """The goals of a document, at every level."""
    waiting: list[Goal | SubGoal] = list(document.goals)
    for goal in waiting:
        yield goal
        waiting.extend(goal.sub_goals)
