"""Colours, pipes and terminals, and what may not reach them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.cli.small import OWN_RULE, PLAN, configure, edit
from tests.command import plancheck
from tests.paths import ROOT
from tests.process import at_a_terminal, environment, run

ESCAPE = "\x1b"


def harmful(text: str) -> list[str]:
    """The characters of a text that could do something to a terminal."""
    return [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") and char != "\n"]


@pytest.mark.parametrize("arguments", [["check", "examples/goteborg"], ["rules"], ["test"], ["explain", "MAL005"]])
def test_nothing_but_text_goes_into_a_pipe(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.stdout
    assert harmful(done.stdout) == []
    assert done.stderr == ""


def test_no_colour_reaches_a_terminal_with_no_color() -> None:
    code, said = at_a_terminal("check", "examples/goteborg", NO_COLOR="1")
    assert code == 1
    assert "MAL005" in said
    assert harmful(said) == []


def test_no_colour_reaches_a_dumb_terminal() -> None:
    _, said = at_a_terminal("check", "examples/goteborg", TERM="dumb")
    assert "MAL005" in said
    assert ESCAPE not in said


def test_colours_reach_a_terminal_and_change_no_word() -> None:
    code, said = at_a_terminal("check", "examples/goteborg", "--today", "2026-11-22")
    assert code == 1
    assert f"{ESCAPE}[31m" in said
    plain = re.sub(r"\x1b\[\d+m", "", said)
    assert plain == run("check", "examples/goteborg", "--today", "2026-11-22").stdout


def test_a_report_in_a_file_has_no_colours(small: Path) -> None:
    edit(PLAN, "kf-2025/bokbuss", "kf-2025/bokbil")
    at_a_terminal("check", "--output", "rapport.txt", folder=small)
    text = Path("rapport.txt").read_text(encoding="utf-8")
    assert "UPP005" in text
    assert harmful(text) == []


HARMFUL = {
    "an escape sequence": "\\e[31mröd",
    "a single control sequence introducer": "\\x9b31mröd",
    "a bell": "ring\\a",
    "a title of the window": "\\e]0;ägd\\a",
    "an override of the direction": "\\u202egnir",
    "an isolate": "\\u2066a\\u2069",
    "a carriage return": "dold\\rsyns",
    "a backspace": "a\\b\\b",
    "a byte order mark": "\\ufeff",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL.keys())
def test_control_characters_in_a_plan_do_not_reach_a_terminal(small: Path, text: str) -> None:
    edit("kf-budget.yaml", "title: En bokbuss till varje skola", f'title: "Buss {text} slut"')
    edit(PLAN, "  - ref: kf-2025/bokbuss", "  - ref: kf-2025/bokbil")
    result = plancheck("check")
    assert "UPP001" in result.stdout
    assert "Buss" in result.stdout
    assert harmful(result.stdout) == []


def test_bidi_characters_in_a_marked_line_do_not_reach_a_terminal(small: Path) -> None:
    edit(PLAN, "text: Bussen köps i mars", "texxt: \u202eBussen\u2066 köps\u200f i mars")
    code, said = at_a_terminal("check", folder=small, NO_COLOR="1")
    assert code == 1
    assert "texxt: \N{REPLACEMENT CHARACTER}Bussen" in said
    assert harmful(said) == []


def test_control_characters_in_the_name_of_a_file_do_not_reach_a_terminal(small: Path) -> None:
    Path(f"{ESCAPE}[31m\u202eröd\x07.yaml").write_text("title: [\n", encoding="utf-8")
    code, said = at_a_terminal("check", folder=small, NO_COLOR="1")
    assert code == 1
    assert "röd" in said
    assert harmful(said) == []


@pytest.mark.parametrize("text", ["rulset: \u202ekommun\u2066\n", "lang: \u202ese\n", '"\\e[31mrulset": kommun\n'])
def test_control_characters_in_the_configuration_do_not_reach_a_terminal(small: Path, text: str) -> None:
    configure(text)
    code, said = at_a_terminal("check", folder=small, NO_COLOR="1")
    assert code == 2
    assert "plancheck.yaml:1:" in said
    assert harmful(said) == []


def test_control_characters_in_a_rule_do_not_reach_a_terminal(small: Path) -> None:
    rule = OWN_RULE.replace("Planen säger", '"\\e[31mPlanen\\u202e säger').replace("finns, en: The", 'finns", en: The')
    Path("egna.yml").write_text(rule, encoding="utf-8")
    for arguments in (["explain", "EGN001"], ["rules"]):
        code, said = at_a_terminal(*arguments, "--ruleset", "./egna.yml", folder=small, NO_COLOR="1")
        assert code == 0
        assert "Planen" in said
        assert harmful(said) == []


def test_a_reader_that_stops_reading_gets_no_traceback() -> None:
    command = [sys.executable, "-m", "plancheck", "check", "examples/goteborg", "--format", "json"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    assert process.stdout.readline() == b"{\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() != 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_ends_with_2_and_no_traceback() -> None:
    command = [sys.executable, "-m", "plancheck", "check", "examples/minimal"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("plancheck: ")


def test_an_interrupt_is_no_finding_and_gives_no_traceback() -> None:
    command = [sys.executable, "-m", "plancheck", "check", "-", "--stdin-filename", "examples/minimal/ny.yaml"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin
    # More than a pipe holds: when all of it is written, the program is reading, and waits for the rest.
    process.stdin.write("#" * 1_000_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    said, complaint = process.communicate()
    assert said == ""
    assert "Traceback" not in complaint
    assert process.returncode not in (0, 1)
