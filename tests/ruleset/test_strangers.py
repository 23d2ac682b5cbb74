"""A rule set from a stranger: what it may name, what is shown of what it names, and that reading it comes to an end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plancheck import Problem, ProblemError
from plancheck.importing.evidence.profile import profile_of
from plancheck.messages import LANGUAGES, said
from tests.command import plancheck
from tests.ruleset.rules import RULES, Loads, Refused
from tests.work import seconds

SECRET = "nyckelord: 0815-dolt\nkonto: hemlig\n"


def nothing_is_shown(problems: tuple[Problem, ...]) -> bool:
    texts = [text for one in problems for text in (one.line, *(said(one.text, language) for language in LANGUAGES))]
    return not any(word in text for word in ("nyckelord", "0815", "dolt", "konto", "hemlig") for text in texts)


@pytest.mark.parametrize(
    "name", ["../anteckningar.txt", "../anteckningar", "../anteckningar.yaml", "../mapp", "anteckningar.yaml"]
)
@pytest.mark.parametrize(
    "text",
    [
        SECRET, "- dolt\n", "dolt", "nyckelord: [dolt\n", "nyckelord: dolt\nnyckelord: dolt\n", "dolt: [\n\t- x\n",
        "? [dolt]\n", "version: 1\ntitle: dolt\nkonto: hemlig\n",
        "document: dolt\nrules: hemlig\n", "users: [dolt]\n", "{nyckelord: dolt}\n",
        "rules: []\nkonto: hemlig\ndolt: x\n", "nyckelord: !!python/object dolt\n", "dolt: *hemlig\n",
    ],
)  # fmt: skip
def test_nothing_is_shown_of_a_file_that_is_no_rule_file(name: str, text: str, refused: Refused) -> None:
    files = {
        "rules.yaml": f"ruleset: own\nextends: {name}\n",
        **dict.fromkeys(("../anteckningar.txt", "../anteckningar", "../anteckningar.yaml", "anteckningar.yaml"), text),
        "../mapp/a.yaml": text,
    }
    problems = refused(files)
    assert nothing_is_shown(problems)
    assert len(problems) == 1


@pytest.mark.parametrize("text", [SECRET, "nyckelord: [dolt\n", "- dolt\n"])
def test_nothing_is_shown_of_a_file_that_is_named_as_a_rule_set_and_is_none(text: str, refused: Refused) -> None:
    assert nothing_is_shown(refused({"anteckningar.txt": text}, name="./ours/anteckningar.txt"))


def test_a_misspelt_rule_file_is_still_shown_where_it_is_wrong(refused: Refused) -> None:
    (problem,) = refused({"rules.yaml": "extends: other.yaml\n", "other.yaml": RULES.replace("rules:", "rulez:")})
    assert (problem.text.key, problem.line) == ("unknown-key", "rulez:")


@pytest.mark.parametrize(
    "name",
    ["../../../andra/regler", "/etc/hostname", "/", "../../..", "../../ute.yaml", "länk/a.yaml", "~/x", "\\0", "a" * 5000],
)
def test_a_rule_set_names_no_rule_set_outside_the_folder_that_it_is_in(name: str, refused: Refused, tmp_path: Path) -> None:
    outside = tmp_path.parent / "ute.yaml"
    outside.write_text("ruleset: ute\nrules: []\n", encoding="utf-8")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "länk").symlink_to("/")
    try:
        (problem,) = refused(f'ruleset: own\nextends: "{name}"\n')
    finally:
        outside.unlink()
    assert problem.text.key in ("extends-outside", "unknown-ruleset", "ruleset-not-installed")
    assert (problem.file, problem.span.line) == ("ours/rules.yaml", 2)


def test_rule_sets_beside_each_other_extend_each_other(loaded: Loads) -> None:
    assert set(loaded({"rules.yaml": "extends: ../gemensamt\n", "../gemensamt/a.yaml": RULES}).rules) == {"TST001"}


def test_a_rule_file_that_is_a_link_to_elsewhere_is_not_read(refused: Refused, tmp_path: Path) -> None:
    outside = tmp_path.parent / "hemligt.yaml"
    outside.write_text(SECRET, encoding="utf-8")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "länk.yaml").symlink_to(outside)
    problems = refused({"a.yaml": RULES})
    outside.unlink()
    assert [problem.text.key for problem in problems] == ["link-outside"]
    assert nothing_is_shown(problems)


def test_the_words_of_an_import_are_no_link_to_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "hemligt.yaml").write_text(SECRET, encoding="utf-8")
    (tmp_path / "regler").mkdir()
    (tmp_path / "regler" / "import.yaml").symlink_to("../hemligt.yaml")
    with pytest.raises(ProblemError) as refused:
        profile_of([tmp_path / "regler"])
    assert [problem.text.key for problem in refused.value.problems] == ["link-outside"]
    assert nothing_is_shown(refused.value.problems)


def test_a_chain_of_a_great_many_rule_sets_is_refused(refused: Refused) -> None:
    files = {f"r{n}.yaml": f"ruleset: r{n}\nextends: r{n + 1}.yaml\n" for n in range(1500)}
    problems: list[Problem] = []
    assert seconds(lambda: problems.extend(refused({**files, "rules.yaml": "extends: r0.yaml\n"}))) < 30
    assert [problem.text.key for problem in problems] == ["extends-too-far"]


def test_a_circle_of_rule_sets_is_refused_however_long(refused: Refused) -> None:
    files = {f"r{n}.yaml": f"ruleset: r{n}\nextends: r{(n + 1) % 60}.yaml\n" for n in range(60)}
    (problem,) = refused({**files, "rules.yaml": "extends: r0.yaml\n"})
    assert problem.text.key == "extends-itself"


def test_a_rule_set_may_extend_a_great_many(loaded: Loads) -> None:
    files = {f"r{n}.yaml": f"ruleset: r{n}\n" for n in range(300)}
    names = [f"r{n}.yaml" for n in range(300)] * 20
    assert loaded({**files, "base.yaml": RULES, "rules.yaml": f"extends: [base.yaml, {', '.join(names)}]\n"}).rules


def test_a_folder_of_a_great_many_files_is_no_rule_set(refused: Refused) -> None:
    (problem,) = refused({f"r{n}.yaml": "" for n in range(2100)})
    assert problem.text.key == "too-many-rule-files"


def test_a_folder_of_a_great_many_folders_is_no_rule_set(refused: Refused) -> None:
    (problem,) = refused({"rules.yml": RULES, **{f"m{n}/x.txt": "" for n in range(2100)}})
    assert problem.text.key == "too-many-rule-files"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
@pytest.mark.parametrize("extends", ["kommun", "pipe.yaml"])
def test_a_pipe_among_rule_files_is_not_waited_for(extends: str, refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    os.mkfifo(tmp_path / "ours" / "pipe.yaml")
    files = {"a.yaml": f"extends: {extends}\n"} if extends == "kommun" else {"rules.yaml": f"extends: {extends}\n"}
    (problem,) = refused(files)
    assert problem.text.key in ("unreadable", "unknown-ruleset")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such device")
@pytest.mark.parametrize("option", ["--ruleset", "--compare", "--fail-on-new"])
def test_a_device_in_place_of_a_file_is_not_read(option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text("document: verksamhetsplan\nnamnd: n\nyear: 2025\n", encoding="utf-8")
    result = plancheck("check", option, "/dev/zero")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("plancheck: ")
