"""The report for a terminal: each finding at its place with what to do, what cannot be judged and why, the counts."""

from __future__ import annotations

import os
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from plancheck.messages import Language, clean, count, word
from plancheck.reports import Layout
from plancheck.reports.selection import ANSWERED, LISTED, with_outcome
from plancheck.reports.sentences import (
    alterations,
    basis,
    changes,
    checks,
    in_document,
    notifications,
    read_in_lines,
    requirements,
    terms,
)
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Location, Run, at_or_over

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The whole report as text of the layout's width."""
    width = layout.width or max(40, min(_columns(), 120))
    lines: list[str] = [] if layout.quiet else [*_read(run, width)]
    for finding in at_or_over(run.evaluations, layout.severity):
        lines.extend(_finding(finding, run, layout.colour, width))
        lines.append("")
    lines.extend(_gone(run, width))
    lines.extend(_answered(run, width))
    if not layout.quiet:
        lines.extend(_not_assessable(run, width))
        if layout.statistics:
            lines.extend(_statistics(run, width))
    lines.extend(_notifications(run, width))
    if not layout.quiet:
        lines.extend(_summary(run, ruleset, width))
    return "".join(f"{_without_commands(line)}\n" for line in lines)


def _without_commands(line: str) -> str:
    """A line that no CI takes for a command, even where it quotes a plan that has one."""
    line = line.replace("##vso[", "## vso[").replace("##[", "## [")
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line


def _columns() -> int:
    """How wide the terminal is; 80 where there is none."""
    try:
        return int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _finding(finding: Evaluation, run: Run, colour: bool, width: int) -> Iterator[str]:
    language, location = run.language, finding.location
    yield from _head(finding, run, colour, width)
    margin = len(_number(location)) + 3
    gutter = " " * margin
    if location.text:
        yield from _snippet(location, clean(finding.label), margin, width, colour)
    where = in_document(location, language)
    notes = [f"{related.note}: {_place_told(related.location, language)}" for related in finding.related]
    for note in [*([where] if where else []), *notes]:
        yield from _wrapped(clean(note), f"{gutter}├ ", f"{gutter}│ ", width)
    advice = list(_wrapped(clean(finding.hint), f"{gutter}└ ", f"{gutter}  ", width))
    explain = word("explain-more", language, rule=finding.rule)
    if len(advice[-1]) + 1 + len(explain) <= width:
        advice[-1] += f" {explain}"
    else:
        advice.append(f"{gutter}  {explain}")
    yield from advice


def _head(finding: Evaluation, run: Run, colour: bool, width: int) -> Iterator[str]:
    """Where a finding is, how severe, of which rule, and what is wrong."""
    severity_and_rule = f"{word(f'{finding.severity}-one', run.language)} {finding.rule}"
    new = f" ({word('change-new', run.language)})" if run.change(finding) == "new" else ""
    text = f"{_place(finding.location)}: {severity_and_rule}{new} {clean(finding.message)}"
    first, *rest = _wrapped(text, "", "    ", width)
    if colour:
        first = first.replace(severity_and_rule, click.style(severity_and_rule, fg=COLOURS[finding.severity], bold=True), 1)
    yield first
    yield from rest


def _snippet(location: Location, label: str, margin: int, width: int, colour: bool) -> Iterator[str]:
    """The line of the file, cut to the width around the mark, and the mark below it with its label."""
    room = width - margin - 3
    text, start, end = _cut_around(clean(location.text), location.column - location.from_, location.end - location.from_, room)
    mark = "^" * max(1, min(end, len(text)) - start)
    yield f"{_number(location):>{margin - 1}} │ {text}"
    gutter = f"{' ' * margin}│ "
    below = f"{gutter}{' ' * start}{click.style(mark, bold=True) if colour else mark}"
    if label and start + len(mark) + 1 + len(label) <= room:
        yield f"{below} {label}"
    else:
        yield below
        if label:
            yield from _wrapped(label, gutter, gutter, width)


