"""Whether and when a document was adopted: by the decisions of whose document it is, whatever others have decided about it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from plancheck.messages import catalogue
from plancheck.model.base import Latest, Unknown
from plancheck.model.document import Decision, Document
from plancheck.repository.clock import Clock
from plancheck.repository.organisation import acts_for, unknown_namnd
from plancheck.repository.workspace import Workspace


def adopted(workspace: Workspace, document: Document) -> bool | Unknown:
    """Whether the document carries a decision that adopted it."""
    return any(own(workspace, document, "adopted")) or _unsure(workspace, document) or False


def adopted_on(workspace: Workspace, document: Document, clock: Clock) -> datetime.date | Unknown | None:
    """The day of the first decision that adopted it: those after it are revisions, in whatever order they stand.

    Unknown where one was made on a day that is not told, or has not come; the first known one is then the latest it can be.
    """
    days = [(decision, decision.date) for decision in own(workspace, document, "adopted")]
    if not days:
        return _unsure(workspace, document)
    known = [day for _, day in days if day and day <= clock.beside(day)]
    unsure = (_no_day(decision) for decision, day in days if not day or day > clock.beside(day))
    unknown = next(unsure, document.unread("decisions"))
    if unknown is None or not known:
        return unknown or min(known)
    return Latest(min(known))


def last_adopted_on(workspace: Workspace, document: Document, clock: Clock) -> datetime.date | Unknown | None:
    """The day of the last decision that adopted it, once or again. Unknown where one has no day, or one that has not come."""
    days = [(decision, decision.date) for decision in own(workspace, document, "adopted")]
    unsure = (_no_day(decision) for decision, day in days if not day or day > clock.beside(day))
    unknown = next(unsure, document.unread("decisions"))
    return unknown or max((day for _, day in days if day), default=None) or _unsure(workspace, document)


def decided_on(workspace: Workspace, document: Document, clock: Clock) -> datetime.date | Unknown | None:
    """The day on which it was adopted, or else is proposed to be: of several proposals, the last one."""
    if any(own(workspace, document, "adopted")):
        return adopted_on(workspace, document, clock)
    proposals = [decision.date for decision in own(workspace, document, "proposed") if decision.date]
    return max(proposals) if proposals else _unsure(workspace, document)


def own(workspace: Workspace, document: Document, outcome: str) -> Iterator[Decision]:
    """The decisions of an outcome that are those of the document's nämnd, or of those whom it acts for; of the city, all."""
    of_city = document.namnd is None
    acting = [] if of_city else acts_for(workspace, document.namnd, document.year)
    return (decision for decision in document.decisions if decision.outcome == outcome and (of_city or decision.by in acting))


def _unsure(workspace: Workspace, document: Document) -> Unknown | None:
    """Why it is not known that no decision is its own: some could not be read, or nobody knows whose document it is, or whose
    decision.
    """
    if document.unread("decisions") or not document.decisions:
        return document.unread("decisions")
    unknown = unknown_namnd(workspace, document.namnd)
    adopted_by = (decision.by for decision in document.decisions if decision.outcome == "adopted")
    others = (by for by in adopted_by if f"body-{by}" not in catalogue())
    return unknown or next((why for by in others if (why := unknown_namnd(workspace, by, "unknown-namnd-of-decision"))), None)


def _no_day(decision: Decision) -> Unknown:
    """Why the day of a decision is not known."""
    if decision.date:
        return Unknown("decision-to-come", day=decision.date)
    return decision.unread_keys.get("date") or Unknown("decision-without-day")
