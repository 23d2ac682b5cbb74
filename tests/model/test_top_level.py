"""The keys of a text and their lines, seen without parsing: they are those that parsing gives, or nothing is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import plancheck
from plancheck.model.source import Map, SourceError, is_blank, lines_in_items, parse, top_level
from plancheck.repository.header import guessed_header, header_of
from plancheck.repository.workspace import Workspace
from plancheck.ruleset.loader import without_tests

ROOT = Path(__file__).parents[1]
WRITTEN = sorted([*(ROOT / "examples").rglob("*.yaml"), *(ROOT / "rules").rglob("*.yaml")])
ENDS = ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"]


def root_of(text: str) -> Any:
    """The values of a text, or None where it cannot be parsed or is no mapping."""
    try:
        root = parse(text, "f").root
    except SourceError:
        return None
    return root if isinstance(root, Map) else None


# The keys at the top


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_each_key_has_its_lines_whatever_ends_them(end: str) -> None:
    text = end.join(
        ["# first", "document: kf-budget # a budget", "goals:", "- id: a", "", "# more", "  x: 1", "year: 2025", ""]
    )
    keys = top_level(text)
    assert keys is not None
    assert [text[lines.start : lines.end].split(end) for lines in keys.values()] == [
        ["document: kf-budget # a budget", ""],
        ["goals:", "- id: a", "", "# more", "  x: 1", ""],
        ["year: 2025", ""],
    ]
    assert [lines.inline for lines in keys.values()] == ["kf-budget # a budget", "", "2025"]
    assert [is_blank(lines.below) for lines in keys.values()] == [True, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "", "# nothing\n", "word\n", "- a\n", "- a: 1\n", "{a: 1}\n", "--- {a: 1}\n", "---\na: 1\n", "%YAML 1.1\n---\na: 1\n",
        "a: 1\na: 2\n", '"a": 1\n', "'a': 1\n", "a : 1\n", "? a\n: 1\n", "&a b: 1\n", "!t a: 1\n", "a: 1\n...\n", "2024: 1\n",
        "true: 1\n", "null: 1\n", " a: 1\n", "  x\na: 1\n", "a: 1\n\t\n", "\ta: 1\n", "\ufeff\ufeffa: 1\n", "a: 1\n*b : 2\n",
        'a: "x\nb: y"\n', "a: 'x\nb: y'\n", "a:\n  - 'x''\nb: y'\n", 'a:\n  - "x\\"\nb: y"\n', "a: [x,\nb: y]\n",
        "a: {x: y,\nb: z\n }\n",
        "a: [x, # one\nb: y]\n", "a: [x,\n\n  # one\n\nb: y]\n", "a: [\nb: y]\n", "a: {? \nb: y}\n", "a: [&x\nb: y]\n",
        "a: [!x\nb: y]\n", 'a: {x: "y\n  # z",\nb: 1}\n', "a: {b: \"}\nb: \"}\nc: d\n", "a: {\"b\":\"}\nb: \"}\nc: d\n",
    ],
)  # fmt: skip
def test_what_takes_parsing_to_tell_is_not_told(text: str) -> None:
    assert top_level(text) is None


@pytest.mark.parametrize(
    "text",
    [
        'a: "Menade du b?"\nb: "c"\n', 'a: {x: "Nu:"}\nb: c\n', "a: ' '\nb: ''\nc: ''''\n", "a: [x,\n  y]\nb: {z: [1]}\n",
        "a: it's\nb: x 'y\n", "a: it's 'x\nb: y'\n", "a: |\n  it's \"x\n  [y,\nb: 1\n", "a: &x [1]\nb: *x\nc: &y\nd: !\n",
        "a: x, # one\nb: y\n",
        "a: Kultur & fritid!\nb: Vad ?\nc: d\n", "å-1_x: 1\nÖ: 2\n", "a:\n- b: 1\n-\n  c: 2\n- \nd: 3\n", "a: x#y\nb: z:y\n",
    ],
)  # fmt: skip
def test_plain_style_is_told_without_parsing_it_all(text: str) -> None:
    keys, root = top_level(text), root_of(text)
    assert keys is not None
    assert root is None or list(keys) == list(root)


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_keys_of_the_files_that_ship_are_those_that_parsing_gives(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    keys = top_level(text)
    assert keys is not None
    assert list(keys) == list(root_of(text))


def test_no_text_takes_long() -> None:
    for begin in (
        ",#",
        ",\n",
        "#,\n",
        " '",
        ' "',
        "''",
        "! ",
        "!,",
        "&a ",
        "[",
        "{ ",
        "? ",
        "a: '\n",
        'a: "\n',
        ", #",
        " \n",
        "\t",
    ):
        text = f"a: 1\nb: {begin * 20_000}\nc: 1\n"
        top_level(text)
        without_tests(f"rules:\n  - id: A\n    b: {begin * 20_000}\n    tests:\n      - 1\n")


# Headers


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_a_header_agrees_with_its_document_on_what_ends_a_line(end: str, kommun: plancheck.RuleSet) -> None:
    held = header_is_right(f"document: kf-budget\nyear: 2024\ntitle: Budget{end}year: 2025\n", kommun)
    assert not held  # The year is there twice, or the title is none.
    assert header_is_right(f"document: kf-budget{end}title: Budget{end}id: kf{end}year: 2024{end}", kommun)


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_a_file_that_is_no_document_seems_to_be_what_its_lines_say(end: str) -> None:
    header = guessed_header(end.join(["title: ", 'document: "kf-budget"', "year: 2024 # x", "year: 2025", "goals: [", ""]))
    assert header is not None
    assert header[:3] == ("kf-budget", None, 2024)


def header_is_right(text: str, ruleset: plancheck.RuleSet) -> bool:
    """Whether the header of a document was told; it fails where it was told wrongly."""
    header, root = header_of(text), root_of(text)
    workspace = Workspace(ruleset.declared)
    document = workspace.understand(parse(text, "f")) if root is not None else None
    if header is None or document is None:
        return False
    as_of = document.as_of.isoformat() if document.as_of else None
    assert header[:5] == (document.document, document.namnd, document.year, as_of, document.identity())
    assert header.keys == set(root)
    return True


values = st.sampled_from(
    [
        "kf-budget", "'kf-budget'", '"verksamhetsplan"', "2024", "'2024'", "2024-08-31", "null", "", "~", "nordost",
        "&a nordost", "|", ">-", "[]", "[{id: a}]", "[{id: a,", "[", "]", "}]", '"', "'", "x", "x, # y", "# y", "it's", "''",
        '"\\"', '"x"', "true",
    ]
)  # fmt: skip
keys_of_documents = st.sampled_from(
    ["document", "namnd", "year", "id", "as-of", "title", "goals", "uppdrag", "x-own", '"year"']
)
starts_of_lines = st.sampled_from(["", "", "", "", " ", "  ", "- ", "  - ", "    ", "\t", "# "])
lines_of_documents = st.one_of(
    st.builds("{}{}: {}".format, starts_of_lines, keys_of_documents, values),
    st.builds("{}{}".format, starts_of_lines, values),
)


def texts_of(lines: st.SearchStrategy[str], least: str = "") -> st.SearchStrategy[str]:
    """Texts of some lines, with anything that ends a line; some begin with what makes them what they are."""
    ended = st.lists(st.builds("{}{}".format, lines, st.sampled_from([*ENDS, "\n", "\n", "\n"])), max_size=7).map("".join)
    return st.builds("{}{}".format, st.sampled_from(["", least]), ended) if least else ended


@given(texts_of(lines_of_documents, "document: kf-budget\nyear: 2024\n"))
@example('document: kf-budget\nyear: 2024\ntitle: "a\nid: b"\n')
@example("document: kf-budget\nyear: 2024\ntitle: a\u2028id: b\n")
@example("document: kf-budget\nyear: 2024\nid: a\n  b\n")
@example("document: kf-budget\nyear: 2024\nid: a\u00a0# b\n")
@example("document: kf-budget\nyear: 2024\nuppdrag: [{id: a,\nid: b}]\n")
@example("document: kf-budget\nyear: 2024\nuppdrag:\n  - {id: a,\ntitle: b\n    }\n")
def test_a_header_says_what_the_document_says_or_nothing(text: str) -> None:
    header_is_right(text, KOMMUN)


KOMMUN = plancheck.load("kommun")


@given(st.text(alphabet="ab:-#[]{}&*!|>'\"?, \n\r\x85\u2028") | texts_of(lines_of_documents))
def test_the_keys_of_any_text_are_those_that_parsing_gives(text: str) -> None:
    keys, root = top_level(text), root_of(text)
    if keys is not None and root is not None:
        assert list(keys) == list(root)
        # Each key with its lines alone has the value that it has in the whole, unless it names what stands elsewhere.
        for key, lines in keys.items():
            alone = text[lines.start : lines.end]
            if "*" not in alone:
                assert root_of(alone) == {key: root[key]}


# Rules without their tests

lines_of_rules = st.one_of(
    st.builds(
        "{}{}: {}".format,
        st.sampled_from(["  - ", "    ", "    ", "      ", "  ", "      - ", "    - ", ""]),
        st.sampled_from(["id", "tests", "tests", "hint", "tests-too"]),
        st.sampled_from(["", "", "", "x", "'x", '"', '"x"', "[x,", "]", "[]", "|+", ">", "&a x", "*a", "# x", "{x: y}"]),
    ),
    st.sampled_from(
        ["", "  # x", "requirements:", "rules:", "    x", "      x'", '  - "', "      - x", "      ]", "  -", '    "']
    ),
)


def values_but_for_tests(root: Any) -> Any:
    rules = root.get("rules")
    if not isinstance(rules, list):
        return {**root, "requirements": None}
    without = [{**rule, "tests": None} if isinstance(rule, dict) else rule for rule in rules]
    return {**root, "requirements": None, "rules": without}


@given(texts_of(lines_of_rules, "rules:\n  - id: x\n    tests:\n      - x\n"))
@example("rules:\n  - id: x\n    hint: |+\n      x\n    tests:\n      - x\n\n")
@example("rules:\n  - tests:\n      - x\n    id: y\n")
@example('rules:\n  - id: x\n    hint: "y\n  - id: x\n    tests:\n      z"\n')
@example("rules:\n  - id: x\n    tests:\n    - x\u2028    hint: y\u2028  - id: z\n")
@example("rules:\n  - id: x\n    tests:\n      - &a x\n    hint: *a\n")
@example("rules:\n  -   id: x\n      hint: y\n  - hint:\n      tests:\n        x\n")
@example("rules:\n  - id: x\n    tests:\n  - \n")
@example("requirements:\n  A: &a x\nrules: *a\n")
def test_a_rule_file_without_its_tests_says_the_same_but_for_them(text: str) -> None:
    root = root_of(text)
    if root is not None:
        left = without_tests(text)
        assert values_but_for_tests(root_of(left)) == values_but_for_tests(root)
        assert left.count("\n") == text.count("\n")


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_the_tests_of_a_rule_are_left_out_whatever_ends_a_line(end: str) -> None:
    lines = ["rules:", "  - id: A", "    tests:", "      - x", "    hint: y", "  - id: B", "    tests:", "    - x"]
    left = without_tests(end.join(lines))
    assert root_of(left) == {"rules": [{"id": "A", "tests": [], "hint": "y"}, {"id": "B", "tests": []}]}
    assert len(lines_in_items(end.join(lines[1:]), "tests")) == 2


@pytest.mark.parametrize("file", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_test_of_a_rule_that_ships_is_parsed_when_it_is_not_asked_for(file: Path) -> None:
    root = root_of(without_tests(file.read_text(encoding="utf-8")))
    assert [rule["id"] for rule in root.get("rules", []) if rule.get("tests")] == []
    assert not root.get("requirements")
