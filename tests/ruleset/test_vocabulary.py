"""Vocabularies of a rule set: replaced, added to, words of certain years, words of a city's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import plancheck
from plancheck import RuleSet
from plancheck.messages import said
from plancheck.model.document import Document
from plancheck.ruleset.loader import load
from tests.ruleset.rules import PLAN, RULES, Loads, Refused, judged


def test_a_vocabulary_that_is_replaced_holds_for_the_rules_that_are_taken_over(
    loaded: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"rules.yaml": "ruleset: ours\nextends: base.yaml\nvocabulary: {closed: [klar, nedlagd]}\n", "base.yaml": RULES}
    ours = loaded(files)
    assert [term.id for term in ours.vocabulary["closed"]] == ["klar", "nedlagd"]
    assert [term.id for term in ours.vocabulary["status"]] == ["avslutad"]
    text = PLAN + "uppdrag: [{title: A, status: avslutad}, {title: B, status: Klar}]\n"
    assert judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch) == ["TST001 failed"]
    assert judged(tmp_path / "ours" / "base.yaml", text, tmp_path, monkeypatch) == ["TST001 failed"]
    text = PLAN + "uppdrag: [{title: B, status: Klar}]\n"
    assert judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch) == ["TST001 failed"]
    assert judged(tmp_path / "ours" / "base.yaml", text, tmp_path, monkeypatch) == []


def test_a_word_of_a_vocabulary_has_a_title_of_its_own_or_is_its_own_title(loaded: Loads) -> None:
    vocabulary = loaded(RULES.replace("closed: [avslutad]", "closed: [avslutad, 3]")).vocabulary
    assert [(term.id, term.title) for term in vocabulary["closed"]] == [("avslutad", "avslutad"), (3, "3")]
    assert [(term.id, term.title) for term in vocabulary["status"]] == [("avslutad", {"sv": "Avslutad", "en": "Completed"})]


def test_a_unit_that_a_configuration_lists_stays_as_many_of_another(loaded: Loads) -> None:
    units = loaded("extends: kommun\n", changes="vocabulary: {units: [tkr, kilosek]}\n").declared.units
    assert {word: (unit.of, unit.times) for word, unit in units.items()} == {"tkr": ("kr", 1000)}


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        (["tkr", "TKR", " tkr ", "tusen kronor", "Tusen  kronor", "TSEK", "ksek", "thousand kronor"], ("kr", 1000)),
        (["mnkr", "Mkr", "MSEK", "miljoner kronor", "million Swedish kronor"], ("kr", 1_000_000)),
        (["mdkr", "miljarder kronor", "mdsek"], ("kr", 1_000_000_000)),
        (["kr", "SEK", "kronor"], ("kr", 1)),
        (["procent", "%", "procent ", "Procent", "per cent"], ("procent", 1)),
        (["årsarbetare", " Årsarbetare"], ("årsarbetare", 1)),
    ],
)
def test_a_unit_is_known_by_each_of_its_names(words: list[str], unit: tuple[str, int], kommun: RuleSet) -> None:
    assert {(known.of, known.times) for known in map(kommun.declared.unit, words)} == {unit}


def test_a_word_holds_in_its_years(loaded: Loads) -> None:
    text = RULES.replace(
        "status: {avslutad: {sv: Avslutad, en: Completed, closes: true}}",
        "status: {avslutad: {sv: Avslutad, en: Completed, years: -2023}, klar: {sv: Klar, en: Done, years: 2024-}}",
    )
    old, new = loaded(text).vocabulary["status"]
    assert (old.years.cover(2023), old.years.cover(2024), new.years.cover(2023), new.years.cover(2024)) == (
        True,
        False,
        False,
        True,
    )


def test_the_words_of_a_plan_are_those_of_its_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules.yml").write_text(
        RULES.replace("closed: [avslutad]", "closed: {klar: {sv: Klar, en: Done, years: 2024-}}").replace(
            "years: 2022-", "years: 2000-"
        ),
        encoding="utf-8",
    )
    for year in (2023, 2024):
        plan = f"document: verksamhetsplan\nnamnd: a\nyear: {year}\nuppdrag: [{{title: A, status: klar}}]\n"
        Path(f"{year}.yaml").write_text(plan, encoding="utf-8")
    result = plancheck.check(["2023.yaml", "2024.yaml"], ruleset="./rules.yml")
    assert [one.document for one in result.findings] == ["verksamhetsplan-a-2024"]


def test_years_of_a_word_that_are_none_are_refused(refused: Refused) -> None:
    status = "status: {avslutad: {sv: Avslutad, en: Completed, years: 24-}}"
    (problem,) = refused(RULES.replace("status: {avslutad: {sv: Avslutad, en: Completed, closes: true}}", status))
    assert problem.text.key == "bad-years"


def test_a_vocabulary_may_be_added_to(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded("ruleset: ours\nextends: kommun\nvocabulary:\n  stock-phrases: [$vocabulary.stock-phrases, Enligt plan]\n")
    assert ours.vocabulary["stock-phrases"][:-1] == kommun.vocabulary["stock-phrases"]
    assert ours.vocabulary["stock-phrases"][-1].id == "Enligt plan"


def test_a_vocabulary_may_be_added_to_in_plancheck_yaml(loaded: Loads) -> None:
    changed = loaded(RULES, changes="vocabulary:\n  closed: [$vocabulary.closed, klar]\n")
    assert [term.id for term in changed.vocabulary["closed"]] == ["avslutad", "klar"]


def test_adding_to_a_vocabulary_that_does_not_exist_is_refused(refused: Refused) -> None:
    (problem,) = refused(RULES.replace("closed: [avslutad]", "closed: [$vocabulary.stauts, avslutad]"))
    assert problem.text.key == "unknown-vocabulary"


def test_the_words_of_another_list_are_asked_for_with_a_dollar_sign(refused: Refused) -> None:
    (problem,) = refused("ruleset: ours\nextends: kommun\nvocabulary:\n  stock-phrases: [vocabulary.stock-phrases, I linjen]\n")
    assert (problem.text.key, problem.span.line) == ("no-dollar", 4)


def test_a_list_of_words_that_no_rule_asks_for_and_that_is_nearly_another_is_a_slip(refused: Refused, loaded: Loads) -> None:
    text = "ruleset: ours\nextends: kommun\nvocabulary:\n  {}: [I linjen]\n"
    (problem,) = refused(text.format("stockphrases"), tests=True)
    assert (problem.text.key, problem.span.line) == ("unasked-vocabulary", 4)
    assert "stock-phrases" in said(problem.text, "sv")
    assert loaded(text.format("malomraden"), tests=True).vocabulary["malomraden"][0].id == "I linjen"


# What a word means, and its other forms


def test_one_word_that_says_that_it_closes_is_enough(loaded: Loads) -> None:
    for words in ("[$vocabulary.status, {klar: {closes: true}}]", "{klar: {closes: true}, pågår: }"):
        ours = loaded("extends: kommun\n", changes=f"vocabulary: {{status: {words}}}\n")
        assert "klar" in ours.declared.marked("status", "closes")
        assert ours.vocabulary["status"][-1].called("en") in ("klar", "pågår")


def test_a_word_that_a_list_keeps_means_what_it_meant(loaded: Loads) -> None:
    ours = loaded("extends: kommun\n", changes="vocabulary: {status: [avslutad, vilande]}\n")
    assert ours.declared.marked("status", "closes") == {"avslutad"}


def test_a_mark_that_no_word_can_have_is_unknown(refused: Refused) -> None:
    (problem,) = refused(RULES.replace("$vocabulary.closed", "$vocabulary.status.ends"))
    assert problem.text.key == "unknown-vocabulary"


@pytest.mark.parametrize(
    ("written", "word"), [("Avslutat", "avslutad"), ("PÅGÅR", "pågående"), ("ej  påbörjat", "ej påbörjad")]
)
def test_another_form_of_a_word_of_the_scale_is_the_word(written: str, word: str) -> None:
    declared = load("kommun").declared
    values = {"document": "arsrapport", "year": 2024, "uppdrag": [{"title": "A", "status": written}]}
    assert Document.model_validate(values, context=declared.context).uppdrag[0].status == word


def test_what_is_no_form_of_a_word_stays_as_it_is_written() -> None:
    declared = load("kommun").declared
    values = {"document": "arsrapport", "year": 2024, "uppdrag": [{"title": "A", "status": "Banan"}]}
    assert Document.model_validate(values, context=declared.context).uppdrag[0].status == "Banan"


@pytest.mark.parametrize("word", ["inte uppfyllt", "ingen", "Ej uppfyllt", "[ingen, viss]", "{not: god}", "{any: [ingen]}"])
def test_a_rule_may_name_a_word_of_a_scale_in_any_of_its_forms(
    word: str, loaded: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = RULES[RULES.index("rules:") :].replace("items: uppdrag", "items: goals")
    rules = rules.replace("{status: $vocabulary.closed}", f"{{assessment: {word}}}")
    loaded("ruleset: ours\nextends: kommun\n" + rules)
    text = PLAN + "goals: [{title: A, assessment: inte uppfyllt}, {title: B, assessment: god}]\n"
    assert "TST001 failed" in judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch)


@pytest.mark.parametrize("word", ["God", "viss", "ingen", "Uppfyllt", "uppfylls delvis", "når inte målet"])
def test_the_common_scale_has_the_words_of_many_municipalities(word: str) -> None:
    scale = {form.casefold() for term in load("kommun").declared.words["assessment"] for form in (str(term.id), *term.also)}
    assert word.casefold() in scale


def test_goteborg_keeps_its_own_scale() -> None:
    assert [term.id for term in load("goteborg").declared.words["assessment"]] == ["god", "viss", "ingen"]


SCALE = """\
uses: {status: status, assessment: assessment}
ordered: [assessment]
vocabulary:
  closed: [avslutad]
  status: {avslutad: {sv: Avslutad, en: Completed, closes: true}}
  assessment:
    god: {sv: God, en: Good, fulfils: true, also: [mycket god]}
    viss: {sv: Viss, en: Some, years: "-2023"}
    ingen: {sv: Ingen, en: None}
    inte bedömt: {sv: Inte bedömt, en: Not assessed, not-assessable: true}
