"""What an item is called in a report and in its fingerprint, whatever line it is on."""

from __future__ import annotations

from plancheck.messages import shown
from plancheck.model.base import Part
from plancheck.model.document import Document, Group, Namnd
from plancheck.query.matchers import is_present
from plancheck.query.paths import Item
from plancheck.query.scope import Scope
from plancheck.repository.declared import Term
from plancheck.repository.lineage import references

NAMES = ("name", "title", "diary_number", "kind", "number", "quarter", "article", "law", "with_", "by")
"""What distinguishes a part without a reference from others: the first of these that it has."""


def item_name(item: Item, scope: Scope) -> str:
    """The reference of an item, or its references; else what it is called."""
    value = item.value
    if isinstance(value, Term):
        return str(value.id)
    if isinstance(value, Document):
        return value.identity()
    if isinstance(value, Namnd | Group):
        return value.id
    refs = references(scope.workspace, item.entry, value, scope.as_of) if item.entry is not None else []
    if refs:
        return ", ".join(refs)
    if not isinstance(value, Part):
        return shown(value, "en")
    names = (getattr(value, key, None) for key in NAMES)
    return next((str(name) for name in names if is_present(name)), "")
