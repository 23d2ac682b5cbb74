"""A green can be trusted: what was not judged is said, and nothing judged is not green."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.cli.small import flowing
from tests.command import answers, plancheck
from tests.paths import MINIMAL

PLAN = "verksamhetsplan.yaml"
FORMATS = ["text", "json", "html", "markdown", "csv", "sarif", "junit", "github", "azure"]


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "small")
    monkeypatch.chdir(tmp_path / "small")
    return tmp_path / "small"


def check(*arguments: str | Path) -> Result:
    return plancheck("check", "--today", "2025-12-31", *arguments)


def said(*arguments: str | Path) -> str:
    """What a report says, on one line."""
    return flowing(check(*arguments).stdout)


def told(concern: str, *arguments: str | Path) -> list[tuple[str | None, str]]:
    """The notifications of a concern: the file that each is about, and its message."""
    values = json.loads(check("--format", "json", *arguments).stdout)
    about = [one for one in values["notifications"] if one["concern"] == concern]
    return [((one.get("location") or {}).get("file"), one["message"]) for one in about]


def evaluations(*arguments: str | Path) -> list[dict[str, Any]]:
    return answers(json.loads(check("--format", "json", *arguments).stdout))


def write(name: str, text: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


# Nothing judged


def test_a_check_that_has_judged_no_plan_is_not_green() -> None:
    Path(PLAN).unlink()
    Path("kf-budget.yaml").unlink()
    result = check()
    assert result.exit_code == 2
    assert "Inget krav på någon plan" in result.stderr
    assert "1 dokument" in result.stdout


def test_what_somebody_selects_is_judged_even_if_it_is_bookkeeping() -> None:
    assert check("--select", "KED").exit_code == 0


def test_a_check_where_nothing_can_be_judged_is_not_green() -> None:
    assert check("--select", "UPP002", PLAN).exit_code == 2


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("value", ["", " ", ","])
def test_an_empty_word_selects_no_rules(option: str, value: str) -> None:
    result = check(option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "tomt ord" in result.stderr


@pytest.mark.parametrize("key", ["select", "ignore"])
def test_an_empty_word_in_the_configuration_is_told_at_its_place(key: str) -> None:
    write("plancheck.yaml", f'{key}: [UPP, ""]\n')
    result = check()
    assert result.exit_code == 2
    assert f"plancheck.yaml:1:{len(key) + 9}: Ett tomt ord" in result.stderr


def test_a_selection_that_meets_no_document_is_named() -> None:
    words = "Urvalet TID003 träffar inget: ingen av reglerna gäller dokumenten här."
    assert told("unused", "--select", "UPP001,TID003") == [(None, words)]
    assert words in said("--select", "UPP001,TID003")


def test_a_path_that_adds_nothing_is_named() -> None:
    Path("tom").mkdir()
    write("azure-pipelines.yml", "steps:\n  - script: plancheck check\n")
    write("plancheck.yaml", "")
    text = said(PLAN, "tom", "azure-pipelines.yml", "plancheck.yaml")
    assert "tom tillför ingenting" in text
    assert "azure-pipelines.yml lämnas åt sidan" in text
    assert "plancheck.yaml är inställningarna" in text
    assert check(PLAN, "tom").exit_code == 0


def test_the_configuration_of_a_folder_inside_is_said_not_to_apply() -> None:
    write("sub/plancheck.yaml", "strict: true\n")
    ((_, message),) = told("unused")
    assert message.startswith("sub/plancheck.yaml används inte när allt granskas tillsammans. Ange mappen sub för sig")
    # However the folder is named.
    assert len(told("unused", "sub/..")) == 1


def test_a_folder_with_registers_alone_has_no_plan_that_was_judged() -> None:
    Path(PLAN).unlink()
    result = check()
    assert result.exit_code == 2
    assert told("unused")[0] == (
        None,
        "Inget krav på någon plan har kunnat bedömas. Det är inte detsamma som att kraven är uppfyllda.",
    )
    # Who names a register wants it judged.
    assert check("kf-budget.yaml", "--ignore", "KED").exit_code == 0


def test_what_is_only_attested_was_not_judged() -> None:
    attestation = "{rule: UPP002, by: A, on: 2025-03-01, until: 2099-01-01, reference: x}"
    write("plancheck.yaml", f"attestations: [{attestation}]\ncovers: []\n")
    assert check("--select", "UPP002").exit_code == 2


def test_a_day_to_come_is_told_as_a_day_that_has_been() -> None:
    assert "granskat som om det vore 2090-01-01" in flowing(plancheck("check", "--today", "2090-01-01").stdout)


def test_files_of_several_repositories_are_judged_by_none_of_their_configurations(tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(MINIMAL, tmp_path / name)
    messages = [message for _, message in told("unused", tmp_path / "a" / PLAN, tmp_path / "b" / "kf-budget.yaml")]
    assert sum("används inte när allt granskas tillsammans" in message for message in messages) == 2


def test_a_json_file_of_whatever_depth_stops_nothing() -> None:
    write("karta.geojson", '{"a":' * 5000 + "1" + "}" * 5000)
    assert check().exit_code == 0


def test_a_waiver_of_a_rule_that_is_off_is_told() -> None:
    waiver = "{rule: UPP001, reason: x, by: A, until: 2099-01-01}"
    write("plancheck.yaml", f"covers: []\nrules: {{UPP001: off}}\nwaivers: [{waiver}]\n")
    assert any("regeln är avstängd" in message for _, message in told("unused"))


def test_a_comparison_with_a_report_of_another_rule_set_is_told() -> None:
    check("--ruleset", "goteborg", "--format", "json", "-o", "earlier.json")
    assert "jämförd med en rapport av ett annat regelverk (goteborg)" in said("--compare", "earlier.json")


# Files that look like documents and are not read


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("plan.doc", b"\xd0\xcf\x11\xe0", ".doc"),
        ("plan.odt", b"PK", ".odt"),
        ("plan.pages", b"PK", ".pages"),
        ("planer.zip", b"PK", "packade filer"),
        ("plan.md", "# Verksamhetsplan 2026\n\nKulturnämnden\n", ".md"),
        ("plan.html", "<!doctype html>\n<h1>Årsrapport 2025, Kulturnämnden</h1>\n", ".html"),
        ("uppdrag.ods", b"PK", "kalkylblad"),
        ("uppdrag.xls", b"\xd0\xcf\x11\xe0", "kalkylblad"),
        ("uppdrag.xlsx", b"PK", "Excel"),
        ("uppdrag.csv", "Uppdrag;Status\nMåla;Klart\n", "vad det är för dokument"),
        ("plan.json", '{"document": "verksamhetsplan", "namnd": "a", "year": 2025}', ".json"),
        ("plan.yam", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n", ".yam"),
        ("plan.yaml.bak", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n", ".bak"),
        ("plan", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n", "ändelsen plan"),
        (".plan.yaml", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n", "punkt"),
        (".mål.yml", "namnd: a\nuppdrag: []\n", "punkt"),
        (".utkast/plan.yaml", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n", "punkt"),
    ],
)
def test_a_file_that_looks_like_a_document_and_is_not_read_is_named(name: str, text: str | bytes, why: str) -> None:
    write(name, text)
    ((file, message),) = told("unread")
    assert file == name
    assert why in message
    assert "Filer som liknar dokument men inte läses:" in said()
    assert check().exit_code == 0
    assert check("--strict").exit_code == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("azure-pipelines.yml", "steps:\n  - script: plancheck check\n"),
        (".gitlab-ci.yml", "plans:\n  script: plancheck check\n"),
        (".github/workflows/plans.yaml", "on: push\njobs: {}\n"),
        (".git/plan.yaml", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n"),
        ("playbook.yaml", "- hosts: all\n  tasks: []\n"),
        ("k8s.yaml", "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod\n"),
        ("chart.yaml", "name: {{ .Values.name }}\nversion: 1\n"),
        ("package.json", '{"name": "planer", "document": {"year": 1}}'),
        ("README.md", "# Planer\n\nnamn: text\n"),
        ("GUIDE.md", "# Så skriver du en verksamhetsplan\n\nVerksamhetsplan 2026 ska vara klar i februari.\n"),
        ("bild.png", b"\x89PNG\0document: verksamhetsplan\nyear: 2025\n"),
        (".plan.imported.yaml", "document: verksamhetsplan\nnamnd: a\nyear: 2025\n"),
        ("rules/mine.yaml", "extends: kommun\nrules: []\n"),
        ("~$plan.docx", b"\0"),
        ("matningar.csv", "Datum;Temperatur\n2025-01-01;4\n"),
        ("verksamhetsplan-2025.csv", "Konto;Verksamhetsplan 2025\n4010;100\n"),
    ],
)
def test_a_file_of_another_program_is_no_fault(name: str, text: str | bytes) -> None:
    write(name, text)
    assert told("unread") == []
    assert [one["rule"] for one in evaluations() if one["outcome"] == "failed"] == []
    assert check("--ignore", "UPP002,UPP012", "--strict").exit_code == 0


@pytest.mark.parametrize(
    "text", ["rules: []\nnamnd: a\nyear: 2025\ngoals: []\n", "namnd: a\nyear: 2025\n", "uppdrag:\n  - {ref: kf-2025/bokbuss}\n"]
)
def test_a_plan_that_has_lost_its_first_line_is_a_finding(text: str) -> None:
    write("plan.yaml", text)
    assert [(one["rule"], one["location"]["file"]) for one in evaluations() if one["outcome"] == "failed"] == [
        ("DOK002", "plan.yaml")
    ]


def test_a_linked_folder_is_not_followed_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    shutil.move(PLAN, tmp_path / "elsewhere")
    Path("linked").symlink_to(tmp_path / "elsewhere")
    assert [file for file, _ in told("unread")] == ["linked"]
    write("plancheck.yaml", "")
    judged = {one["file"] for one in json.loads(check("--format", "json", "linked").stdout)["judged"]}
    assert judged == {"linked/verksamhetsplan.yaml"}
    assert "kf-2025/bokbuss" in {one["item"] for one in evaluations("linked") if one["rule"] == "UPP001"}


# Neighbours


def test_a_neighbour_that_is_no_utf_8_is_not_missing() -> None:
    with Path("kf-budget.yaml").open("ab") as budget:
        budget.write(b"\xe5\n")
    result = check(PLAN)
    assert result.exit_code == 1
    reasons = {one["message"] for one in evaluations(PLAN) if one["outcome"] == "not-assessable" and one["rule"] == "UPP001"}
    assert reasons == {"dokumentet kf-2025 finns (kf-budget.yaml), men går inte att läsa"}


def test_a_neighbour_that_is_there_twice_is_not_missing() -> None:
    shutil.copy("kf-budget.yaml", "kf-budget-kopia.yaml")
    reasons = {one["message"] for one in evaluations(PLAN) if one["rule"] == "UPP001"}
    assert reasons == {
        "dokumentet kf-2025 finns flera gånger (kf-budget-kopia.yaml, kf-budget.yaml), och det är oklart vilket som gäller"
    }


def test_what_is_not_found_may_be_in_a_file_that_nobody_can_read() -> None:
    Path("kf-budget.yaml").write_bytes("Kommunfullmäktiges budget".encode("utf-16"))
    by_rule = {one["rule"]: one for one in evaluations(PLAN) if one["outcome"] == "not-assessable"}
    assert "kan vara någon av de filer som inte går att läsa: kf-budget.yaml" in by_rule["UPP001"]["message"]
    assert by_rule["UPP005"]["outcome"] == "not-assessable"


def test_a_decision_of_kf_that_cannot_be_read_leaves_the_history_in_doubt() -> None:
    write("beslut.yaml", "document: kf-beslut\nid: kf-2025-maj\nyear: 2025\nuppdrag: [\n")
    unknown = [one for one in evaluations(PLAN) if one["rule"] == "UPP001" and one["outcome"] == "not-assessable"]
    history = [one for one in evaluations(PLAN) if one["rule"] == "UPP002" and one["outcome"] == "not-assessable"]
    assert any("kf-2025-maj" in one["message"] for one in (*unknown, *history))


def test_a_register_of_several_that_is_broken_is_told_beside_those_that_are_not(tmp_path: Path) -> None:
    report = "document: arsrapport\nnamnd: kulturnamnden\nyear: 2025\nuppdrag: []\n"
    write("arsrapport.yaml", report)
    write("beslut-1.yaml", "document: kf-beslut\nid: kf-1\nyear: 2025\nuppdrag: [{id: a, title: A, to: [kulturnamnden]}]\n")
    write("beslut-2.yaml", "document: kf-beslut\nid: kf-2\nyear: 2025\nuppdrag: [\n")
    about = [one for one in evaluations("arsrapport.yaml") if one["rule"] == "UPP017"]
    assert any("kf-2" in (one.get("message") or "") and one["outcome"] == "not-assessable" for one in about)


# How the measure was bent


ALTERED = [
    ("plancheck.yaml", "rules: {UPP001: off}\n", [], "UPP001 är avstängd"),
    ("plancheck.yaml", "rules: {UPP001: {severity: info}}\n", [], "UPP001 är sänkt från fel till upplysning"),
    ("plancheck.yaml", "rules: {TID001: {by: {month: 12}}}\n", [], "TID001 kräver något annat (by)"),
    ("plancheck.yaml", "vocabulary: {stock-phrases: [Se ovan]}\n", [], "ordlistan stock-phrases har andra ord"),
    ("plancheck.yaml", "vocabulary: {status: [$vocabulary.status, klar]}\n", [], "klar räknas inte som avslutat"),
    ("plancheck.yaml", "select: [UPP]\n", [], "bara reglerna UPP"),
    ("plancheck.yaml", "ignore: [UPP]\n", [], "inte reglerna UPP"),
    ("plancheck.yaml", "fail-on: never\n", [], "inga fynd fäller granskningen"),
    ("plancheck.yaml", "exclude: [kf-budget.yaml]\n", [], "exclude utesluter kf-budget.yaml"),
    ("plancheck.yaml", "ruleset: kommun\n", ["--ruleset", "goteborg"], "regelverket goteborg i stället för kommun"),
    ("plancheck.yaml", "", ["--select", "MAL"], "bara reglerna MAL"),
    ("plancheck.yaml", "", ["--ignore", "MAL"], "inte reglerna MAL"),
    ("plancheck.yaml", "", ["--fail-on", "never"], "inga fynd fäller granskningen"),
    ("own.yml", "extends: kommun\nchange: {UPP001: off}\n", ["--ruleset", "own.yml"], "UPP001 är avstängd (own.yml:2)"),
    (
        "own.yml",
        "extends: kommun\nvocabulary: {stock-phrases: [x]}\n",
        ["--ruleset", "own.yml"],
        "ordlistan stock-phrases har andra ord",
    ),
]


@pytest.mark.parametrize(("file", "text", "arguments", "words"), ALTERED)
def test_what_makes_the_check_ask_for_less_is_told(file: str, text: str, arguments: list[str], words: str) -> None:
    write(file, text)
    assert "Granskningen avviker från regelverket:" in said(*arguments)
    assert words in said(*arguments)


def test_what_asks_for_more_is_no_departure() -> None:
    write("plancheck.yaml", "rules: {UPP004: {severity: error}}\nfail-on: info\nstrict: true\n")
    messages = [message for _, message in told("altered")]
    assert messages == ["granskat som om det vore 2025-12-31"]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_says_how_the_measure_was_bent(format_: str) -> None:
    write("plancheck.yaml", "rules: {UPP001: off}\n")
    write("plan.doc", b"\xd0\xcf")
    text = flowing(check("--format", format_).stdout.replace("\u200b", "")).replace("\\", "")
    assert "UPP001 är avstängd" in text
    assert "plan.doc" in text
    assert "kommun 0.1.0" in text or '"version": "0.1.0"' in text


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "csv", "html"])
def test_quiet_hides_neither_waivers_nor_what_was_bent(format_: str) -> None:
    write(
        "plancheck.yaml",
        "rules: {MAL001: off}\nwaivers: [{rule: UPP001, reason: Tas upp i maj, by: Anna Berg, until: 2026-12-31}]\n",
    )
    write(PLAN, Path(PLAN).read_text(encoding="utf-8").replace("kf-2025/bokbuss", "kf-2025/annat"))
    text = flowing(check("--quiet", "--format", format_).stdout.replace("\u200b", ""))
    assert "Tas upp i maj" in text
    assert "MAL001 är avstängd" in text


def test_the_digest_follows_the_rules_and_the_hashes_the_documents() -> None:
    def basis(*arguments: str) -> tuple[str, dict[str, str]]:
        values = json.loads(check("--format", "json", *arguments).stdout)
        return values["ruleset"]["digest"], {one["file"]: one["sha256"] for one in values["judged"]}

    write("own.yml", "extends: kommun\nchange: {UPP001: off}\n")
    own = basis("--ruleset", "own.yml")
    write("own.yml", "extends: kommun\nchange: {UPP002: off}\n")
    other = basis("--ruleset", "own.yml")
    assert own[0] != other[0]
    assert own[1] == other[1]
    assert set(own[1]) == {PLAN, "kf-budget.yaml", "organisation.yaml"}
    assert all(len(digest) == 64 for digest in own[1].values())
    with Path(PLAN).open("a", encoding="utf-8") as plan:
        plan.write("# en anteckning\n")
    assert basis("--ruleset", "own.yml")[1][PLAN] != own[1][PLAN]


def test_a_status_that_is_said_to_close_or_not_needs_no_advice() -> None:
    words = "vocabulary: {status: [$vocabulary.status, {klar: {closes: true}}, {vilande: {closes: false}}]}\n"
    write("plancheck.yaml", words)
    assert "räknas inte som avslutat" not in said()


# exclude


def test_exclude_leaves_a_folder_out_and_says_so() -> None:
    shutil.copytree(".", "drafts", ignore=shutil.ignore_patterns("drafts"))
    for pattern in ("drafts/", "drafts", "drafts/*", "/drafts/**"):
        write("plancheck.yaml", f"exclude: ['{pattern}']\n")
        assert [one["rule"] for one in evaluations() if one["outcome"] == "failed"] == []
        assert "exclude utesluter drafts" in said()


@pytest.mark.parametrize(("pattern", "words"), [("drafts/", "Mönstret drafts/ i exclude"), ("ut\\*", "Menade du ut/*?")])
def test_a_pattern_that_leaves_nothing_out_is_told(pattern: str, words: str) -> None:
    write("plancheck.yaml", f"exclude: ['{pattern}']\n")
    assert words in said()


def test_a_folder_with_decomposed_letters_is_left_out() -> None:
    shutil.copytree(".", "utkast", ignore=shutil.ignore_patterns("utkast"))
    Path("utkast").rename(unicodedata.normalize("NFD", "utkast-för"))
    write("plancheck.yaml", 'exclude: ["utkast-för/*"]\n')
    assert [one["rule"] for one in evaluations() if one["outcome"] == "failed"] == []


def test_when_exclude_leaves_everything_out_it_is_said() -> None:
    write("plancheck.yaml", "exclude: ['*.yaml']\n")
    result = check()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "innehåller inga dokument" in result.stderr
    assert "exclude utesluter kf-budget.yaml, organisation.yaml, " in result.stderr


# strict


def test_strict_fails_on_what_cannot_be_judged() -> None:
    assert check(PLAN).exit_code == 0
    assert check(PLAN, "--strict").exit_code == 1
    write("plancheck.yaml", "strict: true\n")
    assert check(PLAN).exit_code == 1
    assert check(PLAN, "--ignore", "UPP002,UPP012").exit_code == 0
