"""A damaged rule file is refused at its place, or is a rule set by which a city is checked and its own tests are run."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given

import plancheck
from plancheck import ProblemError
from plancheck.importing.evidence.profile import profile_of
from plancheck.ruleset.testing import prove, survivors
from plancheck.run.open import open_repository
from tests.fuzzing import corpus
from tests.fuzzing.cities import City, assert_told, checked
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import text_of, value_of
from tests.fuzzing.grammar import parts, values

RULES = "egna/regler.yml"


@given(
    text_of(corpus.rules)
    | value_of(corpus.rules, parts("rules")).map(corpus.dumped)
    | values("rules").map(lambda value: corpus.dumped({"extends": "kommun", **value} if isinstance(value, dict) else value))
)
@fuzzed(40)
def test_damaged_rules_are_refused_at_their_place_or_are_applied_and_tested(city: City, text: str) -> None:
    (city.folder.parent / "egna").mkdir(exist_ok=True)
    path = city.folder.parent / RULES
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        ruleset = plancheck.load(str(path), tests=True)
        repository = open_repository([city.folder], str(path))
    except ProblemError as error:
        assert_told(error.problems, city.folder.parent)
        return
    checked(city, repository=repository)
    for rule in list(ruleset.rules.values())[-1:]:
        if Path(rule.source.name).name == path.name:
            list(prove(rule, ruleset, "sv"))
            list(survivors(rule, ruleset))


@given(
    text_of(corpus.profiles)
    | value_of(corpus.profiles, parts("import")).map(corpus.dumped)
    | values("import").map(corpus.dumped)
)
@fuzzed(40)
def test_damaged_words_of_the_import_are_refused_at_their_place(city: City, text: str) -> None:
    folder = city.folder.parent / "ord"
    folder.mkdir(exist_ok=True)
    (folder / "import.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        profile_of([folder])
    except ProblemError as error:
        assert_told(error.problems, city.folder.parent)
