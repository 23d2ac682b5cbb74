"""Many repositories, each checked wherever somebody has room for it: in this process, in others, on other machines."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypedDict, Unpack

from plancheck.messages import Language
from plancheck.model.problems import Problem, ProblemError
from plancheck.ruleset.model import RuleSet
from plancheck.run.cache import Cache
from plancheck.run.check import check
from plancheck.run.open import open_repository
from plancheck.run.results import Answer, Evaluation, Limit, Passes, Run
from plancheck.version import __version__


class Settings(TypedDict, total=False):
    """How repositories are checked, as `check` takes it."""

    ruleset: str | None
    select: Sequence[str]
    ignore: Sequence[str]
    today: datetime.date | None
    language: Language | None
    fail_on: Limit | None
    strict: bool
    cache: Cache | None
    passes: Passes


class Checked(NamedTuple):
    """What came out for one repository: its findings, how many checks came out in each way, and what `make` made of the run.

    Where the check could not be made, `problems` say why, and the exit code is 2. `again` says that it was made in this process
    after something else had failed to: a worker that died, or one with another version.
    """

    repository: Path
    exit_code: int
    findings: tuple[Evaluation, ...] = ()
    outcomes: Mapping[Answer, int] = {}
    problems: tuple[Problem, ...] = ()
    made: Any = None
    again: bool = False


Make: TypeAlias = Callable[[Run, RuleSet], Any]
"""Makes something of a run where it was made: a report, say."""


def check_all(
    repositories: Iterable[str | Path],
    *,
    executor: Executor | None = None,
    make: Make | None = None,
    **settings: Unpack[Settings],
) -> Iterator[Checked]:
    """Check repositories, and give what came out for each in their order.

    `executor` is any of `concurrent.futures`, or one that is like those, such as that of a Dask cluster; its workers must have
    this version of the program and find the same files. Without one the repositories are checked here, one after the other.
    What a worker does not answer is checked here, so that nothing is lost with it. `make` is a function of a module, which
    a worker can import; it is given each run, with its rule set. The rest is as for `check`; what passed is only counted
    unless `passes` asks for more.

    Everything that can go wrong with a repository is in what came out for it.
    """
    # The day is that of the beginning, wherever and whenever a repository has its turn.
    settings["today"] = settings.get("today") or datetime.date.today()
    settings.setdefault("passes", "counted")
    paths = [Path(repository) for repository in repositories]
    # Workers have another current folder. What is checked here in their place is to come out as there.
    places = [path.absolute() if executor else path for path in paths]
    waiting = [_submitted(executor, place, settings, make) for place in places]
    try:
        for path, place, future in zip(paths, places, waiting, strict=True):
            answer = _answer(future, place, settings, make)
            yield answer._replace(repository=path, again=executor is not None and answer.again)
    finally:
        for future in waiting:
            if future is not None:
                future.cancel()


def _submitted(executor: Executor | None, path: Path, settings: Settings, make: Make | None) -> Future[Any] | None:
    """What will come out for a repository; None where nobody is there to ask."""
    try:
        return executor.submit(_checked, __version__, path, settings, make) if executor else None
    except Exception:
        # Which errors an executor has that is broken, only it knows.
        return None


def _answer(future: Future[Any] | None, path: Path, settings: Settings, make: Make | None) -> Checked:
    if future is not None:
        try:
            answer: Checked = future.result()
            return answer
        except Exception:
            # A worker that has died, one that is not to be reached, one that lacks something. Where the fault is in the check
            # itself, it comes up again here.
            pass
    return _checked(__version__, path, settings, make)._replace(again=True)


def _checked(version: str, path: Path, settings: Settings, make: Make | None) -> Checked:
    """Check a repository, on a worker or here. Raises RuntimeError where this is another version of the program."""
    if version != __version__:
        raise RuntimeError(f"plancheck {version} was asked for, this is {__version__}")
    try:
        repository = open_repository([path], settings.get("ruleset"), settings.get("language"))
        run = check([path], repository=repository, **settings)
        made = make(run, repository.ruleset) if make else None
    except ProblemError as error:
        return Checked(path, 2, problems=error.problems)
    return Checked(path, run.exit_code, tuple(run.findings), dict(run.outcomes), made=made)
