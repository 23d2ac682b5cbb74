"""What --help and the errors of a call say: in the language that plancheck answers in."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import click
import pytest

from plancheck.cli import COMMANDS, main
from plancheck.cli.language import Argument, Command, Option, Words, language_of
from plancheck.messages import LANGUAGES, Language
from plancheck.run.open import OpeningError, open_settings
from tests.command import plancheck
from tests.paths import MINIMAL
from tests.process import run

EVERY: dict[str, click.Command] = {"plancheck": main} | {
    name: command for name in COMMANDS if (command := main.get_command(click.Context(main), name))
}
ENGLISH = re.compile(r"\b(the|of|and|is|not|no|for|did|options?|usage|error|show|missing|invalid|file|rule)\b", re.IGNORECASE)
"""Words that no Swedish sentence has; what a person writes in a call, such as a value of an option, may be English."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Both languages


@pytest.mark.parametrize("name", EVERY)
def test_every_command_option_and_argument_has_both_languages(name: str) -> None:
    command = EVERY[name]
    assert isinstance(command, Command)
    said = [command.words]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert isinstance(parameter, Option), parameter.name
            said.append(parameter.words)
            said += [parameter.value] if isinstance(parameter.value, Words) else []
            # What is the same in both languages is a word of both.
            assert isinstance(parameter.value, Words) or parameter.value in (None, "FORMAT", "VERSION"), parameter.name
        else:
            assert isinstance(parameter, Argument) or isinstance(parameter.type, click.Choice), parameter.name
            said += [parameter.value] if isinstance(parameter, Argument) else []
    for words in said:
        assert words.sv.strip()
        assert words.en.strip()
        assert words.sv != words.en
        assert not re.search(r"\b(the|of|and|which)\b", words.sv)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_help_is_in_the_language_and_within_80_columns(name: str, language: Language) -> None:
    result = plancheck("--lang", language, *([] if name == "plancheck" else [name]), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Användning: " if language == "sv" else "Usage: ")
    assert ("Flaggor:" in result.stdout, "Options:" in result.stdout) == (language == "sv", language == "en")
    assert ("avsluta." in result.stdout, "and exit." in result.stdout) == (language == "sv", language == "en")
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []


def test_the_help_of_the_program_names_every_command_with_what_it_does() -> None:
    for language in LANGUAGES:
        shown = plancheck("--lang", language, "--help").stdout
        for name in COMMANDS:
            command = EVERY[name]
            assert isinstance(command, Command)
            assert re.search(rf"^  {name} +{re.escape(command.words.in_(language).split('.')[0])}", shown, re.MULTILINE)


# Which language


def test_help_is_swedish_unless_something_says_otherwise(folder: Path) -> None:
    assert plancheck("check", "--help").stdout.startswith("Användning: ")


def test_the_locale_of_the_machine_has_no_say_as_it_has_none_in_a_report(folder: Path) -> None:
    for locale in ("en_US.UTF-8", "C", "sv_SE.UTF-8"):
        shown = run("check", "--help", folder=folder, LANG=locale, LC_ALL=locale, LANGUAGE=locale).stdout
        assert shown.startswith("Användning: ")


def test_the_configuration_above_decides_and_the_option_goes_before_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "plancheck.yaml").write_text("lang: en\n", encoding="utf-8")
    (folder / "plans").mkdir()
    monkeypatch.chdir(folder / "plans")
    assert plancheck("check", "--help").stdout.startswith("Usage: ")
    assert plancheck("check", "--lang", "sv", "--help").stdout.startswith("Användning: ")
    assert plancheck("check", "--help", "--lang=sv").stdout.startswith("Användning: ")


@pytest.mark.parametrize(
    "text",
    [
        "", "lang: en", "lang: sv", 'lang: "en" # for the guests', "lang:   'en'", "# lang: en", "ruleset: kommun\nlang: en\n",
        "lang: en\nbogus: 1\n", "\ufefflang: en\r\n", "vocabulary:\n  lang: [en]\n", "lang: no\n", "lang:\n", "language: en\n",
        "exclude: [x] # lang: en\n", "covers: []\nlang: en # sv\n",
    ],
)  # fmt: skip
def test_help_and_reports_read_the_same_language_in_a_configuration(folder: Path, text: str) -> None:
    (folder / "plancheck.yaml").write_text(text, encoding="utf-8", newline="")
    try:
        language = open_settings([Path()]).language
    except OpeningError as error:
        language = error.language
    assert language_of([]) == language


def test_a_language_that_does_not_exist_is_refused_in_one_that_does(folder: Path) -> None:
    result = plancheck("check", "--lang", "no")
    assert result.exit_code == 2
    assert "Ogiltigt värde för '--lang'" in result.stderr


def test_a_path_after_two_dashes_is_no_option(folder: Path) -> None:
    assert language_of(["check", "--", "--lang", "en"]) == "sv"


def test_the_language_may_be_given_before_the_command_or_after_it(folder: Path) -> None:
    before, after = plancheck("--lang", "en", "rules"), plancheck("rules", "--lang", "en")
    assert before.stdout == after.stdout
    assert before.stdout != plancheck("rules").stdout


def test_the_one_that_stands_last_is_used(folder: Path) -> None:
    assert plancheck("--lang", "en", "check", str(MINIMAL), "--lang", "sv").stdout == plancheck("check", str(MINIMAL)).stdout


# What click says


WRONG = {
    ("nope",): "Kommandot 'nope' finns inte.",
    ("check", "--nope"): "Flaggan '--nope' finns inte.",
    ("check", "--sevrity", "info"): "Menade du någon av '--severity'",
    ("rules", "--documen", "x"): "Menade du '--document'?",
    ("check", "--severity", "x"): "'x' är inte något av 'error', 'warning', 'info'.",
    ("check", "--today", "2024-02-30"): "'2024-02-30' är inget datum. Skriv år-månad-dag, som 2024-02-06.",
    ("check", "--jobs", "a"): "'a' är inget heltal.",
    ("check", "--jobs", "0"): "0 ligger inte i intervallet x>=1.",
    ("check", "--quiet=1"): "Flaggan '--quiet' tar inget värde.",
    ("check", "--format"): "Flaggan '--format' kräver ett värde.",
    ("explain",): "Det saknas ett argument: 'REGEL'.",
    ("explain", "a", "b"): "Ett argument för mycket (b)",
    ("explain", "a", "b", "c"): "För många argument (b c)",
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_an_error_of_a_call_is_told_in_the_language_of_the_call(folder: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, folder=folder)
    for said in (result.stderr, plancheck(*arguments).stderr):
        assert WRONG[arguments] in said
        assert "Fel: " in said
        assert not ENGLISH.search(re.sub(r"'[^']*'|\[.*\]|--[\w-]+", "", said)), said
    assert (result.returncode, result.stdout) == (2, "")
    assert "Error: " in plancheck("--lang", "en", *arguments).stderr


def test_without_a_command_its_help_is_an_error_that_can_be_read(folder: Path) -> None:
    result = run(folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == run("--help", folder=folder).stdout


def test_what_is_repeated_of_a_call_is_harmless(folder: Path) -> None:
    assert "\x1b" not in plancheck("nope\x1b[31m").stderr


def test_other_programs_in_the_process_keep_their_words(folder: Path) -> None:
    before = gettext.dgettext, gettext.dngettext
    assert plancheck("check", "--nope").exit_code == 2
    assert (gettext.dgettext, gettext.dngettext) == before
    assert gettext.gettext("Usage:") == "Usage:"
