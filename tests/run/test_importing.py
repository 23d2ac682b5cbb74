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
