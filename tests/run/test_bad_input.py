"""Whatever a file holds is told as one clear finding at its place, and the documents beside it are still checked."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import Result

from plancheck.ruleset.builtin import BUILT_IN
from tests.command import answers, plancheck
from tests.paths import MINIMAL
from tests.work import calls

GOOD = "verksamhetsplan.yaml"
GOOD_DOCUMENT = "verksamhetsplan-kulturnamnden-2025"
BAD = "ydalig.yaml"
HEAD = "document: verksamhetsplan\nnamnd: idrottsnamnden\nyear: 2025\n"
WITHOUT: list[tuple[str, str, str]] = []
"""What a check says of the good document when nothing bad stands beside it."""
PLAN = """\
document: verksamhetsplan
namnd: idrottsnamnden
year: 2025
decisions:
  - {by: idrottsnamnden, outcome: adopted, date: 2025-02-11, paragraph: § 7, diary-number: IN-2025-3}
sections:
  - {number: "1", title: Inledning, kind: inledning}
  - {number: "2", title: Förutsättningar, kind: forutsattningar}
  - {number: "3", title: Mål och uppdrag, kind: mal-och-uppdrag}
goals:
  - ref: kf-2025/goal-1
    text: Fler simlektioner för alla barn i åttonde klass.
"""


class Found(NamedTuple):
    rule: str
    file: str
    at: tuple[int, int]
    end: int
    message: str


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in MINIMAL.iterdir():
        shutil.copy(file, tmp_path)
    with (tmp_path / "organisation.yaml").open("a", encoding="utf-8") as organisation:
        organisation.write("  - {id: idrottsnamnden, title: Idrottsnämnden}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def check(*arguments: str) -> Result:
    """A check in this process: it ends with an exit code and tells no traceback."""
    return plancheck("check", *arguments)


def report(*arguments: str, exit_code: int) -> dict[str, Any]:
    result = check("--format", "json", *arguments)
    assert result.exit_code == exit_code, result.output
    values: dict[str, Any] = json.loads(result.stdout)
    return values


def findings(values: dict[str, Any]) -> list[Found]:
    found = []
    for one in values["evaluations"]:
        if one["outcome"] == "failed":
            place = one["location"]
            at = (place["line"], place["column"])
            found.append(Found(one["rule"], place["file"], at, place["end-column"], one["message"]))
    return found


def faults(values: dict[str, Any]) -> list[Found]:
    """What is wrong with files themselves; what is left of a faulty document is judged beside it."""
    return [found for found in findings(values) if found.rule in BUILT_IN]


def of_the_good(values: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(e["rule"], e["item"], e["outcome"]) for e in answers(values) if e["document"] == GOOD_DOCUMENT]


def the_finding(data: str | bytes, name: str = BAD) -> Found:
    """The one finding about a file with these contents, beside a good document that is checked as ever."""
    if not WITHOUT:
        WITHOUT.extend(of_the_good(report(exit_code=0)))
    assert len(WITHOUT) > 10
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    values = report(exit_code=1)
    assert of_the_good(values) == WITHOUT
    (found,) = faults(values) or findings(values)
    assert found.file == name
    english = check("--lang", "en")
    assert english.exit_code == 1
    assert f"{name}:{found.at[0]}:{found.at[1]}: error {found.rule} " in english.stdout
    return found


def assert_told(found: Found, rule: str, line: int, column: int, *words: str) -> None:
    assert (found.rule, *found.at) == (rule, line, column), found
    missing = [word for word in words if word.casefold() not in found.message.casefold()]
    assert not missing, found.message


# What is no YAML


def test_an_open_bracket_is_told_where_yaml_gives_up() -> None:
    assert_told(the_finding(HEAD + "title: [Plan, 2025\ngoals: 1\n"), "FIL001", 5, 6, "inte stängd")


def test_an_open_quote_is_told_where_the_file_ends() -> None:
    assert_told(the_finding(HEAD + 'title: "Plan 2025\n'), "FIL001", 5, 1, "citattecken", "inte stängt")


def test_a_second_colon_on_a_line_is_told_at_the_colon() -> None:
    assert_told(the_finding(HEAD + "title: Plan: 2025\n"), "FIL001", 4, 12, "kolon", "citattecken")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("goals:\n  - {ref: kf-2025/goal-1, text: Mål #3 nås}\n", 5, 37),
        ("goals:\n  - {ref: kf-2025/goal-1, text: Mål #3}\nuppdrag: []\n", 5, 37),
        ("decisions: [{by: kf, paragraph: § #9}]\n", 4, 35),
        ("uppdrag:\n  - ref: kf-2025/bokbuss\n    handled-by: [a, #b]\n    text: x\n", 6, 21),
    ],
)
def test_a_comment_that_swallows_the_end_of_a_brace_is_told_at_its_sign(text: str, line: int, column: int) -> None:
    assert_told(the_finding(HEAD + text), "FIL001", line, column, "# börjar en kommentar", "citattecken")


def test_a_comment_behind_an_open_brace_is_not_its_fault() -> None:
    assert_told(the_finding(HEAD + "goals: [ # våra mål\n  {text: a}\nuppdrag: []\n"), "FIL001", 6, 1, "inte stängd")


def test_the_work_for_a_wrong_key_does_not_grow_with_their_number() -> None:
    def work(number: int) -> int:
        Path(BAD).write_text(HEAD + "".join(f"nyckel{n}: 1\n" for n in range(number)), encoding="utf-8")
        return calls(lambda: check(BAD))

    work(1)
    assert work(4000) < 5 * work(1000)


@pytest.mark.parametrize("blanks", [" ", "\t", "\u00a0"], ids=repr)
def test_a_great_many_blanks_in_a_comment_hold_nothing_up(blanks: str) -> None:
    Path(BAD).write_text(f"{HEAD}# GRANSKA: x{blanks * 400_000}y\ngoals: []\n", encoding="utf-8")
    assert check(BAD).exit_code == 1


@pytest.mark.parametrize("blanks", [" ", "\t", " \n", "\n", "\u00a0", "# "], ids=repr)
@pytest.mark.parametrize("end", ["", "y"])
def test_a_great_many_blanks_in_a_value_hold_nothing_up(blanks: str, end: str) -> None:
    # If the time grew as the square of their number, this would take an hour.
    Path(BAD).write_text(f"{HEAD}title: x{blanks * 400_000}{end}\ngoals: []\n", encoding="utf-8")
    assert check(BAD).exit_code == 1


def test_prose_is_told_to_have_no_keys() -> None:
    assert_told(the_finding("Nämnden antog planen.\nDen gäller hela året.\n"), "FIL001", 1, 1, "nycklar med värden")


def test_a_single_number_is_told_to_have_no_keys() -> None:
    assert_told(the_finding("17\n"), "FIL001", 1, 1, "nycklar med värden")


def test_a_list_at_the_top_is_told_to_have_no_keys() -> None:
    assert_told(the_finding("- document: verksamhetsplan\n- year: 2025\n"), "FIL001", 1, 1, "nycklar med värden", "lista")


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "# bara en kommentar\n", "---\n", "~\n", "\ufeff"])
def test_a_file_without_content_is_told_to_be_empty(text: str) -> None:
    assert_told(the_finding(text), "FIL001", 1, 1, "tom")


def test_a_duplicate_key_is_told_with_the_line_of_the_first() -> None:
    assert_told(the_finding(HEAD + "title: A\n\ntitle: B\n"), "FIL001", 6, 1, "title", "rad 4")


def test_a_duplicate_key_deep_down_is_told_at_its_line() -> None:
    text = HEAD + "goals:\n  - ref: kf-2025/goal-1\n    text: A\n    text: B\n"
    assert_told(the_finding(text), "FIL001", 7, 5, "text", "rad 6")


def test_a_list_as_a_key_is_told_at_its_place() -> None:
    assert_told(the_finding(HEAD + "[a, b]: c\n"), "FIL001", 4, 1, "nyckel", "ord")


@pytest.mark.parametrize(("before", "line"), [("goals:\n", 5), ("goals:\n  - ref: kf-2025/goal-1\n", 6)])
def test_a_tab_is_told_at_its_line(before: str, line: int) -> None:
    assert_told(the_finding(HEAD + before + "\ttext: A\n"), "FIL001", line, 1, "tabb", "blanksteg")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf_16_file_is_told_to_be_one(encoding: str) -> None:
    assert_told(the_finding((HEAD + "title: Åäö\n").encode(encoding)), "FIL001", 1, 1, "UTF-16", "UTF-8")


def test_a_latin_1_file_is_told_at_its_first_foreign_character() -> None:
    found = the_finding((HEAD + "title: Plan för år 2025\n").encode("latin-1"))
    assert_told(found, "FIL001", 4, 14, "0xf6", "UTF-8")


def test_a_column_counts_characters_and_not_bytes() -> None:
    data = (HEAD + "title: Åäö 😀 ").encode() + b"\xff\n"
    assert_told(the_finding(data), "FIL001", 4, 14, "0xff")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe"])
def test_a_control_character_is_told_at_its_place(character: str) -> None:
    assert_told(the_finding(HEAD + f"title: Plan{character} 2025\n"), "FIL001", 4, 12, "styrtecken", "ta bort")


def test_a_file_of_nothing_but_nul_is_not_taken_for_utf_16() -> None:
    found = the_finding(b"\0" * 512)
    assert_told(found, "FIL001", 1, 1)
    assert "UTF-16" not in found.message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), 1),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", 2),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)), 2),
    ],
    ids=["png", "pdf", "docx"],
)
def test_a_binary_file_is_told_not_to_be_text(data: bytes, line: int) -> None:
    found = the_finding(data)
    assert (found.rule, found.at[0]) == ("FIL001", line)
    assert "UTF-8" in found.message or "styrtecken" in found.message


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!!python/object:os.system ls", "!egen x", "!!str 7"])
def test_a_type_tag_is_refused_at_its_place(tag: str) -> None:
    assert_told(the_finding(HEAD + f"title: {tag}\n"), "FIL001", 4, 8, "Typmärkningen", tag.split()[0].lstrip("!"), "ta bort")


def test_an_alias_to_nowhere_is_told_by_its_name() -> None:
    assert_told(the_finding(HEAD + "title: *plan\n"), "FIL001", 4, 8, "*plan", "inte är definierat")


def test_an_alias_to_what_it_stands_in_is_told() -> None:
    assert_told(the_finding(HEAD + "x-ring: &ring [*ring]\n"), "FIL001", 4, 16, "*ring")


def test_several_documents_in_one_file_are_told_where_the_second_begins() -> None:
    assert_told(the_finding(f"---\n{HEAD}---\n{HEAD}"), "FIL001", 5, 1, "andra dokument", "egen fil")


def test_a_file_that_ends_with_its_end_mark_is_one_document() -> None:
    Path(BAD).write_text(PLAN + "...\n", encoding="utf-8")
    assert findings(report(exit_code=0)) == []


# What would take too long


def is_told_at_once() -> bool:
    """Whether a check with the bad document is hardly more work than one with a sound document in its place."""
    bad = Path(BAD).read_text(encoding="utf-8")
    Path(BAD).write_text(PLAN, encoding="utf-8")
    check()  # what is read once is read now
    # What is kept of a check makes the next one with the same documents much less work.
    sound = calls(lambda: check("--no-cache"))
    Path(BAD).write_text(bad, encoding="utf-8")
    return calls(lambda: check("--no-cache")) < 2 * sound


@pytest.mark.parametrize("head", [HEAD, ""], ids=["a document", "no document"])
def test_anchors_that_explode_are_told_at_once(head: str) -> None:
    lines = ["x-a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"]
    for before, name in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True):
        lines.append(f"x-{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n")
    Path(BAD).write_text(head + "".join(lines), encoding="utf-8")
    assert is_told_at_once()
    (found,) = findings(report(exit_code=1))
    assert_told(found, "FIL001", head.count("\n") + 6, 22, "500 000 värden".replace(" ", "\N{NO-BREAK SPACE}", 1), "alias")


@pytest.mark.parametrize(
    ("nested", "line"),
    [
        ("x-a: " + "[" * 1000 + "]" * 1000 + "\n", 4),
        ("x-a: " + "{a: " * 1000 + "b" + "}" * 1000 + "\n", 4),
        ("x-a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 1001)), 104),
        ("x-a:\n  " + "- " * 1000 + "a\n", 5),
    ],
    ids=["flow lists", "flow mappings", "block mappings", "block lists"],
)
def test_nesting_a_thousand_deep_is_told_at_once(nested: str, line: int) -> None:
    Path(BAD).write_text(HEAD + nested, encoding="utf-8")
    assert is_told_at_once()
    (found,) = findings(report(exit_code=1))
    assert (found.rule, found.at[0]) == ("FIL001", line)
    assert "100 nivåer" in found.message


def test_fifty_levels_of_ones_own_data_are_no_finding() -> None:
    Path(BAD).write_text(PLAN + "x-a: " + "[" * 50 + "]" * 50 + "\n", encoding="utf-8")
    assert findings(report(exit_code=0)) == []


# What is no document, or not of the right shape


def test_an_unknown_kind_is_told_with_the_nearest_one() -> None:
    found = the_finding(HEAD.replace("verksamhetsplan", "verksamhetsplam"))
    assert_told(found, "DOK002", 1, 11, "verksamhetsplam", "Menade du verksamhetsplan?")
    assert found.end == 26


def test_a_kind_like_no_other_is_told_with_all_there_are() -> None:
    assert_told(the_finding(HEAD.replace("verksamhetsplan", "semesterlista")), "DOK002", 1, 11, "kf-budget", "arsrapport")


def test_a_document_without_kind_is_told_to_need_one() -> None:
    assert_told(the_finding("namnd: idrottsnamnden\nyear: 2025\n"), "DOK002", 1, 1, "document:")


@pytest.mark.parametrize("key", ["namnd: idrottsnamnden\n", "year: 2025\n"])
def test_a_document_without_a_key_that_it_must_have_is_told_its_name(key: str) -> None:
    found = the_finding(HEAD.replace(key, ""))
    assert (found.rule, found.at[0]) == ("DOK001", 1)
    assert f"{key.partition(':')[0]} saknas" in found.message


@pytest.mark.parametrize(
    ("text", "line", "column", "nearest"),
    [
        ("uppdragg:\n  - {ref: kf-2025/bokbuss}\n", 4, 1, "uppdrag"),
        ("uppdrag:\n  - ref: kf-2025/bokbuss\n    statuss: avslutad\n", 6, 5, "status"),
        ("decisions:\n  - {by: kf, outcome: adopted, diary_number: A-1}\n", 5, 32, "diary-number"),
        ("goals:\n  - ref: kf-2025/goal-1\n    sub-goals: [{title: A, indicator: []}]\n", 6, 28, "indicators"),
        ("As-of: 2025-01-01\n", 4, 1, "as-of"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_one(text: str, line: int, column: int, nearest: str) -> None:
    assert_told(the_finding(HEAD + text), "DOK001", line, column, f"Menade du {nearest}?")


def test_an_unknown_key_like_no_other_is_told_with_all_there_are() -> None:
    text = HEAD + "uppdrag:\n  - {ref: kf-2025/bokbuss, färg: blå}\n"
    assert_told(the_finding(text), "DOK001", 5, 28, "färg", "handled-by", "closed-on")


def test_a_key_that_begins_with_x_is_free() -> None:
    Path(BAD).write_text(PLAN + "x-färg: blå\n", encoding="utf-8")
    assert findings(report(exit_code=0)) == []


@pytest.mark.parametrize("key", ["7", "~", "2025-01-01", "true"])
def test_a_key_that_is_no_word_is_told_at_the_key_in_swedish(key: str) -> None:
    found = the_finding(HEAD + f"{key}: sju\n")
    assert found.at == (4, 1), found
    assert "should" not in found.message


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("title: 2025\n", 4, 8, "text"),
        ("title: [Plan]\n", 4, 1, "text"),
        ("title: {sv: Plan}\n", 4, 1, "text"),
        ("title: 2025-01-01\n", 4, 8, "text"),
        ("goals: {ref: kf-2025/goal-1}\n", 4, 1, "en lista"),
        ("goals:\n", 4, 1, "goals är tom"),
        ("goals: kf-2025/goal-1\n", 4, 8, "en lista"),
        ("goals:\n  - kf-2025/goal-1\n", 5, 5, "nycklar med värden"),
        ("goals:\n  - ref: kf-2025/goal-1\n    text: true\n", 6, 11, "text"),
        ("uppdrag: true\n", 4, 10, "en lista"),
        ("sections:\n  - {title: A, page: fyra}\n", 5, 22, "ett heltal"),
        ("sections:\n  - {title: A, page: 0}\n", 5, 22, "minst 1 är tillåtet"),
        ("articles:\n  - {article: 55}\n", 5, 15, "högst 54 är tillåtet"),
        ("indicators:\n  - {name: A, better: lowr}\n", 5, 23, "Menade du lower?"),
        ("indicators:\n  - {name: A, outcome: 17}\n", 5, 24, "ett värde för varje år"),
        ("period: 2025-2027\n", 4, 9, "from, to"),
        ("uppdrag:\n  - {id: Bokbussen, title: A}\n", 5, 10, "små bokstäver"),
        ("groups:\n  - {id: alla, title: Alla, everyone: ja}\n", 5, 39, "true eller false"),
        ("accounts:\n  - title: A\n    rows: [{title: B, outcome: mycket}]\n", 6, 32, "ett tal"),
        ("source: verksamhetsplan.pdf\n", 4, 9, "nycklar med värden"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_with_the_right_one(text: str, line: int, column: int, expected: str) -> None:
    assert_told(the_finding(HEAD + text), "DOK001", line, column, expected)


@pytest.mark.parametrize(
    ("text", "line", "column", "written", "write"),
    [
        ("thresholds: [{assessment: god, at-least: 7,5}]", 6, 46, "7,5", "7.5"),
        ("thresholds:\n      - assessment: god\n        at-least: 7,5", 8, 19, "7,5", "7.5"),
        ("indicators: [{name: A, outcome: {2024: 7,5}}]", 6, 44, "7,5", "7.5"),
        ("indicators: [{name: A, target: {2024: -0,25}}]", 6, 43, "0,25", "0.25"),
        ("at: {page: 1 450}", 6, 16, "1 450", "1450"),
    ],
)
def test_a_number_as_swedish_writes_it_is_told_as_yaml_has_it(
    text: str, line: int, column: int, written: str, write: str
) -> None:
    found = the_finding(f"{HEAD}goals:\n  - title: Mål\n    {text}\n")
    assert_told(found, "DOK001", line, column, written, f"Skriv {write}", "ett tal")


def test_decimals_of_two_years_are_no_key_that_is_there_twice() -> None:
    found = the_finding(HEAD + "indicators: [{name: A, outcome: {2023: 6,5, 2024: 7,5}}]\n")
    assert_told(found, "FIL001", 4, 51, "Skriv 7.5")


def test_years_without_a_blank_between_are_years() -> None:
    Path("andel.yaml").write_text(
        "document: arsrapport\nnamnd: kulturnamnden\nyear: 2024\nindicators: [{name: A, outcome: {2023: 6,2024: 7}}]\n",
        encoding="utf-8",
    )
    assert not [one for one in findings(report(exit_code=0)) if one.rule in ("DOK001", "FIL001")]


@pytest.mark.parametrize(
    ("text", "rule", "line", "column", "write"),
    [
        ("title:Plan\n", "FIL001", 4, 1, "title: Plan"),
        ("title:Plan\ngoals: []\n", "FIL001", 4, 1, "title: Plan"),
        ("goals:\n  - title: Mål\n    text:Vi gör\n    analysis: Bra\n", "FIL001", 6, 5, "text: Vi gör"),
        ("goals:\n  - title:Mål\n    text: Vi gör\n", "FIL001", 5, 5, "title: Mål"),
        ("goals:\n  - title:Mål\n", "DOK001", 5, 5, "title: Mål"),
        ("goals:\n  - {title: Mål, text:Vi}\n", "DOK001", 5, 18, "text: Vi"),
        ("indicators: [{name: A, outcome: {2024:7}}]\n", "DOK001", 4, 34, "2024: 7"),
        ("goals:\n  -title: Mål\n", "DOK001", 5, 3, "- title"),
        ("goals:\n  - title: Mål\n  -title: Två\n", "FIL001", 6, 3, "- title: Två"),
        ("goals:\n  - title: Mål\n    measures:\n      -Vi gör\n      -Vi kan\n", "DOK001", 7, 7, "- Vi gör"),
    ],
)
def test_a_blank_that_is_missing_is_told_where_it_is_missing(text: str, rule: str, line: int, column: int, write: str) -> None:
    assert_told(the_finding(HEAD + text), rule, line, column, "saknas ett blanksteg", f"Skriv `{write}`")


def test_a_blank_that_is_missing_in_the_first_key_is_told_there() -> None:
    assert_told(the_finding(HEAD.replace(": ", ":")), "FIL001", 1, 1, "saknas ett blanksteg")


@pytest.mark.parametrize("text", ['goals:\n  - "title:Mål"\n', 'goals:\n  - {title: Mål, "a:b"}\n'])
def test_what_is_in_quotes_lacks_no_blank(text: str) -> None:
    assert "blanksteg" not in the_finding(HEAD + text).message


def test_a_colon_in_a_text_above_is_not_blamed_for_the_one_below() -> None:
    found = the_finding(HEAD + "goals:\n  - text: |\n      Tid:nu\ntitle: Plan: 2025\n")
    assert_told(found, "FIL001", 7, 12, "citattecken")


@pytest.mark.parametrize("value", [" 7", " [verksamhetsplan]", " {a: b}"])
def test_a_kind_that_is_no_word_is_told_to_be_text(value: str) -> None:
    found = the_finding(HEAD.replace(" verksamhetsplan", value))
    assert (found.rule, found.at[0]) == ("DOK001", 1)
    assert "ska stå text" in found.message


@pytest.mark.parametrize("value", ["true", "[17]"])
def test_an_outcome_of_the_wrong_type_is_not_told_to_need_a_whole_number(value: str) -> None:
    found = the_finding(HEAD + f"indicators:\n  - name: A\n    outcome: {{2025: {value}}}\n")
    assert (found.rule, found.at[0]) == ("DOK001", 6)
    assert "heltal" not in found.message  # 3.5 and "i.u." do too


def test_an_outcome_of_a_year_that_is_no_number_is_told_at_the_year() -> None:
    assert_told(the_finding(HEAD + "indicators:\n  - {name: A, outcome: {i fjol: 17}}\n"), "DOK001", 5, 25, "heltal", "i fjol")


def test_everything_wrong_in_a_document_is_told_each_at_its_place() -> None:
    Path(BAD).write_text(HEAD + "title: 7\nuppdragg: []\ngoals:\n  - {ref: goal-1, statuss: x}\n", encoding="utf-8")
    told = faults(report(exit_code=1))
    assert [one.at for one in told] == [(4, 8), (5, 1), (7, 11), (7, 19)]
    assert {one.rule for one in told} == {"DOK001"}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("sections:\n  - {number: 3.10, title: A}\n", 14),
        ("sections:\n  - {number: 3, title: A}\n", 14),
        ("goals:\n  - {ref: kf-2025/goal-1, at: {section: 3.1}}\n", 41),
        ("goals:\n  - {ref: kf-2025/goal-1, refers-to: [3.1]}\n", 39),
    ],
)
def test_a_section_number_without_quotes_is_told_to_need_them(text: str, column: int) -> None:
    assert_told(the_finding(HEAD + text), "DOK001", 5, column, "inom citattecken", '"3.10"')


def test_a_section_number_in_words_is_told_to_need_digits() -> None:
    assert_told(the_finding(HEAD + "sections:\n  - {number: tre, title: A}\n"), "DOK001", 5, 14, "avsnittsnummer", "siffror")


@pytest.mark.parametrize("date", ["2024-02-30", "2025-02-29", "2024-13-01", "2024-00-10", "2024-04-31"])
def test_an_impossible_date_is_told_not_to_exist(date: str) -> None:
    found = the_finding(HEAD + f"decisions:\n  - {{by: kf, outcome: adopted, date: {date}}}\n")
    assert_told(found, "DOK001", 5, 38, date, "inte ett datum som finns")


@pytest.mark.parametrize("date", ["6 februari 2024", "den sjätte februari", "i våras", "20240206", "2024"])
def test_a_date_in_words_is_told_how_to_be_written(date: str) -> None:
    assert_told(the_finding(HEAD + f"as-of: {date}\n"), "DOK001", 4, 8, "datum", "2024-02-06")


def test_a_date_in_quotes_is_not_told_that_it_does_not_exist() -> None:
    found = the_finding(HEAD + 'as-of: "2024-02-06"\n')
    assert_told(found, "DOK001", 4, 8, "utan citattecken")
    assert "inte ett datum som finns" not in found.message


@pytest.mark.parametrize(
    ("year", "words"),
    [("202", "minst"), ("1989", "minst"), ("-1", "minst"), ("2101", "högst"), ("20255", "högst"), ("9" * 30, "högst")],
)
def test_a_year_out_of_range_is_told_with_the_limit(year: str, words: str) -> None:
    assert_told(the_finding(HEAD.replace("2025", year)), "DOK001", 3, 7, words)


@pytest.mark.parametrize("year", ["tjugofem", "2025.5", "[2025]", "2025²", "2025-2026", "9" * 400, "9" * 5000])
def test_a_year_that_is_no_whole_number_is_told_to_be_one(year: str) -> None:
    found = the_finding(HEAD.replace("2025", year))
    assert (found.rule, found.at[0]) == ("DOK001", 3)
    assert "heltal" in found.message


def test_a_year_in_quotes_is_told_with_its_quotes() -> None:
    found = the_finding(HEAD.replace("2025", '"2025"'))
    assert_told(found, "DOK001", 3, 7, "2025", "utan citattecken")


# References


@pytest.mark.parametrize(
    "ref", ["bokbuss", "KF-2025/bokbuss", "kf 2025/bokbuss", "kf-2025/", "/bokbuss", "a/b/c", "kf-2025/bok_buss"]
)
def test_a_malformed_reference_is_told_how_to_be_written(ref: str) -> None:
    assert_told(
        the_finding(HEAD + f"uppdrag:\n  - {{ref: {ref}}}\n"), "DOK001", 5, 11, ref, "inte en hänvisning", "kf-2024/goal-1"
    )


def test_an_uppdrag_from_nowhere_is_told_at_its_reference() -> None:
    found = the_finding(PLAN + "uppdrag:\n  - ref: kf-2025/simhall\n    text: Simhallen öppnar i augusti med längre tider.\n")
    assert_told(found, "UPP005", 14, 5, "kf-2025/simhall")


def test_a_goal_from_nowhere_is_told_at_its_reference() -> None:
    found = the_finding(PLAN + "  - ref: kf-2025/goal-9\n    text: Fler idrottsplatser hålls öppna om kvällarna.\n")
    assert_told(found, "MAL004", 13, 10, "kf-2025/goal-9")


def test_what_is_from_a_document_that_is_not_here_cannot_be_judged() -> None:
    Path(BAD).write_text(PLAN + "uppdrag:\n  - ref: kf-2019/simhall\n    text: Simhallen öppnar i augusti.\n", encoding="utf-8")
    (told,) = [one for one in report(exit_code=0)["evaluations"] if (one["rule"], one["item"]) == ("UPP005", "kf-2019/simhall")]
    assert told["outcome"] == "not-assessable"
    assert "kf-2019 finns inte bland dokumenten" in told["message"]


def test_a_namnd_that_the_organisation_does_not_know_is_told() -> None:
    found = the_finding(PLAN.replace("namnd: idrottsnamnden", "namnd: idrotsnamnden"))
    assert_told(found, "KED001", 2, 8, "idrotsnamnden", "organisationen")


def test_an_addressee_that_the_organisation_does_not_know_is_told() -> None:
    text = "document: kf-budget\nid: kf-2026\nyear: 2026\nuppdrag:\n  - {id: simhall, title: Simhall, to: [idrotsnamnden]}\n"
    assert_told(the_finding(text), "KED002", 5, 40, "Simhall", "idrotsnamnden", "organisationen")


def doubles(text: str | bytes, name: str) -> list[tuple[str, tuple[int, int], str]]:
    """What is told of two documents that are the same: the file, the place and the message of each finding."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    found = findings(report(exit_code=1))
    assert {one.rule for one in found} == {"DOK003"}
    return [(one.file, one.at, one.message) for one in found]


