"""Sources that are statutes: when they hold, how sure it is what they say, and which documents they bind."""

from __future__ import annotations

import re

import pytest

from plancheck.messages import LANGUAGES
from plancheck.ruleset.loader import load
from plancheck.ruleset.model import words_of
from tests.ruleset.rules import RULES, Loads, Refused

SOURCE = 'source: [{document: Reglementet, section: "3"}]'
OLD = "{document: Gamla lagen, statute: '2001:453', section: 16 kap., from: 2006-07-01, to: 2025-06-30, certainty: read}"
NEW = "{document: Nya lagen, statute: '2025:400', section: 34 kap., from: 2025-07-01, certainty: told}"
LAG = load("lag")


def of(*sources: str, years: str = "2000-") -> str:
    """The small rule set with other sources, and a rule of those years."""
    return RULES.replace(SOURCE, f"source: [{', '.join(sources)}]").replace("years: 2022-}", f"years: {years}}}")


@pytest.mark.parametrize(("year", "binds"), [(2005, False), (2006, True), (2025, True), (2026, False)])
def test_a_statute_binds_the_documents_of_the_years_in_which_it_held(year: int, binds: bool, loaded: Loads) -> None:
    assert loaded(of(OLD)).rules["TST001"].applies_to("verksamhetsplan", year) is binds


@pytest.mark.parametrize(("year", "binds"), [(2005, False), (2024, True), (2025, True), (2030, True)])
def test_a_statute_that_took_the_place_of_another_goes_on_binding(year: int, binds: bool, loaded: Loads) -> None:
    assert loaded(of(OLD, NEW)).rules["TST001"].applies_to("verksamhetsplan", year) is binds


def test_a_source_that_does_not_say_when_it_holds_always_does(loaded: Loads) -> None:
    assert loaded(of(NEW, "{document: Reglementet}")).rules["TST001"].applies_to("verksamhetsplan", 2001)


def test_a_rule_says_which_statute_held_when_and_how_sure_that_is(loaded: Loads) -> None:
    ruleset = loaded(of(OLD, NEW))
    assert words_of("TST001", ruleset, "sv").source == (
        "Gamla lagen (2001:453), 16 kap. (från 2006-07-01, till och med 2025-06-30, texten är läst); "
        "Nya lagen (2025:400), 34 kap. (från 2025-07-01, återges av kommuner eller myndigheter)"
    )
    assert "Gamla lagen (2001:453), 16 kap. (from 2006-07-01, until 2025-06-30, " in words_of("TST001", ruleset, "en").source


def test_a_source_that_ends_before_it_begins_is_refused(refused: Refused) -> None:
    (problem,) = refused(of(OLD.replace("to: 2025-06-30", "to: 2006-06-30")))
    assert problem.text.key == "source-ends-before"


@pytest.mark.parametrize("wrong", ["statute: 453", "certainty: sure", "from: 2006"])
def test_a_number_a_certainty_and_a_day_that_are_none_are_refused(wrong: str, refused: Refused) -> None:
    key = wrong.partition(":")[0]
    (problem,) = refused(of(re.sub(rf"{key}: [^,}}]+", wrong, OLD)))
    assert wrong in problem.line


@pytest.mark.parametrize("rule", LAG.rules)
def test_a_rule_of_law_names_statutes_and_is_an_error_only_where_its_text_is_read_or_told(rule: str) -> None:
    head = LAG.rules[rule].head
    assert all(source.statute and source.certainty for source in head.source)
    assert head.severity != "error" or all(source.certainty in ("read", "told") for source in head.source)
    for language in LANGUAGES:
        assert "20" in words_of(head.id, LAG, language).source


def test_social_services_changed_statute_in_the_middle_of_2025() -> None:
    (old, new, lss) = LAG.rules["EVB006"].head.source
    assert (old.statute, str(old.to)) == ("2001:453", "2025-06-30")
    assert (new.statute, str(new.from_)) == ("2025:400", "2025-07-01")
    assert (lss.statute, lss.to) == ("1993:387", None)


@pytest.mark.parametrize(("year", "asked"), [(2018, False), (2019, True), (2022, False), (2023, True), (2027, True)])
def test_a_newly_elected_kommunfullmaktige_adopts_the_budget_of_the_year_after_an_election(year: int, asked: bool) -> None:
    assert LAG.rules["BUD004"].applies_to("kf-budget", year) is asked
