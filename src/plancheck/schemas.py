"""JSON Schemas (2020-12) generated from the models; a test verifies that those in ``schemas/`` are the same."""

from __future__ import annotations

from typing import Any

from plancheck.checks import KINDS, module_of

SCHEMAS = ("document", "rules", "configuration", "report", "import")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


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
