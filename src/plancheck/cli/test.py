"""``plancheck test``: run the test cases in rule files."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import click

from plancheck.cli.options import could_not, language_option, select_option, wants_colour
from plancheck.messages import Language, clean, count, word
from plancheck.model.problems import ProblemError
from plancheck.query.verdict import Outcome


@click.command("test")
@click.argument("ruleset", metavar="[RULESET]", required=False)
@select_option("--select", "Only rules with this id or beginning")
@click.option("--verbose", "-v", is_flag=True, help="Name every case, not only those that fail.")
@language_option
def command(ruleset: str | None, select: tuple[str, ...], verbose: bool, lang: Language | None) -> None:
    """Run the tests in rule files.

    RULESET is a name, a path, or a folder of rule sets (default: those that ship). Each rule is also run with one part of it
    dropped, turned round or (a number) a little changed at a time: its cases must notice.

    Exit code 0: every case came out as expected, every rule has a passing and a failing one, and they notice every such
    mutant; 1: not so; 2: a rule set is faulty.
    """
    from plancheck.ruleset.loader import shipped
    from plancheck.ruleset.testing import Lack, own_rules, prove, rule_sets, survivors, unproved

    language: Language = lang or "sv"
    colour = wants_colour(sys.stdout)
    rules = cases = failed = lacks = mutants = survived = 0
    changed: list[str] = []
    try:
        for path, loaded in rule_sets(ruleset or str(shipped("rules")), Path()):
            own = own_rules(loaded, path)
            if not select:
                changed.extend(rule for rule in unproved(loaded, own) if rule not in changed)
            for rule in own:
                if select and not rule.id.startswith(select):
                    continue
                rules += 1
                for outcome in prove(rule, loaded, language):
                    if isinstance(outcome, Lack):
                        lacks += 1
                        lacking = word(f"test-lacks-{outcome.what}", language)
                        _say("✗", f"{outcome.rule} {lacking} ({outcome.place})", "red", colour)
                        continue
                    cases += 1
                    if outcome.holds:
                        if verbose:
                            _say("✓", f"{outcome.rule} {outcome.case}", "green", colour)
                        continue
                    failed += 1
                    _say("✗", f"{outcome.rule} {outcome.case} ({outcome.place})", "red", colour)
                    for line in (*outcome.problems, *_difference(outcome.expected, outcome.came, language), *outcome.explained):
                        click.echo(f"    {clean(line)}")
                for survivor in survivors(rule, loaded):
                    mutants += 1
                    if survivor is not None:
                        survived += 1
                        said = word(f"mutant-{survivor.mutation}", language, part=survivor.part)
                        _say("✗", f"{survivor.rule} {said} ({survivor.place})", "red", colour)
    except ProblemError as error:
        could_not(error, language)
    if changed:
        click.echo("\n".join(textwrap.wrap(word("unproved", language, rules=", ".join(changed)), 80)))
    if not rules and not changed:
        key = "no-rule-selected" if select else "no-own-rules"
        click.echo(f"plancheck: {word(key, language, name=', '.join(select) or str(ruleset))}", err=True)
        sys.exit(2)
    numbers = [count(rules, "rule", language), count(cases, "case", language), count(failed, "test-failed", language)]
    if lacks:
        numbers.append(count(lacks, "lack", language))
    numbers += [count(mutants, "mutant", language), count(survived, "survived", language)]
    click.echo(", ".join(numbers))
    sys.exit(1 if failed or lacks or survived else 0)


def _say(mark: str, text: str, fg: str, colour: bool) -> None:
    click.echo(f"{click.style(mark, fg=fg) if colour else mark} {clean(text)}", color=colour)


def _difference(expected: Mapping[Outcome, int], came: Mapping[Outcome, int], language: Language) -> list[str]:
    told = ", ".join(count(number, outcome, language) for outcome, number in expected.items())
    got = ", ".join(count(number, outcome, language) for outcome, number in came.items())
    return [word("test-expected", language, expected=told), word("test-came", language, came=got)]
