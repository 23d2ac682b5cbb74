"""The report to read, send and print: one self-contained page, which can be read without its script."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from plancheck.messages import clean, count, shown, word
from plancheck.reports import Layout
from plancheck.reports.selection import ANSWERED, LISTED, by_file, with_outcome
from plancheck.reports.sentences import alterations, basis, checks, headline, notifications, read_in_lines, severities, terms
from plancheck.repository.lineage import canonical
from plancheck.repository.workspace import Entry
from plancheck.ruleset.model import RuleSet, RuleWords, words_of
from plancheck.ruleset.severity import SEVERITIES
from plancheck.run.requirements import BY_NEED, STANDING_OF, Standing, standings
from plancheck.run.results import Evaluation, Run, worst_first
from plancheck.version import __version__
from plancheck.views.goals import goal_matrices
from plancheck.views.indicators import HEIGHT, WIDTH, indicators_of
from plancheck.views.names import title_of_document, title_of_namnd
from plancheck.views.uppdrag import uppdrag_maps
from plancheck.views.year import WIDTH as YEAR_WIDTH
from plancheck.views.year import days_of

LONGEST = 600
"""The most characters of one text that are shown: no title is longer."""
ITEMS = 4000
"""The most evaluations with which items that passed are named; beyond it they are counted for each document."""


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


class Demand(NamedTuple):
    """A requirement of the rule set in words, where it is written, and the rules of this run that check it."""

    words: str
    source: str
    rules: list[str]


class Tile(NamedTuple):
    """A number at the top of the page, what it counts, and the place that it leads to."""

    standing: Standing
    number: int
    says: str
    link: str


class RuleResults(NamedTuple):
    """A rule that was run, and its results: findings, what cannot be judged by its reason, what passed by file."""

    id: str
    words: RuleWords
    numbers: Counter[str]
    failed: list[Evaluation]
    unknown: list[tuple[str, list[Evaluation]]]
    met: list[tuple[str, list[Evaluation]]]


class Family(NamedTuple):
    """The rules that begin with the same letters."""

    letters: str
    title: str
    rules: list[RuleResults]
    numbers: Counter[str]


def render(run: Run, ruleset: RuleSet, layout: Layout) -> str:
    """The page. Findings below the layout's severity are left out; with `quiet`, all but findings."""
    folder = Path(__file__).parent
    language = run.language
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=_as_shown
    )
    script = (folder / "html.js").read_text(encoding="utf-8")
    findings = worst_first(run.evaluations, layout.severity)
    said, demands = headline(run), _demands(run, ruleset)
    values: dict[str, Any] = {
        "language": language,
        "version": __version__,
        "run": run,
        "headline": said,
        "heaviest": _called(run, said.finding.location.file) if said.finding else None,
        "tiles": _tiles(run, demands, has_list=not layout.quiet),
        "checks": checks(run),
        "requirements": list(demands.items()) if not layout.quiet else [],
        "severities": Counter(finding.severity for finding in run.findings),
        "actors": _actors(run, findings),
        "families": _families(run, ruleset, findings) if not layout.quiet else [],
        "answered": [(outcome, with_outcome(run, outcome)) for outcome in ANSWERED],
        "basis": basis(ruleset, language),
        "alterations": alterations(run),
        "read": read_in_lines(run) if not layout.quiet else [],
        "told": [(concern, notifications(run, concern)) for concern in LISTED],
        "terms": terms,
        "needed": [] if layout.quiet else _needed(run),
        "findings_about": partial(_findings_about, _by_item(run, findings)),
        "matrices": goal_matrices(run),
        "maps": uppdrag_maps(run),
        "days": days_of(run),
        "year_width": YEAR_WIDTH,
        "indicators": indicators_of(run),
        "spark": (WIDTH, HEIGHT),
        "names_met": run.outcomes.total() <= ITEMS,
        "style": Markup((folder / "html.css").read_text(encoding="utf-8")),
        "script": Markup(script),
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "word": partial(word, language=language),
        "count": partial(count, language=language),
        "number": partial(shown, language=language),
        "namnd_of": partial(title_of_namnd, run.workspace),
        "SEVERITIES": SEVERITIES,
    }
    text = (folder / "html.jinja").read_text(encoding="utf-8")
    return environment.from_string(text).render(values).rstrip() + "\n"


