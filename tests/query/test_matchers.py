"""Matchers and conditions: whether a value meets them, does not, or cannot be judged."""

from __future__ import annotations

import datetime
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancheck.model.base import Unknown
from plancheck.model.document import Goal
from plancheck.model.wording import Empty, spoken
from plancheck.query.matchers import OPERATORS, Condition, compile_matcher, is_present, normalized
from plancheck.query.paths import Item, compile_path
from plancheck.query.scope import Scope
from plancheck.query.selectors import Selector, compile_selector
from tests.query.compiled import UNKNOWN, answer, naming_error, operand

ABSENT: Any = object()

# Matchers


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ("present", "x", True), ("present", 0, True), ("present", False, True), ("present", [0], True),
        ("present", None, False), ("present", "", False), ("present", " \n", False), ("present", [], False),
        ("present", {}, False),
        ("present", "-", False), ("present", "…", False), ("present", "---", False), ("present", "\N{ZERO WIDTH SPACE}", False),
        ("present", "%", True), ("present", "Ja", True), ("present", "1", True), ("absent", "–", True),
        ("present", ["-", " "], False), ("present", ["-", "Mer"], True), ("present", Empty("Se ovan."), False),
        ("present", [Empty("Se ovan."), "–"], False), ("absent", Empty("Pågår"), True),
        ("absent", None, True), ("absent", " ", True), ("absent", [], True), ("absent", 0, False), ("absent", "x", False),
        ("god", "God", True), ("god", " GOD\n", True), ("ej påbörjad", "Ej  Påbörjad", True), ("god", "viss", False),
        ("god", None, False), (3, 3, True), (3, 3.0, True), (3, "3", False),
        (datetime.date(2024, 2, 6), datetime.date(2024, 2, 6), True), (True, True, True), (True, False, False),
        (["god", "viss"], "Viss", True), (["god", "viss"], "ingen", False), ([], "god", False), ([2, 3], 3, True),
        ("god", ["God", "god"], True), ("god", ["god", "viss"], False), ("god", [], False),
        (["god", "viss"], ["god", "viss"], True),
        ({"not": "god"}, "viss", True), ({"not": "god"}, "god", False), ({"not": "god"}, None, True),
        ({"not": ["god", "viss"]}, "ingen", True), ({"not": "present"}, None, True), ({"not": {"not": "god"}}, "god", True),
        ({"any": ["absent", "god"]}, None, True), ({"any": ["absent", "god"]}, "god", True),
        ({"any": ["absent", "god"]}, "viss", False),
        ({"all": ["present", {"not": "god"}]}, "viss", True), ({"all": ["present", {"not": "god"}]}, "god", False),
        ({"all": ["present", {"not": "god"}]}, None, False),
        ({"at-least": 2, "at-most": 4}, 3, True), ({"at-least": 2, "at-most": 4}, 5, False),
        ({"before": 3}, 2, True), ({"before": 3}, 3, False), ({"after": 3}, 4, True), ({"after": 3}, 3, False),
        ({"at-least": 3}, 3, True), ({"at-least": 3}, 2.9, False), ({"at-most": 3}, 3, True), ({"at-most": 3}, 3.1, False),
        ({"before": datetime.date(2024, 3, 1)}, datetime.date(2024, 2, 29), True),
        ({"after": datetime.date(2024, 3, 1)}, datetime.date(2024, 2, 29), False),
        ({"at-least": 2024}, datetime.date(2024, 1, 1), True), ({"before": 2024}, datetime.date(2024, 1, 1), False),
        ({"at-most": datetime.date(2024, 1, 1)}, 2024, True), ({"after": datetime.date(2024, 1, 1)}, 2025, True),
        ({"at-least": 3}, [3, 4], True), ({"at-least": 3}, [2, 4], False), ({"at-least": 3}, [], False),
        ({"at-least": {"percent": 90, "of": 100}}, 90, True), ({"at-least": {"percent": 90, "of": 100}}, 89.9, False),
        ({"at-most": {"percent": 110, "of": 100}}, 110, True), ({"before": {"percent": 110, "of": 100}}, 110, False),
        ({"within": {"percent": 2, "of": 1000}}, 1020, True), ({"within": {"percent": 2, "of": 1000}}, 1020.5, False),
        ({"within": {"percent": 2, "of": -1000}}, -980, True), ({"within": {"percent": 2, "of": -1000}}, -979, False),
        ({"within": {"percent": 2, "of": -1000}}, 1000, False), ({"within": {"percent": 2, "of": 0}}, 0, True),
        ({"within": {"percent": 2, "of": 0}}, 1, False), ({"within": {"percent": 30, "of": 0.1}}, 0.13, True),
        ({"includes": "god"}, ["Viss", "GOD"], True), ({"includes": "god"}, ["viss"], False), ({"includes": "god"}, [], False),
        ({"includes": ["god", "viss"]}, ["viss", "x"], True), ({"includes": "god"}, "God", True),
        ({"includes": "god"}, None, False), ({"includes": 3}, [2, 3], True),
        ({"matches": "^§ \\d+$"}, "§ 12", True), ({"matches": "^§ \\d+$"}, "12", False), ({"matches": "mål"}, "mål 1", True),
        ({"matches": "mål"}, "MÅL", False), ({"matches": "mål"}, None, False), ({"matches": "3"}, 3, False),
        ({"matches": "a"}, ["a", "ba"], True), ({"matches": "a"}, ["a", "b"], False),
        ({"min-words": 3}, "ett, två – tre.", True), ({"min-words": 3}, "ett två", False), ({"min-words": 1}, "–", False),
        ({"min-words": 1}, None, False), ({"min-words": 1}, ["ett", ""], False),
        ({"count": 2}, ["a", "b"], True), ({"count": {"at-least": 2}}, ["a"], False), ({"count": 0}, [], True),
        ({"count": 1}, "a", True), ({"count": 0}, None, True), ({"count": 0}, " ", True),
        ({"says-only": ["Se ovan", "Se åtgärder"]}, "SE OVAN.", True),
        ({"says-only": ["Se ovan", "Se åtgärder"]}, "Se\n  åtgärder, se ovan", True),
        ({"says-only": ["Se ovan", "Se åtgärder"]}, "Se ovan. Se ovan!", True),
        ({"says-only": ["Se åtgärder"]}, "Se åt-\n  gär\N{SOFT HYPHEN}der", True),
        ({"says-only": ["Se ovan", "Se ovan och nedan"]}, "Se ovan och nedan. Se ovan.", True),
        ({"says-only": ["Se ovan"]}, "Se ovan och gör mer", False), ({"says-only": ["Se ovan"]}, "Husese ovan", False),
        ({"says-only": ["Se ovan"]}, None, False), ({"says-only": ["Se ovan"]}, 3, False),
        ({"says-only": ["Se ovan"]}, ["Se ovan", "se ovan."], True), ({"says-only": ["Se ovan"]}, ["Se ovan", "Mer"], False),
    ],
)  # fmt: skip
def test_a_matcher_says_whether_a_value_will_do(matcher: Any, value: Any, expected: bool, plan: Scope) -> None:
    assert answer(matcher, value, plan) is expected


