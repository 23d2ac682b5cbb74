"""`plancheck check`: what is checked, exit codes, which rules, what is shown, standard input."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.small import OWN_RULE, PLAN, configure, edit, flowing
from tests.command import answers, failed, plancheck, report
from tests.paths import GOTEBORG, MINIMAL
from tests.process import run

# What is checked


def test_a_file_is_checked_alone_but_judged_by_what_surrounds_it(small: Path) -> None:
    values = report(PLAN)
    assert values["documents"] == 1
    assert {one["location"]["file"] for one in values["evaluations"]} == {PLAN}
    assert "passed" in [one["outcome"] for one in answers(values) if one["rule"] == "UPP001"]


def test_a_folder_is_checked_with_all_that_is_below_it(city: Path) -> None:
    values = report("nordost")
    assert values["documents"] == 8
    assert {one["location"]["file"].split("/")[0] for one in values["evaluations"]} == {"nordost"}


def test_paths_that_overlap_are_checked_once(small: Path) -> None:
    assert report(PLAN, "kf-budget.yaml")["documents"] == 2
    assert report(PLAN, ".", PLAN)["documents"] == 3
    assert report(PLAN, ".", PLAN)["evaluations"] == report(".")["evaluations"]


def test_without_a_path_the_current_folder_is_checked(small: Path) -> None:
    assert report() == report(".")
    assert report()["documents"] == 3


def test_a_repository_is_the_same_from_wherever_it_is_checked(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*arguments: str) -> list[tuple[str, str, str, str]]:
        return sorted((e["rule"], e["document"], e["item"], e["outcome"]) for e in answers(report(*arguments)))

    here = told("--today", "2026-11-22")
    assert len(here) > 1000
    monkeypatch.chdir(city / "nordost" / "2024")
    assert told("--today", "2026-11-22", str(city)) == here
    mine = [one for one in here if one[1] == "verksamhetsplan-nordost-2024"]
    assert told("--today", "2026-11-22") == mine


def test_hidden_files_are_no_documents(small: Path) -> None:
    Path(".dold.yaml").write_text("ingenting", encoding="utf-8")
    Path(".git").mkdir()
    Path(".git", "dold.yaml").write_text("ingenting", encoding="utf-8")
    assert report()["documents"] == 3
    assert failed() == []


def test_a_path_that_does_not_exist_ends_with_2(small: Path) -> None:
    for path in ("finns-inte.yaml", "finns/inte"):
        result = plancheck("check", path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{path} finns inte" in result.stderr


# Exit codes


def test_a_sound_plan_ends_with_0_and_says_nothing_on_standard_error() -> None:
    done = run("check", "examples/minimal")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 med fynd" in done.stdout


def test_a_finding_ends_with_1_and_says_nothing_on_standard_error() -> None:
    done = run("check", "examples/goteborg")
    assert (done.returncode, done.stderr) == (1, "")
    assert "MAL005" in done.stdout


def test_a_check_that_could_not_be_made_ends_with_2_and_says_nothing_on_standard_output() -> None:
    done = run("check", "--ruleset", "gotebrg", "examples/goteborg")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Menade du goteborg?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["chekc"], ["check", "--lang", "fr"], ["check", "--today", "2026-13-01"], ["check", "--format", "x"], ["check", "--nej"]],
)
def test_a_wrong_option_ends_with_2(arguments: list[str]) -> None:
    result = plancheck(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


@pytest.mark.parametrize(
    ("rule", "failing"),
    [
        ("MAL005", ["error", "warning", "info"]),
        ("MAL007", ["warning", "info"]),
        ("LEX008", ["info"]),
        ("UPP003", []),
    ],
)
def test_fail_on_says_from_which_severity_on_a_finding_ends_with_1(rule: str, failing: list[str]) -> None:
    for level in ("error", "warning", "info", "never"):
        result = plancheck("check", str(GOTEBORG), "--select", rule, "--fail-on", level)
        assert result.exit_code == (1 if level in failing else 0), level


def test_findings_below_error_end_with_0_unless_told_otherwise() -> None:
    assert plancheck("check", str(GOTEBORG), "--select", "MAL007").exit_code == 0
    assert plancheck("check", str(GOTEBORG), "--select", "MAL005").exit_code == 1


# Which rules


def test_a_rule_set_is_chosen_by_its_name(small: Path) -> None:
    assert report()["ruleset"]["name"] == "kommun"
    values = report("--ruleset", "goteborg")
    assert values["ruleset"]["name"] == "goteborg"
    assert "MAL010" in values["rules"]
    assert "MAL010" not in report()["rules"]


def test_a_rule_set_is_chosen_by_its_path_as_a_file_or_a_folder(small: Path) -> None:
    Path("regler").mkdir()
    Path("regler", "egna.yml").write_text(OWN_RULE, encoding="utf-8")
    for path in ("./regler", "regler/egna.yml"):
        values = report("--ruleset", path)
        assert [(e["rule"], e["message"]) for e in values["evaluations"] if e["outcome"] == "failed"] == [
            ("EGN001", "«Verksamhetsplan 2025» säger inte var den finns")
        ]
        assert "UPP001" in values["rules"]
        assert "UPP004" not in values["rules"]


def asked(*arguments: str) -> set[str]:
    return {one["rule"] for one in answers(report(str(GOTEBORG), *arguments))}


def test_select_takes_ids_beginnings_and_commas() -> None:
    assert asked("--select", "MAL005") == {"MAL005"}
    assert asked("--select", "BAR00") == {f"BAR00{n}" for n in range(1, 10)}
    assert asked("--select", "MAL005, EKO") == {"MAL005", "EKO001", "EKO002", "EKO003", "EKO004", "EKO005"}
    assert asked("--select", "MAL005", "--select", "EKO") == {"MAL005", "EKO001", "EKO002", "EKO003", "EKO004", "EKO005"}


def test_ignore_takes_ids_beginnings_and_commas() -> None:
    everything = asked()
    assert len(everything) > 40
    assert asked("--ignore", "MAL005") == everything - {"MAL005"}
    gone = {rule for rule in everything if rule.startswith(("BAR", "UPP"))}
    assert asked("--ignore", "BAR,UPP") == everything - gone
    assert asked("--select", "EKO", "--ignore", "EKO002") == {"EKO001", "EKO003", "EKO004", "EKO005"}


def test_a_rule_about_other_documents_is_no_unknown_rule(city: Path) -> None:
    configure("ruleset: goteborg\nrules:\n  BAR003: {severity: warning}\n  BAR001: off\n")
    plan = "sydvast/2025/genomforandeplan.yaml"
    result = plancheck("check", plan, "--ignore", "BAR", "--fail-on", "never")
    assert (result.exit_code, result.stderr) == (0, "")
    for prefix in ("BAR003", "BAR001"):
        result = plancheck("check", plan, "--select", prefix)
        assert result.exit_code == 2
        assert f"Urvalet {prefix} träffar inget" in result.stdout


def test_a_broken_file_is_told_whichever_rules_are_selected(small: Path) -> None:
    Path(PLAN).write_text("title: [\n", encoding="utf-8")
    assert failed("--select", "MAL001") == [("FIL001", PLAN)]


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("prefix", "nearest"), [("UPP0001", "UPP001"), ("MAL0005", "MAL005"), ("upp001", "UPP001"), ("UPX", "UPP")]
)
def test_a_rule_that_no_rule_begins_with_ends_with_2_and_the_nearest(option: str, prefix: str, nearest: str) -> None:
    result = plancheck("check", str(MINIMAL), option, prefix)
    assert (result.exit_code, result.stdout) == (2, "")
    assert prefix in result.stderr
    assert f"Menade du {nearest}" in result.stderr


# What is shown


def test_severity_hides_what_is_less_severe_but_still_counts_it() -> None:
    whole = plancheck("check", str(GOTEBORG)).stdout
    warnings = plancheck("check", str(GOTEBORG), "--severity", "warning").stdout
    errors = plancheck("check", str(GOTEBORG), "--severity", "error").stdout
    words = ("fel", "varning", "upplysning")
    shown = [{word: text.count(f": {word} ") for word in words} for text in (whole, warnings, errors)]
    everything = report(str(GOTEBORG))["summary"]
    assert shown[0] == {"fel": everything["error"], "varning": everything["warning"], "upplysning": everything["info"]}
    assert min(shown[0].values()) > 0
    assert shown[1] == {**shown[0], "upplysning": 0}
    assert shown[2] == {**shown[0], "upplysning": 0, "varning": 0}
    assert whole.splitlines()[-2:] == warnings.splitlines()[-2:] == errors.splitlines()[-2:]


def test_severity_in_the_json_report_hides_findings_and_leaves_the_rest() -> None:
    everything, errors = report(str(GOTEBORG)), report(str(GOTEBORG), "--severity", "error")
    assert errors["summary"] == everything["summary"]
    kept = [one for one in everything["evaluations"] if one["outcome"] != "failed" or one["severity"] == "error"]
    assert errors["evaluations"] == kept


def test_quiet_tells_findings_only() -> None:
    result = plancheck("check", str(GOTEBORG), "--quiet")
    assert result.exit_code == 1
    whole = plancheck("check", str(GOTEBORG)).stdout
    findings, departure = result.stdout.split("Granskningen avviker")
    assert whole.startswith(findings + "Kan inte bedömas:\n")
    assert departure in whole
    assert "covers" in departure
    assert plancheck("check", str(MINIMAL / PLAN), "-q").stdout.startswith("Granskningen avviker")


def test_statistics_tell_how_each_rule_came_out_and_add_up() -> None:
    text = plancheck("check", str(GOTEBORG), "--statistics").stdout
    lines = text[text.index("Per regel:") :].splitlines()[1:]
    told: Counter[str] = Counter()
    rules = []
    for line in lines[: lines.index("")]:
        rule, _, numbers = line.strip().partition("  ")
        rules.append(rule)
        for number, words in re.findall(r"(\d+) ([^,]+)", numbers):
            told["passed" if "utan fynd" in words else "failed" if "med fynd" in words else "not-assessable"] += int(number)
    values = report(str(GOTEBORG))
    assert rules == sorted({one["rule"] for one in answers(values)})
    assert told == {outcome: values["summary"][outcome] for outcome in ("passed", "failed", "not-assessable")}
    assert "Per regel:" not in plancheck("check", str(GOTEBORG)).stdout


def test_the_language_is_swedish_unless_english_is_asked_for() -> None:
    swedish, english = plancheck("check", str(GOTEBORG)), plancheck("check", str(GOTEBORG), "--lang", "en")
    assert ": fel MAL005 Målet" in swedish.stdout
    assert ": error MAL005 The goal" in english.stdout
    assert "Cannot be judged:" in english.stdout
    for word in ("krav: ", "krävs här", "finns inte", "Skriv"):
        assert word in swedish.stdout
        assert word not in english.stdout
    assert plancheck("check", str(GOTEBORG), "--lang", "sv").stdout == swedish.stdout
    assert report(str(GOTEBORG), "--lang", "en")["language"] == "en"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_line_is_longer_than_80_columns_when_piped(language: str) -> None:
    done = run("check", ".", "--lang", language, "--statistics", folder=GOTEBORG)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) > 100
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_path_longer_than_the_line_stands_whole(tmp_path: Path) -> None:
    folder = tmp_path / ("djupt-" * 20)
    shutil.copytree(MINIMAL, folder)
    (folder / PLAN).write_text("title: [\n", encoding="utf-8")
    done = run("check", folder.name, folder=tmp_path)
    longer = [line for line in done.stdout.splitlines() if len(line) > 80]
    assert longer[0] == f"{folder.name}/{PLAN}:2:1:"
    assert all(len(line.split()) == 1 for line in longer)


@pytest.mark.parametrize("columns", [40, 100, 120])
def test_a_wider_terminal_gets_longer_lines(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.chdir(GOTEBORG)
    lines = plancheck("check", "--select", "MAL", "--quiet").stdout.splitlines()
    paths = re.compile(r"\S+\.yaml:\d+:\d+:?")
    assert columns - 15 < max(len(line) for line in lines if not paths.search(line)) <= columns


def test_the_json_report_goes_to_standard_output_and_is_json() -> None:
    done = run("check", "examples/goteborg", "--format", "json", "--today", "2026-11-22")
    assert (done.returncode, done.stderr) == (1, "")
    values = json.loads(done.stdout)
    assert values["today"] == "2026-11-22"
    assert values["ruleset"]["name"] == "goteborg"


# --today


def draft() -> None:
    edit(PLAN, "outcome: adopted", "outcome: proposed")


def test_a_draft_is_told_how_many_days_are_left(small: Path) -> None:
    draft()
    result = plancheck("check", "--today", "2025-02-01")
    assert result.exit_code == 0
    assert "TID001: inte beslutat än; 27 dagar kvar till 2025-02-28" in flowing(result.stdout)


def test_a_draft_is_in_time_until_the_last_day(small: Path) -> None:
    draft()
    assert failed("--today", "2025-02-28") == []
    assert failed("--today", "2025-03-01") == [("TID001", PLAN)]


def test_a_single_day_is_told_as_one(small: Path) -> None:
    draft()
    assert "10 dagar efter sista dag" in flowing(plancheck("check", "--today", "2025-03-10").stdout)
    assert "1 dag efter sista dag" in flowing(plancheck("check", "--today", "2025-03-01").stdout)
    assert "1 dag kvar" in flowing(plancheck("check", "--today", "2025-02-27").stdout)


# Standard input


def test_standard_input_takes_the_place_of_the_file(small: Path) -> None:
    text = Path(PLAN).read_text(encoding="utf-8").replace("kf-2025/bokbuss", "kf-2025/bokbil")
    assert failed("-", "--stdin-filename", PLAN, stdin=text) == [("UPP001", PLAN), ("UPP005", PLAN)]
    assert failed() == []


def test_standard_input_is_judged_in_the_repository_of_the_file(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "nordost/2022/barnbokslut.yaml"
    text = (city / name).read_text(encoding="utf-8").replace("article: 12", "article: 13")
    monkeypatch.chdir("/")
    values = report("-", "--stdin-filename", str(city / name), "--select", "BAR", stdin=text)
    assert values["ruleset"]["name"] == "goteborg"
    assert values["documents"] == 1
    new = [(e["rule"], e["item"]) for e in values["evaluations"] if e["outcome"] == "failed" and e["rule"] != "BAR005"]
    assert new == [("BAR003", "12")]


def test_standard_input_may_stand_for_a_file_that_is_not_there_yet(small: Path) -> None:
    text = Path(PLAN).read_text(encoding="utf-8")
    Path(PLAN).unlink()
    values = report("-", "--stdin-filename", "ny.yaml", stdin=text)
    assert values["documents"] == 1
    assert {one["location"]["file"] for one in values["evaluations"]} == {"ny.yaml"}
    assert values["summary"]["failed"] == 0


def test_standard_input_without_a_name_is_a_document_more(small: Path) -> None:
    text = Path(PLAN).read_text(encoding="utf-8").replace("year: 2025", "year: 2026")
    values = report("-", stdin=text)
    assert {one["location"]["file"] for one in values["evaluations"]} == {"stdin.yaml"}


@pytest.mark.parametrize(("text", "words"), [("", "tom"), ("a: b: c", "kolon"), ("goals: []\n", "document:")])
def test_bad_standard_input_is_a_finding(small: Path, text: str, words: str) -> None:
    result = plancheck("check", "-", "--stdin-filename", PLAN, stdin=text)
    assert result.exit_code == 1
    assert f"{PLAN}:1:" in result.stdout
    assert words in result.stdout


# What a file is that does not say it


def test_what_a_file_does_not_say_is_told_with_options(small: Path) -> None:
    Path("brev.txt").write_text("Om träd\n\nVi planterar träd.\n", encoding="utf-8")
    made = plancheck("check", "brev.txt")
    assert "`plancheck check --document`" in flowing(made.stdout)
    values = report("brev.txt", "--document", "verksamhetsplan", "--namnd", "kulturnamnden", "--year", "2031")
    judged = {one["document"] for one in answers(values) if one["outcome"] != "not-applicable"}
    assert values["documents"] == 1
    assert any("kulturnamnden" in document and "2031" in document for document in judged)


@pytest.mark.parametrize("paths", [[], ["."], [PLAN], ["brev.txt", "brev.txt"], ["brev.txt", PLAN], ["-"], ["brev.txt", "-"]])
def test_what_a_file_is_cannot_be_told_of_several_or_of_yaml(small: Path, paths: list[str]) -> None:
    Path("brev.txt").write_text("Om träd\n\nVi planterar träd.\n", encoding="utf-8")
    made = plancheck("check", *paths, "--year", "2025", stdin="")
    assert made.exit_code == 2
    assert "--year gäller en enda fil" in flowing(made.stderr)


def test_what_is_told_of_a_file_is_not_kept_for_a_run_without_it(small: Path) -> None:
    Path("brev.txt").write_text("Om träd\n\nVi planterar träd.\n", encoding="utf-8")
    options = ["--document", "verksamhetsplan", "--namnd", "kulturnamnden", "--year", "2031", "--cache-dir", "kept"]
    assert "DOK002" not in plancheck("check", "brev.txt", *options).stdout
    assert "DOK002" in plancheck("check", "brev.txt", "--cache-dir", "kept").stdout


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--strict",), 1), (("--fail-on", "never"), 2)])
def test_a_named_file_that_cannot_be_read_is_a_finding_although_nothing_is_judged(
    options: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"no pdf")
    result = plancheck("check", tmp_path / "plan.pdf", *options)
    assert "FIL001" in result.output
    assert result.exit_code == code
