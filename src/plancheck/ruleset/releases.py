"""Which rules came, went and were changed with which version of a rule set, as its files say.

A rule says in `since` with which version it came and in `changed` what was changed in what it demands; `retired` says with
which version a rule went. All of these are versions of the rule set whose file it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from plancheck.messages import Language
from plancheck.model.problems import Problem, at, at_key
from plancheck.model.source import Source, Steps
from plancheck.model.text import Text
from plancheck.ruleset.model import Edition, Event, Retirement, RuleSet, RuleSetFile
from plancheck.ruleset.versions import Version, version_of


class Changes(NamedTuple):
    """What happened in a rule set since a version, in order. `edition` is the rule set whose version that is.

    `apart` are those that it builds on and whose versions are others: what happened in them is not told.
    """

    edition: Edition
    events: tuple[Event, ...]
    apart: tuple[Edition, ...]


def changes_since(ruleset: RuleSet, version: str) -> Changes | Text:
    """Which rules came, were changed and went since a version of a rule set that is in use; or why nobody can know.

    The version is that which reports name: its own, or where it has none that of the rule set it builds on. Rule sets that are
    installed together and have the same version are released together.
    """
    named = next((edition for edition in reversed(ruleset.editions) if edition.version), None)
    if named is None:
        return Text("ruleset-has-no-version", {"name": ruleset.name})
    unknown = _unknown(version, named)
    if unknown:
        return unknown
    together = [one for one in ruleset.editions if one.version == named.version and one.package == named.package]
    since = _number(version)
    later = [event for event in ruleset.events if event.edition in together and _number(event.version) > since]
    came = {event.rule for event in later if event.kind == "came"}
    events = [event for event in later if _is_told(event, came, since, ruleset)]
    events.sort(key=lambda event: (_number(event.version), event.rule))
    return Changes(named, tuple(events), tuple(one for one in ruleset.editions if one not in together))


def _is_told(event: Event, came: set[str], since: Version, ruleset: RuleSet) -> bool:
    """Whether an event says something to who knew the rules as they were then: a rule that is new to them was not changed."""
    if event.kind == "went":
        return event.rule not in ruleset.rules and event.rule not in came and _number(event.came) <= since
    return event.rule in ruleset.rules and (event.kind == "came" or event.rule not in came)


def heir_of(rule: str, ruleset: RuleSet) -> str | None:
    """The rule that has taken the place of one that is gone, or of one that had done so."""
    seen: set[str] = set()
    heir = ruleset.retired.get(rule)
    while heir is not None and heir in ruleset.retired and heir not in seen:
        seen.add(heir)
        heir = ruleset.retired[heir]
    return heir


# What the files of a rule set say


def unfit_earlier(source: Source, model: RuleSetFile, edition: Edition) -> Iterator[Problem]:
    """What is wrong with the earlier versions that a file lists."""
    for n, version in enumerate(model.earlier):
        text = _uncomparable(version, edition)
        if text is None and _number(version) >= _number(edition.version or ""):
            text = Text("version-not-earlier", {"given": version, "version": edition.version})
        if text:
            yield at(source, ["earlier", n], text.key, **text.details)


def events_of_rules(source: Source, model: RuleSetFile, edition: Edition) -> Iterator[Event | Problem]:
    """With which version each rule of a file came, and with which it was changed; what is wrong with such a version."""
    for n, values in enumerate(model.rules):
        rule = str(values.get("id"))
        given = values.get("since")
        since = given if isinstance(given, str) else _first(edition)
        problem = _unfit(source, ["rules", n, "since"], since, edition) if isinstance(given, str) else None
        if problem:
            yield problem
            continue
        yield Event("came", rule, since, edition)
        for event in _changed(source, ["rules", n], rule, values, edition):
            if isinstance(event, Event) and _number(event.version) <= _number(since):
                steps: Steps = ["rules", n, "changed", event.version]
                yield at_key(source, steps, "changed-before-it-came", given=event.version, version=since)
            else:
                yield event


def events_of_changes(source: Source, model: RuleSetFile, edition: Edition) -> Iterator[Event | Problem]:
    """With which version a file has changed rules that it inherits, or switched them off."""
    for rule, values in model.change.items():
        if not isinstance(values, Mapping):
            continue
        if values.keys() == {"off"}:
            version = values["off"]
            if isinstance(version, str):
                yield _unfit(source, ["change", rule, "off"], version, edition) or Event("went", rule, version, edition)
            else:
                yield at(source, ["change", rule, "off"], "version-unquoted", given=version)
        yield from _changed(source, ["change", rule], rule, values, edition)


def events_of_retired(source: Source, model: RuleSetFile, edition: Edition) -> Iterator[Event | Problem]:
    """With which version each rule went that a file calls retired, where it says so."""
    for rule, gone in model.retired.items():
        if isinstance(gone, Retirement):
            steps: Steps = ["retired", rule]
            came = gone.since if gone.since is not None else _first(edition)
            event = Event("went", rule, gone.in_, edition, by=gone.by, came=came)
            wrong = _unfit(source, [*steps, "in"], gone.in_, edition)
            if wrong is None and gone.since is not None:
                wrong = _unfit(source, [*steps, "since"], gone.since, edition)
            if wrong is None and _number(gone.in_) <= _number(came):
                wrong = at(source, [*steps, "in"], "changed-before-it-came", given=gone.in_, version=came)
            yield wrong or event


def _changed(
    source: Source, steps: list[Any], rule: str, values: Mapping[str, Any], edition: Edition
) -> Iterator[Event | Problem]:
    """The changes that a rule, or a change to one, says to have been made with versions."""
    changed = values.get("changed")
    for version, words in changed.items() if isinstance(changed, Mapping) else ():
        # What is no text is told where the rule is compiled.
        if isinstance(version, str) and isinstance(words, Mapping):
            said: Mapping[Language, str] = {"sv": str(words.get("sv")), "en": str(words.get("en"))}
            wrong = _unfit(source, [*steps, "changed", version], version, edition, of_key=True)
            yield wrong or Event("changed", rule, version, edition, said)


def _unfit(source: Source, steps: list[Any], version: str, edition: Edition, *, of_key: bool = False) -> Problem | None:
    """What is wrong with a version that stands in a file: one that the rule set has not had."""
    text = _unknown(version, edition)
    return (at_key if of_key else at)(source, steps, text.key, **text.details) if text else None


def _unknown(version: str, edition: Edition) -> Text | None:
    """Why a version is none that a rule set has or has had."""
    text = _uncomparable(version, edition)
    if text is None and _number(version) > _number(edition.version or ""):
        return Text("version-ahead", {"given": version, "name": edition.name, "version": edition.version})
    if text is None and _number(version) not in map(_number, edition.versions):
        return Text("unknown-version", {"given": version, "name": edition.name, "known": edition.versions})
    return text


def _uncomparable(version: str, edition: Edition) -> Text | None:
    """Why a version cannot be compared with that of a rule set."""
    if version_of(version) is None:
        return Text("bad-version", {"given": version})
    if version_of(edition.version or "") is None:
        return Text("no-version-to-compare", {"given": version, "name": edition.name})
    return None


def _first(edition: Edition) -> str:
    """The first version of a rule set; empty where it has none."""
    return edition.versions[0] if edition.versions else ""


def _number(version: str) -> Version:
    return version_of(version) or ()
