"""Derived fields: what rules name like a field of the model, and what follows from the data.

A field that follows from its part alone is a method of the model. Those here need the document, the day or the workspace.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel

from plancheck.model.annexes import DevelopmentArea, FollowUp, UnexecutedDecision
from plancheck.model.base import Latest, Part, Unknown, inner_model, own_derived_of
from plancheck.model.document import Activity, Annex, Decision, Document, Goal, Namnd, SubGoal, Uppdrag
from plancheck.model.figures import Measure, ReportedFigure
from plancheck.model.indicators import Indicator, IndicatorPart, Target, Threshold
from plancheck.model.internal_control import Control, Risk
from plancheck.model.source import Steps
from plancheck.model.wording import Empty
from plancheck.query import followed, targets
from plancheck.query.scope import Scope
from plancheck.repository import closing, decisions, holdings, lineage, organisation, registers
from plancheck.repository.declared import Unit
from plancheck.repository.history import was_closed_before
from plancheck.repository.workspace import Place

Derive: TypeAlias = Callable[[Any, Scope], Any]
Function = TypeVar("Function", bound=Derive)
_REGISTERED: dict[type[Part], dict[str, Derive]] = {}
_LEADS_TO: dict[tuple[type[Part], str], type[Part]] = {}


class Within(NamedTuple):
    """A value in the part that a field is of: the steps to it from there, and what it is directly under, if not that part."""

    steps: Steps
    value: Any
    above: Within | None = None


_READS: Mapping[str, tuple[str, ...]] = {
    "serves": ("ref",), "contributes-to": ("ref",), "by-ref": ("ref",), "dead-refs": ("ref",), "given-refs": ("ref",),
    "follow-up": ("assessment", "analysis", "indicators", "activities"),
    "is-own": ("ref", "id"), "is-of-register": ("ref", "id"),
    "measured-by": ("indicators", "refers-to"),
    "missed-targets": ("indicators",),
    "outcome-of-year": ("outcome",), "target-of-year": ("target",), "outcome-or-reason": ("outcome", "reason", "parts"),
    "outcomes": ("outcome", "unit"), "aims": ("target", "unit", "parts", "targets"), "all-indicators": ("indicators", "goals"),
    "target-missed": ("outcome", "target", "targets", "parts", "better", "level"),
    "targets-missed-of": ("outcome", "targets", "better"),
    "assessment-by-limits": ("thresholds", "indicators", "outcome", "reason", "analysis"),
    "limits": ("thresholds",), "share-met": ("indicators", "refers-to"),
    "is-above-itself": ("ref", "id"), "parents-at-two-levels": ("ref",), "risk-value": ("probability", "consequence", "value"),
    "begins-on": ("period", "years"), "ends-on": ("period", "years"), "reported-through": ("as-of", "period"),
    "reported-from": ("period",), "months-from-start": ("as-of", "period"),
    "product": ("probability", "consequence"),
    "addressees": ("to", "under", "coordinator"),
    "given-to": ("to",),
    "outside-heading": ("to", "under"), "closed-by": ("closed-on",), "reported-ref": ("ref",),
    "missing-predecessors": ("same-as",), "other-caretakers": ("handled-by", "coordinator", "ref"),
    "omitted-by": ("handled-by", "coordinator", "ref"), "is-executed": ("executed", "ended", "unclear-date"),
    "amount": ("value", "from", "to", "unit"), "share": ("part", "whole", "unit"), "change": ("before", "after", "unit"),
    "valid-until": ("to", "extended-to"), "within": ("section",), "taken-by": ("by",), "is-here": ("kind",),
    "is-held": ("to", "under", "coordinator"),
    "known-as": ("id", "ref", "title", "name", "level"),
}  # fmt: skip
"""The keys of the part itself that a derived field is made of: where one could not be read, the field is not known."""


def reads(model: type[Part], name: str) -> tuple[str, ...]:
    """The keys of a part that a derived field of it is made of; none for what is no derived field."""
    return _READS.get(name, ()) if name in derived_of(model) else ()


def field_of(model: type[Part], name: str, leads_to: type[Part] | None = None) -> Callable[[Function], Function]:
    """Register a function of a part and a scope as a field of a model, under the name that rules use.

    One that `leads_to` parts gives them as a list of `Place`s, or of what is `Within` the part itself.
    """

    def register(function: Function) -> Function:
        _REGISTERED.setdefault(model, {})[name] = function
        if leads_to:
            _LEADS_TO[model, name] = leads_to
        return function

    return register


@cache
def derived_of(model: type[BaseModel]) -> Mapping[str, Derive]:
    """The derived fields of a model, by the name that rules use. Each is a function of the part and a scope."""
    of_part = {name: _of_part_alone(method) for name, method in own_derived_of(model).items()}
    registered = _REGISTERED.get(model, {}) if issubclass(model, Part) else {}
    return dict(sorted({**of_part, **registered}.items()))


def model_at(model: type[Part], name: str) -> type[Part] | None:
    """The model that a key or a derived field of a model leads to, through lists; None where it leads to plain values."""
    return _LEADS_TO.get((model, name)) or inner_model(model, name)


def _of_part_alone(method: Callable[[Any], Any]) -> Derive:
    def derive(part: Any, _: Scope) -> Any:
        return method(part)

    derive.__doc__ = method.__doc__
    return derive


# Documents


@field_of(Document, "kinds")
def kinds(document: Document, scope: Scope) -> list[str]:
    """The document's kind, and the kinds that include it (`is`)."""
    return list(scope.workspace.kinds[document.document].lineage)


