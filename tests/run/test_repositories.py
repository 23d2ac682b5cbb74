"""Many repositories are checked by whoever has room for them, and what a worker does not answer is checked here."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import plancheck
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Run
from tests.paths import ALMSTAD, EXAMPLES, GOTEBORG, MINIMAL

DAY = datetime.date(2026, 11, 22)
TESTS = "PLANCHECK_TEST_PROCESS"
"""The variable that has the number of the process that runs the tests."""
DEATH = "PLANCHECK_TEST_DEATH"
"""The variable that names a file: the process that makes it dies."""


def dies_once(run: Run, _: RuleSet) -> int:
    """How many documents there were; the first who is asked dies while it answers."""
    file = Path(os.environ[DEATH])
    if not file.exists():
        file.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return run.documents


def dies_elsewhere(run: Run, _: RuleSet) -> int:
    if os.environ[TESTS] != str(os.getpid()):
        os.kill(os.getpid(), signal.SIGKILL)
    return run.documents


def documents(run: Run, _: RuleSet) -> int:
    return run.documents


def several(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"))


def test_what_comes_out_is_what_a_check_of_each_finds_in_their_order() -> None:
    places = [GOTEBORG, MINIMAL, ALMSTAD]
    answers = list(plancheck.check_all(places, today=DAY, make=documents))
    assert [answer.repository for answer in answers] == places
    for place, answer in zip(places, answers, strict=True):
        run = plancheck.check([place], today=DAY)
        assert answer.findings == tuple(run.findings)
        assert answer.outcomes == run.outcomes
        assert (answer.exit_code, answer.made, answer.problems, answer.again) == (run.exit_code, run.documents, (), False)


def test_any_executor_gives_the_same() -> None:
    here = list(plancheck.check_all([ALMSTAD, MINIMAL], today=DAY))
    with several(1) as processes, ThreadPoolExecutor(2) as threads:
        for executor in (processes, threads):
            assert list(plancheck.check_all([ALMSTAD, MINIMAL], today=DAY, executor=executor)) == here


def test_what_cannot_be_checked_says_why_and_the_others_are_checked(tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: none-such\n")
    missing, faulty, sound = plancheck.check_all([tmp_path / "nowhere", tmp_path, MINIMAL], today=DAY)
    assert [problem.text.key for problem in missing.problems] == ["no-path"]
    assert [problem.text.key for problem in faulty.problems] == ["ruleset-not-installed"]
    assert (missing.exit_code, faulty.exit_code, sound.exit_code) == (2, 2, 0)


def test_a_process_that_dies_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TESTS, str(os.getpid()))
    with several(1) as executor:
        answers = list(plancheck.check_all([ALMSTAD, MINIMAL], today=DAY, executor=executor, make=dies_elsewhere))
    assert [answer.again for answer in answers] == [True, True]
    assert [(answer.made, answer.exit_code) for answer in answers] == [(15, 0), (3, 0)]


class Odd(Executor):
    """Workers with another version of the program."""

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function("0.0.1", *args[1:], **kwargs))
        except RuntimeError as error:
            future.set_exception(error)
        return future


def test_a_worker_with_another_version_is_not_believed() -> None:
    (answer,) = plancheck.check_all([MINIMAL], today=DAY, executor=Odd())
    assert answer.again
    assert answer.exit_code == 0


def test_an_executor_that_takes_nothing_more_loses_nothing() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    assert [answer.exit_code for answer in plancheck.check_all([MINIMAL], today=DAY, executor=executor)] == [0]


def test_a_fault_of_what_is_made_is_not_hidden() -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(ZeroDivisionError):
        list(plancheck.check_all([MINIMAL], today=DAY, executor=executor, make=lambda *_: 1 // 0))


# A Dask cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A scheduler and two workers, each a process that is started again where it dies."""
    import distributed

    folder = tmp_path_factory.mktemp("dask")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DEATH, str(folder / "died"))
        patch.setenv("DASK_TEMPORARY_DIRECTORY", str(folder))
        local: Any = distributed.LocalCluster
        with local(n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(folder)) as made:
            yield made


def test_a_worker_of_a_cluster_that_dies_loses_nothing(cluster: Any) -> None:
    import distributed

    client_of: Any = distributed.Client
    with client_of(cluster, set_as_default=False) as client:
        executor = client.get_executor(pure=False)
        answers = list(plancheck.check_all([ALMSTAD, MINIMAL], today=DAY, executor=executor, make=dies_once))
    assert Path(os.environ[DEATH]).exists()
    assert [(answer.made, answer.exit_code) for answer in answers] == [(15, 0), (3, 0)]


def checked(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "plancheck", "check", "--today", DAY.isoformat(), "--no-cache", *arguments]
    ended = subprocess.run(command, cwd=EXAMPLES, capture_output=True, check=False, encoding="utf-8")
    return ended.returncode, ended.stdout, ended.stderr


def test_the_command_prints_the_report_of_each_repository(cluster: Any) -> None:
    code, printed, complaint = checked("minimal", "nowhere", "goteborg", "--dask", cluster.scheduler_address)
    assert code == 1
    assert printed.index("== minimal\n") < printed.index("== goteborg\n")
    assert complaint.startswith("plancheck: ")
    assert "nowhere finns inte" in complaint
    code, printed, _ = checked("minimal", "goteborg", "--format", "json", "--dask", cluster.scheduler_address)
    reports = [json.loads(line) for line in printed.splitlines()]
    assert [report["ruleset"]["name"] for report in reports] == ["kommun", "goteborg"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--jobs", "2"), "--jobs"),
        (("-o", "rapport.html"), "--output"),
        (("--format", "csv"), "csv"),
        (("--as", "Effektmål=goal"), "--as"),
    ],
)
def test_what_is_about_one_repository_is_refused_with_a_cluster(arguments: tuple[str, str], told: str) -> None:
    code, printed, complaint = checked("minimal", *arguments, "--dask", "tcp://127.0.0.1:1")
    assert (code, printed) == (2, "")
    assert told in complaint
