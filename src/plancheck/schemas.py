"""JSON Schemas (2020-12) generated from the models; a test verifies that those in ``schemas/`` are the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from plancheck.checks import KINDS, module_of

if TYPE_CHECKING:
    from plancheck.messages import Language
    from plancheck.repository.declared import Kind, Purpose, Term
    from plancheck.ruleset.model import RuleSet

SCHEMAS = ("document", "rules", "configuration", "report", "import")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@cache
def schema_of(name: str) -> str:
    """The schema as JSON text."""
    # What makes a schema is imported late: `plancheck --help` only asks for the names.
    import json

    makers = {"document": _document, "rules": _rules, "configuration": _configuration, "report": _report, "import": _import}
    return json.dumps({"$schema": DIALECT, **makers[name]()}, ensure_ascii=False, indent=2) + "\n"


def _document() -> dict[str, Any]:
    from plancheck.model.document import Document

    schema = Document.model_json_schema(by_alias=True)
    # A document says which year it is about, or the first and the last one.
    required = [key for key in schema["required"] if key != "year"]
    either = [{"required": ["year"]}, {"required": ["years"]}]
    return {**schema, "required": required, "anyOf": either, "title": "A document that plancheck reads"}


def schema_of_kind(kind: str, ruleset: RuleSet, bodies: Mapping[str, str], language: Language) -> str:
    """The schema of the documents of a kind as JSON text, with the words of a rule set, for an editor to offer and explain.

    `bodies` are the names of the nämnder and groups of the organisation, by id. What each key is, is told in the language.
    """
    import json

    declared = ruleset.kinds[kind]
    schema = json.loads(_explained(language))
    parts = {**schema["$defs"], "Document": schema}
    for place, purpose in _SCALES.items():
        _offer(parts, place, _forms(ruleset.declared.terms(purpose), language), only=True)
    for place, purpose in _WORDS.items():
        _offer(parts, place, _titles(ruleset.declared.terms(purpose), language))
    _offer(parts, "Section.kind", _titles(ruleset.vocabulary.get(declared.sections or "", ()), language))
    for place in _BODIES:
        _offer(parts, place, bodies)
    return json.dumps({"$schema": DIALECT, **_of_kind(schema, declared, language)}, ensure_ascii=False, indent=2) + "\n"


@cache
def _explained(language: Language) -> str:
    """The schema of all documents as JSON text, with what each key is told in the language: the same for every kind."""
    import json

    schema = _document()
    told = _descriptions(language)
    for name, part in {**schema["$defs"], "Document": schema}.items():
        _explain(name, part, told)
    return json.dumps(schema)


_SCALES: Mapping[str, Purpose] = {
    "Goal.assessment": "assessment", "Uppdrag.status": "status", "Activity.status": "status",
    "QualityArea.area": "quality-areas",
    "Goal.area": "areas", "Uppdrag.area": "areas", "Programme.area": "areas", "Section.area": "areas", "Account.unit": "units",
    "UnexecutedCount.law": "laws", "UnexecutedDecision.law": "laws",
}  # fmt: skip
"""The keys that have a word of a vocabulary and nothing else."""
_WORDS: Mapping[str, Purpose] = {
    "SubGoal.assessment": "assessment", "Indicator.assessment": "assessment", "Threshold.assessment": "assessment",
    "Control.status": "status", "Point.kind": "points", "ReportedFigure.unit": "units",
}  # fmt: skip
"""The keys that may have such a word, or another."""
_BODIES = (
    "Document.namnd", "Decision.by", "Goal.to", "SubGoal.to", "Uppdrag.by", "Uppdrag.to", "Uppdrag.under", "Uppdrag.with",
    "Uppdrag.coordinator", "Uppdrag.report-to", "Uppdrag.handled-by", "Group.members", "Namnd.succeeds", "Target.by",
)  # fmt: skip
"""The keys that name nämnder or groups: those of the organisation as it is today, or others."""


def _of_kind(schema: dict[str, Any], kind: Kind, language: Language) -> dict[str, Any]:
    """The schema of a document with the kind as the only one, and the nämnd where it must have one."""
    properties = {**schema["properties"], "document": {"const": kind.id, "description": kind.title[language]}}
    required = [*schema["required"], *(["namnd"] if kind.of == "namnd" else [])]
    return {**schema, "title": kind.title[language], "properties": properties, "required": required}


def _descriptions(language: Language) -> Mapping[str, str]:
    """What each part of a document and each key is, by ``Part`` and ``Part.key``; English stands in the model itself."""
    if language == "en":
        return {}
    from plancheck.model.source import parse
    from plancheck.ruleset.locating import shipped

    file = shipped("docs") / f"data-model.{language}.yaml"
    return dict(parse(file.read_text(encoding="utf-8"), file.name).value([]))


def _explain(name: str, part: dict[str, Any], told: Mapping[str, str]) -> None:
    """Put what is told of a part of a document and of its keys in place of what its schema says."""
    if name in told:
        part["description"] = told[name]
    for key, values in _properties(part).items():
        values.pop("title", None)
        if f"{name}.{key}" in told:
            values["description"] = told[f"{name}.{key}"]


def _properties(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys of a part, which may be written in a short form too."""
    whole = next((one for one in part.get("anyOf", ()) if "properties" in one), part)
    keys: Mapping[str, Any] = whole.get("properties", {})
    return keys


