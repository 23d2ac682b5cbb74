"""Requirements that rules meet, and the ids of rules that are gone."""

from __future__ import annotations

from plancheck.messages import said
from tests.ruleset.rules import RULES, Loads, Refused


def test_a_rule_names_the_requirements_that_it_meets(loaded: Loads, refused: Refused) -> None:
    requirements = 'requirements:\n  U1: {sv: Allt finns, en: All is there, source: "Reglementet 3"}\n'
    text = RULES.replace("    severity: error\n", "    severity: error\n    meets: [U1]\n")
    assert loaded(requirements + text, tests=True).rules["TST001"].head.meets == ["U1"]
    assert loaded(requirements + text).rules["TST001"].head.meets == ["U1"]
    (problem,) = refused(requirements + text.replace("meets: [U1]", "meets: [U2]"), tests=True)
    assert problem.text.key == "unknown-requirement"


def test_the_id_of_a_rule_that_is_gone_is_not_used_again(refused: Refused) -> None:
    (problem,) = refused("retired: {TST001: TST002}\n" + RULES)
    assert problem.text.key == "retired-id"


def test_changing_a_rule_that_is_gone_is_refused_with_the_one_that_took_its_place(refused: Refused) -> None:
    (problem,) = refused("extends: kommun\nchange: {UPP016: off}\n")
    assert said(problem.text, "en") == "Rule UPP016 no longer exists. UPP017 has replaced it."


def test_a_retired_rule_can_only_leave_its_place_to_one_that_exists(refused: Refused) -> None:
    (problem,) = refused("ruleset: ours\nextends: kommun\nretired: {EGN001: UPP999}\n", tests=True)
    assert (problem.text.key, problem.span.line) == ("unknown-rule", 3)