@field_of(Document, "ids")
def ids(document: Document, _: Scope) -> list[Within]:
    """The ids that it defines, each at its place: of goals, uppdrag, activities, risks and controls, of nämnder and groups."""
    defined = [Within((*steps, "id"), getattr(part, "id", None)) for steps, part in lineage.definable(document)]
    named = [("namnder", n, namnd.id) for n, namnd in enumerate(document.namnder)]
    named += [("groups", n, group.id) for n, group in enumerate(document.groups)]
    return [*defined, *(Within((key, n, "id"), name) for key, n, name in named)]


@field_of(Document, "reported-through")
def reported_through(document: Document, scope: Scope) -> datetime.date:
    """The day up to which the document reports: its own `as-of`, else of a report the end of its `period`, or the day of its
    kind.
    """
    if document.period and not document.as_of and scope.workspace.kinds[document.document].role == "report":
        return document.period.to
    return scope.as_of


@field_of(Document, "reported-from")
def reported_from(document: Document, _: Scope) -> datetime.date:
    """The first day that the document reports on: of its `period`, else of its year."""
    return document.period.from_ if document.period else datetime.date(document.year, 1, 1)


@field_of(Document, "months-from-start")
def months_from_start(document: Document, scope: Scope) -> float:
    """How many months from the beginning of its year it reports on: 6 to the last of June; 0 where it begins later."""
    first, last = reported_from(document, scope), reported_through(document, scope)
    if first > datetime.date(document.year, 1, 1):
        return 0
    days = calendar.monthrange(last.year, last.month)[1]
    return round(12 * (last.year - document.year) + last.month - 1 + last.day / days, 2)


@field_of(Document, "acts-for")
def acts_for(document: Document, scope: Scope) -> list[str | Unknown]:
    """The document's nämnd, and those whose uppdrag it has taken over (`succeeds`). Of a nämnd that the organisation does not
    have, any may be meant.
    """
    unknown = organisation.unknown_namnd(scope.workspace, document.namnd)
    return [*organisation.acts_for(scope.workspace, document.namnd, document.year), *([unknown] if unknown else [])]


@field_of(Document, "binds", Namnd)
def binds(_: Document, scope: Scope) -> list[Place] | Unknown:
    """The nämnder of its year that its goals and uppdrag bind; a goal without addressees binds all. Each has its place at the
    first that does.
    """
    return registers.bound(scope.workspace, scope.entry)


@field_of(Namnd, "is-held")
def is_held(namnd: Namnd, scope: Scope) -> bool | Unknown:
    """Whether the repository is to hold the documents of the nämnd for the document's year (`covers` in plancheck.yaml)."""
    return holdings.holds(scope.workspace, namnd.id, scope.document.year)


@field_of(Namnd, "groups")
def groups_of(namnd: Namnd, scope: Scope) -> list[str] | Unknown:
    """The ids of the groups that it is in."""
    return organisation.groups_of(scope.workspace, namnd.id, scope.document.year)


@field_of(Annex, "is-here")
def is_here(annex: Annex, scope: Scope) -> bool | Unknown | None:
    """That there is the document of this kind, nämnd and year; nothing for an annex that is no kind of document.

    Unknown where the document is missing or cannot be read.
    """
    if annex.kind not in scope.workspace.kinds:
        return None
    found = scope.workspace.find(annex.kind, scope.document.namnd, scope.document.year)
    return found if isinstance(found, Unknown) else True


@field_of(Document, "adopted")
def adopted(document: Document, scope: Scope) -> bool | Unknown:
    """Whether it carries a decision of its nämnd that adopted it."""
    return decisions.adopted(scope.workspace, document)


