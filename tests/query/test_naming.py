"""What people call values and places, where a message says them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import plancheck
from plancheck import Evaluation
from plancheck.messages import Language

CITY = {
    "organisation.yaml": "document: organisation\nyear: 2024\nnamnder: [{id: park, title: Parknämnden}, "
    "{id: bad, title: Badnämnden}, {id: skog, title: Skogsnämnden}]\n",
    "kf.yaml": "document: kf-budget\nid: kf-2024\nyear: 2024\ntitle: KF:s budget 2024\n"
    "uppdrag: [{id: trad, title: Fler träd, by: kf, to: [park], due: 2024-06-30}]\n",
    "plan.yaml": "document: arsrapport\nnamnd: park\nyear: 2024\n"
    "goals:\n  - title: Gröna gator\n    assessment: viss\n    indicators:\n"
    "      - {name: Träd, level: city, outcome: {2024: 2025}}\n"
    "uppdrag:\n  - {ref: kf-2024/trad, status: pågående, handled-by: [bad, skog]}\n"
    "figures:\n  - {name: ram, title: Ramen, value: 2025, unit: tkr, at: {section: '3', page: 9}}\n"
    "  - {name: ram, title: Ramen, value: -2.5, unit: mnkr, at: {page: 4}}\n",
}
RULE = """\
extends: kommun
rules:
  - id: TST001
    name: the-rule
    title: {sv: Regeln, en: The rule}
    why: {sv: Därför, en: Therefore}
    source: [{document: Reglementet}]
    severity: error
    applies-to: {document: [arsrapport]}
    check: each
    items: ITEMS
    require: {x-nothing: present}
    message: {sv: "TEXT", en: "TEXT"}
    hint: {sv: "TEXT", en: "TEXT"}
    hint-yaml: {sv: "TEXT", en: "TEXT"}
"""


class Said(NamedTuple):
    """A message, and the hint for YAML that has the same words."""

    message: str
    hint: str


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    for name, text in CITY.items():
        Path(name).write_text(text, encoding="utf-8")
    yield tmp_path


def said(items: str, text: str, language: Language = "sv") -> Said:
    """What a rule says of the first of its items."""
    Path("rules.yml").write_text(RULE.replace("ITEMS", items).replace("TEXT", text), encoding="utf-8")
    one = found("TST001", language)[0]
    return Said(one.message, one.hint)


def found(rule: str, language: Language, ruleset: str = "./rules.yml") -> list[Evaluation]:
    run = plancheck.check([Path("plan.yaml")], ruleset=ruleset, language=language)
    return [one for one in run.evaluations if one.rule == rule and one.outcome == "failed"]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("items", "text", "sv", "en"),
    [
        ("uppdrag", "{item.handled-by}", "Badnämnden och Skogsnämnden", "Badnämnden and Skogsnämnden"),
        ("uppdrag", "{item.definition.by}", "kommunfullmäktige", "kommunfullmäktige"),
        ("uppdrag", "{document.namnd}", "Parknämnden", "Parknämnden"),
        ("uppdrag", "{item.status}", "Pågående", "Pågående (under way)"),
        ("uppdrag", "{item.ref}", "Fler träd", "Fler träd"),
        ("uppdrag", "{document}", "Årsrapport 2024", "Årsrapport 2024"),
        ("uppdrag", "{item.definition.document}", "KF:s budget 2024", "KF:s budget 2024"),
        ("uppdrag", "{item.closed-on}", "uppgift saknas", "not stated"),
        ("uppdrag", "{document.year}", "2024", "2024"),
        ("goals", "{item.assessment}", "Delvis uppfyllt", "Delvis uppfyllt (partly met)"),
        ("goals", "{vocabulary.assessment.fulfils}", "Helt uppfyllt", "Helt uppfyllt (fully met)"),
        ("goals.indicators", "{item.level}", "hela kommunen", "the whole municipality"),
        ("figures", "{item.amount}", "2\N{NO-BREAK SPACE}025 tkr", "2,025 tkr"),
        ("figures", "{item.place}", "i avsnitt 3, sidan 9", "in section 3, page 9"),
        ("uppdrag", "{item.definition.place}", "i «KF:s budget 2024»", "in «KF:s budget 2024»"),
        ("uppdrag", "{item.place}", "på ett annat ställe", "in another place"),
    ],
)
def test_a_message_says_what_people_call_it(items: str, text: str, sv: str, en: str) -> None:
    assert said(items, text).message == sv
    assert said(items, text, "en").message == en


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("items", "text", "hint"),
    [
        ("uppdrag", "{item.ref}", "kf-2024/trad"),
        ("uppdrag", "{item.status}", "pågående"),
        ("goals", "{vocabulary.assessment}", "helt uppfyllt, delvis uppfyllt, inte uppfyllt, kan inte bedömas"),
        ("uppdrag", "{item.handled-by}", "Badnämnden och Skogsnämnden"),
    ],
)
def test_a_hint_for_yaml_has_words_as_they_are_written_there_and_nämnder_by_name(items: str, text: str, hint: str) -> None:
    assert said(items, text).hint == hint


@pytest.mark.usefixtures("city")
def test_what_differs_elsewhere_is_told_with_its_page() -> None:
    (one,) = found("EKO003", "sv", "kommun")
    assert "2\N{NO-BREAK SPACE}025 tkr" in one.message
    assert "−2,5 mnkr" in one.message
    assert one.message.endswith(("på sidan 4", "i avsnitt 3, sidan 9"))


@pytest.mark.usefixtures("city")
def test_an_uppdrag_past_its_day_is_not_said_to_be_a_word_of_the_scale() -> None:
    (one,) = found("UPP009", "sv", "kommun")
    assert one.message == "Uppdraget «Fler träd» skulle vara klart senast 2024-06-30 men är inte avslutat (status: Pågående)"


@pytest.mark.usefixtures("city")
def test_a_goal_assessed_by_the_words_of_another_scale_is_not_said_to_have_no_assessment() -> None:
    text = CITY["kf.yaml"] + "goals: [{id: gator, title: Gröna gator}]\n"
    Path("kf.yaml").write_text(text, encoding="utf-8")
    plan = CITY["plan.yaml"].replace(
        "title: Gröna gator\n    assessment: viss", "ref: kf-2024/gator\n    assessment: ganska bra"
    )
    Path("plan.yaml").write_text(plan, encoding="utf-8")
    (one,) = found("MAL005", "sv", "kommun")
    assert one.message == "Målet «Gröna gator» är inte bedömt enligt skalan"
