"""A text from a plan is a text in every format: no markup, no command, no formula, nothing for the terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
import xmlschema
from jsonschema.validators import validator_for
from markdown_it import MarkdownIt

from plancheck.reports import FORMATS
from tests.command import check
from tests.paths import FORMATS_OF_OTHERS

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.invalid";"klicka")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "::error::påhittat fel",
    "##vso[task.setvariable variable=x]y",
    "\x1b[31mrött\x1b[0m",
    "a\u202ebmvänt\u2066",
    "[länk](http://example.invalid) ![bild](x) @alla #1 `kod`",
    "</details><h1>Rubrik</h1>",
    "rad ett\n::warning::rad två\n\n# Rubrik",
    "]]>&lt;!--{0}{{x}} %0A;",
    "ett tecken \ufffe som inget är, \x9b31m och \u2028",
]


def hostile_city(folder: Path, texts: list[str]) -> None:
    import yaml

    goals = [{"id": f"g{n}", "title": text} for n, text in enumerate(texts)]
    uppdrag = [{"id": f"u{n}", "title": text, "by": "kf", "to": ["a", "finns-inte"]} for n, text in enumerate(texts)]
    city = {
        "organisation.yaml": {"document": "organisation", "year": 2024, "namnder": [{"id": "a", "title": texts[0]}]},
        "kf.yaml": {"document": "kf-budget", "id": "kf-2024", "year": 2024, "goals": goals, "uppdrag": uppdrag},
        "plan.yaml": {
            "document": "verksamhetsplan",
            "namnd": "a",
            "year": 2024,
            "title": texts[0],
            "goals": [{"ref": "kf-2024/g0", "text": texts[-1]}],
        },
    }
    for name, values in city.items():
        (folder / name).write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hostile_city(tmp_path, HOSTILE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


CONTROL = re.compile("[\ufffe\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "docx"])
def test_no_format_lets_through_what_steers_a_terminal_or_turns_text_around(format_: str, hostile: Path) -> None:
    text = check("--format", format_).stdout
    assert len(text) > 1000
    assert CONTROL.findall(text) == []


def test_json_keeps_what_a_plan_says_and_escapes_it(hostile: Path) -> None:
    text = check("--format", "json").stdout
    told = [one["message"] for one in json.loads(text)["evaluations"] if one["rule"] == "MAL001" and "message" in one]
    assert all(any(title in message for message in told) for title in HOSTILE[1:])


def test_nothing_in_the_page_is_markup(hostile: Path) -> None:
    text = check("--format", "html").stdout
    assert "&lt;script&gt;alert(1)" in text
    assert text.count("<script>") == 1
    assert re.findall(r"<(?:img|h1>Rubrik)|onerror=alert\(1\)>", text) == []


def test_nothing_in_a_comment_for_a_merge_request_is_markup(hostile: Path) -> None:
    text = check("--format", "markdown").stdout
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    tags = set(re.findall(r"</?([a-z][a-z0-9]*)", html))
    assert tags <= {
        "h2",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "ul",
        "li",
        "strong",
        "br",
        "code",
        "p",
    }
    assert html.count("<h2") == 1
    assert html.count("<details>") == html.count("</details>") == text.count("\n<details>\n")
    assert "@alla" not in html
    assert "#1" not in html


def test_nothing_in_a_log_is_a_command(hostile: Path) -> None:
    azure = check("--format", "azure").stdout
    assert len([line for line in azure.splitlines() if "##vso[" in line]) == len(
        re.findall(r"^##vso\[task\.logissue ", azure, re.MULTILINE)
    )
    github = check("--format", "github").stdout
    commands = [line for line in github.partition("::\n")[2].splitlines() if line.lstrip().startswith("::")]
    assert all(re.match(r"::(error|warning|notice) file=[^,:]+,|::\w{32}::$", line) for line in commands)
    text = check("--format", "text").stdout
    assert [line for line in text.splitlines() if line.lstrip().startswith("::") or "##vso[" in line] == []


def test_no_cell_of_a_table_is_computed(hostile: Path) -> None:
    rows = list(csv.reader(io.StringIO(check("--format", "csv").stdout.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []
    hostile_city(hostile, ["-1+1", "+1", "=1+1", "@x"])
    rows = list(
        csv.reader(
            io.StringIO(check("--format", "csv", "--select", "KED007,UPP006").stdout.removeprefix("\ufeff"), newline=""),
            delimiter=";",
        )
    )
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []


def test_what_others_read_stays_valid_with_any_text(hostile: Path) -> None:
    schema = json.loads((FORMATS_OF_OTHERS / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    log = json.loads(check("--format", "sarif").stdout)
    assert list(validator_for(schema)(schema).iter_errors(log)) == []
    assert all("\\[länk\\](" in one["message"]["text"] for one in log["runs"][0]["results"] if "länk" in one["message"]["text"])
    assert list(xmlschema.XMLSchema(FORMATS_OF_OTHERS / "junit-10.xsd").iter_errors(check("--format", "junit").stdout)) == []


@pytest.fixture(scope="module")
def long_titled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    hostile_city(folder, ["Ett", "långt " * 170_000, "Slut"])
    return folder


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "docx"])
def test_a_title_of_a_megabyte_goes_through_in_no_time_and_little_room(
    format_: str, long_titled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(long_titled)
    made = check("--format", format_)
    assert made.exit_code == 1
    assert len(made.stdout) < 300_000 or format_ == "json"
    assert "MAL001" in made.stdout or format_ == "csv"