@field_of(Document, "adopted-on")
def adopted_on(document: Document, scope: Scope) -> datetime.date | Unknown | None:
    """The day of the first decision of its nämnd that adopted it."""
    return decisions.adopted_on(scope.workspace, document, scope.clock)


@field_of(Document, "last-adopted-on")
def last_adopted_on(document: Document, scope: Scope) -> datetime.date | Unknown | None:
    """The day of the last decision of its nämnd that adopted it, or adopted it again."""
    return decisions.last_adopted_on(scope.workspace, document, scope.clock)


@field_of(Document, "decided-on")
def decided_on(document: Document, scope: Scope) -> datetime.date | Unknown | None:
    """The day on which it was adopted, or is proposed to be."""
    return decisions.decided_on(scope.workspace, document, scope.clock)


@field_of(Document, "all-indicators", Indicator)
def all_indicators(document: Document, _: Scope) -> list[Within]:
    """The indicators of the document, of its goals at every level, and of none of these."""
    goals = [level for n, goal in enumerate(document.goals) for level in _levels(Within(("goals", n), goal))]
    inner = [Within((*goal.steps, "indicators", n), one, goal) for goal in goals for n, one in enumerate(goal.value.indicators)]
    return [*(Within(("indicators", n), one) for n, one in enumerate(document.indicators)), *inner]


@field_of(Document, "year-before")
def year_before(document: Document, _: Scope) -> int:
    """The year before its own."""
    return document.year - 1


@field_of(Document, "year-after")
def year_after(document: Document, _: Scope) -> int:
    """The year after its own."""
    return document.year + 1


@field_of(Decision, "taken-by")
def taken_by(decision: Decision, scope: Scope) -> str:
    """What whoever decided is called."""
    return organisation.called(scope.workspace, decision.by)


# Goals and indicators


@field_of(Goal, "addressees")
def addressees_of_goal(goal: Goal, scope: Scope) -> list[str] | Unknown:
    """The ids of the nämnder and groups that it binds, with the groups of the organisation resolved; none is everyone."""
    return registers.addressees(scope.workspace, goal, scope.document.year)


@field_of(SubGoal, "addressees")
def addressees_of_sub_goal(goal: SubGoal, scope: Scope) -> list[str] | Unknown:
    """The ids of the nämnder and groups that it binds, or else the goal above it; none is everyone."""
    goals = (goal, *lineage.above_in(scope.workspace, scope.entry, goal))
    names = next((one.to for one in goals if one.to), [])
    return organisation.members(scope.workspace, names, scope.document.year) if names else []


@field_of(SubGoal, "contributes-to")
@field_of(Goal, "contributes-to")
def contributes_to(goal: Goal | SubGoal, scope: Scope) -> list[str]:
    """The references of the goals that the nämnd's own goal is to help reach: those in its `ref`, those that it stands under,
    and those that KF has above these.
    """
    return lineage.contributes_to(scope.workspace, scope.entry, goal)


@field_of(SubGoal, "serves")
@field_of(Goal, "serves")
def serves(goal: Goal | SubGoal, scope: Scope) -> list[str]:
    """The references of the goals that it serves: its own, those in its `ref`, and of KF's goals those above them."""
    return lineage.served(scope.workspace, scope.entry, goal)


@field_of(SubGoal, "levels", SubGoal)
@field_of(Goal, "levels", SubGoal)
def levels(goal: Goal | SubGoal, _: Scope) -> list[Within]:
    """The goal itself and the goals under it, at every level."""
    return list(_levels(Within((), goal)))


def _levels(goal: Within) -> Iterator[Within]:
    yield goal
    for n, inner in enumerate(goal.value.sub_goals):
        yield from _levels(Within((*goal.steps, "sub-goals", n), inner, goal))


@field_of(SubGoal, "by-ref", SubGoal)
@field_of(Goal, "by-ref", Goal)
def by_ref(goal: Goal | SubGoal, _: Scope) -> list[Within]:
    """The goal once for each reference in its `ref`; once if it has none."""
    if isinstance(goal.ref, list):
        return [Within(("ref", n), goal.model_copy(update={"ref": ref})) for n, ref in enumerate(goal.ref)]
    return [Within((), goal)]


@field_of(SubGoal, "is-own")
@field_of(Goal, "is-own")
def is_own(goal: Goal | SubGoal, scope: Scope) -> bool | Unknown:
    """Whether the nämnd has set it: it is decided here, or its `ref` names a document of the nämnd, or is to name one. One
    below another that refers to nothing is decided here, too.
    """
    return followed.is_own(goal, scope)


