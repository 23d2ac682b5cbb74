"""The words of vocabularies: what a rule set, or a repository, says of each, and what they cannot mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from plancheck.model.problems import Problem, at, at_key
from plancheck.model.source import Source, Step
from plancheck.model.text import unknown_name
from plancheck.repository.declared import CONTRADICTING, MARKS, Term, Unit, VocabularyWord, Years

Vocabularies: TypeAlias = Mapping[str, Sequence[Term]]
"""The terms of vocabularies, by name."""


def terms_of_words(source: Source, name: str, words: Any, known: Vocabularies, problems: list[Problem]) -> Iterable[Term]:
    """The terms of a vocabulary as it is written: a mapping of words, or a list, which may take over those that are `known`.

    What is wrong with them is added to the problems.
    """
    if isinstance(words, Mapping):
        return _terms_by_word(source, (name,), words, problems)
    return _terms_listed(source, name, words, known, problems)


def _terms_by_word(
    source: Source, steps: Sequence[Step], words: Mapping[str | int, Any], problems: list[Problem]
) -> Iterator[Term]:
    """The terms of a mapping of words, at its steps below `vocabulary`."""
    for word, said in words.items():
        described = said if isinstance(said, VocabularyWord) else VocabularyWord.model_validate(said or {})
        years = Years.of(described.years)
        if years is None:
            problems.append(at(source, ["vocabulary", *steps, word, "years"], "bad-years", given=described.years))
        stray = next((key for key in ("times", "default", "share") if getattr(described, key)), "")
        if stray and not described.of:
            problems.append(at(source, ["vocabulary", *steps, word, stray], "unit-without-of", name=stray))
        unit = Unit(described.of, described.times or 1, described.default, described.share) if described.of else None
        title = {"sv": described.sv or str(word), "en": described.en or described.sv or str(word)}
        marks = frozenset(mark for mark in MARKS if getattr(described, mark.replace("-", "_")))
        for first, second in CONTRADICTING:
            if {first, second} <= marks:
                problem = at_key(
                    source, ["vocabulary", *steps, word, second], "marks-contradict", word=word, first=first, second=second
                )
                problems.append(problem)
        yield Term(word, title, years or Years(), unit, tuple(described.also), marks)


def _terms_listed(
    source: Source, name: str, words: Iterable[Any], known: Vocabularies, problems: list[Problem]
) -> Iterable[Term]:
    """The terms of a list, each once; ``$vocabulary.NAME`` includes the words that the vocabulary has had until then.

    A bare word says nothing of what it means: one that the vocabulary has had keeps its unit, its other forms and its marks.
    """
    before = {term.id: term for term in known.get(name, ())}
    terms: dict[str | int, Term] = {}
    for n, word in enumerate(words):
        if isinstance(word, Mapping):
            terms.update((term.id, term) for term in _terms_by_word(source, (name, n), word, problems))
            continue
        if isinstance(word, str) and word.startswith("vocabulary.") and word.removeprefix("vocabulary.") in known:
            problems.append(at(source, ["vocabulary", name, n], "no-dollar", name=word))
        elif isinstance(word, str) and word.startswith("$"):
            other = word.removeprefix("$vocabulary.")
            if other not in known:
                details = unknown_name(other, known)
                problems.append(at(source, ["vocabulary", name, n], "unknown-vocabulary", **details))
            terms.update((term.id, term) for term in known.get(other, ()))
        else:
            terms[word] = before[word]._replace(title=str(word), years=Years()) if word in before else Term(word, str(word))
    return terms.values()


def repeated_forms(source: Source, name: str, words: Any, terms: Sequence[Term]) -> Iterator[Problem]:
    """The other forms of words that are another word of the vocabulary too, or a form of one before: each at its place."""
    described = [((), words)] if isinstance(words, Mapping) else [((n,), word) for n, word in enumerate(words)]
    owners = {_plain(str(term.id)): term.id for term in terms}
    own = {term.id: term for term in terms}
    written = [(steps, word) for steps, mapping in described if isinstance(mapping, Mapping) for word in mapping]
    # Words that are taken over from another vocabulary came before.
    for term in terms:
        if term.id not in {word for _, word in written}:
            owners = {**{_plain(form): term.id for form in term.also}, **owners}
    for steps, word in written:
        for n, form in enumerate(own[word].also):
            owner = owners.setdefault(_plain(form), word)
            if owner != word:
                yield at(source, ["vocabulary", name, *steps, word, "also", n], "repeated-form", given=form, other=owner)


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())
