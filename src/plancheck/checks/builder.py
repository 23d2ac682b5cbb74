"""What a check is compiled with: it resolves the names in a rule, and reports the place of one that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from plancheck.model.document import Document
from plancheck.model.pattern import PatternError
from plancheck.model.problems import ProblemError, at
from plancheck.model.source import Source, Step
from plancheck.model.text import unknown_name
from plancheck.query.join import Join, On
from plancheck.query.matchers import REFERENCES, Condition, Operand, Rank, accepted_words, compile_matcher, normalized
from plancheck.query.paths import Model, NamingError, compile_path
from plancheck.query.paths import Path as FieldPath
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector, compile_selector, select_terms
from plancheck.query.verdict import whole
from plancheck.repository.declared import MARKS, Kind, Purpose, Term, Years, terms_of


class Builder(NamedTuple):
    """What a check is compiled with: it resolves the names in a rule, and reports the place of one that is wrong.

    `steps` lead to the rule in its `source`; the methods take further steps, from the rule to what they resolve. `forms` are
    the other forms of the words of a scale, by the key that has them.
    """

    source: Source
    steps: tuple[Step, ...]
    kinds: Mapping[str, Kind]
    vocabulary: Mapping[str, tuple[Term, ...]]
    forms: Mapping[Purpose, Mapping[str, str]] = {}

    def problem(self, key: str, *steps: Step, **details: object) -> ProblemError:
        """The error to raise for a mistake at a place in the rule."""
        return ProblemError(at(self.source, (*self.steps, *steps), key, **details))

    def selector(self, text: str, *steps: Step) -> Selector:
        """The selector at a place in the rule."""
        try:
            return compile_selector(text, self.kinds)
        except NamingError as error:
            raise self.problem(error.text.key, *steps, **error.text.details) from None

    def selection(self, given: str | list[str | int], *steps: Step) -> Selector:
        """A selector, a vocabulary (``$vocabulary.articles``), or a list of words."""
        if isinstance(given, list):
            terms: list[Term] = []
            for n, word in enumerate(given):
                named = isinstance(word, str) and word.startswith("$")
                terms.extend(self._terms(str(word)[1:], *steps, n) if named else [Term(word, str(word))])
            return select_terms(", ".join(map(str, given)), terms)
        if given.startswith("$"):
            return select_terms(given, self._terms(given[1:], *steps))
        return self.selector(given, *steps)

    def path(self, text: str, of: Selector | Model, *steps: Step) -> FieldPath:
        """A path from what a selector gives."""
        model, parent = (of.model, of.parent) if isinstance(of, Selector) else (of, None)
        try:
            return compile_path(text, model, parent)
        except NamingError as error:
            raise self.problem(error.text.key, *steps, **error.text.details) from None

    def value_path(self, text: str, of: Selector, *steps: Step) -> FieldPath:
        """A path from what a selector gives to a plain value, which can be compared."""
        path = self.path(text, of, *steps)
        if path.model is not None:
            raise self.problem("not-a-value", *steps, path=text)
        return path

    def join(self, on: On, items: Selector, by: Selector) -> Join:
        """The join that a rule's `on` describes: a field of both, or a mapping from fields here to fields there."""
        pairs = {on: on} if isinstance(on, str) else on
        left = tuple(self.value_path(name, items, "on") for name in pairs)
        right = tuple(self.value_path(name, by, "on") for name in pairs.values())
        return Join(left, right)

    def condition(self, given: Mapping[str, Any], of: Selector, *steps: Step, about: Selector | None = None) -> Condition:
        """A mapping from fields to matchers, for what a selector gives. The rule is `about` that, or what another one gives."""
        parts = []
        words = {}
        compares = False

        def resolve(steps: tuple[Step, ...], text: str) -> Operand:
            nonlocal compares
            compares = compares or text.startswith("item.")
            return self._operand_at(steps, text, about or of)

        for name, matcher in given.items():
            path = self.path(name, of, *steps, name)
            if matcher == []:
                # Nothing is one of no values.
                raise self.problem("too-short", *steps, name)
            try:
                matcher = _in_words_of_the_scale(matcher, self._forms_at(path))
                parts.append((path, compile_matcher(matcher, partial(resolve, (*steps, name)))))
                accepted = accepted_words(matcher, partial(resolve, (*steps, name)))
            except NamingError as error:
                raise self.problem(error.text.key, *steps, name, **error.text.details) from None
            except PatternError as error:
                raise self.problem("invalid-pattern", *steps, name, said=error.said) from None
            except TypeError:
                raise self.problem("invalid-matcher", *steps, name) from None
            if accepted:
                words[path.text] = accepted
        return Condition(tuple(parts), words, compares)

    def _forms_at(self, path: FieldPath) -> Mapping[str, str]:
        """The other forms of the words that a path leads to, where it leads to a word of a scale."""
        return next((forms for scale, forms in self.forms.items() if path.names[-1:] == (scale,)), {})

    def _operand_at(self, steps: tuple[Step, ...], text: str, about: Selector) -> Operand:
        """What a reference of `REFERENCES` stands for, such as ``$today`` or ``$item.…``."""
        root, _, rest = text.partition(".")
        if root == "vocabulary":
            return _words_by_year(self._terms(text, *steps))
        if root == "scale":
            return self._rank(rest, *steps)
        if text == "today":
            return lambda scope: scope.today
        if text == "as-of":
            return lambda scope: scope.as_of
        if root == "item" and rest:
            of_item = self.path(rest, about, *steps)
            return lambda scope: of_item.read(scope.item, scope)
        if root == "document":
            path = self.path(rest, Document, *steps)
            return lambda scope: path.read(whole(scope), scope)
        if root == "every":
            selector = self.selector(text, *steps)
            return partial(_values_of, selector)
        names = [name.partition(".")[0] for name in REFERENCES]
        raise self.problem("unknown-selector", *steps, path=f"${text}", **unknown_name(f"${root}", names))

    def _rank(self, text: str, *steps: Step) -> Operand:
        """A word of an ordered vocabulary, to compare others with: ``assessment.delvis``."""
        name, _, word = text.partition(".")
        terms = self._terms(f"vocabulary.{name}", *steps)
        # That none could be made is neither better nor worse than any.
        terms = tuple(term for term in terms if "not-assessable" not in term.marks)
        ranks = {normalized(form): term.rank for term in terms for form in (term.id, *term.also) if term.rank is not None}
        if not ranks:
            raise self.problem("no-order", *steps, name=name)
        if normalized(word) not in ranks:
            raise self.problem("unknown-word", *steps, **unknown_name(word, [str(term.id) for term in terms]))
        limit = ranks[normalized(word)]

        def in_year(scope: Scope) -> Rank:
            valid = {term.rank for term in terms if term.years.cover(scope.document.year)}
            return Rank({form: rank for form, rank in ranks.items() if rank in valid}, limit)

        rank = Rank(ranks, limit)
        return in_year if any(term.years != Years() for term in terms) else lambda _: rank

    def _terms(self, text: str, *steps: Step) -> tuple[Term, ...]:
        name = text.removeprefix("vocabulary.")
        terms = terms_of(self.vocabulary, name) if name != text else None
        if terms is None:
            raise self.problem("unknown-vocabulary", *steps, **unknown_name(name, _names_in(self.vocabulary)))
        return terms


