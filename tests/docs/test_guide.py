"""The pages on writing rules: their examples pass, use the whole language, and print what the pages say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest
import reference
import sessions
from sessions import PAGES, Block, Session

from plancheck import RuleSet
from plancheck.checks import KINDS, module_of
from plancheck.checks.limit import Limit
from plancheck.model.base import Part, inner_model, keys_of
from plancheck.model.document import parts
from plancheck.model.source import Source, parse
from plancheck.query.derived import derived_of
from plancheck.query.matchers import FORMS, OPERATORS, REFERENCES
from plancheck.query.paths import STEPS
from plancheck.query.selectors import ROOTS
from plancheck.repository.configuration import Configuration
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import load
from plancheck.ruleset.model import KindOfDocument, RuleHead, RuleSetFile, TestCase
from plancheck.ruleset.testing import Lack, own_rules, prove, rule_sets, survivors

TEXT = {page: path.read_text(encoding="utf-8") for page, path in PAGES.items()}


def section(title: str, page: str = "reference") -> str:
    """What stands under a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", TEXT[page], re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


BLOCKS = [block for page in PAGES for block in sessions.blocks(page) if block.kind.startswith("yaml")]
RULE_SETS = [block for block in BLOCKS if isinstance(block.values.get("rules"), list)]
DOCUMENTS = [block for block in BLOCKS if "document" in block.values]
CONFIGURATIONS = [block for block in BLOCKS if block not in RULE_SETS and block not in DOCUMENTS]
RULES: list[Mapping[str, Any]] = [rule for block in RULE_SETS for rule in block.values["rules"]]

at_their_lines = [f"{block.page}.md:{block.line}" for block in RULE_SETS]


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug-in of docs/api.md, as if it were installed."""
    page = sessions.FOLDER.parent / "api.md"
    (code,) = (block for block in sessions.blocks_in("api", page.read_text(encoding="utf-8")) if block.kind == "python plugin")
    module: dict[str, Any] = {}
    exec(compile(code.text, "api.md", "exec"), module)
    monkeypatch.setattr(EntryPoint, "load", lambda _: module["readable"])
    installed = EntryPoints([EntryPoint("readable", "my_package.checks:readable", "plancheck.checks")])
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: installed.select(group=group))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan repository of the tutorial."""
    sessions.prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# The examples


def loaded(block: Block, folder: Path) -> RuleSet:
    """An example, written to a file and loaded with its cases."""
    file = folder / "rules.yaml"
    file.write_text(block.text, encoding="utf-8")
    ((_, found),) = rule_sets(str(file), folder)
    return found


@pytest.mark.parametrize("block", RULE_SETS, ids=at_their_lines)
def test_every_rule_of_the_pages_proves_itself_and_leaves_no_mutant(block: Block, tmp_path: Path) -> None:
    example = loaded(block, tmp_path)
    rules = own_rules(example, tmp_path / "rules.yaml")
    assert [rule.id for rule in rules] == sorted(rule["id"] for rule in block.values["rules"])
    for rule in rules:
        outcomes = list(prove(rule, example, "en"))
        assert [one for one in outcomes if isinstance(one, Lack) or not one.holds] == []
        assert [one for one in survivors(rule, example) if one is not None] == []


def test_no_two_rules_of_the_pages_or_of_kommun_have_the_same_id(kommun: RuleSet) -> None:
    ids = [rule["id"] for rule in RULES]
    assert len(ids) == len(set(ids))
    assert not kommun.known & set(ids)


@pytest.mark.parametrize("block", RULE_SETS, ids=at_their_lines)
def test_a_rule_of_the_pages_says_the_same_things_in_both_languages(block: Block) -> None:
    for rule in block.values["rules"]:
        for key in ("message", "hint"):
            swedish, english = (sorted(re.findall(r"\{[^{}]*\}", rule[key][language])) for language in ("sv", "en"))
            assert swedish == english, rule["id"]


def test_every_example_of_a_document_is_one(kommun: RuleSet) -> None:
    assert DOCUMENTS
    for block in DOCUMENTS:
        workspace = Workspace(kommun.declared)
        workspace.add_source(Source("plan.yaml", block.text, block.values))
        assert not workspace.faults
        assert workspace.entries[0].is_sound


@pytest.mark.usefixtures("repository")
def test_every_example_of_a_configuration_changes_the_rules_of_the_tutorial() -> None:
    assert len(CONFIGURATIONS) == 3
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


def examples_of(kind: str) -> list[Block]:
    """The examples that stand in the part on a kind of check."""
    return [block for block in RULE_SETS if block.page == "reference" and block.text in section(f"`{kind}`")]


def test_every_kind_of_check_has_an_example_in_its_own_part() -> None:
    for kind in KINDS:
        (block,) = examples_of(kind)
        assert {rule["check"] for rule in block.values["rules"]} == {kind}


def test_every_operator_has_an_example() -> None:
    used = {name for matcher in MATCHED if isinstance(matcher, dict) and "percent" not in matcher for name in matcher}
    assert used == set(OPERATORS)


def test_every_other_form_of_matcher_has_an_example() -> None:
    words = {matcher.partition(".")[0] for matcher in MATCHED if isinstance(matcher, str)}
    assert {"present", "absent", "$item", "$document", "$vocabulary", "$today", "$as-of"} <= words
    given = [matcher for rule in RULES for matcher in rule.get("where", {}).values()]
    assert any(isinstance(matcher, list) for matcher in given)
    assert "adopted" in given


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_check_stands_in_its_table_and_in_its_example(kind: str) -> None:
    text, parameters = section(f"`{kind}`"), module_of(kind).Parameters
    inner = [model for model in models_in(parameters) if model is not Limit or kind == "deadline"]
    keys = {key for model in (parameters, *inner) for key in keys_of(model)}
    assert sorted(keys - named_in_tables(text)) == []
    used = {key for block in examples_of(kind) for rule in block.values["rules"] for key in rule}
    assert set(keys_of(parameters)) - used <= {"where", "items"}


