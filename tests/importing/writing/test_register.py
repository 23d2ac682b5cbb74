"""A register made of a plan, or added to."""

from __future__ import annotations

from pathlib import Path

import yaml

from plancheck.importing.records.found import Found
from plancheck.importing.writing.register import register_of
from plancheck.model.text import Text
from tests import office
from tests.command import plancheck
from tests.importing.goteborg import goteborg, registers
from tests.paths import GOTEBORG


def test_a_register_is_made_of_a_plan_where_the_city_has_none(tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    (tmp_path / "organisation.yaml").write_bytes((GOTEBORG / "organisation.yaml").read_bytes())
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    result = plancheck("import", tmp_path / "plan.docx", "--repository", tmp_path, "--register", "--namnd", "sydvast")
    assert result.exit_code == 0, result.output
    register = yaml.safe_load((tmp_path / "kf" / "2025-budget.yaml").read_text(encoding="utf-8"))
    assert register["partial"] is True
    assert [one["id"] for one in register["goals"]] == [f"goal-{n}" for n in range(1, 8)]
    assert len(register["uppdrag"]) == 14
    assert all(one["to"] for one in register["uppdrag"])
    again = plancheck("import", tmp_path / "plan.docx", "--repository", tmp_path, "--namnd", "sydvast")
    assert again.exit_code == 0, again.output
    plan = yaml.safe_load((tmp_path / "sydvast" / "2025" / "genomforandeplan.yaml").read_text(encoding="utf-8"))
    assert all(one["ref"].startswith("kf-2025/goal-") for one in plan["goals"])


def test_what_is_linked_in_doubt_is_registered_under_its_own_words() -> None:
    doubted = Found({"ref": "kf-2024/skolfam", "x-wording": "Nordost får i uppdrag att bygga"}, doubts=[Text("doubt-link")])
    plan = Found({"namnd": "nordost", "year": 2031, "uppdrag": [doubted]})
    (one,) = register_of(plan, goteborg().ruleset, registers()).values["uppdrag"]
    assert one.values["title"] == "Nordost får i uppdrag att bygga"


def test_a_register_that_is_there_is_added_to_and_nothing_in_it_changed(tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    (tmp_path / "organisation.yaml").write_bytes((GOTEBORG / "organisation.yaml").read_bytes())
    (tmp_path / "plan.docx").write_bytes(office.as_word(office.blocks_of("genomforandeplan")))
    file = tmp_path / "kf" / "2025-budget.yaml"
    file.parent.mkdir()
    own = (
        "# Vår egen.\ndocument: kf-budget\nid: kf-2025\nyear: 2025\ntitle: Budget 2025\ngoals:\n"
        "- {id: goal-1, title: Ett eget mål}\nuppdrag:\n- {id: eget, title: Något som ingen plan tar upp, to: [sydvast]}\n"
    )
    file.write_text(own, encoding="utf-8")
    result = plancheck("import", tmp_path / "plan.docx", "--repository", tmp_path, "--register", "--namnd", "sydvast")
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    rest = iter(text.splitlines())
    assert all(line in rest for line in own.splitlines())
    register = yaml.safe_load(text)
    assert "partial" not in register
    assert [one["id"] for one in register["goals"]] == [f"goal-{n}" for n in range(1, 9)], text
    assert len(register["uppdrag"]) == 1 + 14
    plancheck("import", tmp_path / "plan.docx", "--repository", tmp_path, "--register", "--namnd", "sydvast")
    assert file.read_text(encoding="utf-8") == text
    assert list(file.parent.iterdir()) == [file]