def _in_words_of_the_scale(matcher: Any, forms: Mapping[str, str]) -> Any:
    """A matcher with the words of a scale in place of other forms of theirs: documents are read in those words too."""
    if isinstance(matcher, str):
        return forms.get(" ".join(matcher.casefold().split()), matcher)
    if isinstance(matcher, list):
        return [_in_words_of_the_scale(inner, forms) for inner in matcher]
    if isinstance(matcher, Mapping):
        nested = ("not", "any", "all", "includes")
        return {name: _in_words_of_the_scale(inner, forms) if name in nested else inner for name, inner in matcher.items()}
    return matcher


def _values_of(selector: Selector, scope: Scope) -> list[Any]:
    """The values that a selector gives, and at the end why there may be more."""
    found = selector.select(scope)
    return [*(item.value for item in found.items), *([found.lacking] if found.lacking else [])]


def _words_by_year(terms: Sequence[Term]) -> Operand:
    """The words that apply in the year of the document."""
    words = [term.id for term in terms]
    if all(term.years == Years() for term in terms):
        return lambda _: words
    return lambda scope: [term.id for term in terms if term.years.cover(scope.document.year)]


def _names_in(vocabulary: Mapping[str, Sequence[Term]]) -> list[str]:
    """The names by which rules can name the words of vocabularies: all of one, and those that have a mark."""
    marked = (f"{name}.{mark}" for name in vocabulary for mark in MARKS)
    return [*vocabulary, *(name for name in marked if terms_of(vocabulary, name))]
