"""``plancheck test``: run the test cases in rule files."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.language import Command, Words, argument, option
from plancheck.cli.options import complain, could_not, language_here, language_option, select_option, wants_colour
from plancheck.messages import Language, clean, count, word

if TYPE_CHECKING:
    from plancheck.ruleset.model import Rule, RuleSet
    from plancheck.ruleset.testing import Proof


WORDS = Words(
    """Kör provfallen i regelfiler.

    REGELVERK är ett namn, en sökväg eller en mapp med regelverk (annars: de som följer med). Varje regel körs också som
    mutanter, som var och en har en del borttagen, vänd eller (ett tal) lite ändrad: dess provfall måste märka det.

    Slutkod 0: varje provfall gick som väntat, varje regel har ett som godkänns och ett som underkänns, och de märker varje
    mutant; 1: annars; 2: ett regelverk är felaktigt.
    """,
    """Run the tests in rule files.

    RULESET is a name, a path, or a folder of rule sets (default: those that ship). Each rule is also run as mutants, each
    with one part dropped, inverted or (a number) changed a little: its cases must notice.

    Exit code 0: every case came out as expected, every rule has a passing and a failing one, and they notice every
    mutant; 1: otherwise; 2: a rule set is faulty.
    """,
)


@click.command("test", cls=Command, words=WORDS)
@argument("ruleset", metavar=Words("[REGELVERK]", "[RULESET]"), required=False)
@select_option("--select", "Bara regler med detta id eller denna början", "Only rules with this id or prefix")
@option(
    "--verbose", "-v", is_flag=True,
    words=Words("Nämn varje provfall, inte bara dem som underkänns.", "Name every case, not only those that fail."),
)  # fmt: skip
@language_option
def command(ruleset: str | None, select: tuple[str, ...], verbose: bool, lang: Language | None) -> None:
    """Run the cases of rules, and end with how they came out."""
    from plancheck.model.problems import ProblemError
    from plancheck.ruleset.locating import shipped
    from plancheck.ruleset.testing import own_rules, rule_sets, unproved

    language = language_here(lang)
    tally = Tally()
    try:
        for path, loaded in rule_sets(ruleset or str(shipped("rules")), Path()):
            own = own_rules(loaded, path)
            tally.unproved |= dict.fromkeys(unproved(loaded, own) if not select else ())
            for rule in own:
                if not select or rule.id.startswith(select):
                    _test(rule, loaded, tally, language, verbose=verbose)
    except ProblemError as error:
        could_not(error, language)
    if tally.unproved:
        click.echo("\n".join(textwrap.wrap(word("unproved", language, rules=", ".join(tally.unproved)), 80)))
    elif not tally.rules:
        key = "no-rule-selected" if select else "no-own-rules"
        complain(word(key, language, name=", ".join(select) or str(ruleset)))
        sys.exit(2)
    click.echo(tally.summary(language))
    sys.exit(0 if tally.is_clean else 1)


@dataclass
class Tally:
    """How many rules, cases and mutants were run, with what results; `unproved` are the ids of rules changed without cases."""

    rules: int = 0
    cases: int = 0
    failed: int = 0
    lacks: int = 0
    mutants: int = 0
    survived: int = 0
    unproved: dict[str, None] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether no case failed, none is missing, and no mutant survived."""
        return not (self.failed or self.lacks or self.survived)

    def summary(self, language: Language) -> str:
        """The numbers in one line."""
        numbers = [(self.rules, "rule"), (self.cases, "case"), (self.failed, "test-failed")]
        numbers += [(self.lacks, "lack")] if self.lacks else []
        numbers += [(self.mutants, "mutant"), (self.survived, "survived")]
        return ", ".join(count(number, key, language) for number, key in numbers)


def _test(rule: Rule, ruleset: RuleSet, tally: Tally, language: Language, *, verbose: bool) -> None:
    """Run the cases of a rule over it and over its mutants, and print what is wrong."""
    from plancheck.ruleset.testing import Lack, prove, survivors

    tally.rules += 1
    for outcome in prove(rule, ruleset, language):
        if isinstance(outcome, Lack):
            tally.lacks += 1
            _say("✗", f"{outcome.rule} {word(f'test-lacks-{outcome.what}', language)} ({outcome.place})", "red")
        else:
            tally.cases += 1
            tally.failed += not outcome.holds
            _say_case(outcome, language, verbose=verbose)
    for survivor in survivors(rule, ruleset):
        tally.mutants += 1
        if survivor is not None:
            tally.survived += 1
            change = word(f"mutant-{survivor.mutation}", language, part=survivor.part)
            _say("✗", f"{survivor.rule} {change} ({survivor.place})", "red")


def _say_case(proof: Proof, language: Language, *, verbose: bool) -> None:
    if proof.holds:
        if verbose:
            _say("✓", f"{proof.rule} {proof.case}", "green")
        return
    _say("✗", f"{proof.rule} {proof.case} ({proof.place})", "red")
    for line in (*proof.problems, *_difference(proof, language), *proof.explained):
        click.echo(f"    {clean(line)}")


def _say(mark: str, text: str, fg: str) -> None:
    colour = wants_colour(sys.stdout)
    click.echo(f"{click.style(mark, fg=fg) if colour else mark} {clean(text)}", color=colour)


def _difference(proof: Proof, language: Language) -> tuple[str, str]:
    """What was expected of a case, and what came out."""
    expected = ", ".join(count(number, outcome, language) for outcome, number in proof.expected.items())
    actual = ", ".join(count(number, outcome, language) for outcome, number in proof.actual.items())
    return word("test-expected", language, expected=expected), word("test-actual", language, actual=actual)