def test_of_two_documents_of_the_same_kind_namnd_and_year_neither_is_judged() -> None:
    found = doubles(Path(GOOD).read_bytes(), BAD)
    assert [(file, at) for file, at, _ in found] == [(GOOD, (1, 11)), (BAD, (1, 11))]
    assert all("verksamhetsplan-kulturnamnden-2025" in message for *_, message in found)
    assert f"{GOOD}:1" in found[1][2]
    judged = {one["document"] for one in answers(report(exit_code=1)) if one["outcome"] != "failed"}
    assert "verksamhetsplan-kulturnamnden-2025" not in judged


def test_the_one_that_is_named_is_told_to_be_there_twice_too() -> None:
    shutil.copy(GOOD, BAD)
    for name in (GOOD, BAD):
        assert [(one.rule, one.file) for one in findings(report(name, exit_code=1))] == [("DOK003", name)]


def test_two_documents_of_the_same_kind_and_year_are_told_whatever_their_ids() -> None:
    found = doubles("document: kf-budget\nid: kf-2025-ny\nyear: 2025\n", "ny-budget.yaml")
    assert [(file, at) for file, at, _ in found] == [("kf-budget.yaml", (1, 11)), ("ny-budget.yaml", (1, 11))]
    assert all("för ihop dem till ett" in message and "olika id räcker inte" in message for *_, message in found)