def models_in(model: type[Part]) -> list[type[Part]]:
    return list(dict.fromkeys(inner for key in keys_of(model) if (inner := inner_model(model, key))))


def named_in_tables(text: str) -> set[str]:
    return {name for row in re.findall(r"^\|.*\|$", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}


def test_every_matcher_and_reference_is_explained() -> None:
    named = named_in_tables(section("5. Matchers"))
    assert [name for name in OPERATORS if not any(cell.startswith(f"{{{name}: ") for cell in named)] == []
    assert {*(name for name in FORMS if " " not in name), *REFERENCES} <= named


def test_every_selector_step_and_field_that_follows_from_the_data_is_explained() -> None:
    fields = {name for part in parts() for name in derived_of(part)}
    assert sorted({*fields, *ROOTS, *STEPS} - named_in_tables(section("3. Selectors and paths"))) == []


def test_every_step_leads_on_from_some_item() -> None:
    from plancheck.model.document import Uppdrag
    from plancheck.query.paths import names_of

    assert set(STEPS) <= {*names_of(Uppdrag), *names_of(None)}


@pytest.mark.parametrize(
    ("title", "model"),
    [("1. Rule set", RuleSetFile), ("1. Rule set", KindOfDocument), ("2. Rule", RuleHead), ("7. Test cases", TestCase)],
)
def test_every_key_of_a_rule_set_file_is_explained(title: str, model: type[Part]) -> None:
    assert sorted(set(keys_of(model)) - named_in_tables(section(title))) == []


def test_every_key_of_a_rule_set_file_says_what_it_is() -> None:
    models = [*reference.MODELS.values(), *(module_of(kind).Parameters for kind in KINDS)]
    untold = [
        f"{model.__name__}.{name}" for model in models for name, field in model.model_fields.items() if not field.description
    ]
    assert untold == []


def test_the_tables_are_those_that_the_code_gives() -> None:
    assert TEXT["reference"] == reference.page(), "run python docs/reference.py"


@pytest.mark.parametrize("model", [RuleSetFile, KindOfDocument])
def test_every_key_of_a_rule_set_file_has_an_example(model: type[Part]) -> None:
    (block,) = (block for block in RULE_SETS if block.page == "reference" and block.text in section("1. Rule set"))
    written = {str(key) for value in matchers_in(block.values) if isinstance(value, dict) for key in value}
    assert set(keys_of(model)) - written <= {"yearly"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_of_a_check_is_explained(kind: str, tmp_path: Path) -> None:
    (block,) = examples_of(kind)
    known = {
        name for rule in loaded(block, tmp_path).rules.values() if rule.head.check == kind for name in rule.check.placeholders
    }
    assert known == set(module_of(kind).PLACEHOLDERS)


def test_every_limit_that_the_reference_names_is_one() -> None:
    limits = re.findall(r"^- `(?:by|before|on): (\{[^`]*\})`", section("`deadline`"), re.MULTILINE)
    assert len(limits) == 3
    for limit in limits:
        Limit.model_validate(parse(limit, "limit.yaml").root)


# What the pages say is printed

SESSIONS: list[Session] = [session for page in PAGES for session in sessions.sessions(page)]


@pytest.mark.parametrize("session", SESSIONS, ids=[f"{one.block.page}.md:{one.block.line}" for one in SESSIONS])
def test_a_command_prints_what_stands_there(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    sessions.prepare(tmp_path, session.change)
    output = sessions.printed(session.command)
    assert output.startswith(session.shown) if session.is_cut else output == session.shown, "run python docs/sessions.py"


def test_every_change_in_the_pages_is_tried() -> None:
    changes = [block for page in PAGES for block in sessions.blocks(page) if block.kind.startswith("diff")]
    assert [session.change for session in SESSIONS if session.change] == changes


def test_what_troubleshooting_is_about_is_printed_there() -> None:
    parts_of_page = re.findall(r"^### (.*?)\n(.*?)(?=^#|\Z)", TEXT["troubleshooting"], re.MULTILINE | re.DOTALL)
    assert len(parts_of_page) > 20
    for title, text in parts_of_page:
        (output,) = (block.text for block in sessions.blocks_in("troubleshooting", text) if block.kind == "console")
        assert [words for words in re.split(r" ?… ?", title) if words not in output] == [], title


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read_in_an_editor(page: str) -> None:
    printed = [line for block in sessions.blocks(page) if block.kind == "console" for line in block.text.splitlines()]
    written = [line for line in TEXT[page].splitlines() if not line.startswith("|") and line not in printed]
    assert [line for line in written if len(line) > 128] == []


def test_the_contents_lead_to_the_parts() -> None:
    titles = re.findall(r"^## (.*)$", TEXT["reference"], re.MULTILINE)
    contents = re.findall(r"^(\d+\.) \[(.*)\]\(#(.*)\)$", TEXT["reference"], re.MULTILINE)
    assert [f"{number} {title}" for number, title, _ in contents] == titles
    assert [anchor for _, _, anchor in contents] == [anchor_of(title) for title in titles]


def anchor_of(title: str) -> str:
    """Where a link leads to a heading."""
    return re.sub(r"[^\w -]", "", title).lower().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for file, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", TEXT[page]):
        target = (PAGES[page].parent / file).resolve() if file else PAGES[page]
        assert target.is_file(), file
        titles = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert not anchor or anchor in map(anchor_of, titles), anchor