@field_of(SubGoal, "is-of-register")
@field_of(Goal, "is-of-register")
def is_of_register(goal: Goal | SubGoal, scope: Scope) -> bool:
    """Whether a register (the budget of KF) has decided it, as far as the registers that there are tell."""
    return followed.is_of_register(goal, scope)


@field_of(SubGoal, "follow-up")
@field_of(Goal, "follow-up")
def follow_up(goal: Goal | SubGoal, scope: Scope) -> str | int | float | None:
    """What it says of how it went: its assessment, else its analysis, the outcome of one of its indicators or why there is
    none, or the status of one of its activities; else that of a goal under it.
    """
    return followed.follow_up(goal, scope)


@field_of(SubGoal, "known-as")
@field_of(Goal, "known-as")
def goal_known_as(goal: Goal | SubGoal, scope: Scope) -> list[str | Unknown]:
    """What a plan and a report know the goal by: the reference that its `id` makes, else those in its `ref`; and its title."""
    return followed.keys_of_goal(goal, scope)


@field_of(SubGoal, "measured-by")
@field_of(Goal, "measured-by")
def measured_by(goal: Goal | SubGoal, scope: Scope) -> list[Indicator]:
    """The goal's own indicators; where it has none, those of the goals in the sections that it refers to instead."""
    sections = set(goal.refers_to) if isinstance(goal, Goal) else set()
    others = [other for other in scope.document.goals if other.at and other.at.section in sections]
    return goal.indicators or [indicator for other in others for indicator in other.indicators]


@field_of(SubGoal, "missed-targets")
@field_of(Goal, "missed-targets")
def missed_targets(goal: Goal | SubGoal, scope: Scope) -> list[str] | Unknown:
    """The names of the indicators `measured-by` whose outcome is worse than the target, without those of the whole city.

    Unknown where none is known to be worse, but one is unknown.
    """
    of_namnd = [indicator for indicator in measured_by(goal, scope) if indicator.level == "namnd"]
    # Two may have one name, such as one for each of two schools.
    answers = [(indicator.name, target_missed(indicator, scope)) for indicator in of_namnd]
    missed = list(dict.fromkeys(name for name, answer in answers if answer is True))
    unknown = next((answer for _, answer in answers if isinstance(answer, Unknown)), None)
    return missed or unknown or scope.document.unread("indicators") or []


@field_of(SubGoal, "share-met")
@field_of(Goal, "share-met")
def share_met(goal: Goal | SubGoal, scope: Scope) -> float | Unknown | None:
    """How many of its indicators, in per cent, have an outcome that is no worse than the target; nothing where it has none.

    Those of the whole city are not counted.
    """
    answers = [target_missed(indicator, scope) for indicator in measured_by(goal, scope) if indicator.level == "namnd"]
    unknown = next((answer for answer in answers if isinstance(answer, Unknown)), None)
    return unknown or (100 * answers.count(False) / len(answers) if answers else None)


@field_of(SubGoal, "limits")
@field_of(Goal, "limits")
def limits_of_goal(goal: Goal | SubGoal, scope: Scope) -> list[Threshold] | Unknown:
    """The limits that give its assessment: its `thresholds`, else those of the nämnd's plan, or of who decided it."""
    refs = lineage.references(scope.workspace, scope.entry, goal, scope.as_of)
    limits = targets.limits_of_goal(goal, scope, refs)
    if limits:
        return limits
    decided = (lineage.definition(scope.workspace, ref, scope.as_of, "goals") for ref in refs)
    values = (place.value for place in decided if isinstance(place, Place))
    return next((value.thresholds for value in values if isinstance(value, Goal | SubGoal) and value.thresholds), [])


@field_of(Indicator, "limits")
def limits_of_indicator(indicator: Indicator, scope: Scope) -> list[Threshold] | Unknown:
    """The limits that give its assessment: its `thresholds`, else those that the nämnd's plan of the year has for it."""
    return targets.limits_of_indicator(indicator, scope)


@field_of(SubGoal, "assessment-by-limits")
@field_of(Goal, "assessment-by-limits")
def assessment_of_goal(goal: Goal | SubGoal, scope: Scope) -> str | Unknown | None:
    """The assessment that its `limits` give for the share of its indicators that meet their targets.

    Nothing where it could not be assessed, and its analysis says why.
    """
    if _is_excused(goal.assessment, goal.analysis, scope):
        return None
    limits = limits_of_goal(goal, scope)
    return _by_limits(limits, share_met(goal, scope)) if limits else None


