"""What came out for a document is kept, and judged again where something that it rests on has changed."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus import Shape, made

import plancheck.run.check
from plancheck.run.cache import Cache
from plancheck.run.check import check
from plancheck.run.results import Run
from tests.command import check as printed_here

DAY = datetime.date(2030, 1, 1)
PLAN = """\
document: verksamhetsplan
namnd: nordost
year: 2030
decisions: [{by: nordost, outcome: proposed, date: 2029-12-01}]
"""


RULE_OF_PLUG_IN = """\
extends: kommun
rules:
  - id: EGN001
    name: told-by-a-plug-in
    title: {sv: En egen regel, en: A rule of our own}
    why: {sv: Den visar något., en: It shows something.}
    severity: error
    applies-to: {document: [verksamhetsplan]}
    check: plugin
    plugin: told
    source: [{document: Nämndens egna krav}]
    message: {sv: Det gäller inte., en: It does not hold.}
    hint: {sv: Gör något., en: Do something.}
"""


@pytest.fixture(scope="module")
def checked_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nämnder over four years, one of them succeeded by another, and beside them what is kept of a check."""
    folder = tmp_path_factory.mktemp("made")
    made(Shape(2, 4, goals=3, uppdrag=3, defects=3), folder / "city")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "city")
        run()
    shutil.copytree(folder / "city", folder / "whole/city")
    shutil.copytree(folder / "kept", folder / "whole/kept")
    return folder


