"""The messages of rules: templates whose placeholders are filled in from what was checked.

A template has names in braces, ``{item.title}``; they are paths, never expressions. ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from plancheck.messages import Language, called, cut, said, shown
from plancheck.model.document import Document
from plancheck.model.text import Text, unknown_name
from plancheck.query.naming import OF_ORGANISATION, in_words, place_of
from plancheck.query.paths import Item, NamingError, compile_path
from plancheck.query.paths import Path as FieldPath
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector
from plancheck.query.verdict import Verdict, whole
from plancheck.repository.declared import Term, terms_of


class Placeholder(NamedTuple):
    """The name of a value, and the path from it, if there is one. With `is_place` it stands for where that is found."""

    root: str
    path: FieldPath | None = None
    is_place: bool = False


class Template(NamedTuple):
    """A message as its parts: text, and placeholders to fill in.

    `as_written` says that values are filled in as YAML has them: keys, ids and references, for whoever writes it.
    """

    parts: tuple[str | Placeholder, ...]
    as_written: bool = False


_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
PLACE = "place"
"""What a placeholder ends in that stands for where something is: ``{found.place}``."""


def compile_template(
    text: str,
    placeholders: Mapping[str, Selector | None],
    vocabulary: Mapping[str, Sequence[Term]],
    language: Language | None,
) -> Template:
    """A message of a rule in a language; None is that of YAML, where values stand as they are written.

    Raises NamingError for a placeholder that does not exist, or a single brace. ``{vocabulary.status}`` is replaced with the
    words of a vocabulary.
    """
    parts: list[str | Placeholder] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match[0] in ("{{", "}}"):
            parts.append(match[0][0])
        elif match[1] is None:
            raise NamingError("lone-brace", text=text)
        elif match[1].split(".")[0] == "vocabulary":
            parts.append(_words_of(match[1].partition(".")[2], vocabulary, language))
        else:
            parts.append(_placeholder(match[1], placeholders))
    parts.append(text[end:])
    return Template(tuple(part for part in parts if part), language is None)


def without_values(template: Template) -> str:
    """The text of a template, with … where a finding fills in a value."""
    return "".join(part if isinstance(part, str) else "…" for part in template.parts)


def _words_of(name: str, vocabulary: Mapping[str, Sequence[Term]], language: Language | None) -> str:
    terms = terms_of(vocabulary, name)
    if terms is None:
        raise NamingError("unknown-vocabulary", **unknown_name(name, vocabulary))
    return ", ".join(term.called(language) if language else str(term.id) for term in terms)


def _placeholder(text: str, placeholders: Mapping[str, Selector | None]) -> Placeholder:
    root, *names = text.split(".")
    if root != "document" and root not in placeholders:
        known = [*placeholders, "document", "vocabulary"]
        raise NamingError("unknown-placeholder", text=f"{{{text}}}", **unknown_name(root, known))
    of = placeholders.get(root)
    is_place = of is not None and names[-1:] == [PLACE]
    rest = ".".join(names[:-1] if is_place else names)
    if not rest:
        return Placeholder(root, None, is_place)
    if root == "document":
        return Placeholder(root, compile_path(rest, Document))
    model, parent = (of.model, of.parent) if of else (None, None)
    return Placeholder(root, compile_path(rest, model, parent), is_place)


def fill(template: Template, values: Mapping[str, Any], scope: Scope, language: Language) -> str:
    """The message with its placeholders filled in: what people call a value, or what YAML has."""
    return "".join(
        part if isinstance(part, str) else cut(_filled(part, values, scope, language, as_written=template.as_written))
        for part in template.parts
    )


def _filled(part: Placeholder, values: Mapping[str, Any], scope: Scope, language: Language, *, as_written: bool) -> str:
    value: Any = whole(scope) if part.root == "document" else values.get(part.root)
    if part.is_place:
        item = next(iter(part.path.items(value, scope)), None) if part.path and isinstance(value, Item) else value
        return place_of(item, scope, language) if isinstance(item, Item) else shown(None, language)
    # A value that is no item is that of the field that the verdict is about.
    name = part.path.names[-1] if part.path else "" if part.root == "field" else str(values.get("field", ""))
    if part.path:
        value = part.path.read(value, scope) if isinstance(value, Item) else None
    if isinstance(value, Item):
        value, name = value.value, ""
    if as_written and name not in OF_ORGANISATION:
        return shown(value, language)
    return called(str(value), language) if part.root == "field" else in_words(value, name, scope, language)


def message_of(template: Template, verdict: Verdict, scope: Scope, language: Language) -> str:
    """The message for a verdict: the rule's own where the item failed, with what is wrong with the text that is there; the
    reason where it cannot be judged, else nothing.
    """
    reason = ""
    if verdict.reason:
        details = {key: _detail(key, value, scope, language) for key, value in verdict.reason.details.items()}
        reason = said(Text(verdict.reason.key, details), language)
    if verdict.outcome != "failed":
        return reason
    return ": ".join(filter(None, (fill(template, verdict.values, scope, language), reason)))


def _detail(key: str, value: object, scope: Scope, language: Language) -> object:
    """A detail of a reason: a nämnd, a document and a reference as people call them, all else as it is."""
    return in_words(value, key, scope, language) if key in ("namnd", "ref") or isinstance(value, Document) else value
