"""The report at a terminal: each finding at its place with what to do, what cannot be judged and why, the counts."""

from __future__ import annotations

import os
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator

import click

from plancheck.messages import Language, clean, count, word
from plancheck.reports import Layout
from plancheck.reports.sentences import severities, why_waived
from plancheck.ruleset.model import RuleSet
from plancheck.run.results import Evaluation, Location, Run, at_or_over, counted

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The whole report as text of the layout's width."""
    width = layout.width or max(40, min(_columns(), 120))
    lines: list[str] = []
    for finding in at_or_over(run.evaluations, layout.severity):
        lines.extend(_finding(finding, run, layout.colour, width))
        lines.append("")
    lines.extend(_gone(run, width))
    if not layout.quiet:
        lines.extend(_waived(run, width))
        lines.extend(_not_assessable(run, width))
        if layout.statistics:
            lines.extend(_statistics(run, width))
        lines.extend(_summary(run, layout.colour, width))
    return "".join(f"{_no_command(line)}\n" for line in lines)


def _no_command(line: str) -> str:
    """A line that no CI takes for a command, although a plan may say what one is written like."""
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


def _finding(one: Evaluation, run: Run, colour: bool, width: int) -> Iterator[str]:
    language = run.language
    new = f" ({word('change-new', language)})" if run.change(one) == "new" else ""

    def style(text: str, **how: bool | str) -> str:
        return click.style(text, **how) if colour else text  # type: ignore[arg-type]

    place = f"{_place(one.location)}:"
    severity = word(f"{one.severity}-one", language)
    head = textwrap.wrap(
        f"{place} {severity} {one.rule}{new} {clean(one.message)}", width, subsequent_indent="    ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    marked = f"{severity} {one.rule}"
    yield head[0].replace(marked, style(marked, fg=COLOURS[one.severity], bold=True), 1)
    yield from head[1:]
    margin = len(_number(one.location)) + 3
    gutter = " " * margin
    if one.location.text:
        yield from _snippet(one.location, clean(one.label), margin, width, colour)
    notes = [f"{related.note}: {_place(related.location)}" for related in one.related]
    where = _in_document(one.location, language)
    more = word("explain-more", language, rule=one.rule)
    for note in [*([where] if where else []), *notes]:
        yield from _hung(f"{gutter}├ ", f"{gutter}│ ", clean(note), width)
    advice = list(_hung(f"{gutter}└ ", f"{gutter}  ", clean(one.hint), width))
    if len(advice[-1]) + 1 + len(more) <= width:
        advice[-1] += f" {more}"
    else:
        advice.append(f"{gutter}  {more}")
    yield from advice


def _snippet(location: Location, label: str, margin: int, width: int, colour: bool) -> Iterator[str]:
    """The line of the file, cut to the width around what is marked, and the marks below it."""
    room = width - margin - 3
    text = clean(location.text)
    start, end = location.column - location.from_, location.end - location.from_
    if len(text) > room:
        first = max(0, min(start - 10, len(text) - room))
        shown = text[first : first + room]
        if first:
            shown = "…" + shown[1:]
        if first + room < len(text):
            shown = shown[:-1] + "…"
        text, start, end = shown, start - first, min(end - first, room)
    marks = "^" * max(1, min(end, len(text)) - start)
    yield f"{_number(location):>{margin - 1}} │ {text}"
    below = " " * start + (click.style(marks, bold=True) if colour else marks)
    if label and start + len(marks) + 1 + len(label) <= room:
        yield f"{' ' * margin}│ {below} {label}"
    else:
        yield f"{' ' * margin}│ {below}"
        if label:
            yield from _hung(f"{' ' * margin}│ ", f"{' ' * margin}│ ", label, width)


def _hung(first: str, rest: str, text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _place(location: Location) -> str:
    return clean(location.file) if not location.line else f"{clean(location.file)}:{location.line}:{location.column}"


def _number(location: Location) -> str:
    """The number in the margin; blanks in a file that has none."""
    return str(location.line) if location.line else "  "


def _in_document(location: Location, language: Language) -> str:
    """Where the words stand in the document that people read."""
    parts = []
    if location.section:
        parts.append(word("section", language, section=location.section))
    if location.page:
        parts.append(word("page", language, page=location.page))
    return ", ".join(parts)


def _gone(run: Run, width: int) -> Iterator[str]:
    """The findings that an earlier report has and this one has not."""
    if run.comparison is None or not run.comparison.gone:
        return
    yield word("gone-since", run.language)
    for one in run.comparison.gone:
        yield from _hung("  ", "    ", f"{clean(one.file)}: {one.rule} {clean(one.message)}", width)
    yield ""


def _waived(run: Run, width: int) -> Iterator[str]:
    """What is not met but waived, with who answers for it."""
    some = [one for one in run.evaluations if one.outcome == "waived"]
    if not some:
        return
    yield word("waived-now", run.language)
    for one in some:
        told = f"{_place(one.location)}: {one.rule} {clean(one.message)} ({why_waived(one, run.language)})"
        yield from _hung("  ", "    ", told, width)
    yield ""


def _not_assessable(run: Run, width: int) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[Evaluation]] = {}
    for one in run.evaluations:
        if one.outcome == "not-assessable":
            groups.setdefault((one.rule, one.location.file, one.message), []).append(one)
    if not groups:
        return
    yield word("cannot-be-judged", run.language)
    by_reason: dict[tuple[str, str], list[str]] = {}
    for (rule, file, message), same in groups.items():
        about = len(same) if len(same) > 1 else f"«{clean(same[0].item)}»" if same[0].item != same[0].document else ""
        by_reason.setdefault((file, message), []).append(f"{rule} ({about})" if about else rule)
    for (file, message), rules in by_reason.items():
        yield from _hung("  ", "    ", f"{clean(file)}: {', '.join(rules)}: {clean(message)}", width)
    yield ""


def _statistics(run: Run, width: int) -> Iterator[str]:
    tally: dict[str, Counter[str]] = {}
    for one in run.evaluations:
        tally.setdefault(one.rule, Counter())[one.outcome] += 1
    yield word("statistics", run.language)
    for rule in sorted(tally):
        numbers = [
            count(tally[rule][outcome], outcome, run.language)
            for outcome in ("passed", "failed", "waived", "not-assessable")
            if tally[rule][outcome]
        ]
        yield f"  {rule}  {', '.join(numbers)}"
    yield ""


def _summary(run: Run, colour: bool, width: int) -> Iterator[str]:
    language = run.language
    outcomes = counted(run.evaluations)
    shown = ("passed", "failed", *(["waived"] if outcomes["waived"] else []), "not-assessable")
    told = [count(outcomes[o], o, language) for o in shown]  # type: ignore[index]
    if run.findings:
        told[1] += f" ({severities(run.findings, language)})"
    yield from textwrap.wrap(f"{', '.join(told)}.", width)
    if run.comparison:
        numbers = {**run.comparison.numbers(), "gone": len(run.comparison.gone)}
        since = {"file": run.comparison.file, "today": run.comparison.today}
        yield from textwrap.wrap(clean(word("compared-with", language, **since, **numbers)), width)
    parts = [count(run.documents, "document", language), count(len(run.rules), "rule", language)]
    if run.unread:
        parts.insert(1, count(run.unread, "unread", language))
    yield from textwrap.wrap(f"{', '.join(parts)} ({clean(run.ruleset)})", width, break_on_hyphens=False)