@field_of(Indicator, "assessment-by-limits")
def assessment_of_indicator(indicator: Indicator, scope: Scope) -> str | Unknown | None:
    """The assessment that its `limits` give for the outcome of the document's year.

    Nothing where it could not be assessed, for a reason that is told.
    """
    if _is_excused(indicator.assessment, indicator.reason, scope):
        return None
    limits = limits_of_indicator(indicator, scope)
    return _by_limits(limits, outcome_of_year(indicator, scope)) if limits else None


def _is_excused(assessment: str | None, reason: str | None, scope: Scope) -> bool:
    """Whether an assessment says that none could be made, and the reason is told."""
    words = scope.workspace.declared.marked("assessment", "not-assessable")
    return bool(assessment and assessment.casefold() in words and reason and not isinstance(reason, Empty))


def _by_limits(limits: list[Threshold] | Unknown, figure: float | Unknown | None) -> str | Unknown:
    if isinstance(limits, Unknown):
        return limits
    if figure is None or isinstance(figure, Unknown):
        return figure or Unknown("no-figure-to-assess")
    unread = next((why for threshold in limits for why in threshold.unread_keys.values()), None)
    if unread:
        return unread
    given = next((threshold.assessment for threshold in limits if threshold.gives(figure)), None)
    return given or Unknown("outside-every-limit", figure=figure)


@field_of(IndicatorPart, "outcome-of-year")
@field_of(Indicator, "outcome-of-year")
def outcome_of_year(measured: Indicator | IndicatorPart, scope: Scope) -> int | float | Unknown | None:
    """The outcome for the document's year as a number; words such as "i.u." are no outcome. Unknown where they have a number,
    and something besides that is no unit.
    """
    outcome = targets.outcome_in(measured, scope.document.year, scope.workspace.declared)
    return targets.unreadable(measured.outcome.get(scope.document.year)) if outcome is None else outcome


@field_of(Target, "target-of-year")
@field_of(IndicatorPart, "target-of-year")
@field_of(Indicator, "target-of-year")
def target_of_year(measured: targets.Measured, scope: Scope) -> int | float | str | Unknown | None:
    """The target for the document's year, or of a period for the first of its years that has one: a number, or the words that
    say which («minst 80 %») or in which direction. Unknown where the words have a number and say neither.

    An indicator that has none, but one for each of its parts, has those.
    """
    value = targets.target_in(measured, scope.document)
    if targets.aim_of(value, scope.workspace.declared) is not None:
        return value
    if unreadable := targets.unreadable(value):
        return unreadable
    of_parts = [target_of_year(part, scope) for part in measured.parts] if isinstance(measured, Indicator) else []
    return of_parts[0] if of_parts and None not in of_parts else None


@field_of(Indicator, "known-as")
def indicator_known_as(indicator: Indicator, scope: Scope) -> list[str | Unknown]:
    """What a plan and a report know the indicator by: its name below what its goal is `known-as`; and its name alone, where no
    other of its document has that.
    """
    return followed.keys_of_indicator(indicator, scope)


@field_of(Indicator, "outcomes")
def outcomes(indicator: Indicator, scope: Scope) -> dict[int, Measure | str]:
    """Its outcomes by year: figures with their unit, and words that are none as they are written."""
    return followed.outcomes(indicator, scope)


@field_of(Indicator, "aims")
def aims(indicator: Indicator, scope: Scope) -> dict[int | str, Measure | str | Unknown]:
    """What its targets ask for in the years of its document, those of its parts and those that others have set too."""
    return followed.aims(indicator, scope)


@field_of(IndicatorPart, "outcome-or-reason")
@field_of(Indicator, "outcome-or-reason")
def outcome_or_reason(measured: Indicator | IndicatorPart, scope: Scope) -> int | float | str | Unknown | None:
    """The outcome for the document's year, or else why there is none. Each part of an indicator may have its own instead."""
    outcome = outcome_of_year(measured, scope)
    if isinstance(outcome, Unknown):
        return measured.reason or outcome
    if outcome is not None or measured.reason or not isinstance(measured, Indicator):
        return measured.reason if outcome is None else outcome
    of_parts = [outcome_or_reason(part, scope) for part in measured.parts]
    return of_parts[0] if of_parts and None not in of_parts else None


