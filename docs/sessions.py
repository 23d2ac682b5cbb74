"""The commands in docs/writing-rules, and what they print: made anew, or compared by a test.

python docs/sessions.py
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from plancheck.model.source import parse

FOLDER = Path(__file__).parent / "writing-rules"
PAGES = {name: FOLDER / f"{name}.md" for name in ("tutorial", "demands", "reference", "troubleshooting")}
RULES = "my-rules/activities.yaml"


class Block(NamedTuple):
    """A fenced block of a page: its language with what stands behind, its text, and where it is."""

    page: str
    kind: str
    text: str
    line: int
    span: tuple[int, int]

    @property
    def values(self) -> Any:
        """What the YAML in it says."""
        return parse(self.text, f"{self.page}.md:{self.line}").root


class Session(NamedTuple):
    """A command of a page with what it prints there, and the change to a file that stands before it, if any."""

    block: Block
    change: Block | None

    @property
    def command(self) -> str:
        """The command without its prompt."""
        return self.block.text.removeprefix("$ ").partition("\n")[0]

    @property
    def shown(self) -> str:
        """What the page says that it prints; what stands behind … is left out there."""
        return self.block.text.partition("\n")[2].partition("…\n")[0]

    @property
    def is_cut(self) -> bool:
        """Whether the page leaves out the end of what is printed."""
        return self.block.text.endswith("\n…\n")


def steady(text: str) -> str:
    """What is printed, with the digest of a rule set as it is shown on the pages: it changes with every rule. Pip is
    called by its name alone.
    """
    text = re.sub(r"\S*python\S* -m pip install", "pip install", text)
    return re.sub(r"(?<=, )[0-9a-f]{12}(?=\.)", "0123456789ab", text)


def blocks_in(page: str, text: str) -> Iterator[Block]:
    """The fenced blocks of a text."""
    for found in re.finditer(r"^```(\w[\w. ]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(page, found[1], found[2], text[: found.start()].count("\n") + 1, found.span(2))


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    return list(blocks_in(page, PAGES[page].read_text(encoding="utf-8")))


def sessions(page: str) -> Iterator[Session]:
    """Each command of a page."""
    change = None
    for block in blocks(page):
        if block.kind == "console":
            yield Session(block, change)
        change = block if block.kind.startswith("diff") else None


def prepare(folder: Path, change: Block | None = None) -> None:
    """Write the files that the tutorial has the reader write, with a change to one of them."""
    rules, configuration, plan, *_ = (block.text for block in blocks("tutorial") if block.kind == "yaml")
    (folder / "my-rules").mkdir()
    for name, text in ((RULES, rules), ("plancheck.yaml", configuration), ("plan.yaml", plan)):
        (folder / name).write_text(text, encoding="utf-8")
    if change is not None:
        file = folder / (change.kind.partition(" ")[2] or RULES)
        old, new = ("".join(f"{line[1:]}\n" for line in change.text.splitlines() if line[0] == sign) for sign in "-+")
        text = file.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{change.page}.md:{change.line}: this does not stand once in {file.name}")
        file.write_text(text.replace(old, new), encoding="utf-8")


def printed(command: str) -> str:
    """What a command prints in the current folder."""
    from click.testing import CliRunner

    from plancheck.cli import main

    return steady(CliRunner().invoke(main, command.removeprefix("plancheck ").split()).output)


def renew(page: str) -> None:
    """Write anew what the commands of a page print; where its end is left out, as many lines as there were."""
    text = PAGES[page].read_text(encoding="utf-8")
    for session in reversed(list(sessions(page))):
        with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
            prepare(Path(name), session.change)
            output = printed(session.command)
        if session.is_cut:
            output = "".join(output.splitlines(keepends=True)[: session.shown.count("\n")]) + "…\n"
        start, end = session.block.span
        text = f"{text[:start]}$ {session.command}\n{output}{text[end:]}"
    PAGES[page].write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("FORCE_COLOR", None)
    for each in PAGES:
        renew(each)
