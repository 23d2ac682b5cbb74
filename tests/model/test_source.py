"""YAML text → values and places: what a word means, where it stands, and what cannot be read."""

from __future__ import annotations

import datetime
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plancheck.model.source import MAX_DEPTH, MAX_VALUES, Seq, Source, SourceError, Span, decode, parse

PLAN = """\
document: verksamhetsplan
year: 2024
# a comment
goals:
  - ref: kf-2024/goal-1
    text: >
      Löpande text
      på två rader
    measures:
    - Fler fältare
    -   Ett team till
  - {ref: 'kf-2024/goal-2', measures: [Hembesök, "Öppen förskola"], at: {page: 5}}
  -
    ref: kf-2024/goal-3
uppdrag:
"""


def marked(source: Source, *path: str | int) -> str:
    """The characters that the span of a path marks."""
    span = source.span(path)
    return source.line(span.line)[span.column - 1 : span.end - 1]


def error_of(text: str) -> SourceError:
    with pytest.raises(SourceError) as raised:
        parse(text, "plan.yaml")
    return raised.value


# Places


def test_a_scalar_stands_where_it_is_written() -> None:
    source = parse(PLAN, "plan.yaml")
    assert source.span(["document"]) == Span(1, 11, 26)
    assert source.span(["year"]) == Span(2, 7, 11)
    assert source.span(["goals", 0, "ref"]) == Span(5, 10, 24)
    assert marked(source, "goals", 0, "ref") == "kf-2024/goal-1"


def test_a_list_or_mapping_stands_at_its_key() -> None:
    source = parse(PLAN, "plan.yaml")
    assert source.span(["goals"]) == Span(4, 1, 6)
    assert source.span(["goals", 0, "measures"]) == Span(9, 5, 13)
    assert marked(source, "goals", 1, "at") == "at"


def test_the_items_of_a_list_stand_each_at_its_own_place() -> None:
    source = parse(PLAN, "plan.yaml")
    assert source.span(["goals", 0, "measures", 0]) == Span(10, 7, 19)
    assert source.span(["goals", 0, "measures", 1]) == Span(11, 9, 22)
    assert source.span(["goals", 0, "measures", -1]) == Span(11, 9, 22)


def test_a_mapping_in_a_list_stands_at_its_first_line() -> None:
    source = parse(PLAN, "plan.yaml")
    assert marked(source, "goals", 0) == "ref: kf-2024/goal-1"
    assert marked(source, "goals", 1) == "ref: 'kf-2024/goal-2'"
    assert source.span(["goals", 2]) == Span(14, 5, 24)


def test_a_mapping_in_a_list_whose_first_value_spans_lines_stands_at_its_first_key() -> None:
    assert parse("- text:\n    - a\n    - b\n", "f").span([0]) == Span(1, 3, 7)


def test_an_empty_mapping_in_a_list_stands_where_it_is_written() -> None:
    assert parse("goals: [x, {}]\n", "f").span(["goals", 1])[:2] == (1, 12)


def test_values_in_flow_style_stand_on_their_line() -> None:
    source = parse(PLAN, "plan.yaml")
    assert marked(source, "goals", 1, "ref") == "'kf-2024/goal-2'"
    assert marked(source, "goals", 1, "measures", 1) == '"Öppen förskola"'
    assert marked(source, "goals", 1, "at", "page") == "5"


def test_text_over_several_lines_stands_where_it_begins() -> None:
    assert parse(PLAN, "plan.yaml").span(["goals", 0, "text"]) == Span(6, 11, 12)


def test_a_key_without_a_value_stands_behind_its_colon() -> None:
    span = parse(PLAN, "plan.yaml").span(["uppdrag"])
    assert (span.line, span.column) == (15, 9)


def test_an_alias_stands_where_it_is_used_and_is_what_it_names() -> None:
    source = parse("a: &plan {page: 5}\nb: *plan\nc: [*plan, &word Ja]\nd: *word\n", "f")
    assert source.value(["b"]) == {"page": 5}
    assert source.span(["b"]) == Span(2, 1, 2)
    assert source.span(["b", "page"]) == Span(1, 17, 18)
    assert marked(source, "d") == "*word"
    assert source.value(["d"]) == "Ja"


def test_a_key_has_a_place_of_its_own() -> None:
    source = parse(PLAN, "plan.yaml")
    assert source.key_span(["year"]) == Span(2, 1, 5)
    assert source.key_span(["goals", 0, "measures"]) == Span(9, 5, 13)
    assert source.key_span(["goals", 0, "measures", 1]) == source.span(["goals", 0, "measures", 1])