def _as_shown(value: Any) -> Any:
    """A value as it goes into the page: on one line, without control characters, and no longer than people read."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    plain = clean(str(value)[: LONGEST + 1])
    return f"{plain[:LONGEST]}…" if len(plain) > LONGEST else plain


def _actors(run: Run, findings: list[Evaluation]) -> list[Actor]:
    """The findings by who has to act, the nämnd of the document or the city, and by document; the worst first."""
    actors: dict[str, list[ToDo]] = {}
    for file, findings_of_file in by_file(findings).items():
        title, actor = _called(run, file)
        numbers = severities(findings_of_file, run.language)
        actors.setdefault(actor, []).append(ToDo(file, title, findings_of_file, numbers))
    return [Actor(name, documents) for name, documents in actors.items()]


def _called(run: Run, file: str) -> tuple[str, str]:
    """What to call the document in a file, and who has to act on it."""
    entry = next((entry for entry in run.workspace.entries if entry.file == file), None)
    title = title_of_document(run.workspace, entry.document, run.language) if entry and entry.is_sound else file
    return title, _actor(run, entry)


def _actor(run: Run, entry: Entry | None) -> str:
    """What to call who has to act on a document, or on a file that is none."""
    if entry is None:
        return word("actor-file", run.language)
    namnd = entry.header.namnd
    return title_of_namnd(run.workspace, namnd) if namnd else word("actor-city", run.language)


def _demands(run: Run, ruleset: RuleSet) -> dict[Standing, list[Demand]]:
    """The requirements that are by how they have come out: what a reader should look at comes first."""
    demands: dict[Standing, list[Demand]] = {standing: [] for standing in BY_NEED}
    for name, standing in standings(run, ruleset).items():
        requirement = ruleset.requirements[name]
        rules = [rule for rule in run.rules if rule in ruleset.rules and name in ruleset.rules[rule].head.meets]
        demands[standing].append(Demand(getattr(requirement, run.language), requirement.source, rules))
    return {standing: of_it for standing, of_it in demands.items() if of_it}


def _tiles(run: Run, demands: Mapping[Standing, list[Demand]], *, has_list: bool) -> list[Tile]:
    """How many requirements have come out in each way; where the rule set has none, how many checks."""
    noun, numbers = "requirement", {standing: len(of_it) for standing, of_it in demands.items()}
    if not demands:
        outcomes = run.outcomes
        noun, numbers = "check", {standing: outcomes[outcome] for outcome, standing in STANDING_OF.items()}
    return [
        Tile(
            standing,
            numbers.get(standing, 0),
            word(f"tile-{noun}-{standing}", run.language),
            f"q-{standing}" if has_list and standing in demands else "",
        )
        for standing in BY_NEED
        if numbers.get(standing) or standing in ("findings", "held", "not-assessable")
    ]


def _needed(run: Run) -> list[tuple[str, list[tuple[str, int]]]]:
    """The reasons why something cannot be judged, each with its rules and how often it is the reason for each."""
    reasons: dict[str, Counter[str]] = {}
    for evaluation in with_outcome(run, "not-assessable"):
        reasons.setdefault(evaluation.message, Counter())[evaluation.rule] += 1
    return [(reason, sorted(rules.items())) for reason, rules in reasons.items()]


FindingsByItem: TypeAlias = Mapping[tuple[str, str], Sequence[Evaluation]]
"""Findings by file and item."""


def _by_item(run: Run, findings: list[Evaluation]) -> FindingsByItem:
    """The findings by the file and the item that they are about, an uppdrag under the reference that it has now."""
    items: dict[tuple[str, str], list[Evaluation]] = {}
    for finding in findings:
        items.setdefault((finding.location.file, canonical(run.workspace, finding.item)), []).append(finding)
    return items


def _findings_about(findings: FindingsByItem, file: str, item: str) -> Sequence[Evaluation]:
    return findings.get((file, item), [])


def _families(run: Run, ruleset: RuleSet, findings: list[Evaluation]) -> list[Family]:
    """The rules that were run, by their letters, with all their results."""
    reported = set(findings)
    by_rule: dict[str, list[Evaluation]] = {rule: [] for rule in run.rules}
    for evaluation in run.evaluations:
        by_rule.setdefault(evaluation.rule, []).append(evaluation)
    families: dict[str, list[RuleResults]] = {}
    for rule, evaluations in sorted(by_rule.items(), key=lambda item: item[0]):
        words = words_of(rule, ruleset, run.language)
        families.setdefault(rule.rstrip("0123456789"), []).append(_rule_results(rule, words, evaluations, reported))
    return [
        Family(letters, _family_title(letters, ruleset, run), rules, sum((rule.numbers for rule in rules), Counter()))
        for letters, rules in families.items()
    ]


def _rule_results(rule: str, words: RuleWords, evaluations: list[Evaluation], reported: Container[Evaluation]) -> RuleResults:
    """The results of one rule; of its findings those that are reported."""
    unknown: dict[str, list[Evaluation]] = {}
    for evaluation in evaluations:
        if evaluation.outcome == "not-assessable":
            unknown.setdefault(evaluation.message, []).append(evaluation)
    return RuleResults(
        rule,
        words,
        Counter(evaluation.outcome for evaluation in evaluations),
        [evaluation for evaluation in evaluations if evaluation in reported],
        list(unknown.items()),
        list(by_file(evaluation for evaluation in evaluations if evaluation.outcome == "passed").items()),
    )


def _family_title(letters: str, ruleset: RuleSet, run: Run) -> str:
    words = ruleset.families.get(letters)
    return getattr(words, run.language) if words else word("family-files", run.language)
