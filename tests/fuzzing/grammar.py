"""Values that a JSON Schema allows, and now and then some that it does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzzing import corpus
from tests.fuzzing.damage import scalars
from tests.paths import ROOT

DEEPEST = 5
"""How deep values are nested; below that they are as short as they may be."""


@cache
def schema(name: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return values


@st.composite
def values(draw: DrawFn, name: str, of: str | None = None) -> Any:
    """Values of one of the schemas that ship, or of one of its definitions."""
    root = schema(name)
    return _value(draw, root["$defs"][of] if of else root, root, 0)


def parts(name: str) -> SearchStrategy[Any]:
    """Values of any definition of a schema."""
    return st.deferred(lambda: st.sampled_from(sorted(schema(name)["$defs"])).flatmap(lambda of: values(name, of)))


def _value(draw: DrawFn, node: Any, root: Mapping[str, Any], depth: int) -> Any:
    if node is True or not node:
        return draw(scalars())
    if draw(st.integers(0, 60)) == 60:
        return draw(scalars())
    if "$ref" in node:
        return _value(draw, root["$defs"][node["$ref"].rpartition("/")[2]], root, depth)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return draw(st.sampled_from(node["enum"]))
    arms = node.get("anyOf") or node.get("oneOf")
    if arms:
        return _value(draw, draw(st.sampled_from(arms)), root, depth)
    match node.get("type"):
        case "object":
            return _mapping(draw, node, root, depth)
        case "array":
            least = node.get("minItems", 0)
            number = draw(st.integers(least, max(least, 0 if depth > DEEPEST else 3)))
            return [_value(draw, node.get("items", True), root, depth + 1) for _ in range(number)]
        case "string":
            return draw(_text(node))
        case "integer":
            return draw(st.integers(node.get("minimum", -2), node.get("maximum", 2030)))
        case "number":
            return draw(st.floats(-10, 10_000, allow_nan=False) | st.integers(0, 2030))
        case "boolean":
            return draw(st.booleans())
        case "null":
            return None
    return draw(scalars())


def _mapping(draw: DrawFn, node: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> dict[str, Any]:
    properties, required = node.get("properties", {}), node.get("required", [])
    optional = sorted(properties.keys() - set(required))
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=0 if depth > DEEPEST else 6)) if optional else []
    made = {key: _value(draw, properties[key], root, depth + 1) for key in (*required, *chosen) if key in properties}
    others = node.get("additionalProperties")
    if isinstance(others, Mapping):
        for _ in range(draw(st.integers(0, 0 if depth > DEEPEST else 3))):
            made[draw(st.sampled_from(corpus.words()) | st.sampled_from(corpus.keys()))] = _value(draw, others, root, depth + 1)
    return made


def _text(node: Mapping[str, Any]) -> SearchStrategy[str]:
    if node.get("format") == "date":
        return st.sampled_from(["2024-01-01", "2025-02-11", "2025-12-31", "2026-06-30"]) | st.dates().map(str)
    if "pattern" in node:
        return st.sampled_from(_fitting(node["pattern"])) | st.from_regex(node["pattern"], fullmatch=True)
    return st.sampled_from(corpus.words()) | st.text(max_size=12)


@cache
def _fitting(pattern: str) -> list[str]:
    import re

    return [word for word in corpus.words() if re.search(pattern, word)] or ["a"]