def test_a_path_beyond_the_values_leads_to_the_last_value_on_the_way() -> None:
    source = parse(PLAN, "plan.yaml")
    assert source.span(["goals", 0, "ref", "far", 7]) == source.span(["goals", 0, "ref"])
    assert source.span(["goals", 0, "status"]) == source.span(["goals", 0])
    assert source.span(["goals", 99]) == source.span(["goals"])
    assert source.span(["nowhere"]) == Span(1, 1, 2)


def test_an_empty_file_has_one_place() -> None:
    source = parse("# nothing yet\n", "f")
    assert source.root is None
    assert source.span(["document"]) == Span(1, 1, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_do_not_depend_on_line_endings(end: str) -> None:
    source = parse(PLAN.replace("\n", end), "plan.yaml")
    assert source.root == parse(PLAN, "plan.yaml").root
    assert source.span(["goals", 0, "ref"]) == Span(5, 10, 24)
    assert source.line(5) == "  - ref: kf-2024/goal-1"


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_the_line_of_a_value_shows_it_whatever_ends_a_line(end: str) -> None:
    source = parse(f"title: Plan{end}year: 2024{end}", "f")
    assert source.root == {"title": "Plan", "year": 2024}
    assert marked(source, "year") == "2024"


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"], ids=ascii)
def test_a_separator_pasted_into_a_text_does_not_move_the_places_below(separator: str) -> None:
    source = parse(f'title: "Plan {separator} 2024"\nyear: 2024\n', "f")
    assert marked(source, "year") == "2024"


def test_a_line_that_is_not_there_is_empty() -> None:
    source = parse("a: 1\n", "f")
    assert [source.line(n) for n in (0, 1, 2, 3)] == ["", "a: 1", "", ""]


def test_columns_count_characters() -> None:
    assert parse("åäö: {mål: 🎯, x: ö}\n", "f").span(["åäö", "x"]) == Span(1, 18, 19)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes("document: kf-budget\n".encode("utf-8-sig"))
    source = parse(decode(path.read_bytes()), "plan.yaml")
    assert source.root == {"document": "kf-budget"}
    assert source.key_span(["document"]) == Span(1, 1, 9)


# What words mean


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("off", "off"), ("y", "y"), ("N", "N"),
        ("true", True), ("True", True), ("FALSE", False), ("tRUE", "tRUE"),
        ("null", None), ("~", None), ("", None), ("nUll", "nUll"), ("none", "none"),
        ("012", 12), ("089", 89), ("0", 0), ("-7", -7), ("+7", 7), ("1_000", "1_000"), ("0x1f", "0x1f"), ("0o17", "0o17"),
        ("1:30", "1:30"), ("12 §", "12 §"), ("3.1.2", "3.1.2"), ("-", None),
        ("3.10", 3.1), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-1", -0.15), ("1,5", "1,5"), ("+", "+"), (".", "."),
        ("2024-02-06", datetime.date(2024, 2, 6)), ("2024-02-29", datetime.date(2024, 2, 29)),
        ("2023-02-29", "2023-02-29"), ("2024-13-01", "2024-13-01"), ("0000-01-01", "0000-01-01"), ("2024-2-6", "2024-2-6"),
        ("2024-02-06T12:00:00", "2024-02-06T12:00:00"), ("2024-", "2024-"), ("2022-2024", "2022-2024"),
        ("i.u.", "i.u."), ("«Plan»", "«Plan»"), ("=", "="),
    ],
)  # fmt: skip
def test_a_plain_word_is_what_it_looks_like(word: str, value: object) -> None:
    if word == "-":
        assert parse("- -\n", "f").root == [[None]]
        return
    root = parse(f"key: {word}\n", "f").root
    assert root == {"key": value}
    assert isinstance(root, dict)
    assert type(root["key"]) is type(value)


@pytest.mark.parametrize("word", ["no", "2024", "2024-02-06", "3.10", "null", "~", "true", "012", ""])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_word_in_quotes_is_text(word: str, quote: str) -> None:
    assert parse(f"key: {quote}{word}{quote}\n", "f").root == {"key": word}


@pytest.mark.parametrize("word", ["1٢", "2024-0٢-01", "2024-02-0٦", "1.٥"])
def test_only_the_digits_0_to_9_make_numbers_and_dates(word: str) -> None:
    assert parse(f"key: {word}\n", "f").root == {"key": word}


def test_infinity_and_not_a_number_are_floats() -> None:
    root = parse("[.inf, -.inf, .nan]", "f").root
    assert isinstance(root, Seq)
    assert root[:2] == [math.inf, -math.inf]
    assert math.isnan(root[2])


