"""The commands in docs/writing-rules and docs/sv, and what they print: made anew, or compared by a test.

A page in docs/sv is done from its beginning to its end, in the repository that its reader makes: ``yaml FILE`` is a file that
is written, ``diff FILE`` a change to it, ``markdown FILE`` what stands in a Word file; ``console`` shows what is printed.

python docs/sessions.py
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from plancheck.model.source import parse

FOLDER = Path(__file__).parent / "writing-rules"
PAGES = {name: FOLDER / f"{name}.md" for name in ("tutorial", "demands", "reference", "troubleshooting")}
RULES = "my-rules/activities.yaml"

SWEDISH = Path(__file__).parent / "sv"
FIRST = "kom-igang"
"""The page that the others go on from."""


class Block(NamedTuple):
    """A fenced block of a page: its language with what stands behind, its text, and where it is."""

    page: str
    kind: str
    text: str
    line: int
    span: tuple[int, int]

    @property
    def file(self) -> str:
        """The file that it is, or changes; empty for an excerpt."""
        return self.kind.partition(" ")[2]

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
    for found in re.finditer(r"^```(\w[\w./ -]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
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
        apply(change, folder / (change.file or RULES))


def apply(change: Block, file: Path) -> None:
    """Change a file as a page says: what stands behind each ``-`` becomes what stands behind each ``+``."""
    old, new = ("".join(f"{line[1:]}\n" for line in change.text.splitlines() if line[0] in f" {sign}") for sign in "-+")
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{change.page}.md:{change.line}: this does not stand once in {file.name}")
    file.write_text(text.replace(old, new), encoding="utf-8")


def printed(command: str) -> str:
    """What a command prints in the current folder."""
    from click.testing import CliRunner

    from plancheck.cli import main

    return steady(CliRunner().invoke(main, shlex.split(command)[1:]).output)


def swedish_blocks(page: str) -> list[Block]:
    """The fenced blocks of a page in docs/sv."""
    return list(blocks_in(page, (SWEDISH / f"{page}.md").read_text(encoding="utf-8")))


def done(page: str) -> Iterator[tuple[Session, str]]:
    """Do in the current folder, a new one, what a page in docs/sv says; each command that it shows, with what it prints.

    Its commands in ``sh`` blocks are run too: plancheck's own, which must not end with exit code 2.
    """
    if page != FIRST:
        for _ in done(FIRST):
            pass
    for block in swedish_blocks(page):
        language, file = block.kind.partition(" ")[0], Path(block.file)
        if block.file:
            file.parent.mkdir(parents=True, exist_ok=True)
        if language == "yaml" and block.file:
            file.write_text(block.text, encoding="utf-8")
        elif language == "diff":
            apply(block, file)
        elif language == "markdown":
            write_word(file, block.text)
        elif language == "console":
            session = Session(block, None)
            yield session, printed(session.command)
        elif language == "sh":
            run_own(block)


def write_word(file: Path, text: str) -> None:
    """Write a Word file with headings (``#``), points (``-``) and paragraphs."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        mark, _, rest = line.partition(" ")
        if mark and set(mark) == {"#"}:
            document.add_heading(rest, level=len(mark))
        elif line:
            document.add_paragraph(rest if mark == "-" else line, style="List Bullet" if mark == "-" else None)
    document.save(str(file))


def run_own(block: Block) -> None:
    """Run the commands of plancheck in a block, without what stands behind them as a comment."""
    from click.testing import CliRunner

    from plancheck.cli import main

    for line in block.text.replace("\\\n", "").splitlines():
        program, *arguments = shlex.split(line, comments=True) or [""]
        if program != "plancheck":
            continue
        result = CliRunner().invoke(main, arguments)
        if result.exit_code not in (0, 1) or (result.exception and not isinstance(result.exception, SystemExit)):
            raise ValueError(f"{block.page}.md:{block.line}: {line}: {result.output or result.exception!r}")


def renew(page: str) -> None:
    """Write anew what the commands of a page print; where its end is left out, as many lines as there were."""
    text = PAGES[page].read_text(encoding="utf-8")
    for session in reversed(list(sessions(page))):
        with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
            prepare(Path(name), session.change)
            text = with_output(text, session, printed(session.command))
    PAGES[page].write_text(text, encoding="utf-8")


def renew_swedish(page: str) -> None:
    """Write anew what the commands of a page in docs/sv print."""
    text = (SWEDISH / f"{page}.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        for session, output in reversed(list(done(page))):
            text = with_output(text, session, output)
    (SWEDISH / f"{page}.md").write_text(text, encoding="utf-8")


def with_output(text: str, session: Session, output: str) -> str:
    """The text of a page, with what a command of it prints; as many lines of that as there were, if its end is left out."""
    if session.is_cut:
        output = "".join(output.splitlines(keepends=True)[: session.shown.count("\n")]) + "…\n"
    start, end = session.block.span
    return f"{text[:start]}$ {session.command}\n{output}{text[end:]}"


if __name__ == "__main__":
    os.environ.pop("FORCE_COLOR", None)
    for each in PAGES:
        renew(each)
    for path in sorted(SWEDISH.glob("*.md")):
        renew_swedish(path.stem)
