"""What of a plan a report follows up: whose goal it is, what a plan and a report know it by, and what its targets ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from plancheck.model.base import Uncertain, Unknown
from plancheck.model.document import Goal, SubGoal
from plancheck.model.figures import Measure
from plancheck.model.indicators import Indicator
from plancheck.model.wording import Empty
from plancheck.query import targets
from plancheck.query.scope import Scope
from plancheck.repository import lineage, organisation
from plancheck.repository.workspace import Entry, Place, Workspace, remembered

_ENDS = " .,:;!"
"""What a title may end in without being another."""
_ANY_OF_THEM = "?"
"""What stands before a name that several indicators of a document have: which of them is meant is not known."""


def is_own(goal: Goal | SubGoal, scope: Scope) -> bool | Unknown:
    """Whether the nämnd has set a goal: it is decided here, or its `ref` names a document of the nämnd, or is to name one. One
    below another that refers to nothing is decided here, too. Unknown where nobody knows whose that document is, and of a
    report where it is not there, and may be the nämnd's plan.
    """
    if goal.id is not None or not isinstance(goal.ref, str):
        if goal.id is None and goal.ref is None and isinstance(goal, Goal):
            return _is_called_as_one_of_plan(goal, scope)
        return goal.id is not None or goal.ref is None
    workspace, (name, _, _) = scope.workspace, goal.ref.partition("/")
    names = [name] if workspace.named(name) else [ref.partition("/")[0] for ref in lineage.meant(workspace, goal.ref, "goals")]
    if not names:
        return Unknown("no-named-document", name=name) if _may_be_of_plan(goal.ref, scope) else False
    answers = [_is_of_own(entry, scope) for other in names for entry in workspace.named(other)]
    return False if False in answers else next((answer for answer in answers if isinstance(answer, Unknown)), True)


def _is_called_as_one_of_plan(goal: Goal, scope: Scope) -> bool:
    """Whether a goal of a report that has a title alone is one of the nämnd's plan of the year that no register has decided."""
    title = targets.plain(_title(goal.title))
    if not title or not _follows_up(scope):
        return False
    plans = targets.entries_of(scope, "plan", scope.document.year)
    return any(title in _own_titles(scope.workspace, plan) for plan in plans)


@remembered
def _own_titles(workspace: Workspace, plan: Entry) -> frozenset[str]:
    """The titles of the goals of a plan that no register has decided."""
    goals = (goal for goal in targets.goals_in(plan.document) if not _is_decided(workspace, goal))
    return frozenset(targets.plain(_title(goal.title)) for goal in goals)


def _is_decided(workspace: Workspace, goal: Goal | SubGoal) -> bool:
    return goal.id is None and any(lineage.is_of_register(workspace, ref) for ref in lineage.given_refs(goal))


def is_of_register(goal: Goal | SubGoal, scope: Scope) -> bool:
    """Whether a register (the budget of KF) has decided a goal, as far as the registers that there are tell."""
    return _is_decided(scope.workspace, goal)


def _may_be_of_plan(ref: str, scope: Scope) -> bool:
    """Whether a reference of a report to a document that is not there may be to a plan of the nämnd: there is none for the
    year, or it has what is referred to.
    """
    plans = targets.entries_of(scope, "plan", scope.document.year)
    return _follows_up(scope) and (not plans or any(_of_misnamed_plans([ref], scope)))


def _follows_up(scope: Scope) -> bool:
    """Whether a document tells what came of a plan: a report, or an annex of one."""
    kind = scope.workspace.kind_of(scope.entry)
    return kind is not None and kind.role in ("report", "annex")


def _is_of_own(entry: Entry, scope: Scope) -> bool | Unknown:
    """Whether another document is the nämnd's, or of one that it acts for."""
    workspace, namnd = scope.workspace, scope.document.namnd
    if entry.header.namnd in organisation.acts_for(workspace, namnd, scope.document.year):
        return True
    kind = workspace.kind_of(entry)
    if kind and kind.of == "namnd" and entry.header.namnd is None:
        return Unknown("whose-document", name=entry.header.identity)
    names = (namnd, entry.header.namnd) if entry.header.namnd else ()
    return next((unknown for name in names if (unknown := organisation.unknown_namnd(workspace, name))), False)


def keys_of_goal(goal: Goal | SubGoal, scope: Scope) -> list[str | Unknown]:
    """What a plan and a report know a goal by: the reference that its `id` makes, else those in its `ref`; and its title.

    In a report the reference says more than the title beside it; and the title of a goal of KF is no other goal's. One that
    names a document which is not there may mean a goal of the nämnd's plan of the year that has the same id.
    """
    made = lineage.made_ref(scope.entry, goal)
    refs = [made] if made else lineage.references(scope.workspace, scope.entry, goal, scope.as_of)
    title = _title(goal.title)
    if not made and _follows_up(scope) and any(_tells_more(ref, title, scope) for ref in refs):
        title = ""
    unread = goal.unread_keys.get("title")
    named: list[str | Unknown] = [*refs, *([title] if title else [unread] if unread else [])]
    return [*named, *([] if made else _of_misnamed_plans(refs, scope))] or [Unknown("nothing-to-know-by")]


def _title(title: str | None) -> str:
    return (title or "").strip().rstrip(_ENDS)


def _tells_more(ref: str, title: str, scope: Scope) -> bool:
    """Whether a reference of a report leads to a goal of the nämnd, or to one that has this very title."""
    place = lineage.definition(scope.workspace, ref)
    if not isinstance(place, Place) or not isinstance(place.value, Goal | SubGoal):
        return False
    same = targets.plain(_title(place.value.title)) == targets.plain(title)
    return same or _is_of_own(place.entry, scope) is True


