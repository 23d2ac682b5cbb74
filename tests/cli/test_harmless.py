"""What a command writes on standard error is as harmless as its report, whatever it repeats."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process import run

EVIL = "\x1b[31mrött\x07\u202etxet\u200b\x9b1m"
NAME = "\x1b]0;titel\x07\u202eplan"


def assert_harmless(text: str) -> None:
    wild = [
        char for char in text if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u200b\u202e\u2028")
    ]
    assert not wild, ascii(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", EVIL], ["check", "--format", EVIL], ["check", f"--{EVIL}"], [EVIL], ["check", "--today", EVIL],
        ["check", "--ruleset", EVIL], ["check", "--select", EVIL], ["check", "--compare", EVIL], ["check", "-o", EVIL],
        ["check", "-o", f"{EVIL}.txt", "-o", f"{EVIL}.txt"], ["check", "-o", f"finns-inte/{EVIL}.txt"],
        ["check", "--year", EVIL], ["check", "--namnd", EVIL, "p.yaml"], ["check", "--as", EVIL],
        ["check", "--cache-dir", EVIL],
        ["check", "--lang", EVIL], ["explain", EVIL], ["rules", "--document", EVIL], ["rules", EVIL], ["test", EVIL],
        ["test", "--select", EVIL],
        ["import", EVIL], ["import", f"{EVIL}.pdf"], ["import", "p.txt", "--repository", EVIL], ["schema", EVIL],
        ["import", "p.txt", "-o", f"finns-inte/{EVIL}/x.yaml"], ["check", "-", "--stdin-filename", EVIL],
    ],
)  # fmt: skip
def test_what_is_repeated_of_a_call_is_harmless(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("document: verksamhetsplan\nnamnd: n\nyear: 2025\n", encoding="utf-8")
    (tmp_path / "p.txt").write_text("Verksamhetsplan 2025\n", encoding="utf-8")
    done = run(*arguments, folder=tmp_path)
    assert_harmless(done.stderr)
    assert_harmless(done.stdout)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_repeated_of_files_and_their_names_is_harmless(lang: str, tmp_path: Path) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "plancheck.yaml").write_text("ruleset: regler\n", encoding="utf-8")
    (folder / "regler").mkdir()
    (folder / "regler" / f"{NAME}.yaml").write_text('ruleset: egna\n"\\e[31m\\u202e": 1\n', encoding="utf-8")
    (folder / f"{NAME}.yaml").write_text('document: "\\e[31m\\u202e"\nyear: 2025\n', encoding="utf-8")
    for arguments in (["check", str(folder)], ["test", str(folder / "regler")], ["check", str(folder / f"{NAME}.yaml")]):
        done = run(*arguments, "--lang", lang, folder=tmp_path)
        assert done.stderr
        assert_harmless(done.stderr)
        assert_harmless(done.stdout)
