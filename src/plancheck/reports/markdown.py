"""A comment for a merge request: what weighs most, the counts, the findings folded by document; no longer than hosts accept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plancheck.messages import clean, count, word
from plancheck.reports import Layout
from plancheck.reports.selection import ANSWERED, LISTED, by_file, with_outcome
from plancheck.reports.sentences import (
    alterations,
    basis,
    changes,
    checks,
    headline,
    in_document,
    notifications,
    read_in_lines,
    requirements,
    severities,
    terms,
)  # fmt: skip
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Run, worst_first

LONGEST = 60_000
"""The most characters that a comment may have: GitHub accepts 65 536, others more."""
SEPARATOR = "\N{ZERO WIDTH SPACE}"
"""Breaks up a text, so that no host turns it into a link, a list or a mention."""
MARKS = {"error": "🔴", "warning": "🟡", "info": "🔵"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings as Markdown, folded by document; those that no longer fit are counted."""
    judged_by = f"{basis(ruleset, run.language)} {alterations(run)}".strip()
    head = [f"## plancheck: {escaped(str(headline(run)))}", "", *_counts(run, ruleset), "", escaped(judged_by), ""]
    if not layout.quiet:
        head += _read(run)
    findings = by_file(worst_first(run.evaluations, layout.severity))
    blocks = [_document(file, findings_of_file, run) for file, findings_of_file in findings.items()]
    blocks += [_folded(summary, lines) for summary, lines in _lists(run, layout) if lines]
    return "\n".join([*head, *_fitting(blocks, LONGEST - sum(map(len, head)) - 200, run)]) + "\n"


def _read(run: Run) -> Iterator[str]:
    """What was read of each file that is imported: a paragraph, and a list of what belongs to it."""
    for first, *more in read_in_lines(run):
        yield from (escaped(first), "")
        yield from (f"{' ' * (len(line) - len(line.lstrip()))}- {escaped(line.strip())}" for line in more)
        yield from [""] if more else []


def _lists(run: Run, layout: Layout) -> Iterator[tuple[str, list[str]]]:
    """What else there is, each list with its summary: unless `quiet` also what cannot be judged."""
    language = run.language
    gone = run.comparison.gone if run.comparison else ()
    yield word("gone-since", language), [f"- {finding.rule} {escaped(finding.message)}" for finding in gone]
    for outcome in ANSWERED:
        yield (
            word(f"{outcome}-now", language).rstrip(":"),
            [f"- {one.rule} {escaped(one.message)} ({escaped(terms(one, language))})" for one in with_outcome(run, outcome)],
        )
    for concern in LISTED:
        yield word(f"{concern}-now", language).rstrip(":"), [f"- {escaped(line)}" for line in notifications(run, concern)]
    if layout.quiet:
        return
    reasons = Counter(
        f"- {evaluation.rule} {_code(evaluation.location.file)}: {escaped(evaluation.message)}"
        for evaluation in with_outcome(run, "not-assessable")
    )
    yield (
        word("cannot-be-judged", language).rstrip(":"),
        [f"{line} ({number})" if number > 1 else line for line, number in reasons.items()],
    )


def escaped(text: str) -> str:
    """A text as Markdown that is nothing but that text: no markup, no link, no mention."""
    plain = re.sub(r"([\\`*_\[\]<>#!|~&$])", r"\\\1", clean(text))
    plain = re.sub(r"^(\s*)([-+=]|[0-9]+(?=[.)]))", rf"\1\2{SEPARATOR}", plain)
    return re.sub(r"(@|#|(?<=www)(?=\.)|(?<=[a-zA-Z])(?=:/)|(?<=GH)(?=-))", rf"\1{SEPARATOR}", plain)


def _counts(run: Run, ruleset: RuleSet) -> Iterator[str]:
    """The requirements and the checks, and what has changed since an earlier report: a line for each."""
    for sentence in (requirements(run, ruleset), checks(run), changes(run)):
        number, colon, rest = sentence.partition(":")
        if sentence:
            yield f"- **{escaped(number)}{colon}**{escaped(rest)}"


def _document(file: str, findings: list[Evaluation], run: Run) -> list[str]:
    summary = f"{_html(file)} – {severities(findings, run.language)}"
    return _folded(summary, [_finding(finding, run) for finding in findings])


def _folded(summary: str, lines: list[str]) -> list[str]:
    return ["<details>", f"<summary>{summary}</summary>", "", *lines, "", "</details>", ""]


def _finding(finding: Evaluation, run: Run) -> str:
    language = run.language
    severity = f"{MARKS[finding.severity]} {word(f'{finding.severity}-one', language)}"
    new = f" **{word('change-new', language)}**" if run.change(finding) == "new" else ""
    line = word("line", language, line=finding.location.line) if finding.location.line else ""
    place = ", ".join(part for part in (line, in_document(finding.location, language)) if part)
    where = f" ({escaped(place)})" if place else ""
    return f"- {severity}{new} **{finding.rule}** {escaped(finding.message)}{where}  \n  {escaped(finding.hint)}"


def _code(text: str) -> str:
    plain = clean(text).replace("`", "'")
    return f"`{plain}`"


def _html(text: str) -> str:
    """A text within HTML in Markdown, with nothing in it that is markup in either."""
    return re.sub(r"[^\w /.-]", lambda char: f"&#{ord(char[0])};", clean(text))


def _fitting(blocks: list[list[str]], room: int, run: Run) -> Iterator[str]:
    """The lines of the blocks, as many as there is room for; then how many are left out."""
    left_out = 0
    for block in blocks:
        head, lines, tail = block[:3], block[3:-3], block[-3:]
        kept: list[str] = []
        room -= sum(len(line) + 1 for line in (*head, *tail))
        for line in lines:
            if left_out or len(line) + 1 > room:
                left_out += 1
                continue
            kept.append(line)
            room -= len(line) + 1
        if kept:
            yield from (*head, *kept, *tail)
    if left_out:
        yield count(left_out, "left-out", run.language)