@pytest.fixture
def city(checked_city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The city as it was checked, in the folder where it was."""
    for name in ("city", "kept"):
        shutil.rmtree(checked_city / name, ignore_errors=True)
        shutil.copytree(checked_city / "whole" / name, checked_city / name)
    monkeypatch.chdir(checked_city / "city")
    return checked_city / "city"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were judged, and not taken from what is kept."""
    seen: list[str] = []
    judge = plancheck.run.check.judge  # type: ignore[attr-defined]

    def noted(workspace: Any, entry: Any, *rest: Any) -> Any:
        seen.append(entry.file)
        return judge(workspace, entry, *rest)

    monkeypatch.setattr("plancheck.run.check.judge", noted)
    return seen


def run(*paths: str, today: datetime.date = DAY, **given: Any) -> Run:
    return check(paths or ["."], today=today, cache=Cache(Path("../kept")), **given)


def change(file: str, old: str, new: str) -> None:
    text = Path(file).read_text(encoding="utf-8")
    assert old in text
    Path(file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_where_nothing_has_changed_nothing_is_judged(city: Path, judged: list[str]) -> None:
    shutil.rmtree("../kept")
    first = run()
    assert len(judged) == first.documents > 60
    assert first.findings
    judged.clear()
    second = run()
    assert judged == []
    assert second._replace(entries=(), workspace=first.workspace) == first._replace(entries=())


def test_a_document_is_judged_again_with_those_that_look_into_it(city: Path, judged: list[str]) -> None:
    run()
    judged.clear()
    change("omrade-001/2017/lex-sarah.yaml", "title:", "# Ändrad\ntitle:")
    run()
    assert "omrade-001/2017/lex-sarah.yaml" in judged
    assert "omrade-001/2017/arsrapport.yaml" in judged
    assert not [file for file in judged if not file.startswith("omrade-001/201")]


def test_what_a_later_plan_takes_over_is_judged_again(city: Path, judged: list[str]) -> None:
    run()
    judged.clear()
    change("omrade-001/2016/arsrapport.yaml", "status: pågående", "status: avslutad")
    kept = run()
    assert "omrade-001/2017/verksamhetsplan.yaml" in judged
    assert not [file for file in judged if file.startswith("nya-omradet")]
    assert kept.evaluations == check(["."], today=DAY).evaluations


def test_what_comes_to_continue_an_uppdrag_is_seen_by_who_has_it(city: Path, judged: list[str]) -> None:
    run()
    judged.clear()
    new = "uppdrag:\n- id: nytt\n  title: Ett nytt\n  same-as: [kf-2016/uppdrag-2016-2]\n"
    change("omrade-001/2018/verksamhetsplan.yaml", "uppdrag:\n", new)
    kept = run()
    # The other nämnd has looked into no plan of this one, and has the uppdrag too.
    assert "nya-omradet/2018/verksamhetsplan.yaml" in judged
    assert kept.evaluations == check(["."], today=DAY).evaluations


@pytest.mark.parametrize("what", ["a new file", "a renamed file", "a removed file", "covers", "the nämnd of a file"])
def test_which_documents_there_are_is_what_everything_rests_on(what: str, city: Path, judged: list[str]) -> None:
    run()
    judged.clear()
    plan = Path("omrade-001/2019/verksamhetsplan.yaml")
    match what:
        case "a new file":
            Path("ny.yaml").write_text(PLAN, encoding="utf-8")
        case "a renamed file":
            plan.rename("omrade-001/2019/plan.yaml")
        case "a removed file":
            plan.unlink()
        case "covers":
            Path("plancheck.yaml").write_text("ruleset: goteborg\ncovers: [omrade-001]\n", encoding="utf-8")
        case _:
            change(str(plan), "namnd: omrade-001", "namnd: omrade-009")
    again = run()
    assert len(judged) == again.documents


def test_the_day_counts_only_where_a_rule_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("city").mkdir()
    Path("city/draft.yaml").write_text(PLAN, encoding="utf-8")
    adopted = PLAN.replace("nordost", "sydvast").replace("proposed, date: 2029-12-01", "adopted, date: 2030-01-31")
    Path("city/adopted.yaml").write_text(adopted, encoding="utf-8")

    def checked(day: str) -> list[str]:
        judged.clear()
        date = datetime.date.fromisoformat(day)
        kept = check(["city"], today=date, cache=Cache(Path("kept")), ruleset="kommun")
        anew = check(["city"], today=date, ruleset="kommun")
        assert kept.evaluations == anew.evaluations
        return [Path(file).name for file in judged[: len(judged) - anew.documents]]

    assert sorted(checked("2030-02-10")) == ["adopted.yaml", "draft.yaml"]
    # How many days are left is another number every day; what was adopted was adopted.
    assert checked("2030-02-11") == ["draft.yaml"]
    assert checked("2031-07-01") == ["draft.yaml"]
    # Before it was adopted, nobody could know.
    assert sorted(checked("2030-01-30")) == ["adopted.yaml", "draft.yaml"]


@pytest.mark.parametrize("what", ["rules", "language", "passes", "choice", "version"])
def test_a_check_of_another_kind_finds_nothing_kept(
    what: str, city: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    judged.clear()
    match what:
        case "rules":
            Path("plancheck.yaml").write_text("ruleset: goteborg\nrules: {UPP001: {severity: info}}\n", encoding="utf-8")
            run()
        case "language":
            run(language="en")
        case "passes":
            run(passes="named")
        case "choice":
            run(select=["UPP"])
        case _:
            monkeypatch.setattr("plancheck.run.judgements.program", lambda: "another")
            run()
    assert judged


def test_both_of_two_kinds_of_check_find_what_is_theirs(city: Path, judged: list[str]) -> None:
    for _ in range(2):
        judged.clear()
        run(language="en")
        run(language="sv")
    assert judged == []


def test_a_single_plan_is_kept_too_and_takes_nothing_from_the_others(city: Path, judged: list[str]) -> None:
    run()
    judged.clear()
    change("omrade-001/2018/verksamhetsplan.yaml", "title:", "# Ändrad\ntitle:")
    run("omrade-001/2018")
    assert sorted({Path(file).parent.as_posix() for file in judged}) == ["omrade-001/2018"]
    judged.clear()
    run("omrade-001/2018")
    assert judged == []
    run()
    assert judged
    assert not any(file.startswith("nya-omradet") for file in judged)


def test_the_faults_of_what_was_looked_into_are_told_each_time(city: Path) -> None:
    change("omrade-001/2018/arsrapport.yaml", "title:", "goals: 7\ntitel: [\ntitle:")
    first = run("omrade-001/2019")
    assert any(found.rule == "FIL001" for found in first.findings)
    assert run("omrade-001/2019").evaluations == first.evaluations


def test_nothing_is_kept_of_what_a_plug_in_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[str]) -> None:
    info = tmp_path / "site/told-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: told\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[plancheck.checks]\ntold = told_of_test:judge\n")
    (tmp_path / "site/told_of_test.py").write_text("def judge(*_):\n    yield from ()\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    Path("rules/own.yaml").write_text(RULE_OF_PLUG_IN, encoding="utf-8")
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    for _ in range(2):
        check(["plan.yaml"], today=DAY, cache=Cache(Path("kept")), ruleset="rules")
    assert judged == ["plan.yaml"] * 2


def test_without_a_cache_nothing_is_written(city: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(city.parent / "of-user"))
    for _ in range(2):
        judged.clear()
        printed_here("--no-cache")
        assert judged
    assert not (city.parent / "of-user").exists()
    printed_here()
    assert (city.parent / "of-user").exists()
    judged.clear()
    printed_here()
    assert judged == []


def test_a_run_that_is_killed_while_it_writes_leaves_the_cache_as_it_was(city: Path) -> None:
    command = ["check", "--today", "2030-01-01", "--cache-dir", "../kept", "-j", "1"]
    change("omrade-001/2018/verksamhetsplan.yaml", "title:", "# Ändrad\ntitle:")
    anew = printed([*command, "--no-cache"])
    shutil.rmtree("../kept", ignore_errors=True)
    for moment in ("pathlib.Path.replace", "os.fdopen"):
        code = f"import os, pathlib\nfrom plancheck.__main__ import run\n{moment} = lambda *_: os.kill(os.getpid(), 9)\nrun()\n"
        ended = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, check=False)
        assert ended.returncode == -9
        assert printed(command) == anew
        assert printed(command) == anew
        change("omrade-001/2018/verksamhetsplan.yaml", "# Ändrad\n", "# Ändrad\n# Igen\n")
        anew = printed([*command, "--no-cache"])


def printed(command: list[str]) -> tuple[int, bytes]:
    ended = subprocess.run([sys.executable, "-m", "plancheck", *command], capture_output=True, check=False)
    assert ended.stderr == b""
    return ended.returncode, ended.stdout


def test_the_folder_of_the_cache_is_for_its_owner_alone(city: Path) -> None:
    run()
    assert Path("../kept").stat().st_mode & 0o077 == 0


def test_what_a_killed_run_left_half_written_goes_after_a_day(city: Path) -> None:
    run()
    kept = next(Path("../kept").iterdir())
    old, new, other = (Path("../kept", name) for name in (f".{kept.name}.abc", f".{kept.name}.def", ".andras.json.abc"))
    for file in (old, new, other):
        file.touch()
    for file in (old, other):
        os.utime(file, (0, 0))
    run(language="en")
    assert {file.name for file in Path("../kept").iterdir() if file.name.startswith(".")} == {new.name, other.name}


def test_of_many_documents_the_values_of_most_are_forgotten_and_nothing_else_changes(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = check(["."], today=DAY)
    monkeypatch.setattr("plancheck.repository.workspace.REMEMBERED", 0)
    assert check(["."], today=DAY).evaluations == whole.evaluations
