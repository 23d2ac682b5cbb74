"""The messages of rules: templates whose placeholders are filled from what was checked.

A template holds names in braces, ``{item.title}``; they are paths, never expressions. ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from plancheck.messages import Language, called, cut, said, shown
from plancheck.model.document import Document
from plancheck.model.text import unknown_name
from plancheck.query.paths import Item, NamingError, compile_path
from plancheck.query.paths import Path as FieldPath
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector
from plancheck.query.verdict import Verdict, whole
from plancheck.repository.declared import Term


class Template(NamedTuple):
    """A message as its parts: text, and what to put between."""

    parts: tuple[str | tuple[str, FieldPath | None], ...]


_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def compile_template(
    text: str, placeholders: Mapping[str, Selector | None], vocabulary: Mapping[str, Sequence[Term]] | None = None
) -> Template:
    """A message of a rule. Raises NamingError for a placeholder that does not exist, or a brace that stands alone.

    ``{vocabulary.status}`` stands for the words of a vocabulary.
    """
    known: dict[str, Selector | None] = {**placeholders, "document": None, "vocabulary": None}
    parts: list[str | tuple[str, FieldPath | None]] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match[0] in ("{{", "}}"):
            parts.append(match[0][0])
            continue
        if match[1] is None:
            raise NamingError("lone-brace", text=text)
        root, _, rest = match[1].partition(".")
        if root not in known:
            raise NamingError("unknown-placeholder", text=match[0], **unknown_name(root, known))
        if root == "vocabulary":
            words = vocabulary or {}
            if rest not in words:
                raise NamingError("unknown-vocabulary", **unknown_name(rest, words))
            parts.append(", ".join(str(term.id) for term in words[rest]))
            continue
        of = known[root]
        model, parent = (Document, None) if root == "document" else (of.model, of.parent) if of else (None, None)
        parts.append((root, compile_path(rest, model, parent) if rest else None))
    parts.append(text[end:])
    return Template(tuple(part for part in parts if part))


def fill(template: Template, values: Mapping[str, Any], scope: Scope, language: Language, *, keys: bool = False) -> str:
    """The message with its placeholders filled; ``{field}`` as people call it, or with `keys` as it is written in YAML."""
    said = []
    for part in template.parts:
        if isinstance(part, str):
            said.append(part)
            continue
        root, path = part
        value = whole(scope) if root == "document" else values.get(root)
        if path is not None:
            value = path.read(value, scope) if isinstance(value, Item) else None
        if root == "field" and not keys:
            value = called(str(value), language)
        said.append(cut(shown(value.value if isinstance(value, Item) else value, language)))
    return "".join(said)


def message_of(template: Template, verdict: Verdict, scope: Scope, language: Language) -> str:
    """What is said of a verdict: the rule's own message where the item failed, why where it cannot be judged, else nothing."""
    if verdict.outcome == "failed":
        return fill(template, verdict.values, scope, language)
    return said(verdict.reason, language) if verdict.reason else ""
