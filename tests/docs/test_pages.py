"""The pages on the rules: they are those that the rule files give, and cover every requirement."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import plancheck
from plancheck.ruleset.testing import never_fails
from tests.paths import ROOT

DOCS = ROOT / "docs"


@cache
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages", DOCS / "pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def made() -> dict[Path, str]:
    pages: dict[Path, str] = maker().pages()
    return pages


@cache
def demanded() -> dict[str, list[str]]:
    """The ids of the requirements of each rule set."""
    return {name: list(requirements) for name, requirements in maker().requirements().items()}


def test_the_pages_are_those_that_the_rule_files_give() -> None:
    stale = [
        str(path) for path, text in made().items() if not (DOCS / path).is_file() or (DOCS / path).read_text("utf-8") != text
    ]
    assert stale == [], "run python docs/pages.py"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {path.relative_to(DOCS) for path in (DOCS / "rules").glob("*.md")} <= set(made())


def test_every_page_has_an_example_that_fails_and_one_that_passes() -> None:
    pages = {path.stem: text for path, text in made().items() if re.fullmatch(r"[A-Z]+[0-9]{3}", path.stem)}
    assert len(pages) > 80
    never = [rule.id for rule in plancheck.load("kommun", tests=True).rules.values() if never_fails(rule)]
    assert [rule for rule, text in pages.items() if text.count("```yaml\ndocument: ") != 2] == never == ["AVS007"]


def test_every_link_between_the_pages_leads_somewhere() -> None:
    links = [(path, link) for path, text in made().items() for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert len(links) > 200
    assert [link for path, link in links if not (DOCS / path.parent / link).exists()] == []


def test_every_requirement_is_checked_by_a_rule_and_every_rule_checks_one() -> None:
    known = {demand for requirements in demanded().values() for demand in requirements}
    met = {one.rule.id: maker().meets(one) for one in maker().shipped()}
    assert known - {demand for requirements in met.values() for demand in requirements} == set()
    assert [rule for rule, requirements in met.items() if not requirements] == []
    assert "**none**" not in made()[Path("coverage.md")]


# What must at least hold in the planning chain, by the letters that the requirements have: mål, uppdrag, dates, sections,
# barnbokslut, lex Sarah and quality, indicators, economy, programmes, the chain.
CHAIN = {"M": 8, "U": 13, "D": 7, "S": 6, "B": 5, "L": 6, "I": 2, "E": 3, "P": 2, "K": 1}


@pytest.mark.parametrize(("letter", "number"), CHAIN.items())
def test_the_planning_chain_is_covered_whole_and_numbered_without_gaps(letter: str, number: int) -> None:
    known = {demand for name in ("kommun", "goteborg") for demand in demanded()[name] if demand.startswith(letter)}
    assert known == {f"{letter}{n}" for n in range(1, max(number, len(known)) + 1)}
