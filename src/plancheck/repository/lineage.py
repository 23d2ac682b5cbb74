"""What a reference leads to, and what became of it: definitions, and the uppdrag that continue others (`same-as`)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from plancheck.model.annexes import DevelopmentArea, FollowUp
from plancheck.model.base import Part, Unknown, kebab
from plancheck.model.document import Activity, Document, Goal, SubGoal, Uppdrag
from plancheck.model.indicators import Indicator
from plancheck.model.internal_control import Control, Risk
from plancheck.model.source import Steps
from plancheck.model.text import is_one_slip, likeness
from plancheck.repository.workspace import Entry, Place, Workspace, remembered

Defining: TypeAlias = Literal["goals", "uppdrag", "development-areas", "risks"]
DEFINING: Sequence[Defining] = ("goals", "uppdrag", "development-areas", "risks")
"""The keys of a document under which something is defined."""
_KEYS: Mapping[type, Defining] = {
    Uppdrag: "uppdrag", Goal: "goals", SubGoal: "goals", Activity: "goals",
    DevelopmentArea: "development-areas", FollowUp: "development-areas", Risk: "risks", Control: "risks",
}  # fmt: skip
_DECIDED_AS: Mapping[type, type | tuple[type, ...]] = {
    Goal: (Goal, SubGoal), SubGoal: (Goal, SubGoal), FollowUp: DevelopmentArea
}  # fmt: skip
"""What a reference of some parts leads to, where that is not another part like them."""
_INNER = ("sub_goals", "activities", "controls")
"""The keys of what a document defines that have more of it."""
_SIMILAR_ID = 0.75
_SIMILAR_DOCUMENT = 0.6
"""How similar an id, or that of a document, must be to one that may be meant."""


def definition(
    workspace: Workspace, ref: str, day: datetime.date | None = None, key: str | None = None
) -> Place | Unknown | None:
    """What a reference leads to: what a document defines with an `id`; None where it leads nowhere.

    Where it has been decided again under new ids (`same-as`), that is the newest decision, with `day` the newest by then.
    Unknown where it leads to a document that is not there, cannot be read, or was not read for certain under the `key` where it
    is to be: one of those that can define something if that is not known.
    """
    return defined(workspace, canonical(workspace, ref, day), key)


def defined(workspace: Workspace, ref: str, key: str | None = None) -> Place | Unknown | None:
    """What a reference leads to, as `definition` says, whatever has been decided again under new ids."""
    identity, _, name = ref.partition("/")
    definitions = _definitions(workspace, identity)
    if isinstance(definitions, Unknown):
        return definitions
    if name in definitions:
        return definitions[name]
    rest = _rest_of(workspace, identity, key)
    return None if rest and _is_plainly_misspelt(workspace, identity, name) else rest


def missing(workspace: Workspace, refs: Iterable[str]) -> list[str] | Unknown:
    """The references to uppdrag that lead nowhere. Unknown where that is not known of one, and no other is known to."""
    return _nowhere((ref, defined(workspace, ref, "uppdrag")) for ref in refs)


def dead(workspace: Workspace, value: object, day: datetime.date | None = None) -> list[str] | Unknown:
    """The references in the `ref` of an item that lead to nothing of its sort: those of a goal to no goal, of a control to no
    control. Unknown where that is not known of one, and no other is known to.
    """
    found = ((ref, definition(workspace, ref, day, key_of(value))) for ref in given_refs(value))
    return _nowhere((ref, None if isinstance(to, Place) and _is_of_another_sort(to, value) else to) for ref, to in found)


def _is_of_another_sort(place: Place, value: object) -> bool:
    """Whether what a reference leads to is not what an item refers to. Of two with one id, either may be meant."""
    if isinstance(place.value, _DECIDED_AS.get(type(value), type(value))):
        return False
    return getattr(place.value, "id", None) not in repeated_ids(place.entry.document)


def _nowhere(found: Iterable[tuple[str, Place | Unknown | None]]) -> list[str] | Unknown:
    """Of some references, each with what it leads to, those that lead nowhere."""
    undefined: list[str] = []
    unknown: Unknown | None = None
    for ref, place in found:
        if isinstance(place, Unknown):
            unknown = place
        elif place is None:
            undefined.append(ref)
    return undefined or unknown or []


@remembered
def meant(workspace: Workspace, ref: str, key: str | None = None) -> Mapping[str, float]:
    """What a reference that leads nowhere may be a misspelling of: similar references, each with how similar it is.

    Nothing where it leads somewhere, or may do so.
    """
    if defined(workspace, ref, key) is not None:
        return {}
    identity, _, name = ref.partition("/")
    found: dict[str, float] = {}
    for other in dict.fromkeys(entry.header.identity for entry in workspace.entries):
        same = 1 if other == identity else likeness(identity, other)
        if same < _SIMILAR_DOCUMENT:
            continue
        definitions = _definitions(workspace, other)
        for known, place in () if isinstance(definitions, Unknown) else definitions.items():
            is_similar = name == known or (same == 1 and _is_similar(name, known, place.entry.document))
            if is_similar and key in (None, place.steps[0]):
                found[f"{other}/{known}"] = same * likeness(name, known)
    return found


def _is_similar(name: str, defined: str, document: Document) -> bool:
    """Whether an id that a document does not define may be one that it does. A partial one may have it: there, a slip only."""
    return is_one_slip(name, defined) if document.partial else likeness(name, defined) >= _SIMILAR_ID


def nearest_meant(workspace: Workspace, entry: Entry, ref: str, key: str | None = None) -> str | None:
    """The reference that one in a document, which leads nowhere, most likely means; None where several are as likely.

    One that the document has as well is less likely.
    """
    similar = meant(workspace, ref, key)
    had = {other for part in _parts(entry.document) for other in given_refs(part[1])}
    likely = {other: like for other, like in similar.items() if other not in had} or similar
    best = [other for other, like in likely.items() if like == max(likely.values())]
    return best[0] if len(best) == 1 else None


def misspelt(workspace: Workspace, value: object) -> dict[str, Sequence[str]]:
    """The references in the `ref` of an item that lead nowhere and are similar to others, each with those others."""
    similar = {ref: list(meant(workspace, ref, key_of(value))) for ref in given_refs(value)}
    return {ref: others for ref, others in similar.items() if others}


def key_of(value: object) -> Defining | None:
    """The key of a document under which what an item refers to is defined."""
    return _KEYS.get(type(value))


def repeated_ids(document: Document) -> list[str]:
    """The ids that a document defines more than once, in whatever list."""
    counted = Counter(str(getattr(part, "id", "")) for _, part in definable(document))
    return [name for name, number in counted.items() if number > 1]


def own_refs(entry: Entry, value: object) -> list[str]:
    """The references in the `ref` of an item, or the one that its own `id` makes; none where it has neither.

    A goal under another that has both is set here, and its `ref` says which goals it serves.
    """
    if isinstance(value, SubGoal) and value.id is not None:
        return _made_refs(entry, value)
    return given_refs(value) or _made_refs(entry, value)


def made_ref(entry: Entry, value: object) -> str | None:
    """The reference that the `id` of an item makes; None where it has none."""
    return next(iter(_made_refs(entry, value)), None)


def known_refs(entry: Entry, value: object) -> list[str]:
    """What an item is known by elsewhere: the reference that its own `id` makes, else those in its `ref`."""
    return _made_refs(entry, value) or given_refs(value)


def own_ref(entry: Entry, value: object) -> str | None:
    """The reference of an item that cannot have several; None where it has none."""
    if isinstance(ref := getattr(value, "ref", None), str):
        return ref
    return next(iter(own_refs(entry, value)), None)


def references(workspace: Workspace, entry: Entry, value: object, day: datetime.date | None = None) -> list[str]:
    """The references of an item on a day: its own, or those under which it has been decided again since."""
    return [canonical(workspace, ref, day) for ref in own_refs(entry, value)]


def reference(workspace: Workspace, entry: Entry, value: object, day: datetime.date | None = None) -> str | None:
    """The reference on a day of an item that cannot have several; None where it has none."""
    return next(iter(references(workspace, entry, value, day)), None)


def served(workspace: Workspace, entry: Entry, goal: object) -> list[str]:
    """The goals that a goal serves, as references: itself, those that it refers to, and what a register has above these."""
    refs = [*_made_refs(entry, goal), *given_refs(goal)]
    for ref in refs:
        refs.extend(upper for upper in _above_in_register(workspace, ref) if upper not in refs)
    return refs


def _above_in_register(workspace: Workspace, ref: str) -> Sequence[str]:
    """What a register has above one of its goals; nothing for what no register has decided."""
    return _above(workspace, ref) if is_of_register(workspace, ref) else ()


@remembered
def _above(workspace: Workspace, ref: str) -> Sequence[str]:
    """The goals above one that a document has decided, as references: those that it stands under there, at any level, and those
    that it or they refer to.
    """
    place = defined(workspace, ref, "goals")
    if not isinstance(place, Place):
        return ()
    above = given_refs(place.value)
    part: object = place.entry.document
    for key, number in zip(place.steps[:-2:2], place.steps[1:-2:2], strict=True):
        part = getattr(part, str(key).replace("-", "_"))[number]
        above += [*_made_refs(place.entry, part), *given_refs(part)]
    return above


def above_in(workspace: Workspace, entry: Entry, goal: object) -> Sequence[Goal | SubGoal]:
    """The goals that a goal of a document stands under there, the lowest first."""
    return _standing(workspace, entry).get(id(goal), ())


@remembered
def _standing(workspace: Workspace, entry: Entry) -> Mapping[int, Sequence[Goal | SubGoal]]:
    """What each goal of a document stands under, by what it is in memory: there it stays as long as the workspace has it."""
    found: dict[int, Sequence[Goal | SubGoal]] = {}
    waiting: list[tuple[Goal | SubGoal, Sequence[Goal | SubGoal]]] = [(goal, ()) for goal in entry.document.goals]
    for goal, above in waiting:
        found[id(goal)] = above
        waiting.extend((inner, (goal, *above)) for inner in goal.sub_goals)
    return found


def risk_of(workspace: Workspace, entry: Entry, control: Control) -> Risk | None:
    """The risk of a document that a control is under; None for one that is in no document."""
    return _risks_of_controls(workspace, entry).get(id(control))


@remembered
def _risks_of_controls(_: Workspace, entry: Entry) -> Mapping[int, Risk]:
    return {id(control): risk for risk in entry.document.risks for control in risk.controls}


def goal_of(workspace: Workspace, entry: Entry, indicator: Indicator) -> Goal | SubGoal | None:
    """The goal of a document that an indicator is under; None for one that is under none."""
    return _goals_of_indicators(workspace, entry).get(id(indicator))


@remembered
def _goals_of_indicators(workspace: Workspace, entry: Entry) -> Mapping[int, Goal | SubGoal]:
    goals: list[Goal | SubGoal] = list(entry.document.goals)
    for goal in goals:
        goals.extend(goal.sub_goals)
    return {id(indicator): goal for goal in goals for indicator in goal.indicators}


def contributes_to(workspace: Workspace, entry: Entry, goal: object) -> list[str]:
    """The goals that one of a nämnd's own is to help reach, as references: those in its `ref` and those that it stands under,
    and what a register has above these. None for a goal that only refers to one of a register.
    """
    own = given_refs(goal)
    if own and getattr(goal, "id", None) is None and all(is_of_register(workspace, ref) for ref in own):
        return []
    refs = own + [ref for upper in above_in(workspace, entry, goal) for ref in (*_made_refs(entry, upper), *given_refs(upper))]
    for ref in refs:
        refs.extend(upper for upper in _above_in_register(workspace, ref) if upper not in refs)
    return refs


def is_of_register(workspace: Workspace, ref: str) -> bool:
    """Whether a reference leads to what a register has decided, as far as the registers that there are tell."""
    place = defined(workspace, ref)
    kind = workspace.kind_of(place.entry) if isinstance(place, Place) else None
    return kind is not None and kind.role == "register"


def is_above_itself(workspace: Workspace, entry: Entry, goal: object) -> bool:
    """Whether the goals that a goal is under or refers to, and those above them, lead back to it."""
    return any(ref in _ancestors(workspace, ref) for ref in _made_refs(entry, goal))


def parents_at_two_levels(workspace: Workspace, goal: object) -> list[str]:
    """Of the goals that a goal refers to, those that stand above another of them."""
    refs = given_refs(goal)
    return [ref for ref in refs if any(ref in _ancestors(workspace, other) for other in refs if other != ref)]


@remembered
def _ancestors(workspace: Workspace, ref: str) -> Sequence[str]:
    """The goals above one, however far: those that it stands under, and those that it refers to."""
    found: dict[str, None] = {}
    waiting = [ref]
    while waiting:
        for parent in _above(workspace, waiting.pop()):
            if parent not in found:
                found[parent] = None
                waiting.append(parent)
    return list(found)


def given_refs(value: object) -> list[str]:
    """The references in the `ref` of an item."""
    ref = getattr(value, "ref", None)
    return list(ref) if isinstance(ref, list) else [] if ref is None else [ref]


def _made_refs(entry: Entry, value: object) -> list[str]:
    """The reference that the `id` of an item makes, in a list."""
    name = getattr(value, "id", None)
    return [] if name is None else [f"{entry.header.identity}/{name}"]


def canonical(workspace: Workspace, ref: str, day: datetime.date | None = None) -> str:
    """The newest reference of an uppdrag by a day (`same-as`); any other reference as it is.

    An uppdrag that was split keeps its reference.
    """
    return _follow(workspace, ref, day, joined=True)


def renamed(workspace: Workspace, ref: str, day: datetime.date) -> str:
    """The newest reference of an uppdrag by a day, as long as nothing but its name changed."""
    return _follow(workspace, ref, day, joined=False)


def names_before(workspace: Workspace, ref: str, day: datetime.date) -> Iterator[str]:
    """The references that an uppdrag has had before one, by a day, where nothing but its name changed; the newest first."""
    seen = {ref}
    before = _renamed_from(workspace)
    while (older := before.get(ref)) and older[1] <= day and older[0] not in seen:
        ref = older[0]
        seen.add(ref)
        yield ref


@remembered
def _renamed_from(workspace: Workspace) -> Mapping[str, tuple[str, datetime.date]]:
    """The references under which an uppdrag was decided anew as it was, each with the one before it and the day."""
    alone = {old: after[0] for old, after in successors(workspace).items() if len(after) == 1}
    return {new: (old, day) for old, (new, day) in alone.items() if new not in _joined(workspace)}


@remembered
def successors(workspace: Workspace) -> Mapping[str, Sequence[tuple[str, datetime.date]]]:
    """What continues an uppdrag (`same-as`), by its reference: one, or several where it was split; each with its day."""
    continuing: dict[str, list[tuple[str, datetime.date]]] = {}
    for entry in workspace.usable(entry for entry in workspace.entries if entry.header.may_continue):
        for uppdrag in entry.document.uppdrag:
            for old in uppdrag.same_as if uppdrag.id else ():
                day = uppdrag.given_on or workspace.as_of(entry.document)
                continuing.setdefault(old, []).append((f"{entry.header.identity}/{uppdrag.id}", day))
    return continuing


@remembered
def misspelt_predecessors(workspace: Workspace) -> Mapping[str, str]:
    """The references of which something may be the continuation, each with the one that it has in `same-as`, misspelt."""
    return {meaning: old for old in successors(workspace) for meaning in meant(workspace, old, "uppdrag")}


@remembered
def successors_of(workspace: Workspace, ref: str) -> Sequence[str]:
    """Every reference that continues one, however far."""
    found: dict[str, None] = {}
    waiting = [ref]
    while waiting:
        for later, _ in successors(workspace).get(waiting.pop(), ()):
            if later not in found and later != ref:
                found[later] = None
                waiting.append(later)
    return list(found)


def continued(workspace: Workspace, ref: str, day: datetime.date) -> list[str]:
    """The references of an uppdrag by a day: its own, or those of what continues it by then."""
    last = canonical(workspace, ref, day)
    if all(since > day for _, since in successors(workspace).get(last, ())):
        return [last]
    seen = [ref]
    ends: dict[str, None] = {}
    for name in seen:
        after = [new for new, since in successors(workspace).get(name, ()) if since <= day]
        seen.extend(new for new in after if new not in seen)
        if not after:
            ends[name] = None
    return list(ends) or [ref]


@remembered
def _joined(workspace: Workspace) -> frozenset[str]:
    """The references that continue several."""
    counted = Counter(new for after in successors(workspace).values() for new, _ in after)
    return frozenset(ref for ref, number in counted.items() if number > 1)


def _follow(workspace: Workspace, ref: str, day: datetime.date | None, *, joined: bool) -> str:
    if ref not in successors(workspace):
        return ref
    last = ref
    for new, since in _chain(workspace, ref):
        if (day is not None and since > day) or (not joined and new in _joined(workspace)):
            break
        last = new
    return last


@remembered
def _chain(workspace: Workspace, ref: str) -> Sequence[tuple[str, datetime.date]]:
    """What continues a reference one after the other, each with its day, up to where it was split."""
    seen: dict[str, tuple[str, datetime.date]] = {}
    last = ref
    while len(after := successors(workspace).get(last, ())) == 1 and (last := after[0][0]) not in {ref, *seen}:
        seen[last] = after[0]
    return list(seen.values())


def _rest_of(workspace: Workspace, identity: str, key: str | None) -> Unknown | None:
    """Why the document of a name may define what is not found in it."""
    if not workspace.named(identity):
        return Unknown("no-named-document", name=identity)
    marked = (entry for entry in workspace.named(identity) if "incomplete" in entry.header.keys)
    keys = [key] if key else DEFINING
    return next((why for entry in workspace.usable(marked) if (why := entry.document.unread(*keys))), None)


def _is_plainly_misspelt(workspace: Workspace, identity: str, name: str) -> bool:
    """Whether what is not found is a slip away from what is: of the id, or where there is no such document, of that of one."""
    if workspace.named(identity):
        definitions = _definitions(workspace, identity)
        return not isinstance(definitions, Unknown) and any(is_one_slip(name, other) for other in definitions)
    others = {entry.header.identity for entry in workspace.entries if is_one_slip(identity, entry.header.identity)}
    return any(not isinstance(found := _definitions(workspace, other), Unknown) and name in found for other in others)


@remembered
def _definitions(workspace: Workspace, identity: str) -> Mapping[str, Place] | Unknown:
    """What the document of a name defines, by id; Unknown where it cannot be used, or may be one of the unreadable files."""
    entries = workspace.named(identity)
    usable = workspace.usable(entries)
    if not usable and (entries or workspace.unidentified):
        return workspace.flaw(entries) or Unknown("unread-reference", name=identity, files=workspace.unidentified)
    return {
        value.id: Place(entry, steps, value)  # type: ignore[attr-defined]
        for entry in usable
        for steps, value in definable(entry.document)
    }


def definable(document: Document) -> Iterator[tuple[Steps, Part]]:
    """What a document defines with an id, at whatever depth, and the place of each."""
    return ((steps, part) for steps, part in _parts(document) if getattr(part, "id", None))


def _parts(document: Document) -> Iterator[tuple[Steps, Part]]:
    """What a document defines or refers to, at whatever depth, and the place of each."""
    lists: dict[str, Sequence[Part]] = {key: getattr(document, key.replace("-", "_")) for key in DEFINING}
    waiting: list[tuple[Steps, Part]] = [((key, n), part) for key, parts in lists.items() for n, part in enumerate(parts)]
    for steps, part in waiting:
        yield steps, part
        for key in _INNER:
            waiting.extend(((*steps, kebab(key), n), inner) for n, inner in enumerate(getattr(part, key, ())))
