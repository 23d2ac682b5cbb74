"""The report to read, send and print: one page without anything from outside, which needs no script to be read."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from plancheck.messages import clean, count, shown, word
from plancheck.reports import Layout
from plancheck.reports.sentences import severities, verdict, why_waived
from plancheck.repository.lineage import canonical
from plancheck.ruleset.model import SEVERITIES, RuleSet, RuleWords, words_of
from plancheck.run.results import Evaluation, Run, counted, worst_first
from plancheck.version import __version__
from plancheck.views.goals import goal_matrices
from plancheck.views.indicators import HEIGHT, WIDTH, indicators_of
from plancheck.views.names import title_of_document, title_of_namnd
from plancheck.views.uppdrag import uppdrag_maps
from plancheck.views.year import WIDTH as YEAR_WIDTH
from plancheck.views.year import days_of

LONGEST = 600
"""How many characters of one text are shown: a title has no more."""
ITEMS = 4000
"""Up to how many evaluations each one that was met is named; of more they are counted for each document."""


class ToDo(NamedTuple):
    """What has to be done in one document."""

    file: str
    title: str
    findings: list[Evaluation]
    numbers: str


class Actor(NamedTuple):
    """Who has to act, and in which documents."""

    name: str
    documents: list[ToDo]


class AskedRule(NamedTuple):
    """A rule that was asked, and what came of it: findings, what cannot be judged by its reason, what was met by document."""

    id: str
    words: RuleWords
    numbers: Counter[str]
    failed: list[Evaluation]
    unknown: list[tuple[str, list[Evaluation]]]
    met: list[tuple[str, list[Evaluation]]]


class Family(NamedTuple):
    """The rules of the same letters."""

    letters: str
    title: str
    rules: list[AskedRule]
    numbers: Counter[str]


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The page. Findings below the layout's severity are left out; with `quiet`, all but findings."""
    folder = Path(__file__).parent
    language = run.language
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=_text)
    script = (folder / "html.js").read_text(encoding="utf-8")
    findings = worst_first(run.evaluations, layout.severity)
    values: dict[str, Any] = {
        "language": language,
        "version": __version__,
        "run": run,
        "verdict": verdict(run),
        "outcomes": counted(run.evaluations),
        "told_severities": severities(run.findings, language),
        "severities": Counter(one.severity for one in run.findings),
        "actors": _actors(run, findings),
        "families": _families(run, ruleset, findings) if not layout.quiet else [],
        "waived": [one for one in run.evaluations if one.outcome == "waived"],
        "why_waived": why_waived,
        "needed": [] if layout.quiet else _needed(run),
        "findings_about": partial(_about, _by_place(run, findings)),
        "matrices": goal_matrices(run),
        "maps": uppdrag_maps(run),
        "days": days_of(run),
        "year_width": YEAR_WIDTH,
        "indicators": indicators_of(run),
        "spark": (WIDTH, HEIGHT),
        "names_met": len(run.evaluations) <= ITEMS,
        "style": Markup((folder / "html.css").read_text(encoding="utf-8")),
        "script": Markup(script),
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "word": partial(_word, language),
        "count": lambda number, key: count(number, key, language),
        "number": lambda value: shown(value, language),
        "namnd_of": partial(title_of_namnd, run.workspace),
        "SEVERITIES": SEVERITIES,
    }
    text = (folder / "html.jinja").read_text(encoding="utf-8")
    return environment.from_string(text).render(values).rstrip() + "\n"


def _word(language: Any, key: str, **values: object) -> str:
    return word(key, language, **values)


def _text(value: Any) -> Any:
    """A value as it goes into the page: on one line, without control characters, and no longer than people read."""
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    plain = clean(value[: LONGEST + 1])
    return f"{plain[:LONGEST]}…" if len(plain) > LONGEST else plain


def _actors(run: Run, findings: list[Evaluation]) -> list[Actor]:
    """The findings by who has to act, the nämnd of the document or the city, and by document; the worst first."""
    entries = {entry.file: entry for entry in run.workspace.entries}
    by_file: dict[str, list[Evaluation]] = {}
    for one in findings:
        by_file.setdefault(one.location.file, []).append(one)
    actors: dict[str, list[ToDo]] = {}
    for file, some in by_file.items():
        entry = entries.get(file)
        namnd = entry.header.namnd if entry else None
        name = title_of_namnd(run.workspace, namnd) if namnd else word("actor-city" if entry else "actor-file", run.language)
        title = title_of_document(run.workspace, entry.document, run.language) if entry and entry.is_sound else file
        actors.setdefault(name, []).append(ToDo(file, title, some, severities(some, run.language)))
    return [Actor(name, documents) for name, documents in actors.items()]


def _needed(run: Run) -> list[tuple[str, list[tuple[str, int]]]]:
    """Why something cannot be judged, and how often each rule says so."""
    reasons: dict[str, Counter[str]] = {}
    for one in run.evaluations:
        if one.outcome == "not-assessable":
            reasons.setdefault(one.message, Counter())[one.rule] += 1
    return [(reason, sorted(rules.items())) for reason, rules in reasons.items()]


def _by_place(run: Run, findings: list[Evaluation]) -> dict[tuple[str, str], list[Evaluation]]:
    """The findings by the file and the item that they are about, an uppdrag under the reference that it has now."""
    found: dict[tuple[str, str], list[Evaluation]] = {}
    for one in findings:
        found.setdefault((one.location.file, canonical(run.workspace, one.item)), []).append(one)
    return found


def _about(known: dict[tuple[str, str], list[Evaluation]], file: str, item: str) -> list[Evaluation]:
    return known.get((file, item), [])


def _families(run: Run, ruleset: RuleSet, findings: list[Evaluation]) -> list[Family]:
    """The rules that were asked by their letters, with all that came of them."""
    shown_ = set(findings)
    by_rule: dict[str, list[Evaluation]] = {}
    for one in run.evaluations:
        by_rule.setdefault(one.rule, []).append(one)
    families: dict[str, list[AskedRule]] = {}
    for rule in sorted({*run.rules, *by_rule}):
        some = by_rule.get(rule, [])
        unknown: dict[str, list[Evaluation]] = {}
        met: dict[str, list[Evaluation]] = {}
        for one in some:
            if one.outcome == "not-assessable":
                unknown.setdefault(one.message, []).append(one)
            elif one.outcome == "passed":
                met.setdefault(one.location.file, []).append(one)
        families.setdefault(rule.rstrip("0123456789"), []).append(
            AskedRule(
                rule, words_of(rule, ruleset, run.language), Counter(one.outcome for one in some),
                [one for one in some if one in shown_], list(unknown.items()), list(met.items()),
            )
        )  # fmt: skip
    return [
        Family(letters, _family(letters, ruleset, run), rules, sum((rule.numbers for rule in rules), Counter()))
        for letters, rules in families.items()
    ]


def _family(letters: str, ruleset: RuleSet, run: Run) -> str:
    words = ruleset.families.get(letters)
    return getattr(words, run.language) if words else word("family-files", run.language)