@field_of(Indicator, "target-missed")
def target_missed(indicator: Indicator, scope: Scope) -> bool | Unknown:
    """Whether the outcome of the document's year is worse than its target, or than one that somebody else has set; or that of
    a part is worse than its own.
    """
    held: list[tuple[Indicator | IndicatorPart, targets.Measured]] = [(indicator, indicator)]
    held += [(indicator, target) for target in indicator.targets] + [(part, part) for part in indicator.parts]
    answers = (targets.is_missed(indicator, measured, target, scope) for measured, target in held)
    told = [answer for answer in answers if answer is not None]
    if True in told:
        return True
    return next((answer for answer in told if isinstance(answer, Unknown)), None) or (
        False if told else Unknown("no-outcome-or-target")
    )


@field_of(Indicator, "targets-missed-of")
def targets_missed_of(indicator: Indicator, scope: Scope) -> list[str] | Unknown:
    """What those are called whose targets the outcome of the document's year is worse than, without its own target.

    Unknown where none is known to be missed, but one is unknown.
    """
    answers = [(target.by, targets.is_missed(indicator, indicator, target, scope)) for target in indicator.targets]
    missed = dict.fromkeys(organisation.called(scope.workspace, by) for by, answer in answers if answer is True)
    return list(missed) or next((answer for _, answer in answers if isinstance(answer, Unknown)), [])


@field_of(SubGoal, "is-above-itself")
@field_of(Goal, "is-above-itself")
def is_above_itself(goal: Goal | SubGoal, scope: Scope) -> bool:
    """Whether the goals that it serves, and those that they serve, lead back to it."""
    return lineage.is_above_itself(scope.workspace, scope.entry, goal)


@field_of(SubGoal, "parents-at-two-levels")
@field_of(Goal, "parents-at-two-levels")
def parents_at_two_levels(goal: Goal | SubGoal, scope: Scope) -> list[str]:
    """Of the goals in its `ref`, those that stand above another one there: it is under both at once."""
    return lineage.parents_at_two_levels(scope.workspace, goal)


# Uppdrag, and what refers to something decided


@field_of(Control, "given-refs")
@field_of(Risk, "given-refs")
@field_of(FollowUp, "given-refs")
@field_of(DevelopmentArea, "given-refs")
@field_of(Uppdrag, "given-refs")
@field_of(Activity, "given-refs")
@field_of(SubGoal, "given-refs")
@field_of(Goal, "given-refs")
def given_refs(part: Part, _: Scope) -> list[str]:
    """The references in its `ref`, as they are written: its own `id` makes none of them."""
    return lineage.given_refs(part)


@field_of(Control, "dead-refs")
@field_of(Risk, "dead-refs")
@field_of(FollowUp, "dead-refs")
@field_of(DevelopmentArea, "dead-refs")
@field_of(Uppdrag, "dead-refs")
@field_of(Activity, "dead-refs")
@field_of(SubGoal, "dead-refs")
@field_of(Goal, "dead-refs")
def dead_refs(part: Part, scope: Scope) -> list[str] | Unknown:
    """The references in its `ref` that lead to nothing of its sort: of a goal to no goal, of a control to no control.

    Unknown where none is known to, but the document that one names is missing.
    """
    return lineage.dead(scope.workspace, part, scope.as_of)


@field_of(Uppdrag, "addressees")
def addressees_of_uppdrag(uppdrag: Uppdrag, scope: Scope) -> list[str] | Unknown:
    """The ids of the nämnder and groups that it is addressed to, with the groups of the organisation resolved.

    Its text says whom it is for, else the heading above it; who coordinates the others is one of them.
    """
    return registers.addressees(scope.workspace, uppdrag, scope.document.year)


@field_of(Uppdrag, "given-to")
def given_to(uppdrag: Uppdrag, scope: Scope) -> list[str]:
    """What those that it is addressed to are called: nämnder and groups, as it names them."""
    return [organisation.called(scope.workspace, name) for name in registers.named(uppdrag)]


@field_of(Uppdrag, "is-held")
def is_held_by_all(uppdrag: Uppdrag, scope: Scope) -> bool | Unknown | None:
    """Whether the repository is to hold the documents of all nämnder that it binds; nothing where it binds none."""
    bound = registers.bound_by(scope.workspace, uppdrag, scope.document.year)
    if isinstance(bound, Unknown):
        return bound
    answers = [is_held(namnd, scope) for namnd in bound]
    if False in answers:
        return False
    return next((answer for answer in answers if isinstance(answer, Unknown)), True) if answers else None


@field_of(Uppdrag, "outside-heading")
def outside_heading(uppdrag: Uppdrag, scope: Scope) -> list[str] | Unknown:
    """Those whom its text names although the heading above it does not."""
    under: list[str] | Unknown = uppdrag.to
    if uppdrag.under:
        under = organisation.members(scope.workspace, uppdrag.under, scope.document.year)
    return under if isinstance(under, Unknown) else [name for name in uppdrag.to if name not in under]