@pytest.mark.parametrize(("digits", "value"), [(39, 10**39 - 1), (40, 1e40), (5000, math.inf)])
def test_a_number_of_very_many_digits_is_about_as_large(digits: int, value: float) -> None:
    assert parse("key: " + "9" * digits, "f").root == {"key": value}


def test_keys_have_types_too() -> None:
    assert parse("outcome: {2021: 3253, 2022: 2768, i.u.: 1}", "f").root == {"outcome": {2021: 3253, 2022: 2768, "i.u.": 1}}


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert parse("<<: {a: 1}\n", "f").root == {"<<": {"a": 1}}


# What cannot be read


@pytest.mark.parametrize(
    ("text", "problem", "line", "column"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", "not-closed", 3, 2),
        ("a: 1\nb: c: d\n", "colon-in-text", 2, 5),
        ("a: 1\n  b: 2\n", "indented-too-far", 2, 3),
        ("a: '\nb\n", "quote-not-closed", 3, 1),
        ("a:\n  b: 1\n c: 2\n", "indentation", 3, 2),
        ("- a\nb: 1\n", "indentation", 2, 1),
        ("a: %b\n", "special-character", 1, 4),
        ("a: * b\n", "special-character", 1, 5),
        ("a: - b\n", "special-character", 1, 4),
        ('a: "\\q"\n', "bad-escape", 1, 5),
        ('a: "b" c\n', "text-after-end", 1, 8),
        ("a: |0\n  b\n", "not-yaml", 1, 5),
        ("goals:\n\t- ref: x\n", "tab", 2, 1),
        ("goals:\n  - ref: x\n\ttext: y\n", "tab", 3, 1),
        ("a: 1\nb: x\x07y\n", "control-character", 2, 5),
        ("mål: Hälsa på Öckerö\nb: x\x07y\n", "control-character", 2, 5),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
        ("{a: {b: 1, b: 2}}", "duplicate-key", 1, 12),
        ("a: 1\nb: !!str 5\n", "tag", 2, 4),
        ("a: 1\nb: !plan {c: 1}\n", "tag", 2, 4),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "tag", 2, 4),
        ("a: 1\nb: !e!plan c\n", "tag", 2, 4),
        ("a: 1\n---\nb: 2\n", "several-documents", 2, 1),
        ("a: 1\nb: [x, *y]\n", "unknown-alias", 2, 8),
        ("a: &a [*a]\n", "unknown-alias", 1, 8),
        ("a: 1\n? [b]\n: c\n", "key-no-word", 2, 3),
        ("a: 1\n? {b: c}\n: d\n", "key-no-word", 2, 3),
        ("a: &a [1]\n*a : c\n", "key-no-word", 2, 1),
        ("a:\n " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "too-deep", 2, MAX_DEPTH + 1),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_at_its_place(text: str, problem: str, line: int, column: int) -> None:
    error = error_of(text)
    assert (error.text.key, error.span.line, error.span.column) == (problem, line, column)


def test_a_repeated_key_tells_where_it_stood_first() -> None:
    assert error_of("a: 1\nb: 2\n\na: 3\n").text.details == {"name": "a", "line": 1}


def test_an_unknown_alias_is_named() -> None:
    assert error_of("a: *plan\n").text.details == {"alias": "plan"}


def test_values_may_be_nested_to_the_limit() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    value: Any = parse(text, "f").root
    for _ in range(MAX_DEPTH - 1):
        value = value[0]
    assert value == []


def test_aliases_that_multiply_are_refused() -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    error = error_of("\n".join(bomb))
    assert (error.text.key, error.text.details) == ("too-many-values", {"limit": MAX_VALUES})
    assert error.span.line == 6


@pytest.mark.parametrize("data", ["document: x\n".encode("utf-16"), "document: x\n".encode("utf-16-le"), b"\xfe\xff\x00d"])
def test_utf_16_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as raised:
        decode(data)
    assert (raised.value.text.key, raised.value.span.line) == ("utf-16", 1)


def test_latin_1_is_refused_at_the_first_character_that_is_not_utf_8() -> None:
    with pytest.raises(SourceError) as raised:
        decode("document: arsrapport\ntitle: å ".encode() + "Årsrapport".encode("latin-1"))
    assert (raised.value.text.key, raised.value.span) == ("not-utf-8", Span(2, 10, 11))
    assert raised.value.text.details == {"byte": "0xc5"}


# Any values

# PyYAML writes after YAML 1.1: it leaves without quotes what is a number only since 1.2, and takes more for line breaks.
words = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029")).filter(
    lambda text: not is_number_of_yaml_1_2(text)
)
scalars = words | st.integers(-(10**30), 10**30) | st.booleans() | st.dates() | st.none()
nested = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(words | st.integers(1990, 2100), inner), max_leaves=12
)


