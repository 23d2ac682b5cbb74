"""Fill docs/data-model.md and docs/data-model.sv.md from the model: every key of a document, and an example of each kind.

python docs/data_model.py
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from tables import filled, table

import plancheck
from plancheck.messages import LANGUAGES, Language
from plancheck.model import base
from plancheck.model.base import Part, inner_model, keys_of
from plancheck.model.document import Document, parts
from plancheck.model.source import parse
from plancheck.repository.declared import Kind

DOCS = Path(__file__).parent
PAGES: Mapping[Language, Path] = {"en": DOCS / "data-model.md", "sv": DOCS / "data-model.sv.md"}
RULE_SETS = ("lag", "kommun", "goteborg", "almstad", "storstad")

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "key": "key", "form": "form", "meaning": "meaning", "required": "required", "default": "if left out", "or": "or",
        "list": "list", "list-of": "list:", "mapping": "mapping", "text": "text", "whole": "whole number", "number": "number",
        "bool": "true or false", "date": "date", "year": "year", "id": "id", "ref": "reference", "section": "section number",
        "figure": "number or text", "ruleset": "rule set", "is": "the form of",
    },
    "sv": {
        "key": "nyckel", "form": "form", "meaning": "betydelse", "required": "krävs", "default": "annars", "or": "eller",
        "list": "lista", "list-of": "lista:", "mapping": "grupp", "text": "text", "whole": "heltal", "number": "tal",
        "bool": "true eller false", "date": "datum", "year": "år", "id": "id", "ref": "hänvisning", "section": "avsnittsnummer",
        "figure": "tal eller text", "ruleset": "regelverk", "is": "samma form som",
    },
}  # fmt: skip
SCALARS: list[tuple[Any, str]] = [
    (base.Date, "date"), (base.Year, "year"), (base.Id, "id"), (base.Ref, "ref"), (base.SectionNumber, "section"),
    (base.Figure, "figure"), (base.Prose, "text"), (base.NotNegative, "number"), (bool, "bool"), (str, "text"), (int, "whole"),
    (float, "number"),
]  # fmt: skip


def models() -> dict[type[Part], list[str]]:
    """Every model that a document consists of, with the keys that lead to it."""
    found: dict[type[Part], list[str]] = {model: [] for model in parts()}
    for model in found:
        for key in keys_of(model):
            inner = inner_model(model, key)
            if inner is not None and key not in found[inner]:
                found[inner].append(key)
    return found


def descriptions(language: Language) -> dict[str, str]:
    """What each model and each key is, by ``Model`` and ``Model.key``."""
    if language == "sv":
        path = DOCS / "data-model.sv.yaml"
        return dict(parse(path.read_text(encoding="utf-8"), path.name).value([]))
    told: dict[str, str] = {}
    for model in models():
        told[model.__name__] = (model.__doc__ or "").replace("``", "`")
        for name, field in model.model_fields.items():
            inner = inner_model(model, field.alias or name)
            told[f"{model.__name__}.{field.alias}"] = field.description or (inner.__doc__ if inner else None) or ""
    return told


def tables(language: Language) -> str:
    """A table for each part of a document, under the keys that lead to it."""
    told = descriptions(language)
    lines = []
    for model, keys in models().items():
        if model is not Document:
            lines += [f"### {', '.join(f'`{key}`' for key in keys)}", "", " ".join(told[model.__name__].split()), ""]
        lines.append(keys_table(model, language))
    return "\n" + "\n".join(lines)


def keys_table(model: type[Part], language: Language) -> str:
    """The keys of a part: form and meaning."""
    told, words, names = descriptions(language), WORDS[language], models()
    hints = typing.get_type_hints(model, include_extras=True)
    rows = []
    for name, field in model.model_fields.items():
        key = str(field.alias)
        inner = inner_model(model, key)
        form = form_of(hints[name], language)
        if field.is_required():
            form += f", {words['required']}"
        elif field.default not in (None, False, 0) and field.default != [] and field.default != {}:
            form += f"; {words['default']} `{field.default}`"
        shown = f"[`{key}`](#{'-'.join(names[inner])})" if inner else f"`{key}`"
        rows.append((shown, form, told[f"{model.__name__}.{key}"]))
    return table([words["key"], words["form"], words["meaning"]], rows)


def form_of(hint: Any, language: Language) -> str:
    """How a value is written, in words."""
    words = WORDS[language]
    known = next((word for scalar, word in SCALARS if hint == scalar), None)
    if known:
        return words[known]
    if isinstance(hint, type) and issubclass(hint, Part):
        return words["mapping"]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        *first, last = (f"`{word}`" for word in arguments)
        return f"{', '.join(first)} {words['or']} {last}"
    if origin is list:
        inner = form_of(arguments[0], language)
        return words["list"] if inner == words["mapping"] else f"{words['list-of']} {inner}"
    if origin is dict:
        return ": ".join(form_of(argument, language) for argument in arguments)
    if origin is typing.Annotated:
        return form_of(arguments[0], language)
    arms = list(dict.fromkeys(form_of(argument, language) for argument in arguments if argument is not type(None)))
    return (
        words["number"] if set(arms) <= {words["whole"], words["number"]} and len(arms) > 1 else f" {words['or']} ".join(arms)
    )


def kinds() -> Iterator[tuple[str, Kind]]:
    """Every kind of document, with the first rule set that declares it."""
    known: set[str] = set()
    for name in RULE_SETS:
        for kind in plancheck.load(name).kinds.values():
            if kind.id not in known:
                known.add(kind.id)
                yield name, kind


def examples() -> dict[str, str]:
    """An example of each kind of document, as YAML."""
    texts = (DOCS / "data-model.examples.yaml").read_text(encoding="utf-8").split("---\n")
    return {text.partition("\n")[0].removeprefix("document: "): text for text in texts}


def examples_page(language: Language) -> str:
    """The example of each kind under its name."""
    words, texts = WORDS[language], examples()
    lines = []
    for ruleset, kind in kinds():
        other = f", {words['is']} `{kind.lineage[1]}`" if len(kind.lineage) > 1 else ""
        lines += [f"### {kind.title[language]}", "", f"`{kind.id}` ({words['ruleset']} `{ruleset}`){other}", ""]
        lines += ["```yaml", texts[kind.id].rstrip(), "```", ""]
    return "\n" + "\n".join(lines)


def page(language: Language) -> str:
    """The whole page in a language, its tables and examples made anew."""
    made = {"keys": tables, "examples": examples_page}
    return filled(PAGES[language].read_text(encoding="utf-8"), lambda kind: made[kind](language))


if __name__ == "__main__":
    for each in LANGUAGES:
        PAGES[each].write_text(page(each), encoding="utf-8")