def test_two_documents_of_different_years_with_one_id_are_told_at_their_ids() -> None:
    found = doubles("document: kf-budget\nyear: 2024\nid: kf-2025\n", "ny-budget.yaml")
    assert [(file, at) for file, at, _ in found] == [("kf-budget.yaml", (2, 5)), ("ny-budget.yaml", (3, 5))]
    assert all("Ge det ena ett annat id" in message for *_, message in found)


def test_two_of_a_kind_that_has_several_a_year_are_told_to_need_ids_of_their_own() -> None:
    Path("a.yaml").write_text("document: kf-beslut\nyear: 2025\n", encoding="utf-8")
    found = doubles("document: kf-beslut\nyear: 2025\n", "b.yaml")
    assert [(file, at) for file, at, _ in found] == [("a.yaml", (1, 11)), ("b.yaml", (1, 11))]
    assert all("Ge det ena ett annat id" in message for *_, message in found)


# Files and folders


def test_a_folder_with_no_documents_cannot_be_checked() -> None:
    Path("tom").mkdir()
    (Path("tom") / "läsmig.txt").write_text("Här ska planerna ligga.\n", encoding="utf-8")
    result = check("tom")
    assert result.exit_code == 2
    assert "tom innehåller inga dokument" in result.stderr
    assert result.stdout == ""


