"""Regular expressions of a rule set: what is found, what is refused, and that none runs away."""

from __future__ import annotations

import pytest

from plancheck.model.pattern import Pattern, PatternError
from tests.work import seconds


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("bok", "en bokbuss"), ("^[A-Z]{3}-[0-9]{4}$", "KUN-2025"), ("(?i)ÅTGÄRD", "en åtgärd"), (r"\bär\b", "så är det"),
        (r"^\w+$", "grön"), (r"\d{2,}", "nr 12"), (r"^[^\W\d_]+$", "å"), (r"a{2}", "aa"), ("a+?b", "aab"), ("(?:a|b)+$", "xab"),
        (r"[\[\]]", "["), ("[]a]", "]"), ("[^]a]", "b"), ("[a-z-]", "-"), (r"(?P<year>20[0-9]{2})", "år 2025"),
        (r"\.$", "Klart.\n"), ("^rad två$", "rad två\n"), ("(?m)^två$", "ett\ntvå"), ("(?s)a.b", "a\nb"),
        ("^.{1,4000}$", "kort"),
    ],
)  # fmt: skip
def test_a_pattern_is_found_where_it_stands(pattern: str, text: str) -> None:
    assert Pattern(pattern).is_in(text)


@pytest.mark.parametrize(
    ("pattern", "text"), [("^bok", "en bok"), ("[0-9]", "tolv"), (r"^\w+$", "två ord"), ("a$", "a\nb"), ("^$", "x")]
)
def test_a_pattern_is_not_found_where_it_does_not_stand(pattern: str, text: str) -> None:
    assert not Pattern(pattern).is_in(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(", "*", "[a-", "a)", r"(?=a)", r"(?!a)b", r"(?<=a)b", r"(a)\1", r"(?P<a>b)(?P=a)", r"(?>a)", "a*+", "a{2}{3}", "[[a]",
        "[a&&b]", "[a--b]", "(?x) a", "(?ix:a b)", r"a\Z", "(?:a{1000}){1000}", "((a{99}){99}){99}", "a" + "{9}" * 9,
        "a{99999999999999999999}", r"\w{1,9999}", "(" * 5000 + ")" * 5000,
    ],
)  # fmt: skip
def test_a_pattern_that_is_none_or_means_something_else_elsewhere_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError) as refused:
        Pattern(pattern)
    assert len(str(refused.value)) > 10


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "(a|a)*b", "(a|aa)+$", r"^(\w+\s?)*$", "(.*)*(.*)*(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a?){50}a{50}b"],
)
@pytest.mark.parametrize("text", ["a" * 60_000 + "!", "a " * 30_000 + "\N{BULLET}"], ids=["letters", "words"])
def test_no_pattern_runs_away(pattern: str, text: str) -> None:
    # With backtracking the first would take longer than the universe has existed.
    assert seconds(lambda: Pattern(pattern).is_in(text)) < 10


def test_the_costliest_pattern_that_is_taken_still_ends() -> None:
    digits = "".join("1" if n * n % 7 in (1, 2) or n % 11 == 3 else "0" for n in range(60_000))
    assert seconds(lambda: Pattern("1[01]{9000}2").is_in(digits)) < 60