def _of_misnamed_plans(refs: Iterable[str], scope: Scope) -> Iterator[Uncertain]:
    """What references mean that name a document which is not there, if they mean the nämnd's plan of the year."""
    for identity, _, name in (ref.partition("/") for ref in refs):
        if not scope.workspace.named(identity):
            for plan in targets.entries_of(scope, "plan", scope.document.year):
                meant = f"{plan.header.identity}/{name}"
                if isinstance(lineage.definition(scope.workspace, meant), Place):
                    yield Uncertain(meant, "no-named-document", name=identity)


def keys_of_indicator(indicator: Indicator, scope: Scope) -> list[str | Unknown]:
    """What a plan and a report know an indicator by: its name below what its goal is known by; and its name alone, where no
    other of its document has that. Uncertain where another one under the same goal has its name.
    """
    name = indicator.name
    goal = lineage.goal_of(scope.workspace, scope.entry, indicator)
    is_only = targets.is_only_of_its_name(indicator, scope)
    below = [f"{key}: {name}" for key in keys_of_goal(goal, scope) if isinstance(key, str)] if goal else []
    keys = [*([name] if is_only or not goal else []), *below]
    if targets.number_of(indicator, goal, scope) > 1:
        return [Uncertain(key, "several-of-one-name", name=name) for key in keys]
    if is_only:
        return [*keys, *_any_of_plan(indicator, goal, scope)]
    return [*keys, *([] if _follows_up(scope) else [f"{_ANY_OF_THEM} {name}"])]


def _any_of_plan(indicator: Indicator, goal: Goal | SubGoal | None, scope: Scope) -> Iterator[Uncertain]:
    """What an indicator of a report may mean of several of its name in the plan of the year, none of them under its goal."""
    if not _follows_up(scope):
        return
    here = {key for key in keys_of_goal(goal, scope) if isinstance(key, str)} if goal else set()
    for plan in targets.entries_of(scope, "plan", scope.document.year):
        of_plan = scope.of(plan)
        others = targets.of_its_name(indicator, of_plan)
        if len(others) < 2:
            continue
        goals = [lineage.goal_of(scope.workspace, plan, other) for other in others]
        there = {targets.plain(key) for one in goals if one for key in keys_of_goal(one, of_plan) if isinstance(key, str)}
        if there.isdisjoint(map(targets.plain, here)):
            yield Uncertain(f"{_ANY_OF_THEM} {indicator.name}", "several-of-one-name", name=indicator.name)


def aims(indicator: Indicator, scope: Scope) -> dict[int | str, Measure | str | Unknown]:
    """What the targets of an indicator ask for in the years of its document: by year, of a part or set by somebody else by that
    and the year. A figure with its unit, or a direction; whether that is to be reached from below or above stands apart.
    Unknown where the words say neither.
    """
    asked: dict[int | str, Measure | str | Unknown] = {}
    whole: list[tuple[str, Mapping[int, int | float | str | None]]] = [("", indicator.target)]
    parts = [(f"{part.name} ", part.target) for part in indicator.parts]
    for of, told in [*whole, *parts, *((f"{target.by} ", target.target) for target in indicator.targets)]:
        for year in range(scope.document.year, scope.document.last_year + 1):
            if told.get(year) is not None:
                asked.update(_asked(f"{of}{year}" if of else year, told[year], indicator, scope))
    return asked


def _asked(
    key: int | str, told: object, indicator: Indicator, scope: Scope
) -> Iterator[tuple[int | str, Measure | str | Unknown]]:
    """What one target asks for."""
    declared = scope.workspace.declared
    aim = targets.aim_of(told, declared)
    if aim is None:
        yield key, Unknown("target-in-words", given=told)
        return
    direction = next((str(term.id) for term in declared.terms("directions") if aim.marks and term.marks == aim.marks), "")
    if aim.figure is None:
        yield key, direction
        return
    yield key, _measured(aim.figure, aim.unit or indicator.unit or "", scope)
    if direction:
        yield f"{key} {_ANY_OF_THEM}", direction


def follow_up(goal: Goal | SubGoal, scope: Scope) -> str | int | float | None:
    """What a report says of how it went with a goal: its assessment, else its analysis, the outcome of one of its indicators
    for the document's year or why there is none, or the status of one of its activities; else what it says of a goal under it.
    """
    year = scope.document.year
    waiting: list[Goal | SubGoal] = [goal]
    for one in waiting:
        told: list[str | int | float | None] = [one.assessment, one.analysis]
        for indicator in one.indicators:
            told += [indicator.outcome.get(year), indicator.reason]
            told += [outcome for part in indicator.parts for outcome in (part.outcome.get(year), part.reason)]
        told += [activity.status for activity in one.activities]
        said = next((words for words in told if words is not None and not isinstance(words, Empty)), None)
        if said is not None:
            return said
        waiting.extend(one.sub_goals)
    return None


def outcomes(indicator: Indicator, scope: Scope) -> dict[int, Measure | str]:
    """The outcomes of an indicator by year: figures with their unit, and words that are none as they are written."""
    told: dict[int, Measure | str] = {}
    for year, value in indicator.outcome.items():
        figure = targets.figure_in(value)
        if figure:
            told[year] = _measured(figure[0], figure[1] or indicator.unit or "", scope)
        elif value is not None:
            told[year] = str(value)
    return told


def _measured(figure: float, unit: str, scope: Scope) -> Measure:
    """A figure in a unit. What a word that is no known unit counts, nobody knows: it may be another word for the same."""
    declared = scope.workspace.declared
    of, is_known = declared.unit(unit), targets.plain(unit) in declared.units
    return Measure((figure * of.times,), 0.0, of.of if is_known else "", (figure,), unit, share=is_known and of.share)
