"""The messages of rules: templates whose placeholders are filled in from what was checked.

A template has names in braces, ``{item.title}``; they are paths, never expressions. ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from plancheck.messages import Language, called, cut, said, shown
from plancheck.model.document import Document
from plancheck.model.text import unknown_name
from plancheck.query.paths import Item, NamingError, compile_path
from plancheck.query.paths import Path as FieldPath
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector
from plancheck.query.verdict import Verdict, whole
from plancheck.repository.declared import Term, terms_of

Placeholder: TypeAlias = tuple[str, FieldPath | None]
"""The name of a value and the path from it, if there is one."""


class Template(NamedTuple):
    """A message as its parts: text, and placeholders to fill in."""

    parts: tuple[str | Placeholder, ...]


_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def compile_template(
    text: str, placeholders: Mapping[str, Selector | None], vocabulary: Mapping[str, Sequence[Term]] | None = None
) -> Template:
    """A message of a rule. Raises NamingError for a placeholder that does not exist, or a single brace.

    ``{vocabulary.status}`` is replaced with the words of a vocabulary.
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
            parts.append(_words_of(match[1].partition(".")[2], vocabulary or {}))
        else:
            parts.append(_placeholder(match[1], placeholders))
    parts.append(text[end:])
    return Template(tuple(part for part in parts if part))


def _words_of(name: str, vocabulary: Mapping[str, Sequence[Term]]) -> str:
    terms = terms_of(vocabulary, name)
    if terms is None:
        raise NamingError("unknown-vocabulary", **unknown_name(name, vocabulary))
    return ", ".join(str(term.id) for term in terms)


def _placeholder(text: str, placeholders: Mapping[str, Selector | None]) -> Placeholder:
    root, _, rest = text.partition(".")
    if root == "document":
        return root, compile_path(rest, Document) if rest else None
    if root not in placeholders:
        names = [*placeholders, "document", "vocabulary"]
        raise NamingError("unknown-placeholder", text=f"{{{text}}}", **unknown_name(root, names))
    of = placeholders[root]
    model, parent = (of.model, of.parent) if of else (None, None)
    return root, compile_path(rest, model, parent) if rest else None


def fill(template: Template, values: Mapping[str, Any], scope: Scope, language: Language, *, keys: bool = False) -> str:
    """The message with its placeholders filled in; ``{field}`` as people call it, or with `keys` as it is written in YAML."""
    texts = []
    for part in template.parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        root, path = part
        value = whole(scope) if root == "document" else values.get(root)
        if path is not None:
            value = path.read(value, scope) if isinstance(value, Item) else None
        if root == "field" and not keys:
            value = called(str(value), language)
        texts.append(cut(shown(value.value if isinstance(value, Item) else value, language)))
    return "".join(texts)


def message_of(template: Template, verdict: Verdict, scope: Scope, language: Language) -> str:
    """The message for a verdict: the rule's own where the item failed, with what is wrong with the text that is there; the
    reason where it cannot be judged, else nothing.
    """
    reason = said(verdict.reason, language) if verdict.reason else ""
    if verdict.outcome != "failed":
        return reason
    return ": ".join(filter(None, (fill(template, verdict.values, scope, language), reason)))