def test_a_path_that_does_not_exist_cannot_be_checked() -> None:
    result = check(GOOD, "finns-inte.yaml")
    assert result.exit_code == 2
    assert "finns-inte.yaml finns inte" in result.stderr
    assert result.stdout == ""


def test_a_link_to_nowhere_is_told_not_to_be_readable() -> None:
    before = of_the_good(report(exit_code=0))
    Path("länk.yaml").symlink_to("ingenstans.yaml")
    values = report(exit_code=1)
    (found,) = findings(values)
    assert of_the_good(values) == before
    assert (found.file, found.rule, found.at) == ("länk.yaml", "FIL001", (1, 1))
    assert "kan inte läsas" in found.message


def test_a_folder_that_is_named_like_a_document_hurts_nobody() -> None:
    before = of_the_good(report(exit_code=0))
    folder = Path("mapp.yaml")
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    values = report(exit_code=0)
    assert of_the_good(values) == before
    assert "mapp.yaml/plan.yaml" in {one["file"] for one in values["judged"]}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_one_may_not_read_is_told() -> None:
    before = of_the_good(report(exit_code=0))
    Path(BAD).write_text(PLAN, encoding="utf-8")
    Path(BAD).chmod(0)
    values = report(exit_code=1)
    (found,) = findings(values)
    assert of_the_good(values) == before
    assert (found.file, found.rule, found.at) == (BAD, "FIL001", (1, 1))
    assert "kan inte läsas" in found.message


