"""What people write by hand in YAML, and what must come of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from plancheck import check as plancheck_check
from tests.command import check, plancheck

BUDGET = """\
document: kf-budget
id: kf-2025
year: 2025
goals:
  - id: trygg
    title: En trygg stad
    sub-goals: [{id: unga, title: Fler unga i arbete}]
  - {id: gron, title: En grön stad}
"""
PLAN = "document: verksamhetsplan\nnamnd: sn\nyear: 2025\ngoals:\n  - "


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plancheck.yaml").write_text("ruleset: kommun\n", encoding="utf-8")
    Path("kf.yaml").write_text(BUDGET, encoding="utf-8")


@pytest.mark.parametrize("upper", ["", "  - {ref: kf-2025/gron, text: Vi planterar träd.}\n"])
def test_who_takes_care_of_a_lower_goal_takes_care_of_the_upper(upper: str) -> None:
    Path("plan.yaml").write_text(f"{PLAN}{{ref: kf-2025/unga, text: Vi anställer.}}\n{upper}", encoding="utf-8")
    found = check("plan.yaml").stdout
    assert "En trygg stad" not in found
    assert "MAL004" not in found
    assert ("En grön stad" in found) is not upper.startswith("  - ")


def test_a_goal_may_take_care_of_several() -> None:
    Path("plan.yaml").write_text(f"{PLAN}{{ref: [kf-2025/trygg, kf-2025/gron], text: Vi odlar.}}\n", encoding="utf-8")
    found = check("plan.yaml").stdout
    assert "MAL001" not in found
    assert "DOK001" not in found


@pytest.mark.parametrize("value", ["Ett{}två", '"Ett{}två"', "'Ett{}två'", "|\n      Ett{}två\n", ">\n      Ett{}två\n"])
def test_blanks_in_a_value_hold_up_nothing(value: str) -> None:
    text = value.format(" " * 200_000)
    Path("plan.yaml").write_text(f"{PLAN}ref: kf-2025/trygg\n    text: {text}\n", encoding="utf-8")
    began = time.process_time()
    assert "plan.yaml" in check("plan.yaml").stdout
    assert time.process_time() - began < 10


def test_a_comment_at_the_end_of_a_line_outlives_a_new_import() -> None:
    text = "Verksamhetsplan 2025\nSocialnämnden\n\n1 Inledning\n\nHär står något om året.\n\n2 Mål\n\nEn trygg stad\n"
    Path("org.yaml").write_text(
        "document: organisation\nyear: 2025\nnamnder: [{id: sn, title: Socialnämnden}]\n", encoding="utf-8"
    )
    Path("plan.txt").write_text(text, encoding="utf-8")
    assert plancheck("import", "plan.txt", "-o", "plan.yaml").exit_code == 0
    made = Path("plan.yaml").read_text(encoding="utf-8")
    assert "title: Inledning\n" in made
    Path("plan.yaml").write_text(made.replace("title: Inledning\n", "title: Inledning  # Läs om\n"), encoding="utf-8")
    Path("plan.txt").write_text(text.replace("1 Inledning", "1 Inledning och bakgrund"), encoding="utf-8")
    assert plancheck("import", "plan.txt", "-o", "plan.yaml").exit_code == 0
    assert "title: Inledning och bakgrund  # Läs om\n" in Path("plan.yaml").read_text(encoding="utf-8")


def unjudged(text: str, ruleset: str) -> dict[str, str]:
    """The rules that could not judge a document, and why; none of them may be a finding there."""
    Path("one.yaml").write_text(text, encoding="utf-8")
    values = json.loads(check("one.yaml", "--format", "json", "--ruleset", ruleset).stdout)
    return {one["rule"]: one["message"] for one in values["evaluations"] if one["outcome"] == "not-assessable"}


@pytest.mark.parametrize(
    ("text", "ruleset", "rules"),
    [
        ("document: kf-budget\nyear: 2024\n", "lag", ["BUD005"]),
        ("document: kf-budget\nyear: 2024\nfigures: [{name: budgeterat-resultat, value: -4}]\n", "lag", ["BUD005", "BUD006"]),
        ("document: verksamhetsplan\nnamnd: sn\nyear: 2025\n", "kommun", ["AVS001"]),
        ("document: arsrapport\nnamnd: sn\nyear: 2025\n", "goteborg", ["AVS002", "AVS006", "BAR002", "LEX001"]),
    ],
)
def test_a_document_that_says_nothing_of_its_sections_is_not_said_to_lack_any(
    text: str, ruleset: str, rules: list[str]
) -> None:
    told = unjudged(text, ruleset)
    assert [told[rule] for rule in rules] == ["uppgift om avsnitt saknas här, så det går inte att se vad som gäller"] * len(
        rules
    )
    told = unjudged(f"{text}sections: [{{title: Vårt år}}]\n", ruleset)
    assert [told[rule] for rule in rules] == [
        "avsnitten är upptagna här utan uppgift om vad de innehåller, så det går inte att se vad som gäller"
    ] * len(rules)
    assert not unjudged(f"{text}sections: [{{title: Vårt år, kind: vart-ar}}]\n", ruleset).keys() & set(rules)


def test_a_budget_without_a_deficit_needs_no_sections_for_its_reasons() -> None:
    assert "BUD006" not in unjudged(
        "document: kf-budget\nyear: 2024\nfigures: [{name: budgeterat-resultat, value: 4}]\n", "lag"
    )


RULE = """\
ruleset: ours
extends: kommun
rules:
  - id: EGN001
    name: ours
    title: {{sv: Vår regel, en: Our rule}}
    why: {{sv: Därför, en: Therefore}}
    source: [{{document: Reglementet, section: "3"}}]
    severity: error
    applies-to: {{document: [verksamhetsplan]}}
    check: each
    items: {items}
    require: {{{require}}}
    message: {{sv: "Det saknas", en: "It is missing"}}
    hint: {{sv: Rätta, en: Correct it}}
