"""Two runs compared: which findings are new since an earlier report, which remain, which are gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from plancheck.model.problems import Problem, ProblemError
from plancheck.model.source import NOWHERE, SourceError, decode
from plancheck.reports.json import Report
from plancheck.run.engine import BUILT_IN
from plancheck.run.results import Change, Comparison, Gone, Run, at_or_over


def compared(run: Run, path: Path) -> Run:
    """The run beside an earlier report, as ``--format json`` wrote it.

    A finding that is not there any more is gone where its document and its rule were looked at again, or its file is no
    longer there; others are left aside. Raises ProblemError where the file cannot be read or is no such report.
    """
    earlier = _read(path)
    before = {
        one.fingerprint: Gone(one.fingerprint, one.rule, one.severity, one.document, one.location.file, one.message or "")
        for one in earlier.evaluations
        if one.outcome == "failed"
    }
    # What is waived is there still.
    now = {one.fingerprint for one in run.evaluations if one.is_finding or one.waiver}
    changes: dict[str, Change] = {
        one.fingerprint: "remaining" if one.fingerprint in before else "new"
        for one in at_or_over(run.evaluations, earlier.min_severity)
        if one.rule in earlier.rules or one.rule in BUILT_IN
    }
    missing = [one for key, one in before.items() if key not in now]
    looked_at = _looked_at(run, path.parent)
    gone = tuple(one for one in missing if looked_at(one))
    return run._replace(comparison=Comparison(path.name, earlier.today, changes, gone, len(missing) - len(gone)))


def _looked_at(run: Run, folder: Path) -> Callable[[Gone], bool]:
    """Whether a finding that was told earlier would have been told again if it were still there.

    The paths of the earlier report begin where that was made: here, or in its own folder.
    """
    rules = {*run.rules, *BUILT_IN}
    files = {entry.file for entry in run.entries} | {found.location.file for found in run.findings}
    documents = {entry.header.identity for entry in run.entries}
    known = {entry.header.identity for entry in run.workspace.entries}

    def is_gone(one: Gone) -> bool:
        return one.document not in known and not Path(one.file).exists() and not (folder / one.file).exists()

    return lambda one: one.rule in rules and (one.document in documents or one.file in files or is_gone(one))


def _read(path: Path) -> Report:
    try:
        return Report.model_validate_json(decode(path.read_bytes()))
    except OSError as error:
        raise ProblemError(
            Problem(str(path), NOWHERE, "unread-report", {"path": str(path), "said": error.strerror or str(error)})
        ) from None
    except (ValidationError, SourceError):
        raise ProblemError(Problem(str(path), NOWHERE, "no-report", {"path": str(path)})) from None