def test_every_operator_has_been_asked() -> None:
    marks = getattr(test_a_matcher_says_whether_a_value_will_do, "pytestmark", [])
    asked = {name for case in marks[0].args[1] if isinstance(case[0], dict) for name in case[0]}
    assert asked == set(OPERATORS)


@pytest.mark.parametrize(
    "matcher",
    [
        "present", "absent", "god", ["god"], {"not": "god"}, {"not": "present"}, {"any": ["god", "viss"]},
        {"all": ["present", "god"]}, {"before": 3}, {"after": 3}, {"at-least": 3}, {"at-most": 3}, {"includes": "god"},
        {"matches": "x"}, {"min-words": 1}, {"says-only": ["x"]}, {"count": 1}, {"count": {"at-least": 1}},
        {"within": {"percent": 2, "of": 100}}, {"at-least": {"percent": 2, "of": 100}},
    ],
)  # fmt: skip
def test_what_cannot_be_told_will_neither_do_nor_not_do(matcher: Any, plan: Scope) -> None:
    assert answer(matcher, UNKNOWN, plan) is UNKNOWN


@pytest.mark.parametrize(
    "matcher",
    [
        "$unknown", ["$unknown"], {"not": "$unknown"}, {"before": "$unknown"}, {"at-least": "$unknown"},
        {"includes": "$unknown"}, {"includes": ["$unknown"]}, {"says-only": "$unknown"},
        {"within": {"percent": 2, "of": "$unknown"}}, {"at-most": {"percent": 2, "of": "$unknown"}},
    ],
)  # fmt: skip
def test_nothing_can_be_told_by_what_cannot_be_told(matcher: Any, plan: Scope) -> None:
    assert answer(matcher, "god", plan) is UNKNOWN


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ({"all": ["$unknown", "god"]}, "viss", False),
        ({"all": ["$unknown", "god"]}, "god", UNKNOWN),
        ({"any": ["$unknown", "god"]}, "god", True),
        ({"any": ["$unknown", "god"]}, "viss", UNKNOWN),
        ({"not": {"all": ["$unknown", "god"]}}, "viss", True),
        ({"not": {"any": ["$unknown", "god"]}}, "god", False),
        ({"not": {"any": ["$unknown", "god"]}}, "viss", UNKNOWN),
        ({"at-least": 3, "before": "$unknown"}, 2, False),
        ({"at-least": 3, "before": "$unknown"}, 4, UNKNOWN),
    ],
)
def test_what_cannot_be_told_decides_only_where_nothing_else_does(matcher: Any, value: Any, expected: Any, plan: Scope) -> None:
    assert answer(matcher, value, plan) is expected


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        ({"before": 3}, None), ({"before": 3}, "tre"), ({"before": "$text"}, 3), ({"at-least": "$nothing"}, 3),
        ({"before": datetime.date(2024, 1, 1)}, "2024"), ({"at-most": 3}, {2024: 3}), ({"at-most": 3}, Goal()),
        ({"within": {"percent": 2, "of": "$nothing"}}, 3), ({"within": {"percent": 2, "of": 100}}, "tre"),
        ({"before": {"percent": 2, "of": "$today"}}, 3), ({"within": {"percent": 2, "of": 100}}, None),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_told(matcher: Any, value: Any, plan: Scope) -> None:
    found = answer(matcher, value, plan)
    assert isinstance(found, Unknown)
    assert found.reason.key == "nothing-to-compare"