"""


def test_a_field_that_is_not_there_is_told_of_what_people_call_the_thing() -> None:
    Path("plan.yaml").write_text(f"{PLAN}{{ref: kf-2025/trygg, text: Vi anställer.}}\n", encoding="utf-8")
    for items, called, english in [
        ("goals", "ett mål", "a goal"),
        ("goals.sub-goals", "ett delmål", "a sub-goal"),
        ("goals.activities", "en aktivitet", "an activity"),
    ]:
        Path("rules.yaml").write_text(RULE.format(items=items, require="titel: present"), encoding="utf-8")
        assert f"{called} har inget fält titel" in check("plan.yaml", "--ruleset", "./rules.yaml").output
        assert f"{english} has no field titel" in check("plan.yaml", "--ruleset", "./rules.yaml", "--lang", "en").output


def test_an_item_that_is_a_number_or_a_namnd_is_called_what_the_language_calls_it() -> None:
    Path("org.yaml").write_text(
        "document: organisation\nyear: 2025\nnamnder: [{id: sn, title: Socialnämnden}]\n", encoding="utf-8"
    )
    uppdrag = "uppdrag: [{ref: kf-2025/trygg, text: Vi odlar., handled-by: [sn]}]\n"
    figures = "figures: [{name: antal, value: 15, unit: st, approximate: true}]\n"
    Path("plan.yaml").write_text(f"document: verksamhetsplan\nnamnd: sn\nyear: 2025\n{uppdrag}{figures}", encoding="utf-8")
    for items, name in [("figures.amount", "ca 15 st"), ("uppdrag.handled-by", "Socialnämnden")]:
        Path("rules.yaml").write_text(RULE.format(items=items, require="value: absent"), encoding="utf-8")
        result = plancheck_check(["."], ruleset="./rules.yaml", language="sv")
        assert [one.called for one in result.findings if one.rule == "EGN001"] == [name]


def test_a_severity_that_was_lowered_is_told_in_words() -> None:
    Path("plan.yaml").write_text(f"{PLAN}{{ref: kf-2025/trygg, text: Vi anställer.}}\n", encoding="utf-8")
    Path("plancheck.yaml").write_text("ruleset: kommun\nrules: {MAL001: {severity: warning}}\n", encoding="utf-8")
    assert "MAL001 är sänkt från fel till varning" in " ".join(check("plan.yaml").output.split())
