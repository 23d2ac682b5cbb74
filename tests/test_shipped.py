"""What ships hangs together: the words, the rules, the pages, the wheel."""

from __future__ import annotations

import html
import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plancheck.messages import catalogue, entry
from plancheck.model.base import derived_of
from plancheck.model.document import parts
from plancheck.model.source import parse
from plancheck.ruleset.loader import shipped
from plancheck.ruleset.model import Rule, RuleSet
from plancheck.ruleset.testing import Lack, own_rules, prove, rule_sets

ROOT = Path(__file__).parents[1]


def shipped_rules() -> Iterator[tuple[Rule, RuleSet]]:
    for path, ruleset in rule_sets(str(shipped("rules")), Path()):
        for rule in own_rules(ruleset, path):
            yield rule, ruleset


RULES = {f"{Path(ruleset.name).name}-{rule.id}": (rule, ruleset) for rule, ruleset in shipped_rules()}


@pytest.mark.parametrize("name", RULES)
def test_every_shipped_rule_proves_itself_with_a_passing_and_a_failing_case(name: str) -> None:
    rule, ruleset = RULES[name]
    outcomes = list(prove(rule, ruleset, "sv"))
    assert outcomes
    assert not [outcome for outcome in outcomes if isinstance(outcome, Lack) or not outcome.holds]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_the_same_things_in_both_languages(name: str) -> None:
    rule, _ = RULES[name]
    for words in (rule.head.message, rule.head.hint):
        assert sorted(re.findall(r"\{[^{}]*\}", words.sv)) == sorted(re.findall(r"\{[^{}]*\}", words.en))


@pytest.mark.parametrize("file", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_shipped_rule_file_has_no_anchors_so_that_its_tests_can_be_passed_over(file: Path) -> None:
    assert re.findall(r"(?<!\S)[&*][a-z][\w-]*", file.read_text(encoding="utf-8")) == []


def test_the_catalogue_has_every_entry_in_both_languages_with_the_same_placeholders() -> None:
    for key in catalogue():
        words = entry(key)
        assert set(words) == {"sv", "en"}, key
        assert all(text.strip() for text in words.values()), key
        assert sorted(re.findall(r"\{[a-z-]+\}", words["sv"])) == sorted(re.findall(r"\{[a-z-]+\}", words["en"])), key


def test_the_catalogue_taken_apart_is_the_whole_catalogue() -> None:
    text = (ROOT / "src" / "plancheck" / "catalogue.yaml").read_text(encoding="utf-8")
    assert {key: entry(key) for key in catalogue()} == parse(text, "catalogue.yaml").root


def test_every_literal_key_that_the_code_asks_the_catalogue_for_is_there() -> None:
    asked = set()
    for file in (ROOT / "src" / "plancheck").rglob("*.py"):
        asked |= set(re.findall(r"""\b(?:word|Unknown)\(\s*["']([a-z0-9-]+)["']""", file.read_text(encoding="utf-8")))
    assert len(asked) > 30
    assert [key for key in asked if key not in catalogue() and f"{key}-one" not in catalogue()] == []


def test_nothing_in_the_catalogue_is_left_over() -> None:
    files = [file for file in (ROOT / "src" / "plancheck").rglob("*") if file.suffix in (".py", ".jinja")]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    made = re.compile(r"-(one|many|title|why|hint)$")
    left = [
        key
        for key in catalogue()
        if not re.search(f"[\"']{key}[\"']", code) and not made.search(key) and key not in ("passing", "failing")
    ]
    # A key may be put together where it is asked for: word(f"outcome-{…}") and word("state-" ~ …).
    begun = re.findall(r"""word\(\s*f?["']([a-z-]+-)(?:\{|["'] ~)""", code)
    assert [
        key for key in left if not key.startswith(("test-lacks-", "mutant-", "import-untold-", "left-", "field-", *begun))
    ] == []


def test_every_module_is_on_the_map() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [file.name for file in (ROOT / "src" / "plancheck").glob("*.py") if not file.name.startswith("__")]
    assert [name for name in modules if f"`{name}`" not in text and f"{name}`" not in text] == []


def test_every_word_of_the_rule_language_is_on_the_map() -> None:
    from plancheck.checks import KINDS
    from plancheck.query.matchers import OPERATORS

    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    fields = [name for part in parts() for name in derived_of(part)]
    assert [word for word in (*KINDS, *OPERATORS, *fields) if f"`{word}`" not in text] == []


def test_the_picture_in_the_readme_shows_what_check_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec and spec.loader
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    monkeypatch.setattr(picture, "PICTURE", tmp_path / "output.svg")
    picture.main()
    made, committed = (words_of(path) for path in (tmp_path / "output.svg", ROOT / "docs" / "output.svg"))
    assert "UPP004" in made
    assert made == committed, "run python docs/picture.py"


def words_of(svg: Path) -> list[str]:
    text = svg.read_text(encoding="utf-8").split("</defs>")[-1]
    return html.unescape(re.sub(r"<[^>]*>", " ", text)).split()


def test_the_readme_has_two_commands_and_the_second_runs_the_tests() -> None:
    blocks = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    assert all(block.startswith("python3 -m venv .venv && .venv/bin/pip install") for block in blocks)
    assert blocks[0].endswith("plancheck check examples/goteborg")
    assert blocks[1].endswith("-m pytest")


def test_the_wheel_carries_its_rules_and_schemas_and_finds_them(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(inside)
    environment = {**os.environ, "PYTHONPATH": str(inside)}
    command = [sys.executable, "-m", "plancheck", "check", "--lang", "en", str(ROOT / "examples" / "minimal")]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    where = [sys.executable, "-c", "from plancheck.ruleset.loader import shipped; print(shipped('rules'), shipped('schemas'))"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout.split()
    assert [Path(path).is_relative_to(inside) for path in found] == [True, True]
    assert (inside / "plancheck" / "schemas" / "document.schema.json").is_file()