@pytest.mark.parametrize("matcher", [{"says-only": "$nothing"}, {"includes": "$nothing"}])
def test_nothing_is_neither_included_nor_said(matcher: Any, plan: Scope) -> None:
    assert answer(matcher, "god", plan) is False


@pytest.mark.parametrize(
    ("matcher", "value", "expected"),
    [
        ("$words", "god", True), ("$words", "ingen", False), ({"not": "$words"}, "god", False),
        (["$words", "ingen"], "Ingen", True), (["$words", "ingen"], "viss", True),
        ({"before": "$today"}, datetime.date(2024, 1, 31), True), ({"before": "$today"}, datetime.date(2024, 2, 1), False),
        ({"includes": "$words"}, ["x", "Viss"], True), ({"includes": ["$words"]}, ["x", "Viss"], True),
        ({"says-only": "$words"}, "God. Viss.", True), ({"says-only": ["$words", "Se ovan"]}, "God, se ovan", True),
        ({"says-only": "$text"}, "god!", True), ({"says-only": "God"}, "god!", True),
    ],
)  # fmt: skip
def test_a_word_with_a_dollar_stands_for_what_it_names(matcher: Any, value: Any, expected: bool, plan: Scope) -> None:
    assert answer(matcher, value, plan) is expected


@pytest.mark.parametrize(
    ("matcher", "name", "nearest"),
    [
        ({"inlcudes": "x"}, "inlcudes", "includes"), ({"at_least": 3}, "at_least", "at-least"), ({"qqq": 1}, "qqq", ""),
        ({"not": {"befor": 3}}, "befor", "before"), ({"any": ["present", {"mathces": "x"}]}, "mathces", "matches"),
        ({"count": {"at-lest": 1}}, "at-lest", "at-least"), ({"present": True}, "present", ""),
    ],
)  # fmt: skip
def test_an_operator_that_does_not_exist_is_refused(matcher: Any, name: str, nearest: str) -> None:
    error = naming_error(lambda: compile_matcher(matcher, operand))
    assert (error.text.key, error.text.details["name"], error.text.details["nearest"]) == ("unknown-operator", name, nearest)
    assert error.text.details["known"] == list(OPERATORS)


# Requirements


