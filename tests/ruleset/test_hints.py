"""What hints say: sections and tables to whoever works in Word, keys to whoever writes YAML."""

from __future__ import annotations

import re

import pytest

from plancheck.messages import Language, catalogue, entry
from plancheck.model.base import keys_of
from plancheck.model.document import parts
from plancheck.ruleset.builtin import BUILT_IN
from plancheck.ruleset.loader import load
from plancheck.ruleset.testing import rule_sets
from tests.paths import ROOT
from tests.ruleset.rules import Loads, documents, rule

KEYS = {key for part in parts() for key in keys_of(part)}
SWEDISH = {"uppdrag", "status", "text", "period", "budget", "under"}
"""Keys that are Swedish words too."""
NAMED = re.compile(
    r"\b(?:in|under|with|by|fill in|correct|write|give|set|add)\s+("
    + "|".join(sorted(map(re.escape, KEYS - {"to", "by", "on", "from", "at", "what", "measures"}), key=len, reverse=True))
    + r")\b(?! and\b)",
    re.IGNORECASE,
)
"""A key in an English sentence, where most keys are words too: with no article before it."""


def shipped_hints() -> list[tuple[str, Language, str]]:
    """Every hint that is for all readers: of the rules that ship, and of the built-in ones."""
    hints: dict[tuple[str, Language], str] = {}
    for path, _ in rule_sets(str(ROOT / "rules"), ROOT):
        for one in load(path.name).rules.values():
            hints[one.id, "sv"], hints[one.id, "en"] = one.head.hint.sv, one.head.hint.en
    for built_in in BUILT_IN:
        for language in ("sv", "en"):
            hints[built_in, language] = entry(f"{built_in}-hint")[language]
    return [(name, language, hint) for (name, language), hint in hints.items()]


HINTS = shipped_hints()


def names_in(hint: str, language: Language) -> list[str]:
    """What a hint names that only YAML has: keys, ids, and the program's own files."""
    text = re.sub(r"\{vocabulary\.[^{}]*\}", "", hint)
    placeholders = re.findall(r"\{[^{}]*\.(?:id|ref|area|kind)\}", text)
    plain = re.sub(r"\{[^{}]*\}", "", text)
    words = re.findall(r"[\w-]+", plain)
    if language == "sv":
        keys = [word for word in words if word in KEYS - SWEDISH]
    else:
        keys = [word for word in words if word in KEYS and ("-" in word or word in ("id", "ref", "namnd"))]
        keys += NAMED.findall(plain)
    pairs = [key for key in re.findall(r"([\w-]+):", plain) if key in KEYS - {"from"}]
    return [*placeholders, *keys, *pairs, *re.findall(r"[\w.-]+\.yaml", plain)]


def test_there_are_hints_of_every_rule_set_and_of_the_built_in_rules() -> None:
    assert {"MAL001", "BAR001", "AKT001", "DOK001"} <= {name for name, _, _ in HINTS}


@pytest.mark.parametrize(("name", "language", "hint"), HINTS, ids=[f"{name}-{language}" for name, language, _ in HINTS])
def test_a_hint_for_all_readers_names_no_key_no_id_and_no_file_of_the_program(name: str, language: Language, hint: str) -> None:
    assert names_in(hint, language) == []


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("sv", "Skriv bedömningen i assessment."),
        ("sv", "Lägg till avsnittet under sections."),
        ("sv", "Rätta hänvisningen i refers-to."),
        ("sv", "Lägg till ett mål med area: {item.area}."),
        ("sv", "Lägg till ordet i import.yaml."),
        ("en", "Write in comment why."),
        ("en", "Give the outcome under outcome."),
        ("en", "Correct period, or take in more months."),
        ("en", "Correct handled-by or the other plan."),
        ("en", "Add a goal with area: x."),
    ],
)
def test_a_key_in_a_hint_is_seen(language: Language, hint: str) -> None:
    assert names_in(hint, language)


def test_a_hint_with_keys_is_that_of_yaml() -> None:
    written = [
        one for name in ("kommun", "goteborg", "almstad", "storstad") for one in load(name).rules.values() if one.head.hint_yaml
    ]
    assert len({one.id for one in written}) > 70
    assert {one.id for one in written if one.head.hint_yaml == one.head.hint} == set()
    assert [key for key in catalogue() if key.endswith("-hint-yaml")] != []


HINT = "hint: {sv: Rätta texten, en: Correct the text}\n    hint-yaml: {sv: Rätta text, en: Correct text in YAML}"


def test_a_rule_without_words_for_yaml_says_the_same_of_it(loaded: Loads) -> None:
    (one,) = loaded(documents() + "rules:\n" + rule("TST001")).rules.values()
    assert one.hint_yaml["en"].parts == one.hint["en"].parts == ("Correct it",)


def test_a_rule_set_that_changes_what_is_to_be_done_changes_it_for_yaml_too(loaded: Loads) -> None:
    base = documents() + "rules:\n" + rule("TST001", HINT)
    (one,) = loaded(base).rules.values()
    assert (one.hint["en"].parts, one.hint_yaml["en"].parts) == (("Correct the text",), ("Correct text in YAML",))
    files = {"base.yaml": base, "rules.yaml": "extends: ./base.yaml\nchange: {TST001: {hint: {sv: Fråga, en: Ask}}}\n"}
    (one,) = loaded(files).rules.values()
    assert (one.hint["en"].parts, one.hint_yaml["en"].parts) == (("Ask",), ("Ask",))
