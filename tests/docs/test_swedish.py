"""The pages in docs/sv, and README.sv.md: whoever follows them sees what they say, and what they name is there."""

from __future__ import annotations

import re
import socket
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import sessions
from sessions import SWEDISH

from plancheck import RuleSet
from plancheck.checks import KINDS
from plancheck.cli import COMMANDS, main
from plancheck.messages import catalogue, entry
from plancheck.model.source import Source
from plancheck.query.matchers import FORMS, OPERATORS
from plancheck.repository.configuration import Configuration
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.builtin import BUILT_IN
from plancheck.ruleset.model import RuleHead
from tests.docs.test_guide import anchor_of
from tests.paths import ROOT

PAGES = {path.stem: path for path in sorted(SWEDISH.glob("*.md"))}
TEXT = {page: path.read_text(encoding="utf-8") for page, path in PAGES.items()}
README = ROOT / "README.sv.md"
EVERY = {**PAGES, "README.sv": README}

BLOCKS = [block for page in PAGES for block in sessions.swedish_blocks(page)]
EXCERPTS = [
    block
    for block in [*BLOCKS, *sessions.blocks_in("README.sv", README.read_text(encoding="utf-8"))]
    if block.kind == "yaml" and not block.text.startswith("# .github")
]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pages do needs no network: plancheck sends nothing."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("the network is asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


# What is done and shown


@pytest.mark.parametrize("page", PAGES)
def test_a_page_done_from_top_to_bottom_shows_what_it_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for session, output in sessions.done(page):
        place = f"{page}.md:{session.block.line}: run python docs/sessions.py"
        assert output.startswith(session.shown) if session.is_cut else output == session.shown, place


@pytest.mark.parametrize("block", EXCERPTS, ids=lambda block: f"{block.page}.md:{block.line}")
def test_an_excerpt_is_a_sound_document_or_configuration(block: sessions.Block, kommun: RuleSet) -> None:
    if "document" not in block.values:
        Configuration.model_validate(block.values)
        return
    workspace = Workspace(kommun.declared)
    workspace.add_source(Source("plan.yaml", block.text, block.values))
    assert not workspace.faults
    assert workspace.entries[0].is_sound


def test_the_example_of_a_ci_is_the_one_that_is_tested() -> None:
    (example,) = (block for block in BLOCKS if block.text.startswith("# .github"))
    assert example.text in (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


# What is named


@pytest.mark.parametrize("page", EVERY)
def test_every_rule_that_is_named_is_one(page: str, kommun: RuleSet) -> None:
    # `init` writes one as an example.
    own = {"EGN001", *(rule["id"] for block in BLOCKS if "/" in block.file for rule in rules_in(block))}
    named = set(re.findall(r"\b[A-Z]{3}[0-9]{3}\b", EVERY[page].read_text(encoding="utf-8")))
    assert sorted(named - set(kommun.rules) - own - set(BUILT_IN)) == []


def rules_in(block: sessions.Block) -> list[Any]:
    """The rules in a file of the pages."""
    return list(block.values.get("rules", [])) if block.kind.startswith("yaml regler/") else []


@pytest.mark.parametrize("page", EVERY)
def test_every_command_and_option_that_is_named_is_one(page: str) -> None:
    text = EVERY[page].read_text(encoding="utf-8")
    named = {
        command for line in re.findall(r"`(plancheck [^`]*)`", text) for command in re.findall(r"plancheck ([a-z]+)", line)
    }
    named |= set(re.findall(r"^(?:\$ |    )?plancheck ([a-z]+)(?= |$)(?! \w)", text, re.MULTILINE))
    assert named <= {*COMMANDS}
    commands = [main, *(main.get_command(click.Context(main), name) for name in COMMANDS)]
    known = {option for command in commands if command for parameter in command.params for option in parameter.opts}
    of_others = {"--help", "--version", "--quiet", "--wheel-dir", "--no-index", "--find-links"}
    assert sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) - known - of_others) == []


def test_every_place_of_a_finding_that_is_explained_is_shown() -> None:
    for page, text in TEXT.items():
        shown = "".join(block.text for block in sessions.swedish_blocks(page) if block.kind == "console")
        assert [place for place in re.findall(r"`(\S+\.yaml:\d+:\d+)`", text) if place not in shown] == []


def test_every_message_that_is_explained_is_one() -> None:
    said = "\n".join(entry(key)["sv"] for key in catalogue())
    table = TEXT["skriv-en-regel"].partition("## När det inte går")[2]
    rows = re.findall(r"^\| (.*?) \|", table, re.MULTILINE)[2:]
    assert len(rows) > 5
    for row in rows:
        assert [words for part in re.split("…", row) for words in [part.strip(" ,")] if words and words not in said] == [], row


def test_every_kind_of_check_is_in_its_table_and_every_matcher_there_is_one() -> None:
    _, kinds, matchers = re.split(r"^\| `check` \| frågar|^\| skriv \| det betyder", TEXT["skriv-en-regel"], flags=re.MULTILINE)
    assert set(re.findall(r"^\| `(\w+)` \|", kinds, re.MULTILINE)) == set(KINDS)
    rows = re.findall(r"^\| (`.*?) \|", matchers.partition("\n\n")[0], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"\{([a-z-]+): ", row)} <= set(OPERATORS)
    assert {"present", "absent"} <= set(FORMS)


def test_every_key_of_a_rule_that_is_explained_is_one() -> None:
    table = TEXT["skriv-en-regel"].partition("| nyckel | säger |")[2].partition("\n\n")[0]
    named = re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)
    assert len(named) == 9
    assert set(named) <= {field.alias or name for name, field in RuleHead.model_fields.items()}


def test_every_extra_of_the_package_is_explained_to_it() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    table = TEXT["for-it"].partition("| tillbehör |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {*extras} - {"dev"}


# How it is found and read


@pytest.mark.parametrize("page", EVERY)
def test_every_link_leads_somewhere(page: str) -> None:
    for file, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", EVERY[page].read_text(encoding="utf-8")):
        target = (EVERY[page].parent / file).resolve() if file else EVERY[page]
        assert target.is_file(), file
        titles = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in map(anchor_of, titles), anchor


def test_the_two_readmes_lead_to_each_other_and_the_swedish_one_to_every_page() -> None:
    swedish = README.read_text(encoding="utf-8")
    assert "](README.sv.md)" in (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert "](README.md)" in swedish.partition("\n## ")[0]
    assert [page for page in PAGES if f"](docs/sv/{page}.md)" not in swedish] == []


@pytest.mark.parametrize("page", EVERY)
def test_a_page_can_be_read_in_an_editor(page: str) -> None:
    text = EVERY[page].read_text(encoding="utf-8")
    written = re.sub(r"^```(?:console|sh)\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in written.splitlines() if len(line) > 128 and not line.startswith("|")] == []