def test_a_file_whose_name_is_not_utf_8_is_checked_like_any_other() -> None:
    before = of_the_good(report(exit_code=0))
    Path(os.fsdecode("dålig.yaml".encode("latin-1"))).write_text(HEAD + "title: 7\n", encoding="utf-8")
    values = report(exit_code=1)
    (found,) = faults(values)
    assert of_the_good(values) == before
    assert (found.rule, found.at) == ("DOK001", (4, 8))
    assert "lig.yaml:4:8" in check().stdout


def test_a_bad_file_alone_is_told_as_a_finding() -> None:
    Path("ensam").mkdir()
    (Path("ensam") / BAD).write_text("title: [\n", encoding="utf-8")
    values = report(f"ensam/{BAD}", exit_code=1)
    assert [(one.file, one.rule) for one in findings(values)] == [(f"ensam/{BAD}", "FIL001")]
    assert values["documents"] == 0


# What is meant all the same


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    Path(BAD).write_text(PLAN, encoding="utf-8")
    before = report(exit_code=0)
    for name in (GOOD, BAD, "kf-budget.yaml", "organisation.yaml"):
        text = Path(name).read_text(encoding="utf-8")
        Path(name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    after = report(exit_code=0)
    # The content of the files is another one.
    assert before.pop("judged") != after.pop("judged")
    assert after == before
    assert findings(after) == []


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_are_right_behind_a_byte_order_mark_and_windows_line_ends(mark: str, end: str) -> None:
    text = mark + HEAD.replace("verksamhetsplan", "verksamhetsplam").replace("\n", end)
    found = the_finding(text)
    assert_told(found, "DOK002", 1, 11, "Menade du verksamhetsplan?")
    assert found.end == 26


def test_windows_line_ends_leave_no_trace_in_the_text_report() -> None:
    Path(BAD).write_bytes((HEAD + "title: 7\n").replace("\n", "\r\n").encode())
    result = check()
    assert result.exit_code == 1
    assert "  4 │ title: 7\n    │        ^ \n".replace(" \n", "\n") in result.stdout
    assert "\r" not in result.stdout


def test_a_line_separator_in_a_text_moves_no_line() -> None:
    found = the_finding(HEAD + 'title: "Plan\u2028för\u2028året"\nuppdragg: []\n')
    assert_told(found, "DOK001", 5, 1, "Menade du uppdrag?")


@pytest.mark.parametrize(
    ("ref", "column", "said"),
    [
        ("[kf-2025/goal-1, kf-2025/goal-2, kf-2025/goal-1]", 51, "kf-2025/goal-1 står redan i listan"),
        ("[kf-2025/goal-1, simning]", 35, "simning är inte en hänvisning"),
        ("[kf-2025/goal-1, 7]", 35, "text, inte 7"),
        ("simning", 18, "simning är inte en hänvisning"),
        ("7", 18, "text eller en lista, inte 7"),
    ],
)
def test_a_wrong_reference_of_a_goal_is_told_at_its_place_in_the_list(ref: str, column: int, said: str) -> None:
    for text, margin in (("goals:\n  - {id: a, ref: %s}\n", 0), ("goals: [{sub-goals: [{ref: %s}]}]\n", 10)):
        line = 4 if margin else 5
        assert_told(the_finding(HEAD + text % ref), "DOK001", line, column + margin, said)


def test_a_goal_with_an_empty_list_of_references_is_told() -> None:
    assert_told(the_finding(HEAD + "goals:\n  - ref: []\n"), "DOK001", 5, 5, "minst ett värde")


def test_a_key_is_told_in_a_goal_at_any_level() -> None:
    text = "goals: [{title: A, sub-goals: [{title: B, sub-goals: [{titel: C}]}]}]\n"
    assert_told(the_finding(HEAD + text), "DOK001", 4, 56, "Menade du title?")


def test_a_kind_that_nobody_knows_is_told_wherever_its_file_stands_among_the_others() -> None:
    found = the_finding("document: hittepa\nnamnd: idrottsnamnden\nyear: 2025\n", "a.yaml")
    assert_told(found, "DOK002", 1, 11, "hittepa")


# Periods and limits that contradict themselves


def test_a_period_of_years_that_ends_before_it_begins_is_told_at_the_period() -> None:
    found = the_finding("document: verksamhetsplan\nnamnd: idrottsnamnden\nyears: 2027-2025\n")
    assert_told(found, "DOK001", 3, 8, "slutar (2025) innan den börjar (2027)")


def test_years_that_are_no_period_are_told_with_an_example() -> None:
    found = the_finding("document: verksamhetsplan\nnamnd: idrottsnamnden\nyears: nästa år\n")
    assert_told(found, "DOK001", 3, 8, "2025-2027")


def test_a_year_beside_another_period_is_told_at_the_year() -> None:
    found = the_finding("document: verksamhetsplan\nnamnd: idrottsnamnden\nyear: 2024\nyears: 2025-2027\n")
    assert_told(found, "DOK001", 3, 7, "2024", "2025")


def test_days_of_a_report_that_end_before_they_begin_are_told_at_the_last_day() -> None:
    found = the_finding(PLAN + "period: {from: 2025-08-31, to: 2025-01-01}\n")
    assert_told(found, "DOK001", 13, 32, "slutar", "innan den börjar")


def test_an_activity_that_ends_before_it_begins_is_told_at_its_last_day() -> None:
    activity = "    activities: [{title: Simma, start: 2025-06-01, due: 2025-05-01}]\n"
    assert_told(the_finding(PLAN + activity), "DOK001", 13, 57, "slutar", "innan den börjar")


def test_limits_that_overlap_are_told_at_the_second_of_them() -> None:
    limits = "thresholds: [{assessment: god, at-least: 75}, {assessment: viss, at-least: 60}]"
    found = the_finding(PLAN + f"    indicators: [{{name: Simkunniga, {limits}}}]\n")
    assert_told(found, "DOK001", 13, 84, "«delvis uppfyllt»", "«helt uppfyllt»")


def test_limits_that_touch_do_not_overlap() -> None:
    limits = "thresholds: [{assessment: god, at-least: 75}, {assessment: viss, at-least: 60, before: 75}]"
    Path(BAD).write_text(PLAN + f"    indicators: [{{name: Simkunniga, {limits}}}]\n", encoding="utf-8")
    assert faults(report(exit_code=0)) == []


def test_covers_may_name_a_namnd_that_could_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plancheck.yaml").write_text("ruleset: kommun\ncovers: [skola, omsorg]\n", encoding="utf-8")
    organisation = "document: organisation\nyear: 2025\nnamnder:\n  - {id: skola, title: Skola}\n  - {id: '', title: Omsorg}\n"
    Path("organisation.yaml").write_text(organisation, encoding="utf-8")
    told = plancheck("check")
    assert (told.exit_code, "ingenting är inget giltigt id" in told.stdout) == (1, True)
    Path("organisation.yaml").write_text(organisation.replace("''", "omsorgen"), encoding="utf-8")
    assert "omsorg är ingen nämnd eller grupp" in plancheck("check").stderr
