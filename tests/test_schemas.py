"""The JSON Schemas: they follow from the models, and the files of this project have their shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from plancheck.run.open import open_repository
from plancheck.run.starting import bodies_in
from plancheck.schemas import SCHEMAS, schema_of, schema_of_kind
from tests.paths import ROOT
from tests.schemas import DOCUMENTS, as_json, errors

CONFIGURATIONS = sorted((ROOT / "examples").rglob("plancheck.yaml"))
PROFILES = sorted((ROOT / "rules").rglob("import.yaml"))
RULE_FILES = [path for path in sorted((ROOT / "rules").rglob("*.yaml")) if path not in PROFILES]


def from_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_of_2020_12(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_the_one_that_the_models_give(name: str) -> None:
    committed = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_of(name), f"plancheck schema {name} > schemas/{name}.schema.json"


def test_the_folder_of_schemas_holds_nothing_else() -> None:
    assert sorted(path.name for path in (ROOT / "schemas").iterdir()) == sorted(f"{name}.schema.json" for name in SCHEMAS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=from_root)
def test_a_document_of_the_examples_has_the_shape_of_the_schema(path: Path) -> None:
    assert errors("document", as_json(path)) == []


@pytest.mark.parametrize("name", ["goteborg", "almstad", "minimal"])
def test_a_document_of_the_examples_has_the_shape_of_the_schema_of_its_kind(name: str) -> None:
    repository = open_repository([ROOT / "examples" / name])
    bodies = bodies_in(repository)
    validators: dict[str, Draft202012Validator] = {}
    for path in (path for path in DOCUMENTS if path.is_relative_to(repository.folder)):
        values = as_json(path)
        kind = values["document"]
        if kind not in validators:
            schema = json.loads(schema_of_kind(kind, repository.ruleset, bodies, "sv"))
            Draft202012Validator.check_schema(schema)
            validators[kind] = Draft202012Validator(schema)
        assert [one.message for one in validators[kind].iter_errors(values)] == [], path.name


@pytest.mark.parametrize("path", RULE_FILES, ids=from_root)
def test_a_shipped_rule_file_has_the_shape_of_the_schema(path: Path) -> None:
    values = as_json(path)
    assert {"rules", "documents", "requirements", "change"} & values.keys()
    assert errors("rules", values) == []


@pytest.mark.parametrize("path", PROFILES, ids=from_root)
def test_the_words_of_the_import_have_the_shape_of_the_schema(path: Path) -> None:
    assert errors("import", as_json(path)) == []


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=from_root)
def test_a_configuration_of_the_examples_has_the_shape_of_the_schema(path: Path) -> None:
    assert errors("configuration", as_json(path)) == []


def test_a_configuration_with_everything_has_the_shape_of_the_schema() -> None:
    everything = {
        "ruleset": "goteborg",
        "lang": "en",
        "select": ["UPP", "MAL001"],
        "ignore": ["UPP004"],
        "fail-on": "never",
        "exclude": ["*.yml"],
        "rules": {"UPP001": "off", "UPP002": {"severity": "info"}},
    }
    assert errors("configuration", everything) == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("document", {"document": "kf-budget"}),
        ("document", {"document": "kf-budget", "year": 2025, "uppdragg": []}),
        ("document", {"document": "kf-budget", "year": "2025"}),
        ("document", {"document": "kf-budget", "year": 2025, "uppdrag": [{"ref": "nowhere"}]}),
        ("document", {"document": "kf-budget", "year": 2025, "as-of": "2025-02-30"}),
        ("rules", {"rules": [{"id": "UPP001"}]}),
        ("rules", {"ruleset": "kommun", "rulez": []}),
        ("configuration", {"rulset": "goteborg"}),
        ("configuration", {"fail-on": "eror"}),
        ("configuration", {"rules": {"UPP001": 7}}),
        ("report", {}),
    ],
)
def test_a_schema_refuses_what_the_program_refuses(name: str, values: dict[str, Any]) -> None:
    assert errors(name, values) != []


def test_a_schema_lets_keys_with_x_pass() -> None:
    assert errors("document", {"document": "kf-budget", "year": 2025, "x-own": {"a": [1]}}) == []


def test_a_rule_of_the_schema_needs_what_its_check_needs() -> None:
    rule = next(rule for rule in as_json(ROOT / "rules" / "kommun" / "uppdrag.yaml")["rules"] if rule["check"] == "covered")
    assert errors("rules", {"rules": [rule]}) == []
    for key in ("items", "by", "title", "severity"):
        assert errors("rules", {"rules": [{name: value for name, value in rule.items() if name != key}]}) != [], key
