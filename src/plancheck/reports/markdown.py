"""A comment for a merge request: the verdict, then each document to unfold, as long as what hosts let through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plancheck.messages import clean, count, word
from plancheck.reports import Layout
from plancheck.reports.sentences import severities, verdict, why_waived
from plancheck.ruleset.model import SEVERITIES, RuleSet
from plancheck.run.results import Evaluation, Run, counted, worst_first

LONGEST = 60_000
"""How many characters a comment has at most: GitHub lets 65 536 through, others more."""
APART = "\N{ZERO WIDTH SPACE}"
"""What stands within a text so that no host makes a link, a list or a call to somebody of it."""
MARKS = {"error": "🔴", "warning": "🟡", "info": "🔵"}


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The findings as Markdown, those of each document to unfold; what no longer has room is counted."""
    language = run.language
    head = [f"## plancheck: {verdict(run)}", "", *_counts(run), ""]
    by_file: dict[str, list[Evaluation]] = {}
    for one in worst_first(run.evaluations, layout.severity):
        by_file.setdefault(one.location.file, []).append(one)
    blocks = [_document(file, found, run) for file, found in by_file.items()]
    if run.comparison and run.comparison.gone:
        lines = [f"- {one.rule} {escaped(one.message)}" for one in run.comparison.gone]
        blocks.append(_folded(word("gone-since", language), lines, run))
    if not layout.quiet:
        waived = [one for one in run.evaluations if one.outcome == "waived"]
        if waived:
            lines = [f"- {one.rule} {escaped(one.message)} ({escaped(why_waived(one, language))})" for one in waived]
            blocks.append(_folded(word("waived-now", language).rstrip(":"), lines, run))
        unknown = [one for one in run.evaluations if one.outcome == "not-assessable"]
        if unknown:
            reasons = Counter(f"- {one.rule} {_code(one.location.file)}: {escaped(one.message)}" for one in unknown)
            lines = [f"{line} ({number})" if number > 1 else line for line, number in reasons.items()]
            blocks.append(_folded(word("cannot-be-judged", language).rstrip(":"), lines, run))
    return "\n".join([*head, *_fitting(blocks, LONGEST - sum(map(len, head)) - 200, run)]) + "\n"


def escaped(text: str) -> str:
    """A text as Markdown that is nothing but that text: no markup, no link, nobody told of it."""
    plain = re.sub(r"([\\`*_\[\]<>#!|~&$])", r"\\\1", clean(text))
    plain = re.sub(r"^(\s*)([-+=]|[0-9]+(?=[.)]))", rf"\1\2{APART}", plain)
    return re.sub(r"(@|#|(?<=www)(?=\.)|(?<=[a-zA-Z])(?=:/)|(?<=GH)(?=-))", rf"\1{APART}", plain)


def _counts(run: Run) -> Iterator[str]:
    language = run.language
    outcomes = counted(run.evaluations)
    numbers = Counter(one.severity for one in run.findings)
    told = [(word(f"outcome-{name}", language), outcomes[name]) for name in ("passed", "failed", "not-assessable")]
    told += [(word("outcome-waived", language), outcomes["waived"])] if outcomes["waived"] else []
    told += [(word(f"{name}-many", language), numbers[name]) for name in SEVERITIES]
    if run.comparison:
        told += [
            (word("change-new", language), run.comparison.numbers()["new"]),
            (word("change-gone", language), len(run.comparison.gone)),
        ]
    yield "| " + " | ".join(name for name, _ in told) + " |"
    yield "|" + "---:|" * len(told)
    yield "| " + " | ".join(str(number) for _, number in told) + " |"


def _document(file: str, found: list[Evaluation], run: Run) -> list[str]:
    return _folded(f"{_html(file)} – {severities(found, run.language)}", [_finding(one, run) for one in found], run)


def _folded(summary: str, lines: list[str], run: Run) -> list[str]:
    return ["<details>", f"<summary>{summary}</summary>", "", *lines, "", "</details>", ""]


def _finding(one: Evaluation, run: Run) -> str:
    language, place = run.language, one.location
    parts = [word("line", language, line=place.line)] if place.line else []
    parts += [word("section", language, section=place.section)] if place.section else []
    parts += [word("page", language, page=place.page)] if place.page else []
    change = run.change(one)
    new = f" **{word('change-new', language)}**" if change == "new" else ""
    severity = f"{MARKS[one.severity]} {word(f'{one.severity}-one', language)}"
    where = f" ({escaped(', '.join(parts))})" if parts else ""
    return f"- {severity}{new} **{one.rule}** {escaped(one.message)}{where}  \n  {escaped(one.hint)}"


def _code(text: str) -> str:
    plain = clean(text).replace("`", "'")
    return f"`{plain}`"


def _html(text: str) -> str:
    """A text within HTML that Markdown lets through; nothing in it is markup there either."""
    return re.sub(r"[^\w /.-]", lambda char: f"&#{ord(char[0])};", clean(text))


def _fitting(blocks: list[list[str]], room: int, run: Run) -> Iterator[str]:
    """The lines of the blocks, as many as there is room for; what is left out is counted."""
    left = 0
    for block in blocks:
        head, lines, tail = block[:3], block[3:-3], block[-3:]
        kept: list[str] = []
        room -= sum(len(line) + 1 for line in (*head, *tail))
        for line in lines:
            if left or len(line) + 1 > room:
                left += 1
                continue
            kept.append(line)
            room -= len(line) + 1
        if kept:
            yield from (*head, *kept, *tail)
    if left:
        yield count(left, "left-out", run.language)
