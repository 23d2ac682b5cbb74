"""``plancheck init``: begin a plan repository, asking for what only people know."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from plancheck.cli.language import Command, Words, argument, option
from plancheck.cli.options import columns_wide, complain, could_not, language_option, refuse, say
from plancheck.installation import install_command
from plancheck.messages import Language, clean, count, word

if TYPE_CHECKING:
    from plancheck.importing.evidence.profile import Profile
    from plancheck.ruleset.model import RuleSet
    from plancheck.run.gathering import Gathered
    from plancheck.run.starting import Answers, Body, Start

Understood = TypeVar("Understood")


class Options(NamedTuple):
    """The options of the command, as given."""

    from_: str | None
    name: str | None
    model: str | None
    namnder: tuple[str, ...]
    scale: str | None
    fulfilled: str | None
    lang: Language | None


WORDS = Words(
    """Skapa ett arkiv för planer i en mapp.

    Frågar efter kommunens namn, nämnder, styrmodell och skala, och skriver inställningar, organisationen, ett eget regelverk,
    det som en textredigerare behöver, och en sida om vad du gör sedan. Utan terminal ställs inga frågor: då krävs --name.

    Filer som redan finns lämnas orörda.

    Slutkod 0: skrivet; 2: ett svar kan inte användas, eller så kunde inget skrivas.
    """,
    """Begin a plan repository in a folder.

    Asks for the municipality's name, nämnder, model and scale, and writes settings, the organisation, a rule set of
    its own, what an editor needs, and a page on what to do next. Without a terminal nothing is asked: --name is needed.

    Files that are there are left as they are.

    Exit code 0: written; 2: an answer cannot be used, or nothing could be written.
    """,
)


@click.command("init", cls=Command, words=WORDS)
@argument("folder", metavar=Words("[MAPP]", "[FOLDER]"), default=".", type=click.Path(path_type=Path))
@option(
    "--from", "from_", metavar=Words("MAPP", "FOLDER"),
    words=Words(
        "En mapp med dokument att hämta nämnder, namn och ord ur.",
        "A folder with documents to take nämnder, names and words from.",
    ),
)  # fmt: skip
@option("--name", metavar=Words("NAMN", "NAME"), words=Words("Kommunens namn.", "The name of the municipality."))
@option(
    "--model", metavar=Words("REGELVERK", "RULESET"),
    words=Words("Det medföljande regelverk som ert bygger på, eller annan.", "The shipped rule set to build on, or other."),
)  # fmt: skip
@option(
    "--namnder", metavar=Words("NAMN", "NAMES"), multiple=True,
    words=Words(
        "Nämndernas namn; kan upprepas, eller skrivas med komma.",
        "The names of its nämnder; repeatable or comma-separated.",
    ),
)  # fmt: skip
@option(
    "--scale", metavar=Words("ORD", "WORDS"),
    words=Words(
        "Orden som mål bedöms med, från bäst till sämst, med komma emellan.",
        "The words that goals are assessed with, from best to worst, comma-separated.",
    ),
)  # fmt: skip
@option(
    "--fulfilled", metavar=Words("ORD", "WORDS"),
    words=Words(
        "De av dem som betyder att målet är uppfyllt (annars: det bästa).",
        "Those of them that say that a goal is met (default: the best).",
    ),
)  # fmt: skip
@language_option
def command(folder: Path, **given: Any) -> None:
    """Begin a plan repository in a folder."""
    from plancheck.model.problems import ProblemError
    from plancheck.repository.files import CONFIGURATION, configuration_above, exists
    from plancheck.run.open import OpeningError, open_settings, shown_path

    options = Options(**given)
    language: Language = options.lang or "sv"
    try:
        if exists(folder / CONFIGURATION):
            language = open_settings([folder], options.lang).language
        if exists(folder) and not folder.is_dir():
            refuse("init-no-folder", language, path=str(folder))
        answers = _answers(folder, options, language)
        started = _started(folder, answers, language)
    except OpeningError as error:
        could_not(error, error.language)
    except ProblemError as error:
        could_not(error, language)
    above = configuration_above(folder.absolute().parent)
    if started.written and above is not None:
        complain(word("init-within", language, path=shown_path(above.parent)))
    _tell(folder, started, language)


def _started(folder: Path, answers: Answers, language: Language) -> Start:
    """What came of writing the files; why they cannot be written is reported, ending the command."""
    from plancheck.run.starting import Schemas, start
    from plancheck.schemas import schema_of, schema_of_kind

    try:
        return start(folder, answers, Schemas(schema_of_kind, schema_of), language)
    except OSError as error:
        path = error.filename if isinstance(error.filename, str) else str(error.filename or folder)
        refuse("cannot-write", language, path=path, said=error.strerror or str(error))


def _answers(folder: Path, options: Options, language: Language) -> Answers:
    """What is asked for: the options, what documents tell, and at a terminal what somebody answers. Raises ProblemError."""
    from plancheck.importing.evidence.profile import profile_of
    from plancheck.run import starting

    lacking = starting.lacks(folder, language)
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    ask = _Asker(lacking if asks else frozenset(), language)
    name = ask("name", options.name, "", starting.name_in) if "name" in lacking else ""
    models = starting.models(language)
    base = starting.ruleset_here(folder) or ask(
        "model", options.model, models[-1], lambda text: starting.base_of(text, language), models=models
    )
    gathered = _gathered(options.from_, base, language, to_rules="rules" in lacking) if options.from_ is not None else None
    namnder = _namnder(options.namnder, gathered, profile_of(base.folders), ask)
    own = base.declared.terms("assessment")
    seen = gathered.scale_unlike(own) if gathered else ()
    # Documents do not tell the order of their words: somebody has to write it.
    words = "" if seen and ask.is_asked("scale") else ", ".join(starting.scale_of(own))
    scale = ask("scale", options.scale, words, lambda text: starting.scale_in(text, base)) if "rules" in lacking else own
    if "rules" in lacking:
        met = starting.met_in(scale, own)
        scale = ask("fulfilled", options.fulfilled, met, lambda text: starting.fulfilled_in(text, scale))
    answers = starting.Answers(name, namnder, scale, base, starting.this_year())
    return gathered.added_to(answers, language) if gathered else answers


class _Asker:
    """Asks at a terminal what no option says, until the answer can be used; else the default is the answer."""

    def __init__(self, lacking: frozenset[str], language: Language) -> None:
        self._lacking = lacking
        self.language = language

    def is_asked(self, what: str) -> bool:
        """Whether something is asked for that no option says."""
        return what in self._lacking

    def __call__(
        self, what: str, given: str | None, default: str, understood: Callable[[str], Understood], **details: object
    ) -> Understood:
        """An answer, as it is understood. Raises ProblemError for an option, or a default, that cannot be used."""
        if given is not None or not self.is_asked(what):
            return understood(default if given is None else given)
        question = word(f"init-ask-{what}", self.language, **details)
        return self.again(lambda: prompted(question, default), understood)

    def again(self, ask: Callable[[], str], understood: Callable[[str], Understood]) -> Understood:
        """What is answered, asked for until it can be used."""
        from plancheck.model.problems import ProblemError

        while True:
            try:
                return understood(ask())
            except ProblemError as error:
                say(error, self.language)


def prompted(question: str, default: str = "") -> str:
    """What somebody answers to a question; the default, if there is one, where that is nothing."""
    for line in textwrap.wrap(question, columns_wide() - 4)[:-1]:
        click.echo(line, err=True)
    last = textwrap.wrap(question, columns_wide() - 4)[-1]
    return str(click.prompt(last, default=default, show_default=bool(default), prompt_suffix=": ", err=True))


def _namnder(given: Sequence[str], gathered: Gathered | None, profile: Profile, ask: _Asker) -> Sequence[Body]:
    """The nämnder: those of the options, those answered line by line, or those that documents tell of."""
    from plancheck.run.starting import namnder_in

    known = gathered.namnder if gathered else ()
    if given:
        return namnder_in(given, profile)
    if not ask.is_asked("namnder"):
        return known
    language = ask.language
    key = "init-ask-namnder-known" if known else "init-ask-namnder"
    question = word(key, language, known=", ".join(body.title for body in known))
    click.echo("\n".join(textwrap.wrap(question, columns_wide())), err=True)

    def lines() -> str:
        one = word("init-ask-one-namnd", language)
        return "\n".join(iter(lambda: prompted(one), ""))

    return ask.again(lines, lambda text: namnder_in([text], profile)) or known


def _gathered(folder: str, base: RuleSet, language: Language, *, to_rules: bool) -> Gathered:
    """What the documents in a folder tell, once that is printed."""
    from plancheck.repository.files import exists

    if not exists(Path(folder)) or not Path(folder).is_dir():
        refuse("init-no-folder", language, path=folder)
    try:
        from plancheck.run.gathering import gathered_in
    except ModuleNotFoundError as error:
        refuse("import-not-installed", language, name=error.name, command=install_command())
    gathered = gathered_in(Path(folder), base, language)
    _print(gathered.told(language, to_rules=to_rules))
    return gathered


def _tell(folder: Path, started: Start, language: Language) -> None:
    """Print what was written, and what was left as it is."""
    from plancheck.run.open import shown_path

    here = folder.absolute().name or str(folder)
    if started.written:
        click.echo(word("init-written", language, path=here))
        _list(started.written, language)
    else:
        click.echo(word("init-nothing", language, path=here))
    if started.left:
        click.echo(word("init-left", language))
        _list(started.left, language)
    if started.written:
        click.echo(word("init-next", language, readme=shown_path(started.readme)))


def _list(paths: Sequence[Path], language: Language) -> None:
    """Print the paths of files, and how many are schemas."""
    from plancheck.run.open import shown_path

    schemas = [path for path in paths if path.name.endswith(SCHEMA)]
    _print(f"  {shown_path(path)}" for path in paths if path not in schemas)
    if schemas:
        click.echo(f"  {shown_path(schemas[0].parent)}: {count(len(schemas), 'init-schemas', language)}")


SCHEMA = ".schema.json"
"""What the name of a schema ends in."""


def _print(lines: Iterable[str]) -> None:
    """Print lines, the indented ones of at most the width of the terminal."""
    for line in lines:
        margin = len(line) - len(line.lstrip())
        wrapped = textwrap.wrap(
            clean(line), columns_wide(), subsequent_indent=" " * (margin + 2), break_long_words=False, break_on_hyphens=False
        )
        click.echo("\n".join(wrapped))
