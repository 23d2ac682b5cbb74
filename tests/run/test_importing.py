"""An import goes by the repository as every command does: what `exclude` leaves out is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import plancheck

ORGANISATION = "document: organisation\nyear: 2024\nnamnder:\n  - {id: a, title: Kulturnämnden}\n"
REGISTER = "document: kf-budget\nid: kf-2024\nyear: 2024\ngoals:\n  - {id: goal-1, title: Fler barn läser böcker på fritiden}\n"
PLAN = """\
Verksamhetsplan 2024
Kulturnämnden

1 Nämndens mål

1.1 Fler barn läser böcker på fritiden
Biblioteken öppnar på söndagar.
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (tmp_path / "drafts" / "kf.yaml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_register_of_the_repository_is_linked_to(city: Path) -> None:
    assert "ref: kf-2024/goal-1" in plancheck("import", "plan.txt", "-o", "-").stdout


def test_a_register_that_exclude_leaves_out_is_not_linked_to(city: Path) -> None:
    (city / "plancheck.yaml").write_text("exclude: [drafts/*]\n", encoding="utf-8")
    made = plancheck("import", "plan.txt", "-o", "-").stdout
    assert "Fler barn läser" in made
    assert "kf-2024/goal-1" not in made


def test_a_kind_is_written_where_the_words_of_the_import_say(city: Path) -> None:
    assert plancheck("import", "plan.txt", "--register").exit_code == 0
    assert (city / "kf" / "2024-budget.yaml").read_text(encoding="utf-8").count("id: kf-2024\n") == 1


def test_a_rule_set_without_a_register_says_that_none_can_be_made(city: Path) -> None:
    (city / "rules").mkdir()
    kinds = "  verksamhetsplan: {sv: Verksamhetsplan, en: Plan}\n  organisation: {sv: O, en: O, of: city}\n"
    rules = f"ruleset: own\ndocuments:\n{kinds}"
    (city / "rules" / "ruleset.yaml").write_text(rules, encoding="utf-8")
    (city / "plancheck.yaml").write_text("ruleset: ./rules\nlang: en\nexclude: [rules/*]\n", encoding="utf-8")
    result = plancheck("import", "plan.txt", "--register", "--namnd", "a", "--document", "verksamhetsplan", "--year", "2024")
    assert result.exit_code == 2
    assert "register" in result.stderr


GOALS = [("En trygg stad", "På god väg"), ("En grön stad", "Stabilt läge"), ("En smart stad", "4 av 5")]
LAYOUTS = {
    "text": "Mål                    Bedömning\n" + "".join(f"{goal:<23}{word}\n" for goal, word in GOALS),
    "pipes": "Mål | Måluppfyllelse\n" + "".join(f"{goal} | {word}\n" for goal, word in GOALS),
    "rules": "| Mål | Bedömning |\n|---|---|\n" + "".join(f"| {goal} | {word} |\n" for goal, word in GOALS),
    "tabs": "Mål\tBedömning\n" + "".join(f"{goal}\t{word}\n" for goal, word in GOALS),
    "analysis": "Mål | Bedömning | Analys\n" + "".join(f"{goal} | {word} | Vi har gjort det.\n" for goal, word in GOALS),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_assessment_by_another_scale_is_read_as_it_stands_and_told(layout: str, city: Path) -> None:
    head = "Årsrapport 2024\nKulturnämnden\n\n1 Inledning\n\nÅret var bra.\n\n2 Nämndens mål\n\n"
    (city / "ar.txt").write_text(f"{head}{LAYOUTS[layout]}\n3 Ekonomi\n\nPengarna räckte.\n", encoding="utf-8")
    made = plancheck("import", "ar.txt", "-o", "-").stdout
    for goal, word in GOALS:
        assert f"title: {goal}\n" in made
        assert f"assessment: {word}\n" in made
    assert made.count("finns inte på skalan") == 3


def test_forms_of_goals_that_are_not_read_are_told(city: Path) -> None:
    head = "Årsrapport 2024\nKulturnämnden\n\n1 Inledning\n\nÅret var bra.\n\n2 Utfall\n\n"
    forms = "".join(f"Mål\n{goal}\nBedömning\n{word}\n" for goal, word in GOALS)
    (city / "ar.txt").write_text(f"{head}{forms}\n3 Ekonomi\n\nPengarna räckte.\n", encoding="utf-8")
    made = plancheck("import", "ar.txt", "-o", "-").stdout
    assert all(goal in made for goal, _ in GOALS) or "incomplete" in made


TEXT = "\n\n1 Inledning\n\nÅret var bra.\n\n2 Mål\n\n2.1 En trygg stad\n\nDet gick bra.\n"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Årsredovisning 2024\nNorrsjö kommun", "arsredovisning"),
        ("Kommunens årsredovisning 2024", "arsredovisning"),
        ("Årsredovisning 2024\nKulturnämnden", "arsrapport"),
        ("Kulturnämndens årsredovisning 2024", "arsrapport"),
        ("Kulturnämnden\nNorrsjö kommun\nÅrsredovisning 2024", "arsrapport"),
        ("Delårsrapport 2024\nNorrsjö kommun", "kommunens-delarsrapport"),
        ("Delårsrapport 2024\nKulturnämnden", "delarsrapport"),
    ],
)
def test_a_report_is_of_whom_it_says(head: str, kind: str, city: Path) -> None:
    (city / "ar.txt").write_text(head + TEXT, encoding="utf-8")
    assert f"document: {kind}\n" in plancheck("import", "ar.txt", "-o", "-").stdout


def test_a_report_that_does_not_say_of_whom_it_is_is_asked_for_it(city: Path) -> None:
    (city / "organisation.yaml").write_text(
        "document: organisation\nyear: 2024\nnamnder: [{id: kultur, title: Kulturnämnden}]\n", encoding="utf-8"
    )
    (city / "ar.txt").write_text("Årsredovisning 2024" + TEXT, encoding="utf-8")
    told = plancheck("import", "ar.txt", "-o", "-").output
    assert "en nämnds eller hela kommunens" in told
    assert "--document arsredovisning" in told
    assert "document: arsrapport\n" in plancheck("import", "ar.txt", "-o", "-", "--namnd", "kultur").stdout
    assert "document: arsredovisning\n" in plancheck("import", "ar.txt", "-o", "-", "--document", "arsredovisning").stdout