def _titles(terms: Iterable[Term], language: Language) -> dict[str, str]:
    """The words of a vocabulary, each with what people call it."""
    return {str(term.id): term.called(language) for term in terms}


def _forms(terms: Sequence[Term], language: Language) -> dict[str, str]:
    """The same with the other forms in which a document may have them, which come last."""
    return _titles(terms, language) | {form: term.called(language) for term in terms for form in term.also}


def _offer(parts: Mapping[str, Any], place: str, words: Mapping[str, str], *, only: bool = False) -> None:
    """Offer words for a key of a part, each with its explanation; with `only` no others are right."""
    part, _, key = place.partition(".")
    values = _properties(parts[part])[key]
    if not words:
        return
    offered = {"enum": list(words), "enumDescriptions": list(words.values())}
    if "items" in values:
        values["items"] = _offered(values["items"], offered, only)
        return
    kept = {name: value for name, value in values.items() if name in ("default", "description")}
    alternatives = values.get("anyOf") or [{name: value for name, value in values.items() if name not in kept}]
    values.clear()
    values |= {"anyOf": [_offered(one, offered, only) if one.get("type") == "string" else one for one in alternatives], **kept}


def _offered(form: Mapping[str, Any], offered: Mapping[str, Any], only: bool) -> Mapping[str, Any]:
    return offered if only else {"anyOf": [offered, form]}


def _configuration() -> dict[str, Any]:
    from plancheck.repository.configuration import Configuration

    return {**Configuration.model_json_schema(by_alias=True), "title": "plancheck.yaml"}


def _import() -> dict[str, Any]:
    from plancheck.importing.evidence.profile import Profile

    return {**Profile.model_json_schema(by_alias=True), "title": "import.yaml, the words that the import goes by"}


def _report() -> dict[str, Any]:
    from plancheck.reports.json import Report

    return {**Report.model_json_schema(by_alias=True, mode="serialization"), "title": "plancheck check --format json"}


def _rules() -> dict[str, Any]:
    """A rule is its head together with the parameters of its kind of check: an alternative for each kind."""
    from plancheck.ruleset.model import RuleHead, RuleSetFile

    alternatives = []
    definitions: dict[str, Any] = {}
    for kind in KINDS:
        alternative = _schema(RuleHead, definitions)
        parameters = _schema(module_of(kind).Parameters, definitions)
        alternative["properties"] = {**alternative["properties"], **parameters["properties"], "check": {"const": kind}}
        alternative["required"] = [*alternative["required"], *parameters.get("required", [])]
        alternative["title"] = kind
        alternative["description"] = module_of(kind).__doc__
        alternatives.append(alternative)
    file = _schema(RuleSetFile, definitions)
    file["properties"]["rules"] = {"type": "array", "items": {"oneOf": alternatives}}
    return {**file, "title": "A file of a rule set", "$defs": definitions}


def _schema(model: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    from pydantic import TypeAdapter

    schema = TypeAdapter(model).json_schema(by_alias=True)
    definitions.update(schema.pop("$defs", {}))
    return schema
