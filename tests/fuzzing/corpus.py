"""What inputs are made from: the files of the examples, the rules that ship, and the words in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml
from hypothesis import Phase, settings

from plancheck.model.source import decode, parse
from tests.paths import ALMSTAD, EXAMPLES, GOTEBORG, MINIMAL, ROOT

LARGEST = 6_000
"""How many characters a text has at most that others are made from."""


def fuzzed(examples: int) -> settings:
    """How a property is tried: always on the same so many inputs; on others, and many more of them, with the profile `long`."""
    profile = settings.default
    assert profile is not None
    if profile.max_examples == 100:
        # What fails is made smaller only in the long run: that takes minutes.
        return settings(max_examples=examples, derandomize=True, phases=[Phase.explicit, Phase.generate])
    return settings(max_examples=examples * profile.max_examples // 100)


@cache
def documents() -> list[str]:
    """Documents of every kind."""
    small = [path for path in sorted(EXAMPLES.rglob("*.yaml")) if path.name != "plancheck.yaml"]
    return [text for path in small if len(text := path.read_text(encoding="utf-8")) < LARGEST]


@cache
def in_bytes() -> list[bytes]:
    """The same as files."""
    return [text.encode() for text in documents()]


@cache
def configurations() -> list[str]:
    """Configurations, one with everything that one can say."""
    return [EVERYTHING, *((folder / "plancheck.yaml").read_text(encoding="utf-8") for folder in (MINIMAL, GOTEBORG, ALMSTAD))]


EVERYTHING = """\
ruleset: kommun
lang: en
ignore: [AVS]
fail-on: warning
strict: false
covers: {kulturnamnden: 2024-}
exclude: [utkast/, "*.bak.yaml"]
rules:
  MAL001: {severity: warning}
  UPP004: off
vocabulary:
  closed: [avslutad, klar]
waivers:
  - {rule: MAL001, document: kf-2025, item: kf-2025/goal-1, reason: Ett annat år, by: Kansliet, until: 2026-12-31}
  - {rule: UPP005, reason: Följs upp muntligt, by: Kansliet, until: 2024-01-01}
attestations:
  - {rule: UPP001, item: kf-2025/bokbuss, by: Kansliet, on: 2025-03-01, reference: KUN-2025-20, until: 2027-01-01}
"""


@cache
def rules() -> list[str]:
    """Rule files, each of a few rules and what they rest on."""
    texts: list[str] = []
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        if path.name == "import.yaml":
            continue
        values = parse(decode(path.read_bytes()), path.name).root
        assert isinstance(values, dict)
        listed = values.get("rules") or []
        if not listed:
            texts.append(path.read_text(encoding="utf-8"))
        for rule in listed:
            # With a name of its own: a rule set that extends `kommun` has that rule already.
            own = {**rule, "id": f"EGN{len(texts):03}", "tests": rule.get("tests", [])[:2], "meets": []}
            texts.append(dumped({"extends": "kommun", "rules": [own]}))
    return texts


@cache
def profiles() -> list[str]:
    """The words of the import, a few at a time."""
    texts: list[str] = []
    for path in sorted((ROOT / "rules").glob("*/import.yaml")):
        values = parse(decode(path.read_bytes()), path.name).root
        assert isinstance(values, dict)
        texts.extend(dumped({key: value}) for key, value in values.items())
    return texts


@cache
def words() -> list[str]:
    """The scalars of documents, as they are written: what means something in one place is tried in others."""
    found: dict[str, None] = dict.fromkeys(STRANGE)
    for text in (*documents(), *configurations()):
        found.update((str(value), None) for value in _scalars(parse(text, "").root))
    return list(found)


@cache
def keys() -> list[str]:
    """The keys of documents, configurations and rules."""
    found: dict[str, None] = {}
    for text in (*documents(), *configurations(), *rules()[:60]):
        found.update((str(key), None) for key in _keys(parse(text, "").root))
    return list(found)


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _scalars(inner)
    else:
        yield value


def _keys(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
    for inner in (value.values() if isinstance(value, dict) else value) if isinstance(value, dict | list) else ():
        yield from _keys(inner)


def as_json(value: Any) -> str:
    """Values as JSON, dates as text."""
    return json.dumps(plain(value), default=str)


def plain(value: Any) -> Any:
    """Values without their places."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def dumped(value: Any) -> str:
    """Values as YAML, without anchors."""

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return str(yaml.dump(plain(value), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000))


STRANGE = [
    "", "0", "-1", "99999999999999999999", "1e400", ".nan", ".inf", "2025", "2024-02-30", "0001-01-01", "9999-12-31", "null",
    "yes", "~", "[]", "{}", "[[]]", "{a: [b, {c: d}]}", "*a", "&a b", "!!str x", "'", '"', ": ", "- ", "# ", "%", "@", "`", "|",
    "a/b", "kf-2025/", "/", "..", "$today", "$vocabulary.status", "{item.title}", "{", "item.title", "(", "(a|b)*c", "[", "\\",
    "\u00e5" * 300, "a" * 3000, "\u202egnir", '"\\e[31m"', "\u0000", "\ufeff", "\u2028", "\u0085", "\U0001f600", "e\u0301",
    "\ud7ff", "\ufffe", "<b>&amp;</b>", "]]>", "::error::x", "=1+1", "off", "kommun", "C:\\plan", "../../etc", "\t", "\r",
]  # fmt: skip
"""Scalars that mean something in YAML, in rules or in reports, or nothing anywhere."""