def condition(scope: Scope, of: str, **fields: Any) -> tuple[Condition, Selector]:
    selector = compile_selector(of, scope.workspace.kinds)
    parts = [
        (compile_path(name.replace("_", "-"), selector.model, selector.parent), compile_matcher(given, operand))
        for name, given in fields.items()
    ]
    return Condition(tuple(parts)), selector


def failing(required: Condition, item: Item, scope: Scope) -> tuple[str, Any]:
    """The field that an item does not meet a requirement at, and the value there."""
    met, path, value = required.test(item, scope)
    assert met is False
    return path.text, value


def test_a_requirement_is_met_when_every_field_is(plan: Scope) -> None:
    required, goals = condition(plan, "goals", text="present", indicators={"count": 2})
    first, second = goals.select(plan).items
    assert required.test(first, plan)[0] is True
    assert failing(required, second, plan) == ("text", None)


def test_a_requirement_tells_the_field_and_value_that_do_not_do(plan: Scope) -> None:
    required, goals = condition(plan, "goals", ref="present", text="Något annat")
    assert failing(required, goals.select(plan).items[0], plan) == ("text", "Fler möten")


def test_a_requirement_fails_for_certain_though_another_field_cannot_be_told(plan: Scope) -> None:
    required, programmes = condition(plan, "programmes", valid_until={"at-least": 2024}, title="Annat")
    assert failing(required, programmes.select(plan).items[1], plan) == ("title", "Avfallsplan")


def test_a_requirement_that_cannot_be_told_is_neither_met_nor_not(plan: Scope) -> None:
    required, programmes = condition(plan, "programmes", valid_until={"at-least": 2024}, title="present")
    first, second = programmes.select(plan).items
    assert required.test(first, plan)[0] is True
    found, path, _ = required.test(second, plan)
    assert isinstance(found, Unknown)
    assert (found.reason.key, path.text) == ("no-validity", "valid-until")


# Words as they are spoken

letters = "abcdefghijklmnopqrstuvwxyzåäöéü0123456789"
spoken_words = st.text(letters, min_size=1, max_size=8)
sentences = st.lists(spoken_words, min_size=1, max_size=6)
between = st.text(string.punctuation.replace("_", "").replace("$", "") + " \n\r\t–—«»”…", min_size=1, max_size=3)


@st.composite
def written(draw: st.DrawFn, words: list[str]) -> str:
    """The words, in any case, with any punctuation and line breaks around and between them."""
    cased = [draw(st.sampled_from([word, word.upper(), word.capitalize()])) for word in words]
    return draw(between | st.just("")) + "".join(word + draw(between) for word in cased)


@given(st.data(), sentences)
def test_what_is_spoken_does_not_depend_on_case_punctuation_or_line_breaks(data: st.DataObject, words: list[str]) -> None:
    assert spoken(data.draw(written(words))) == " ".join(words)


def test_an_underscore_is_punctuation_too() -> None:
    assert spoken("_Se ovan_") == "se ovan"


@given(st.data(), st.lists(sentences, min_size=1, max_size=4))
def test_says_only_does_not_depend_on_case_punctuation_or_line_breaks(data: st.DataObject, phrases: list[list[str]]) -> None:
    matcher = compile_matcher({"says-only": [data.draw(written(phrase)) for phrase in phrases]}, operand)
    said = data.draw(st.sampled_from(phrases))
    assert matcher(data.draw(written(said)), ABSENT) is True
    assert matcher(data.draw(written([*said, "andraord"])), ABSENT) is False


@given(st.lists(st.text(letters[:3], min_size=1, max_size=2), min_size=1, max_size=5))
def test_says_only_is_true_of_a_phrase_said_any_number_of_times(words: list[str]) -> None:
    phrase = " ".join(words)
    matcher = compile_matcher({"says-only": [phrase]}, operand)
    assert all(matcher(". ".join([phrase] * times), ABSENT) is True for times in (1, 2, 3, 4))


@given(st.text(letters + " \n\t", max_size=20))
def test_values_are_compared_without_regard_to_case_and_white_space(text: str) -> None:
    assert normalized(text.upper()) == normalized(f"  {text}\n") == " ".join(text.split())


@pytest.mark.parametrize("value", [0, 0.0, False, "x", [None], {"a": None}, datetime.date(2024, 1, 1)])
def test_a_value_that_is_told_is_present_whatever_it_is(value: Any) -> None:
    assert is_present(value)
