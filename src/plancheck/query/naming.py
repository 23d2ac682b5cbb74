"""What people call an item, a value and a place; and the name of an item in its fingerprint, whatever line it is on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plancheck.messages import Language, catalogue, shown, word
from plancheck.model.base import At, Part, kebab
from plancheck.model.document import Document, Group, Namnd
from plancheck.query.matchers import is_present, normalized
from plancheck.query.paths import Item, Path
from plancheck.query.scope import Scope
from plancheck.repository import lineage, organisation
from plancheck.repository.declared import Purpose, Term
from plancheck.repository.lineage import references
from plancheck.repository.workspace import Place

NAMES = ("name", "title", "diary_number", "kind", "number", "quarter", "article", "law", "with_", "by", "of")
"""What distinguishes a part without a reference from others: the first of these that it has."""


def item_name(item: Item, scope: Scope) -> str:
    """The reference of an item, or its references; else what it is called. It is the same in every language."""
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
    return str(_distinction(value)[1])


def _distinction(part: Part) -> tuple[str, Any]:
    """What distinguishes a part without a reference from others, and its key."""
    names = ((key, getattr(part, key, None)) for key in NAMES)
    return next(((kebab(key), name) for key, name in names if is_present(name)), ("", ""))


def item_title(item: Item, scope: Scope, language: Language) -> str:
    """What people call an item: its title, where it has one, else its name."""
    value = item.value
    if isinstance(value, Document):
        return document_title(value, scope, language)
    if isinstance(value, Term):
        return value.called(language)
    title = TITLE.read(item, scope) if isinstance(value, Part) and "title" in type(value).model_fields else None
    if is_present(title):
        return shown(title, language)
    if not isinstance(value, Part):
        keys = [step for step in item.steps if isinstance(step, str)]
        return in_words(value, keys[-1] if keys else "", scope, language)
    name = item_name(item, scope)
    key, distinction = _distinction(value)
    return in_words(distinction, key, scope, language) if key and name == str(distinction) else name


TITLE = Path("title", ("title",), None)
"""The title of an item; of one that has none of its own, that of what it refers to."""
OF_ORGANISATION = frozenset({
    "namnd", "by", "to", "under", "with", "coordinator", "handled-by", "report-to", "members", "succeeds", "addressees",
    "other-caretakers", "omitted-by", "outside-heading",
})  # fmt: skip
"""The keys and derived fields that name nämnder and groups."""
OF_VOCABULARY: Mapping[str, tuple[Purpose, ...]] = {
    "status": ("status",),
    "assessment": ("assessment",),
    "assessment-by-limits": ("assessment",),
    "area": ("areas", "quality-areas"),
    "law": ("laws",),
}
"""The keys that have a word which the rule set declares, and what the program calls the vocabularies of those."""
OF_REFERENCES = frozenset({"ref", "serves", "same-as", "reported-ref", "dead-refs", "contributes-to", "parents-at-two-levels"})
"""The keys and derived fields that refer to what a document decides. What leads nowhere is shown as it is written."""
IN_DOCUMENT = ("section", "page", "sheet", "row")
"""What is known of a place in the document that people read."""


def in_words(value: Any, name: str, scope: Scope, language: Language) -> str:
    """A value as people say it, where `name` is the key or derived field that has it.

    Nämnder by their names, words of a scale as the scale has them, references and documents by their titles.
    """
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return _listed([in_words(inner, name, scope, language) for inner in value], name, language) or shown(None, language)
    if isinstance(value, Document):
        return document_title(value, scope, language)
    if not isinstance(value, str):
        return shown(value, language)
    if name in OF_ORGANISATION:
        body = f"body-{value}"
        return word(body, language) if body in catalogue() else organisation.called(scope.workspace, value)
    if name in OF_REFERENCES:
        place = lineage.definition(scope.workspace, value, scope.as_of)
        return (getattr(place.value, "title", None) if isinstance(place, Place) else None) or value
    for purpose in OF_VOCABULARY.get(name, ()):
        for term in scope.workspace.declared.terms(purpose):
            if normalized(value) in {normalized(term.id), *(normalized(term.called(one)) for one in ("sv", "en"))}:
                return term.called(language)
    fixed = f"value-{name}-{value}"
    return word(fixed, language) if fixed in catalogue() else value


def _listed(texts: list[str], name: str, language: Language) -> str:
    """Texts one after the other, nämnder as in a sentence: A, B och C."""
    if name not in OF_ORGANISATION or len(texts) < 2:
        return ", ".join(texts)
    return f"{', '.join(texts[:-1])} {word('and', language)} {texts[-1]}"


def document_title(document: Document, scope: Scope, language: Language) -> str:
    """The title of a document; where it has none, its kind and year, and the nämnd if that is another one."""
    if document.title:
        return document.title
    kind = scope.workspace.kinds[document.document].title[language]
    namnd = document.namnd if document.namnd != scope.document.namnd else None
    return " ".join(filter(None, (kind, namnd and organisation.called(scope.workspace, namnd), str(document.year))))


def place_of(item: Item, scope: Scope, language: Language) -> str:
    """Where people find an item, as it is said in a sentence: the document if it is another one, and the section, the page, the
    sheet and the row there, as far as they are known.
    """
    entry = item.entry
    quote = entry.quote_at(item.steps) if entry is not None else None
    known = {key: value for key in IN_DOCUMENT if (value := getattr(quote or at_of(item), key, None))}
    parts = [word("on-page" if key == "page" else key, language, **{key: value}) for key, value in known.items()]
    if entry is not None and entry is not scope.entry:
        parts.insert(0, f"«{document_title(entry.document, scope, language)}»")
    elif not parts:
        return word("another-place", language)
    is_leaf = entry is scope.entry and next(iter(known)) in ("page", "sheet")
    return word("on-place" if is_leaf else "in-place", language, place=", ".join(parts))


def at_of(item: Item) -> At:
    """The section and page of an item, or of what it is part of; empty if there is none."""
    inner: Item | None = item
    while inner is not None:
        at = getattr(inner.value, "at", None)
        if isinstance(at, At):
            return at
        inner = inner.parent
    return At()
