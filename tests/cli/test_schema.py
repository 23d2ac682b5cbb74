"""`plancheck schema`."""

from __future__ import annotations

import json

import pytest

from plancheck.schemas import SCHEMAS
from tests.command import plancheck
from tests.paths import ROOT


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_prints_what_stands_in_the_folder_of_schemas(name: str) -> None:
    result = plancheck("schema", name)
    assert result.exit_code == 0
    assert result.stdout == (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")


def test_schema_prints_that_of_a_document_unless_told_otherwise() -> None:
    assert plancheck("schema").stdout == plancheck("schema", "document").stdout
    assert plancheck("schema", "dokument").exit_code == 2


def test_schema_of_a_kind_has_the_words_of_the_rule_set_and_the_nämnder_of_the_repository(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT / "examples" / "almstad")
    schema = json.loads(plancheck("schema", "namndplan").stdout)
    assert schema["title"] == "Nämndplan"
    assert schema["properties"]["document"]["const"] == "namndplan"
    assert "försenat" in schema["$defs"]["Uppdrag"]["properties"]["status"]["anyOf"][0]["enum"]
    assert "kultur-fritid" in schema["properties"]["namnd"]["anyOf"][0]["anyOf"][0]["enum"]
    english = json.loads(plancheck("schema", "namndplan", "--lang", "en").stdout)
    assert english["properties"]["year"]["description"].startswith("The year that it is about")


def test_schema_of_a_kind_that_there_is_not_is_told() -> None:
    assert "Menade du verksamhetsplan?" in plancheck("schema", "verksamhetplan").stderr
    said = plancheck("schema", "zzz").stderr
    assert "document, rules, configuration, report, import, organisation" in said
