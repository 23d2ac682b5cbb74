"""The guide to writing rules: its examples hold, use the whole language, and print what it says that they print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from plancheck import RuleSet
from plancheck.checks import KINDS, module_of
from plancheck.checks.deadline import Limit
from plancheck.cli import main
from plancheck.model.base import Part, derived_of, inner_model, keys_of
from plancheck.model.document import parts
from plancheck.model.source import Source, parse
from plancheck.query.matchers import OPERATORS
from plancheck.query.paths import Item
from plancheck.query.selectors import ROOTS
from plancheck.query.verdict import Verdict, passed
from plancheck.repository.configuration import Configuration
from plancheck.repository.workspace import Scope, Workspace
from plancheck.ruleset.loader import load
from plancheck.ruleset.model import KindOfDocument, RuleSetFile, TestCase
from plancheck.ruleset.testing import Lack, own_rules, prove, rule_sets, survivors

TEXT = (Path(__file__).parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A fenced block of the guide: its language with what stands behind, its text, and the line on which it begins."""

    kind: str
    text: str
    line: int

    @property
    def values(self) -> Any:
        return parse(self.text, f"writing-rules.md:{self.line}").root


def blocks_in(text: str) -> Iterator[Block]:
    for found in re.finditer(r"^```(\w[\w ]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(found[1], found[2], text[: found.start()].count("\n") + 1)


def section(title: str) -> str:
    """What stands under a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


BLOCKS = [block for block in blocks_in(TEXT) if block.kind.startswith("yaml")]
RULE_SETS = [block for block in BLOCKS if isinstance(block.values.get("rules"), list)]
DOCUMENTS = [block for block in BLOCKS if "document" in block.values]
CONFIGURATIONS = [block for block in BLOCKS if block not in RULE_SETS and block not in DOCUMENTS]
RULES: list[Mapping[str, Any]] = [rule for block in RULE_SETS for rule in block.values["rules"]]

at_their_lines = [f"line {block.line}" for block in RULE_SETS]


def readable(items: list[Item], _scope: Scope, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """The plug-in of the guide."""
    for item in items:
        longest = max(len(word) for word in (item.value.text or "-").split())
        good = longest <= parameters["longest-word"]
        yield passed(item) if good else Verdict("failed", item, item, key="text", values={"item": item, "value": longest})


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug-in of the guide, as if it were installed."""
    installed = EntryPoints([EntryPoint("readable", f"{__name__}:readable", "plancheck.checks")])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: installed.select(group=group))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan repository of part 1: the rule set, the configuration and the plan that the guide has the reader write."""
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "activities.yaml").write_text(RULE_SETS[0].text, encoding="utf-8")
    (tmp_path / "plancheck.yaml").write_text(CONFIGURATIONS[0].text, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(DOCUMENTS[0].text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


# The examples


def loaded(block: Block, folder: Path) -> RuleSet:
    """An example, written to a file and loaded with its cases."""
    file = folder / "rules.yaml"
    file.write_text(block.text, encoding="utf-8")
    ((_, found),) = rule_sets(str(file), folder)
    return found


@pytest.mark.parametrize("block", RULE_SETS, ids=at_their_lines)
def test_every_rule_of_the_guide_proves_itself_and_leaves_no_mutant(block: Block, tmp_path: Path) -> None:
    example = loaded(block, tmp_path)
    rules = own_rules(example, tmp_path / "rules.yaml")
    assert [rule.id for rule in rules] == sorted(rule["id"] for rule in block.values["rules"])
    for rule in rules:
        outcomes = list(prove(rule, example, "en"))
        assert [one for one in outcomes if isinstance(one, Lack) or not one.holds] == []
        assert [one for one in survivors(rule, example) if one is not None] == []


def test_no_two_rules_of_the_guide_or_of_kommun_have_the_same_id(kommun: RuleSet) -> None:
    ids = [rule["id"] for rule in RULES]
    assert len(ids) == len(set(ids))
    assert not kommun.known & set(ids)


@pytest.mark.parametrize("block", RULE_SETS, ids=at_their_lines)
def test_a_rule_of_the_guide_says_the_same_things_in_both_languages(block: Block) -> None:
    for rule in block.values["rules"]:
        for key in ("message", "hint"):
            swedish, english = (sorted(re.findall(r"\{[^{}]*\}", rule[key][language])) for language in ("sv", "en"))
            assert swedish == english, rule["id"]


def test_every_example_of_a_document_is_one(kommun: RuleSet) -> None:
    assert DOCUMENTS
    for block in DOCUMENTS:
        workspace = Workspace(kommun.kinds)
        workspace.add_source(Source("plan.yaml", block.text, block.values))
        assert not workspace.problems
        assert workspace.entries[0].is_sound


@pytest.mark.usefixtures("repository")
def test_every_example_of_a_configuration_changes_the_rules_of_part_1() -> None:
    assert len(CONFIGURATIONS) == 2
    for block in CONFIGURATIONS:
        configuration = Configuration.model_validate(block.values)
        changed = load(configuration.ruleset, Path(), parse(block.text, "plancheck.yaml"))
        for rule, change in configuration.rules.items():
            if isinstance(change, str):
                assert rule not in changed.rules
            else:
                assert changed.rules[rule].severity == change["severity"]


# The language


def matchers_in(value: Any) -> Iterator[Any]:
    """Every matcher in one, and the values that it names."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from matchers_in(one)


