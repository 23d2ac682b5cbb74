"""The language of ``--help`` and of what click says: what each command and option says in it, and click's own words.

They are here and beside the commands, not in the catalogue: reading that would take longer than all the rest of ``--help``.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from plancheck.messages import DEFAULT_LANGUAGE, LANGUAGES, Language
from plancheck.repository.files import configuration_above

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Words(NamedTuple):
    """The same in Swedish and in English."""

    sv: str
    en: str

    def in_(self, language: Language) -> str:
        """What it is in one of them."""
        return self.sv if language == "sv" else self.en


OPTIONS = Words("[FLAGGOR]", "[OPTIONS]")
COMMAND = Words("KOMMANDO [ARGUMENT]...", "COMMAND [ARGS]...")
HELP = Words("Visa den här hjälpen och avsluta.", "Show this message and exit.")
VERSION = Words("Visa versionen och avsluta.", "Show the version and exit.")

CLICK: Mapping[str, str] = {
    "Usage:": "Användning:",
    "Options": "Flaggor",
    "Commands": "Kommandon",
    "Error: {message}": "Fel: {message}",
    "Try '{command} {option}' for help.": "Skriv '{command} {option}' för hjälp.",
    "No such command {name!r}.": "Kommandot {name!r} finns inte.",
    "No such option {name!r}.": "Flaggan {name!r} finns inte.",
    "No such option: {name}": "Flaggan {name} finns inte.",
    "Did you mean {possibility}?": "Menade du {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Menade du någon av {possibilities}?)",
    "(Possible options: {possibilities})": "(Menade du någon av {possibilities}?)",
    "Option {name!r} requires an argument.": "Flaggan {name!r} kräver ett värde.",
    "Option {name!r} does not take a value.": "Flaggan {name!r} tar inget värde.",
    "Missing argument": "Det saknas ett argument:",
    "Got unexpected extra argument ({args})": "Ett argument för mycket ({args})",
    "Got unexpected extra arguments ({args})": "För många argument ({args})",
    "Invalid value: {message}": "Ogiltigt värde: {message}",
    "Invalid value for {param_hint}: {message}": "Ogiltigt värde för {param_hint}: {message}",
    "{value!r} is not one of {choices}.": "{value!r} är inte något av {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} är inget heltal.",
    "{value} is not in the range {range}.": "{value} ligger inte i intervallet {range}.",
    "{value!r} does not match the format {format}.": "{value!r} är inget datum. Skriv år-månad-dag, som 2024-02-06.",
}
"""What click says, as its versions from 8.1 on ask gettext for it, and the same in Swedish. The rest it says in English."""


class Option(click.Option):
    """An option whose help is in both languages, as is the name of its value unless that is the same in both."""

    def __init__(self, *names: Any, words: Words, metavar: Words | str | None = None, **attributes: Any) -> None:
        super().__init__(*names, **attributes)
        self.words = words
        self.value = metavar

    def speak(self, language: Language) -> None:
        """Say it in a language from now on."""
        self.help = self.words.in_(language)
        self.metavar = self.value.in_(language) if isinstance(self.value, Words) else self.value


class Argument(click.Argument):
    """An argument whose name is in both languages; what it is, its command says."""

    def __init__(self, *names: Any, metavar: Words, **attributes: Any) -> None:
        super().__init__(*names, **attributes)
        self.value = metavar

    def speak(self, language: Language) -> None:
        """Say it in a language from now on."""
        self.metavar = self.value.in_(language)


class Command(click.Command):
    """A command whose help is in both languages."""

    def __init__(self, *args: Any, words: Words, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.words = words

    def speak(self, language: Language) -> None:
        """Say it in a language from now on, with its options and arguments."""
        self.help = self.words.in_(language)
        self.options_metavar = OPTIONS.in_(language)
        for parameter in self.params:
            if isinstance(parameter, Option | Argument):
                parameter.speak(language)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, in the language of the call."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP.in_(ctx.obj or DEFAULT_LANGUAGE)
        return option


def option(
    *names: str, words: Words, metavar: Words | str | None = None, **attributes: Any
) -> Callable[[Decorated], Decorated]:
    """An option of a command, as click's decorator makes it, in both languages."""
    return click.option(*names, cls=Option, words=words, metavar=metavar, **attributes)


def argument(name: str, *, metavar: Words, **attributes: Any) -> Callable[[Decorated], Decorated]:
    """An argument of a command, as click's decorator makes it, in both languages."""
    return click.argument(name, cls=Argument, metavar=metavar, **attributes)


def language_of(arguments: Sequence[str]) -> Language:
    """The language of a call: that of ``--lang``, else that of the plancheck.yaml of the current folder, else Swedish.

    It is the one that reports are in, found without parsing the file: a line of it says so.
    """
    named = None
    for before, given in pairwise(["", *arguments]):
        if given == "--":
            break
        if before == "--lang" or given.startswith("--lang="):
            named = given.removeprefix("--lang=")
    return next((language for language in LANGUAGES if language == named), None) or _configured() or DEFAULT_LANGUAGE


def _configured() -> Language | None:
    try:
        path = configuration_above(Path())
        text = path.read_text(encoding="utf-8-sig", errors="replace") if path else ""
    except OSError:
        return None
    line = re.search(r"""^lang:[ \t]+(["']?)(\w+)\1[ \t]*(?:#.*)?$""", text, re.MULTILINE)
    return next((language for language in LANGUAGES if line and language == line[2]), None)


@contextmanager
def click_in(language: Language) -> Iterator[None]:
    """Have click say its own words in a language.

    Click asks gettext for each word when it says it, and gettext asks these two functions, for files that we need not have.
    """
    before = gettext.dgettext, gettext.dngettext
    if language == "sv":
        gettext.dgettext = lambda domain, message: CLICK.get(message) or before[0](domain, message)
        gettext.dngettext = lambda domain, msgid1, msgid2, n: (
            CLICK.get(msgid1 if n == 1 else msgid2) or before[1](domain, msgid1, msgid2, n)
        )
    try:
        yield
    finally:
        gettext.dgettext, gettext.dngettext = before