def _cut_around(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """A text of at most `room` characters around its mark, and where the mark starts and ends in it."""
    if len(text) <= room:
        return text, start, end
    first = max(0, min(start - 10, len(text) - room))
    part = text[first : first + room]
    if first:
        part = "…" + part[1:]
    if first + room < len(text):
        part = part[:-1] + "…"
    return part, start - first, min(end - first, room)


def _wrapped(text: str, first: str, rest: str, width: int) -> Iterator[str]:
    """A text as lines of at most the width, the first indented by `first`, the others by `rest`."""
    yield from textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _place(location: Location) -> str:
    return clean(location.file) if not location.line else f"{clean(location.file)}:{location.line}:{location.column}"


def _place_told(location: Location, language: Language) -> str:
    """A place in a file, and where that is in the document that people read, as far as it is known."""
    return ", ".join(filter(None, (_place(location), in_document(location, language))))


def _number(location: Location) -> str:
    """The number of the line in the margin; blanks in a file that has none."""
    return str(location.line) if location.line else "  "


def _gone(run: Run, width: int) -> Iterator[str]:
    """The findings of an earlier report that this one no longer has."""
    gone = run.comparison.gone if run.comparison else ()
    lines = [f"{clean(finding.file)}: {finding.rule} {clean(finding.message)}" for finding in gone]
    yield from _list("gone-since", lines, run, width)


def _answered(run: Run, width: int) -> Iterator[str]:
    """What is waived, and what is attested, and who answers for it. It is never hidden."""
    for outcome in ANSWERED:
        lines = [
            f"{_place(one.location)}: {one.rule} {clean(one.message)} ({terms(one, run.language)})"
            for one in with_outcome(run, outcome)
        ]
        yield from _list(f"{outcome}-now", lines, run, width)


def _notifications(run: Run, width: int) -> Iterator[str]:
    """What was not read, what had no effect, and in one paragraph what makes the check ask for less. It is never hidden."""
    for concern in LISTED:
        yield from _list(f"{concern}-now", notifications(run, concern), run, width)
    altered = alterations(run)
    if altered:
        yield from _wrapped(altered, "", "", width)
        yield ""


def _read(run: Run, width: int) -> Iterator[str]:
    """What was read of files that are imported, and how certain that is: a line for each sentence."""
    for first, *more in read_in_lines(run):
        yield from _wrapped(first, "", "  ", width)
        for line in more:
            margin = " " * (2 + len(line) - len(line.lstrip()))
            yield from _wrapped(line.strip(), margin, f"{margin}  ", width)
    if run.about("read"):
        yield ""


def _not_assessable(run: Run, width: int) -> Iterator[str]:
    """What cannot be judged: a line for each file and reason, with the rules and the item, or how many items, of each."""
    groups: dict[tuple[str, str, str], list[Evaluation]] = {}
    for evaluation in with_outcome(run, "not-assessable"):
        groups.setdefault((evaluation.rule, evaluation.location.file, evaluation.message), []).append(evaluation)
    if not groups:
        return
    yield word("cannot-be-judged", run.language)
    by_reason: dict[tuple[str, str], list[str]] = {}
    for (rule, file, message), evaluations in groups.items():
        items = _items(evaluations)
        by_reason.setdefault((file, message), []).append(f"{rule} ({items})" if items else rule)
    for (file, message), rules in by_reason.items():
        yield from _listed(f"{clean(file)}: {', '.join(rules)}: {clean(message)}", width)
    yield ""


def _items(evaluations: Sequence[Evaluation]) -> str:
    """How many items there are, or the name of the only one; empty where that is the whole document."""
    if len(evaluations) > 1:
        return str(len(evaluations))
    (evaluation,) = evaluations
    return f"«{clean(evaluation.called or evaluation.item)}»" if evaluation.item != evaluation.document else ""


def _list(heading: str, lines: Sequence[str], run: Run, width: int) -> Iterator[str]:
    """Lines below a heading, a key of the catalogue; nothing where there are none."""
    if not lines:
        return
    yield word(heading, run.language)
    for line in lines:
        yield from _listed(line, width)
    yield ""


def _listed(text: str, width: int) -> Iterator[str]:
    yield from _wrapped(text, "  ", "    ", width)


def _statistics(run: Run, width: int) -> Iterator[str]:
    tally: dict[str, Counter[str]] = {}
    for evaluation in run.evaluations:
        if evaluation.outcome != "passed":
            tally.setdefault(evaluation.rule, Counter())[evaluation.outcome] += 1
    for rule, number in run.passed_by_rule.items():
        tally.setdefault(rule, Counter())["passed"] = number
    yield word("statistics", run.language)
    for rule in sorted(tally):
        numbers = [
            count(tally[rule][outcome], outcome, run.language)
            for outcome in ("passed", "failed", *ANSWERED, "not-assessable")
            if tally[rule][outcome]
        ]
        yield f"  {rule}  {', '.join(numbers)}"
    yield ""


def _summary(run: Run, ruleset: RuleSet, width: int) -> Iterator[str]:
    language = run.language
    for sentence in (requirements(run, ruleset), checks(run), changes(run)):
        yield from textwrap.wrap(sentence, width)
    parts = [count(run.documents, "document", language), count(len(run.rules), "rule", language)]
    if run.unread:
        parts.insert(1, count(run.unread, "unread", language))
    if run.aside:
        parts.append(count(run.aside, "aside", language))
    yield from textwrap.wrap(f"{', '.join(parts)}. {basis(ruleset, language)}", width, break_on_hyphens=False)