MATCHED = [
    matcher
    for rule in RULES
    for key in ("where", "require", "among", "having")
    for given in rule.get(key, {}).values()
    for matcher in matchers_in(given)
]


def test_every_kind_of_check_has_an_example_in_its_own_part() -> None:
    for kind in KINDS:
        (block,) = (block for block in blocks_in(section(f"`{kind}`")) if block.kind.startswith("yaml"))
        assert {rule["check"] for rule in block.values["rules"]} == {kind}


def test_every_operator_has_an_example() -> None:
    used = {name for matcher in MATCHED if isinstance(matcher, dict) for name in matcher}
    assert used == set(OPERATORS)


def test_every_other_form_of_matcher_has_an_example() -> None:
    words = {matcher.partition(".")[0] for matcher in MATCHED if isinstance(matcher, str)}
    assert {"present", "absent", "$document", "$vocabulary", "$today", "$as-of"} <= words
    given = [matcher for rule in RULES for matcher in rule.get("where", {}).values()]
    assert any(isinstance(matcher, list) for matcher in given)
    assert "adopted" in given


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_check_stands_in_its_table_and_in_its_example(kind: str) -> None:
    text, parameters = section(f"`{kind}`"), module_of(kind).Parameters
    keys = {key for model in (parameters, *models_in(parameters)) for key in keys_of(model)}
    assert sorted(keys - named_in_tables(text)) == []
    used = {key for block in blocks_in(text) for rule in block.values["rules"] for key in rule}
    assert set(keys_of(parameters)) - used <= {"where", "items"}


def models_in(model: type[Part]) -> list[type[Part]]:
    return list(dict.fromkeys(inner for key in keys_of(model) if (inner := inner_model(model, key))))


