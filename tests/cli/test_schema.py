"""`plancheck schema`."""

from __future__ import annotations

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
