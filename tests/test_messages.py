"""The catalogue: both languages, every key that the code uses, and nothing left over."""

from __future__ import annotations

import re

from plancheck.messages import catalogue, entry
from plancheck.model.base import keys_of
from plancheck.model.document import parts
from plancheck.model.source import parse
from plancheck.repository.declared import Term
from tests.paths import ROOT


def test_the_catalogue_has_every_entry_in_both_languages_with_the_same_placeholders() -> None:
    for key in catalogue():
        words = entry(key)
        assert set(words) == {"sv", "en"}, key
        assert all(text.strip() for text in words.values()), key
        assert sorted(re.findall(r"\{[a-z-]+\}", words["sv"])) == sorted(re.findall(r"\{[a-z-]+\}", words["en"])), key


def test_the_catalogue_taken_apart_is_the_whole_catalogue() -> None:
    text = (ROOT / "src" / "plancheck" / "catalogue.yaml").read_text(encoding="utf-8")
    assert {key: entry(key) for key in catalogue()} == parse(text, "catalogue.yaml").root


def test_every_literal_key_that_the_code_asks_the_catalogue_for_is_there() -> None:
    asked = set()
    for file in (ROOT / "src" / "plancheck").rglob("*.py"):
        asked |= set(re.findall(r"""\b(?:word|Unknown)\(\s*["']([a-z0-9-]+)["']""", file.read_text(encoding="utf-8")))
    assert len(asked) > 30
    assert [key for key in asked if key not in catalogue() and f"{key}-one" not in catalogue()] == []


def test_nothing_in_the_catalogue_is_left_over() -> None:
    files = [file for file in (ROOT / "src" / "plancheck").rglob("*") if file.suffix in (".py", ".jinja")]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    named = set(re.findall(r"[\"']([\w-]+)(?=[\"'])", code))
    made = re.compile(r"-(one|many|title|why|hint|hint-yaml)$")
    left = [key for key in catalogue() if key not in named and not made.search(key) and key not in ("passing", "failing")]
    # A key may be put together where it is asked for: word(f"outcome-{…}") and word("state-" ~ …).
    begun = re.findall(r"""word\(\s*f?["']([a-z-]+-)(?:\{|["'] ~)""", code)
    ended = tuple(re.findall(r"""word\(\s*(?:f["']\{\w+\}|\w+ ~ ["'])(-[a-z-]+)["']""", code))
    assert [
        key
        for key in left
        if not key.startswith(
            (
                "test-lacks-",
                "mutant-",
                "import-untold-",
                "unread-untold-",
                "left-",
                "field-",
                "part-",
                "list-",
                "body-",
                "value-",
                *begun,
            )
        )
        and not key.endswith(ended)
    ] == []


def test_every_part_of_a_document_and_each_of_its_keys_has_a_name_for_people() -> None:
    names = {kebab_case(part.__name__) for part in [*parts(), Term]}
    assert not {name for name in names if f"part-{name}" not in catalogue()}
    keys = {key for part in parts() for key in keys_of(part)}
    assert not {key for key in keys if f"field-{key}" not in catalogue()}


def kebab_case(name: str) -> str:
    return re.sub("(?<!^)(?=[A-Z])", "-", name).lower()
