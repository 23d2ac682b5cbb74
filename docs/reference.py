"""Fill the tables of docs/writing-rules/reference.md from the code: every key, check, selector, field, operator, placeholder.

python docs/reference.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from data_model import models
from pydantic.fields import FieldInfo
from tables import as_cell, filled, first_sentence, table

from plancheck.checks import KINDS, module_of
from plancheck.checks.agree import Total
from plancheck.checks.limit import Limit
from plancheck.checks.share import Percent
from plancheck.model.base import Part
from plancheck.model.document import parts
from plancheck.query.derived import derived_of
from plancheck.query.matchers import FORMS, OPERATORS, REFERENCES
from plancheck.query.paths import STEPS
from plancheck.query.selectors import ROOTS
from plancheck.repository.configuration import Configuration, Waiver
from plancheck.repository.declared import VocabularyWord
from plancheck.ruleset.model import AppliesTo, KindOfDocument, Retirement, RuleHead, RuleSetFile, RuleSource, TestCase

PAGE = Path(__file__).parent / "writing-rules" / "reference.md"
MODELS: Mapping[str, type[Part]] = {
    model.__name__: model
    for model in (
        RuleSetFile, KindOfDocument, VocabularyWord, RuleHead, RuleSource, AppliesTo, TestCase, Limit, Total, Configuration,
        Percent, Waiver, Retirement,
    )
}  # fmt: skip


def made(kind: str, name: str = "") -> str:
    """What stands between a pair of markers."""
    makers: Mapping[str, Callable[[], str]] = {
        "keys": lambda: keys(MODELS[name]),
        "checks": checks,
        "check": lambda: keys(module_of(name).Parameters),
        "placeholders": lambda: placeholders(name),
        "roots": roots,
        "steps": lambda: table(["step", "leads to"], ((f"`{step}`", to) for step, to in STEPS.items())),
        "derived": lambda: table(["of", "field", "is"], derived()),
        "forms": lambda: table(["matcher", "is met by"], forms()),
        "operators": lambda: table(
            ["operator", "is met by"], ((f"`{{{name}: {one.argument}}}`", one.met_by) for name, one in OPERATORS.items())
        ),
        "references": lambda: table(["reference", "stands for"], ((f"`{name}`", to) for name, to in REFERENCES.items())),
    }
    return makers[kind]()


def keys(model: type[Part]) -> str:
    """The keys of a mapping: what each says, and what it is where it is left out."""
    fields = model.model_fields.values()
    rows = [(f"`{field.alias}`", field.description or "", left_out(field)) for field in fields]
    return table(["key", "what it says", "left out"], rows)


def left_out(field: FieldInfo) -> str:
    """What a key is that is left out: its default, nothing, or that it must be there."""
    if field.is_required():
        return "**required**"
    default: Any = field.default
    if default in (None, "") or default == [] or default == {}:
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def checks() -> str:
    """The kinds of check, and what each says."""
    rows = (
        (f"[`{kind}`](#{kind})", first_sentence(module_of(kind).__doc__).partition(": ")[2].removesuffix(".")) for kind in KINDS
    )
    return table(["check", "says"], rows)


def placeholders(kind: str) -> str:
    """What the messages of a kind of check may name."""
    return table(["placeholder", "is"], ((f"`{{{name}}}`", told) for name, told in module_of(kind).PLACEHOLDERS.items()))


def roots() -> str:
    """What a selector may begin with."""
    rows = [
        ("a key of the document", "`goals.sub-goals.indicators`", "what stands in the document that is checked"),
        ("a kind of document", "`kf-budget.goals`", "that kind, of the same nämnd and year, or of the city and year"),
        *((f"`{name}`", f"`{root.example}`", root.leads_to) for name, root in ROOTS.items()),
    ]
    return table(["begins with", "example", "leads to"], rows)


def derived() -> Iterator[tuple[str, str, str]]:
    """The fields that follow from the data, by what they are fields of."""
    for model in parts():
        name = ", ".join(f"`{key}`" for key in models()[model]) or "document"
        for field, method in derived_of(model).items():
            yield name, f"`{field}`", as_cell(first_sentence(method.__doc__))


def forms() -> Iterator[tuple[str, str]]:
    """The matchers that are no operators; those that are words stand as code."""
    return ((name if " " in name else f"`{name}`", told) for name, told in FORMS.items())


def page() -> str:
    """The whole page, its tables made anew."""
    return filled(PAGE.read_text(encoding="utf-8"), made)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