def named_in_tables(text: str) -> set[str]:
    return {name for row in re.findall(r"^\|.*\|$", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize(
    "operator", ["present", "absent", *OPERATORS, "$document.PATH", "$vocabulary.NAME", "$today", "$as-of"]
)
def test_every_matcher_and_reference_is_explained(operator: str) -> None:
    text = section("5. Matchers")
    assert any(re.match(r"\{?" + re.escape(operator) + r"\b", name) for name in named_in_tables(text)), operator


def test_every_field_that_follows_from_the_data_is_explained() -> None:
    fields = {name for part in parts() for name in derived_of(part)}
    assert sorted(fields - named_in_tables(section("3. Selectors and paths"))) == []


def test_every_root_and_step_is_explained() -> None:
    named = " ".join(named_in_tables(section("3. Selectors and paths")))
    for word in (*ROOTS, "organisation.names", "definition", "parent", "document", "value"):
        assert re.search(rf"(?<![\w.]){re.escape(word)}\b", named), word


@pytest.mark.parametrize(
    ("title", "model"),
    [
        ("2. What a rule set file holds", RuleSetFile),
        ("2. What a rule set file holds", KindOfDocument),
        ("7. The tests of a rule", TestCase),
    ],
)
def test_every_key_of_a_rule_set_file_is_explained(title: str, model: type[Part]) -> None:
    assert sorted(set(keys_of(model)) - named_in_tables(section(title)) - {"sv", "en"}) == []


@pytest.mark.parametrize("model", [RuleSetFile, KindOfDocument])
def test_every_key_of_a_rule_set_file_has_an_example(model: type[Part]) -> None:
    (block,) = (block for block in blocks_in(section("2. What a rule set file holds")) if "rules:\n  - id" in block.text)
    written = {str(key) for value in matchers_in(block.values) if isinstance(value, dict) for key in value}
    assert set(keys_of(model)) - written <= {"yearly"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_of_a_check_is_explained(kind: str, tmp_path: Path) -> None:
    rows = re.findall(r"^\| (.*?) \| (.*?) \|", section("6. Messages"), re.MULTILINE)
    told = {name for names, kinds in rows if f"`{kind}`" in kinds or "all" in kinds for name in re.findall(r"\{(\w+)", names)}
    (block,) = (block for block in RULE_SETS if block.text in section(f"`{kind}`"))
    for rule in loaded(block, tmp_path).rules.values():
        if rule.head.check == kind:
            assert set(rule.check.placeholders) <= told, rule.id


def test_every_limit_that_the_guide_names_is_one() -> None:
    limits = re.findall(r"`(?:by|before|on): (\{[^`]*\})`", section("`deadline`"))
    assert len(limits) == 3
    for limit in limits:
        Limit.model_validate(parse(limit, "limit.yaml").root)


# What the guide says is printed


def printed(command: str) -> str:
    return CliRunner().invoke(main, command.removeprefix("plancheck ").split()).output


def sessions() -> Iterator[tuple[Block | None, Block]]:
    """Each command of the guide with what it prints, and the change that was made before."""
    change = None
    for block in blocks_in(TEXT):
        if block.kind == "console":
            yield change, block
        change = block if block.kind == "diff" else None


SESSIONS = list(sessions())


@pytest.mark.parametrize(("change", "session"), SESSIONS, ids=[f"line {session.line}" for _, session in SESSIONS])
def test_a_command_of_the_guide_prints_what_stands_there(change: Block | None, session: Block, repository: Path) -> None:
    command, _, output = session.text.removeprefix("$ ").partition("\n")
    if change is not None:
        file = repository / "my-rules" / "activities.yaml"
        old, new = ("".join(f"{line[1:]}\n" for line in change.text.splitlines() if line[0] == sign) for sign in "-+")
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")
    shown, cut, _ = output.partition("…\n")
    assert printed(command).startswith(shown) if cut else printed(command) == shown


def test_every_mistake_of_the_guide_is_told() -> None:
    mistakes = [change for change, _ in SESSIONS if change is not None]
    assert mistakes == [block for block in blocks_in(TEXT) if block.kind == "diff"]


def test_the_guide_can_be_read_in_an_editor() -> None:
    assert [number for number, line in enumerate(TEXT.splitlines(), 1) if len(line) > 120] == []


def test_the_contents_lead_to_the_parts() -> None:
    titles = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    contents = re.findall(r"^(\d+\.) \[(.*)\]\(#(.*)\)$", TEXT, re.MULTILINE)
    assert [f"{number} {title}" for number, title, _ in contents] == titles
    assert [anchor for _, _, anchor in contents] == [
        re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles
    ]