@field_of(Uppdrag, "is-closed")
def is_closed(uppdrag: Uppdrag, scope: Scope) -> bool | Unknown:
    """Whether it is completed: its status says so, and the nämnd has decided it. A proposal is no decision."""
    return closing.is_closed(scope.workspace, scope.entry, uppdrag)


@field_of(Uppdrag, "newly-closed")
def newly_closed(uppdrag: Uppdrag, scope: Scope) -> bool:
    """Whether its status says that it is completed, and nothing had decided that before: no day, and no earlier document."""
    if not closing.says_closed(scope.workspace, uppdrag) or uppdrag.closed_on is not None:
        return False
    ref = reported_ref(uppdrag, scope)
    return ref is None or not was_closed_before(scope.workspace, scope.entry, ref)


@field_of(Uppdrag, "bound-since")
def bound_since(uppdrag: Uppdrag, scope: Scope) -> datetime.date | None:
    """The day since which it binds, as far as what gave it is known."""
    ref = lineage.reference(scope.workspace, scope.entry, uppdrag, scope.as_of)
    place = lineage.definition(scope.workspace, ref, scope.as_of) if ref else None
    if not isinstance(place, Place) or not isinstance(place.value, Uppdrag):
        return None
    return place.value.given_on or scope.workspace.as_of(place.entry.document)


@field_of(Uppdrag, "closed-by")
def closed_by(uppdrag: Uppdrag, scope: Scope) -> datetime.date | Latest:
    """The day it was closed, or else that it was on the day up to which the document reports, at the latest."""
    return uppdrag.closed_on or Latest(scope.as_of)


@field_of(Uppdrag, "reported-ref")
def reported_ref(uppdrag: Uppdrag, scope: Scope) -> str | None:
    """The reference that it is reported with; where nothing but its name has changed by then, the new one."""
    ref = lineage.own_ref(scope.entry, uppdrag)
    return lineage.renamed(scope.workspace, ref, scope.as_of) if ref else None


@field_of(Uppdrag, "missing-predecessors")
def missing_predecessors(uppdrag: Uppdrag, scope: Scope) -> list[str] | Unknown:
    """The uppdrag that it says it continues (`same-as`), but that the document named there does not have.

    Unknown where such a document is missing.
    """
    return lineage.missing(scope.workspace, uppdrag.same_as)


@field_of(Uppdrag, "other-caretakers")
def other_caretakers(uppdrag: Uppdrag, scope: Scope) -> list[str]:
    """The other nämnder that take care of it, or that are to coordinate it."""
    ref = lineage.reference(scope.workspace, scope.entry, uppdrag, scope.as_of)
    place = lineage.definition(scope.workspace, ref, scope.as_of) if ref else None
    defined = place.value if isinstance(place, Place) and isinstance(place.value, Uppdrag) else uppdrag
    named = [*uppdrag.handled_by, *([defined.coordinator] if defined.coordinator else [])]
    acting = organisation.acts_for(scope.workspace, scope.document.namnd, scope.document.year)
    return [namnd for namnd in dict.fromkeys(named) if namnd not in acting]


@field_of(Uppdrag, "omitted-by")
def omitted_by(uppdrag: Uppdrag, scope: Scope) -> list[str] | Unknown:
    """Those of `other-caretakers` whose document of the same kind and year leaves it out.

    Unknown where such a document is missing, or may have it all the same.
    """
    workspace, document = scope.workspace, scope.document
    ref = lineage.reference(workspace, scope.entry, uppdrag, scope.as_of)
    omitting: list[str] = []
    unknown: Unknown | None = None
    for namnd in other_caretakers(uppdrag, scope):
        entries = workspace.find(document.document, namnd, document.year)
        if isinstance(entries, Unknown):
            unknown = entries
            continue
        refs = {
            lineage.reference(workspace, entry, other, scope.as_of) for entry in entries for other in entry.document.uppdrag
        }
        if ref in refs:
            continue
        lacking = next((why for entry in entries if (why := entry.document.may_lack("uppdrag"))), None)
        if lacking:
            unknown = lacking
        else:
            omitting.append(namnd)
    return omitting or unknown or []


# Internal control and annexes


