"""Kinds of document in a rule set, and kinds that are kinds of others."""

from __future__ import annotations

from pathlib import Path

import pytest

import plancheck
from plancheck import RuleSet
from tests.ruleset.rules import Loads, Refused


def test_a_kind_of_document_that_is_named_again_is_replaced(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded(
        'extends: kommun\ndocuments:\n  delarsrapport: {sv: Tertial, en: Tertial, as-of: "04-30"}\n  ny: {sv: Ny, en: New}\n'
    )
    assert (ours.kinds["delarsrapport"].as_of, kommun.kinds["delarsrapport"].as_of) == ("04-30", "08-31")
    assert ours.kinds["ny"].title == {"sv": "Ny", "en": "New"}
    assert ours.kinds["ny"].rank > ours.kinds["kf-budget"].rank


PLANS = """\
ruleset: ours
extends: kommun
documents:
  namndplan: {sv: Nämndplan, en: Nämndplan, is: verksamhetsplan}
  mal-och-budget: {sv: Mål och budget, en: Goals and budget, is: kf-budget}
  tertialrapport: {sv: Tertialrapport, en: Tertialrapport, is: delarsrapport, as-of: "04-30"}
"""


def test_a_kind_that_is_one_of_another_has_what_it_does_not_say_from_that(loaded: Loads) -> None:
    kinds = loaded(PLANS).kinds
    assert (kinds["mal-och-budget"].of, kinds["namndplan"].of) == ("city", "namnd")
    assert (kinds["tertialrapport"].as_of, kinds["delarsrapport"].as_of) == ("04-30", "08-31")
    assert kinds["namndplan"].is_a("verksamhetsplan")
    assert not kinds["verksamhetsplan"].is_a("namndplan")
    assert kinds["tertialrapport"].rank == kinds["delarsrapport"].rank


def test_a_rule_about_a_kind_is_about_all_that_are_one_of_it(loaded: Loads) -> None:
    rules = loaded(PLANS).rules
    assert {"verksamhetsplan", "namndplan"} <= rules["UPP001"].kinds
    assert "namndplan" not in rules["UPP009"].kinds


def test_rules_find_the_documents_of_a_city_under_its_own_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    Path("rules/ours.yml").write_text(PLANS, encoding="utf-8")
    Path("budget.yaml").write_text(
        "document: mal-och-budget\nid: kf-2025\nyear: 2025\ngoals: [{id: m1, title: Alla barn läser}]\n", encoding="utf-8"
    )
    Path("plan.yaml").write_text("document: namndplan\nnamnd: kultur\nyear: 2025\n", encoding="utf-8")
    result = plancheck.check(["plan.yaml"], ruleset="rules/ours.yml", select=["MAL001"])
    assert [(one.rule, one.item) for one in result.findings] == [("MAL001", "kf-2025/m1")]


def test_a_kind_of_something_that_does_not_exist_is_refused(refused: Refused) -> None:
    (problem,) = refused(PLANS.replace("is: kf-budget", "is: kf-bugdet"))
    assert (problem.text.key, problem.text.details["nearest"]) == ("unknown-document-kind", "kf-budget")