"""


def with_scale(old: str = "", new: str = "") -> str:
    assert old in SCALE
    head, rules = RULES.split("vocabulary:\n")
    text = head + SCALE.replace(old, new, 1) + rules[rules.index("rules:\n") :]
    return text.replace("items: uppdrag\n    where: {status: $vocabulary.closed}", "items: goals").replace(
        "{text: present}", "{assessment: {at-least: $scale.assessment.viss}}"
    )


def test_a_word_of_a_scale_is_compared_only_in_its_years(
    loaded: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(with_scale())
    told = {}
    for year in (2023, 2024):
        for word in ("god", "viss", "ingen"):
            text = PLAN.replace("2024", str(year)) + f"goals: [{{title: A, assessment: {word}}}]\n"
            told[year, word] = judged(tmp_path / "ours" / "rules.yaml", text, tmp_path, monkeypatch)
    assert [told[2023, word] for word in ("god", "viss", "ingen")] == [["TST001 passed"], ["TST001 passed"], ["TST001 failed"]]
    assert [told[2024, word] for word in ("god", "viss", "ingen")] == [
        ["TST001 passed"],
        ["TST001 not-assessable"],
        ["TST001 failed"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "sentence"),
    [
        ('years: "-2023"', "also: [Mycket  god]", 39, "«Mycket god» hör redan till «god» i skalan."),
        ('years: "-2023"', "also: [liten, god]", 46, "«god» hör redan till «god» i skalan."),
        ("also: [mycket god]", "also: [viss]", 52, "«viss» hör redan till «viss» i skalan."),
        ("fulfils: true", "fulfils: true, not-assessable: true", 45, "kan inte vara både `fulfils` och `not-assessable`"),
    ],
)
def test_a_word_of_a_scale_that_would_mean_two_things_is_refused_at_its_place(
    old: str, new: str, column: int, sentence: str, refused: Refused
) -> None:
    text = with_scale(old, new)
    (problem,) = refused(text)
    assert sentence in said(problem.text, "sv")
    assert new in text.splitlines()[problem.span.line - 1]
    assert problem.span.column == column


def test_a_form_that_a_word_is_given_in_a_repository_is_refused_where_another_word_has_it(refused: Refused) -> None:
    (problem,) = refused(
        "extends: kommun\n", changes="vocabulary: {assessment: [$vocabulary.assessment, {nått: {also: [delvis]}}]}\n"
    )
    assert (problem.file, problem.text.key) == ("plancheck.yaml", "repeated-form")


def test_two_words_that_are_no_scale_may_share_a_form(loaded: Loads) -> None:
    words = "vocabulary:\n  rubriker: {a: {also: [c]}, b: {also: [c]}}\n"
    assert len(loaded(RULES.replace("vocabulary:\n", words)).vocabulary["rubriker"]) == 2
