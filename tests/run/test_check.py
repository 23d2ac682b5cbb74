"""How much a check does: what it imports and which files it parses."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections import Counter

import pytest
import yaml

from plancheck.cli import COMMANDS
from tests.command import plancheck
from tests.paths import GOTEBORG, MINIMAL, ROOT
from tests.process import environment


def test_a_plain_check_imports_nothing_that_only_others_need() -> None:
    code = textwrap.dedent("""
        import sys
        from plancheck.cli import main
        try:
            main(["check", "examples/goteborg"])
        except SystemExit as end:
            late = {"rich", "jsonschema", "rapidfuzz"}
            # Which files are for the import is known without it.
            known = {"plancheck.importing", "plancheck.importing.reading", "plancheck.importing.reading.errors"}
            importing = {name for name in sys.modules if name.startswith("plancheck.importing")} - known
            print(end.code, sorted(late & set(sys.modules) | importing), file=sys.stderr)
    """)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.stderr == "1 []\n"
    assert "MAL005" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        (["--help"], {}),
        (["--version"], {}),
        *(([command, "--help"], {}) for command in COMMANDS),
        ([], {"_PLANCHECK_COMPLETE": "bash_complete", "COMP_WORDS": "plancheck check --format m", "COMP_CWORD": "3"}),
    ],
)
def test_help_and_the_completion_of_a_shell_do_not_load_what_does_the_work(arguments: list[str], more: dict[str, str]) -> None:
    code = textwrap.dedent("""
        import sys
        from plancheck.cli import main
        try:
            main(sys.argv[1:], "plancheck")
        except SystemExit as end:
            ours = {name for name in sys.modules if name.startswith("plancheck.")}
            light = {"cli", "importing", "installation", "messages", "model", "reports", "repository", "ruleset", "version"}
            light |= {"checks", "model.text", "repository.files", "ruleset.severity", "schemas"}
            heavy = {name for name in ours if name.removeprefix("plancheck.") not in light and ".cli." not in name}
            print(end.code, sorted(heavy | {"pydantic", "yaml", "rich", "difflib"} & set(sys.modules)), file=sys.stderr)
    """)
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(**more), capture_output=True, text=True, check=False)
    assert done.stderr == "0 []\n"
    assert done.stdout


def test_a_check_parses_each_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    plancheck("check", str(MINIMAL))  # the catalogue is read once for the whole process
    texts: list[str] = []
    loader = yaml.CLoader

    def counting(text: str) -> object:
        texts.append(text)
        return loader(text)

    monkeypatch.setattr(yaml, "CLoader", counting)
    assert plancheck("check", "--no-cache", str(GOTEBORG)).exit_code == 1
    assert [text[:60] for text, number in Counter(texts).items() if number > 1] == []
    documents = [path.read_text(encoding="utf-8") for path in GOTEBORG.rglob("*.yaml")]
    assert len(documents) == 17
    assert set(documents) <= set(texts)


def test_a_check_of_one_plan_parses_only_what_it_builds_on(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    loader = yaml.CLoader

    def counting(text: str) -> object:
        texts.append(text)
        return loader(text)

    monkeypatch.setattr(yaml, "CLoader", counting)
    plancheck("check", "--no-cache", str(GOTEBORG / "sydvast"))
    assert (GOTEBORG / "kf" / "2025-budget.yaml").read_text(encoding="utf-8") in texts
    assert (GOTEBORG / "nordost" / "2022" / "ej-verkstallda.yaml").read_text(encoding="utf-8") not in texts