@field_of(Control, "known-as")
def known_as(control: Control, scope: Scope) -> list[str]:
    """What a plan and its follow-up know the control by: its reference; without one to follow, its title under its risk."""
    refs = lineage.references(scope.workspace, scope.entry, control, scope.as_of)
    if control.ref is not None or control.title is None:
        return refs
    risk = lineage.risk_of(scope.workspace, scope.entry, control) or Risk()
    under = [*lineage.references(scope.workspace, scope.entry, risk, scope.as_of), *([risk.title] if risk.title else [])]
    return [*refs, *(f"{name}: {control.title}" for name in under)]


@field_of(UnexecutedDecision, "is-executed")
def is_executed(decision: UnexecutedDecision, scope: Scope) -> bool | Unknown:
    """Whether it has been carried out, or ended without, by the day up to which the document reports."""
    if any(day and day <= scope.as_of for day in (decision.executed, decision.ended)):
        return True
    return Unknown("unclear-date") if decision.unclear_date and decision.unclear_date <= scope.as_of else False


# Figures


@field_of(ReportedFigure, "amount")
def amount(figure: ReportedFigure, scope: Scope) -> Measure | None:
    """The figure, with the precision of the report."""
    numbers = [number for number in (figure.value, figure.from_, figure.to) if number is not None]
    if not numbers:
        return None
    unit = _unit_of(figure, scope)
    place = max(10.0 ** -_decimals(number) for number in numbers)
    if figure.approximate:
        place = max(place, *(_roughness(number) for number in numbers))
    in_unit = tuple(number * unit.times for number in numbers)
    return Measure(in_unit, place * unit.times, unit.of, tuple(numbers), figure.unit or "", figure.approximate)


@field_of(ReportedFigure, "share")
def share(figure: ReportedFigure, scope: Scope) -> Measure | Unknown:
    """The share, in percent, that follows from its two numbers."""
    if figure.part is None or figure.whole is None:
        return Unknown("no-part-or-whole", name=figure.called())
    percent = 100 * figure.part / figure.whole
    return Measure((percent,), 0.0, _unit_of(figure, scope).of, (round(percent, 2),), figure.unit or "")


@field_of(ReportedFigure, "change")
def change(figure: ReportedFigure, scope: Scope) -> Measure | Unknown:
    """By how much it has changed, in the figure's unit: the difference of its two numbers, or what share that is of the first.

    Only a figure that is told as negative shows the direction: a decrease of 485 is told as 485, too.
    """
    told = amount(figure, scope)
    if figure.before is None or figure.after is None or told is None:
        return Unknown("no-before-or-after", name=figure.called())
    unit = _unit_of(figure, scope)
    difference = figure.after - figure.before
    readings: list[float] = [difference]
    if unit.share and figure.before:
        share = 100 * difference / abs(figure.before)
        # What changed may be a percentage itself, of which the points are told.
        readings = [difference, share] if max(abs(figure.before), abs(figure.after)) <= 100 else [share]
    if told.numbers[0] >= 0:
        readings = [abs(reading) for reading in readings]
    followed = min(readings, key=lambda reading: abs(reading * unit.times - told.numbers[0]))
    return Measure((followed * unit.times,), 0.0, unit.of, (_as_told(followed, figure),), figure.unit or "")


def _roughness(number: float) -> float:
    """How far from it an approximate number may be: its last digit that is not 0 says how it was rounded, but no more than a
    tenth of it.
    """
    digits = Decimal(repr(number)).normalize().as_tuple()
    step = 10.0 ** int(digits.exponent) * (5 if digits.digits[-1] == 5 else 1)
    return min(step, abs(number) / 10)


@field_of(ReportedFigure, "was")
def was(figure: ReportedFigure, scope: Scope) -> float | None:
    """Of a change: what it was before, to a decimal more than the figure is given with."""
    return None if figure.before is None else _as_told(figure.before, figure)


@field_of(ReportedFigure, "became")
def became(figure: ReportedFigure, scope: Scope) -> float | None:
    """Of a change: what it is after it, to a decimal more than the figure is given with."""
    return None if figure.after is None else _as_told(figure.after, figure)


def _as_told(number: float, figure: ReportedFigure) -> float:
    """A number that a figure follows from, no more precise than it takes to see that."""
    return round(number, _decimals(figure.value or 0) + 1)


def _unit_of(figure: ReportedFigure, scope: Scope) -> Unit:
    """The unit of a figure as the rule set knows it; an unknown word is a unit of its own."""
    return scope.workspace.declared.unit(figure.unit or "")


def _decimals(number: float) -> int:
    """How many decimals a number is written with."""
    text = repr(number)
    return len(text.partition(".")[2]) if isinstance(number, float) and "e" not in text and not text.endswith(".0") else 0
