"""The schemas, and the files of this project that must have their shape."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from plancheck.model.source import decode, parse
from tests.paths import ROOT

DOCUMENTS = [path for path in sorted((ROOT / "examples").rglob("*.yaml")) if path.name != "plancheck.yaml"]


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def errors(name: str, values: Any) -> list[str]:
    return [f"{one.json_path}: {one.message[:200]}" for one in validator(name).iter_errors(values)]


def as_json(path: Path) -> Any:
    """The values of a YAML file as JSON has them: words as keys, dates as text."""

    def text(value: object) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    return json.loads(json.dumps(parse(decode(path.read_bytes()), path.name).root, default=text))
