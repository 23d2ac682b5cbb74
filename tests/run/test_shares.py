"""Several processes judge: the same comes out, whatever their number and whatever becomes of them."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from corpus import Shape, made

from plancheck.repository.workspace import Entry
from plancheck.run import shares
from plancheck.run.engine import Judgement
from plancheck.run.shares import judged_in_shares
from tests.fixtures import Workspaces

PLANS = [f"document: verksamhetsplan\nnamnd: namnd-{n}\nyear: 2024\n" for n in range(9)]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is copied on Linux alone")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans of two years with a defect in each nämnd, one file that is no document, and one that is there twice."""
    folder = tmp_path_factory.mktemp("city")
    made(Shape(3, 2, goals=3, uppdrag=3, defects=1), folder)
    (folder / "trasig.yaml").write_text("document: verksamhetsplan\nnamnd: omrade-001\nyear: [\n", encoding="utf-8")
    copied = folder / "omrade-002/2016"
    (copied / "kopia.yaml").write_bytes((copied / "lex-sarah.yaml").read_bytes())
    return folder


def printed(folder: Path, *arguments: str) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-m", "plancheck", "check", "--no-cache", "--today", "2030-01-01", *arguments]
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("format_", ["text", "json", "csv"])
def test_the_report_is_the_same_byte_for_byte_with_any_number_of_processes(format_: str, city: Path) -> None:
    alone = printed(city, "--format", format_, "--jobs", "1")
    assert alone[0] == 1
    assert b"UPP001" in alone[1]
    for jobs in ("2", "3", "7"):
        assert printed(city, "--format", format_, "-j", jobs) == alone


def judge_where(dies: Callable[[Entry], bool]) -> shares.Judge:
    """Says of each document in which process it was judged, and which it is; a copy that dies leaves without a word."""
    start = os.getpid()

    def judge(entry: Entry) -> Judgement:
        if os.getpid() != start and dies(entry):
            os._exit(9)
        return judgement("here" if os.getpid() == start else "copy", entry.file)

    return judge


def judgement(*passed: str) -> Judgement:
    return Judgement([], dict.fromkeys(passed, 1), 0, datetime.date.min, datetime.date.max)


def passed(judgements: Sequence[Judgement | None]) -> list[list[str]]:
    """Where each document was judged, and which it is."""
    return [list(one.passed) for one in judgements if one]


@pytest.fixture
def may_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are made although the tests have threads: what is judged here holds no lock."""
    monkeypatch.setattr(shares, "_may_copy", lambda: True)


@pytest.mark.usefixtures("may_copy")
def test_a_process_that_dies_loses_nothing(workspace: Workspaces) -> None:
    made = workspace(*PLANS)
    counted: list[None] = []
    judge = judge_where(lambda entry: entry.file == "4.yaml")
    result = judged_in_shares(made, made.entries, judge, 2, lambda: counted.append(None))
    assert [file for _, file in passed(result)] == [entry.file for entry in made.entries]
    assert ["here", "4.yaml"] in passed(result)
    assert len(counted) == len(PLANS)


@pytest.mark.usefixtures("may_copy")
def test_the_documents_are_shared_out(workspace: Workspaces) -> None:
    made = workspace(*PLANS)
    result = judged_in_shares(made, made.entries, judge_where(lambda _: False), 2, lambda: None)
    assert {where for where, _ in passed(result)} == {"copy"}


@pytest.mark.parametrize("number", [1, 2, 8])
def test_few_documents_are_judged_in_one_process(number: int, workspace: Workspaces) -> None:
    made = workspace(*PLANS[:number])
    result = judged_in_shares(made, made.entries, judge_where(lambda _: True), None, lambda: None)
    assert {where for where, _ in passed(result)} == {"here"}


@pytest.mark.usefixtures("may_copy")
def test_who_interrupts_waits_for_no_process(workspace: Workspaces) -> None:
    made, start = workspace(*PLANS), os.getpid()

    def judge(entry: Entry) -> Judgement:
        if os.getpid() != start and entry.file > "2.yaml":
            time.sleep(3600)
        return judgement()

    def interrupted() -> None:
        raise KeyboardInterrupt

    before = multiprocessing.active_children()
    with pytest.raises(KeyboardInterrupt):
        judged_in_shares(made, made.entries, judge, 2, interrupted)
    for process in multiprocessing.active_children():
        if process not in before:
            process.join()


def test_a_process_ends_with_the_one_that_it_was_copied_from() -> None:
    code = """if True:
        import os, signal
        from plancheck.repository.declared import Declared
        from plancheck.repository.workspace import Workspace
        from plancheck.run.shares import judged_in_shares
        import plancheck, time
        made = Workspace(plancheck.load("kommun").declared)
        for n in range(9):
            made.add(f"document: verksamhetsplan\\nnamnd: namnd-{n}\\nyear: 2024\\n", f"{n}.yaml")
        def judge(entry):
            os.write(1, f"{os.getpid()}\\n".encode())  # In one piece: two processes write at once.
            time.sleep(3600)
        judged_in_shares(made, made.entries, judge, 2, lambda: None)
    """
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    copies = {int(parent.stdout.readline()) for _ in range(2)}
    assert parent.pid not in copies
    parent.kill()
    # Standard output ends once no process has it any more.
    assert parent.stdout.read() == ""
    parent.wait()