def is_number_of_yaml_1_2(text: str) -> bool:
    if not text.isascii() or any(char in text for char in "_nNfF"):
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def scalars_of(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in scalars_of(inner, (*path, key))]
    if isinstance(value, list):
        return [found for n, inner in enumerate(value) for found in scalars_of(inner, (*path, n))]
    return [(path, value)]


def begins(written: str, value: object) -> bool:
    """Whether a text begins as PyYAML writes the value."""
    if isinstance(value, bool):
        return written.startswith("true" if value else "false")
    if not isinstance(value, str):
        return written.startswith("null" if value is None else str(value))
    if written.startswith("'"):
        return written[1:].startswith(value[:1].replace("'", "''").strip("\n"))
    if written.startswith('"'):
        return bool(written[1:2] in ("\\", value[:1]) or (not value and written[1:2] == '"'))
    return written.startswith(value.split(" ")[0])


@given(nested)
def test_what_yaml_writes_is_read_as_the_same_value(value: object) -> None:
    assert parse(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "f").root == value


@given(st.dictionaries(words, nested, min_size=1))
def test_every_scalar_stands_where_its_written_form_begins(value: dict[str, object]) -> None:
    source = parse(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "f")
    for path, scalar in scalars_of(value):
        span = source.span(path)
        assert begins(source.line(span.line)[span.column - 1 :], scalar), (path, span)


@given(st.text() | st.text(alphabet="ab:-#[]{}&*!|>'\"%@`?,~ \n\t\r0."))
def test_text_of_any_kind_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        source = parse(text, "f")
    except SourceError as error:
        assert 1 <= error.span.line <= len(text.splitlines()) + 1
        assert error.span.column >= 1
    else:
        assert source.text == text


@pytest.mark.parametrize(
    ("text", "place", "write"),
    [
        ("a: 1\nvocabulary\n  # what words mean\n  assessment: {}\n", (2, 1, 11), "vocabulary:"),
        ("a: 1\ngoals # two\n  - {id: a}\n", (2, 1, 6), "goals:"),
        ("goals\n  - id: a\n", (1, 1, 6), "goals:"),
        ("document verksamhetsplan\nyear: 2025\n", (1, 1, 9), "document: verksamhetsplan"),
        ("document: x\nnamnd sn\nyear: 2025\n", (2, 1, 6), "namnd: sn"),
        ("goals:\n  - id: a\n    indicators\n      - name: b\n", (3, 5, 15), "indicators:"),
        ("year: 2025\ngoals\n", (2, 1, 6), "goals:"),
    ],
)
def test_a_colon_that_is_missing_after_a_key_is_told_there(text: str, place: tuple[int, int, int], write: str) -> None:
    with pytest.raises(SourceError) as error:
        parse(text, "f")
    assert error.value.text.key == "no-colon"
    assert tuple(error.value.span) == place
    assert error.value.text.details["write"] == write


def test_a_heading_at_the_top_is_no_key() -> None:
    with pytest.raises(SourceError) as error:
        parse("Verksamhetsplan 2025\ndocument: verksamhetsplan\n", "f")
    assert (error.value.text.key, tuple(error.value.span)) == ("text-without-key", (1, 1, 21))


@pytest.mark.parametrize(
    "text", ["goals:\n  - ref: x\n      text: y\n", "goals:\n  - ref: x\n    assessment: god\n      analysis: Bra.\n"]
)
def test_a_key_that_is_indented_too_far_is_told_as_that(text: str) -> None:
    with pytest.raises(SourceError) as error:
        parse(text, "f")
    assert (error.value.text.key, error.value.span.column) == ("indented-too-far", 7)


@pytest.mark.parametrize("text", ["m:\n  - Vi arbetar\n    med: detta\n", "b: x: y\n", "a:\n  - id: x\n   b: y\n"])
def test_no_colon_is_missing_where_one_is_too_many_or_the_indentation_is_wrong(text: str) -> None:
    with pytest.raises(SourceError) as error:
        parse(text, "f")
    assert error.value.text.key != "no-colon"


def test_only_the_end_of_a_line_is_taken_off_it() -> None:
    with pytest.raises(SourceError) as error:
        parse("a: 1\nb\r\r\r", "f")
    span = error.value.span
    assert (span.line, span.column) == (2, 1)
    assert Source("f", "a\r\nb\r\rc", None).line(1) == "a"
    assert Source("f", "a\r\nb\r\r", None).line(2) == "b\r"


@given(st.binary())
def test_bytes_of_any_kind_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except SourceError as error:
        assert error.text.key in ("utf-16", "not-utf-8")
    else:
        assert text.encode("utf-8") == data.removeprefix(b"\xef\xbb\xbf")
