"""`plancheck init`: a municipality begins, with what it calls things itself."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from plancheck.cli import main
from plancheck.repository.files import write_file
from plancheck.ruleset.locating import shipped_sets
from plancheck.run import starting
from plancheck.run.open import open_repository
from tests import office
from tests.command import plancheck, report
from tests.process import environment, run
from tests.schemas import as_json

SCALE = "Framme, På god väg, På väg, Står still"
ANSWERS = ("--name", "Sjöviks kommun", "--namnder", "Kulturnämnden, Kommunstyrelsen", "--scale", SCALE)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A municipality that has just begun; the current folder is its repository."""
    assert plancheck("init", tmp_path, *ANSWERS).exit_code == 0
    monkeypatch.chdir(tmp_path)
    return tmp_path


def values_of(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def files_in(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def answering(*answers: str, arguments: tuple[str, ...], folder: Path) -> tuple[int, str]:
    """The command at a pseudo-terminal, each question answered in turn: its exit code, and all that is said there."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "plancheck", "init", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    waiting, said = list(answers), b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            piece = b""
        if not piece:
            os.close(ours)
            return process.wait(), said.decode().replace("\r\n", "\n")
        said += piece
        if said.endswith(b": ") and waiting:
            os.write(ours, f"{waiting.pop(0)}\n".encode())


# What is there afterwards


def test_a_new_repository_is_checked_and_says_that_there_is_no_plan_yet(city: Path) -> None:
    result = plancheck("check")
    assert result.exit_code == 2
    assert "Inget krav på någon plan har kunnat bedömas" in result.output
    assert "organisation.yaml" not in result.output, "nothing of what was written is complained of"
    assert "UPP001" in plancheck("rules").stdout


def test_the_rules_of_its_own_pass_their_tests(city: Path) -> None:
    result = plancheck("test", "regler")
    assert result.exit_code == 0, result.output
    assert "0 underkändes" in result.stdout
    assert "0 överlevde" in result.stdout


@pytest.mark.parametrize("model", shipped_sets())
def test_any_shipped_rule_set_can_be_built_on(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scale = () if open_repository([tmp_path], model).ruleset.declared.terms("assessment") else ("--scale", SCALE)
    assert plancheck("init", tmp_path, "--name", "Sjövik", "--model", model, *scale).exit_code == 0
    monkeypatch.chdir(tmp_path)
    assert values_of(tmp_path / "regler" / "ruleset.yaml")["extends"] == model
    assert plancheck("test", "regler").exit_code == 0
    assert plancheck("rules").exit_code == 0
    assert "avviker" not in plancheck("check").stdout, "the scale that the rule set has is not told as another"


def test_the_nämnder_have_the_ids_that_the_import_gives_them(tmp_path: Path) -> None:
    names = "Barn-, ungdoms- och fritidsnämnden, Miljönämnden\nKommunstyrelsen"
    assert plancheck("init", tmp_path, "--name", "Sjövik", "--namnder", names, "--namnder", "Socialnämnden Öst").exit_code == 0
    assert values_of(tmp_path / "organisation.yaml")["namnder"] == [
        {"id": "barn-ungdoms-och-fritidsnamnden", "title": "Barn-, ungdoms- och fritidsnämnden"},
        {"id": "miljonamnden", "title": "Miljönämnden"},
        {"id": "ks", "title": "Kommunstyrelsen"},
        {"id": "socialnamnden-ost", "title": "Socialnämnden Öst"},
    ]


def test_the_scale_is_the_municipalitys_and_says_what_is_fulfilled(tmp_path: Path) -> None:
    given = ("--name", "Sjövik", "--scale", SCALE, "--fulfilled", "framme, På god väg")
    assert plancheck("init", tmp_path, *given).exit_code == 0
    words = open_repository([tmp_path]).ruleset.declared.terms("assessment")
    assert [term.called("sv") for term in words] == [
        "Framme",
        "På god väg",
        "På väg",
        "Står still",
        "Kan inte bedömas",
    ]
    assert [term.rank for term in words] == [0, 1, 2, 3, 4]
    assert "not-assessable" in words[-1].marks, "that nothing could be assessed can be said with any scale"
    assert [str(term.id) for term in words if "fulfils" in term.marks] == ["framme", "på god väg"]


def test_a_scale_of_numbers_and_of_words_that_yaml_reads_otherwise(tmp_path: Path) -> None:
    assert plancheck("init", tmp_path, "--name", "Sjövik", "--scale", "5, 4, Ja, no, null, på: väg").exit_code == 0
    words = open_repository([tmp_path]).ruleset.declared.terms("assessment")
    assert [term.id for term in words] == ["5", "4", "ja", "no", "null", "på: väg", "kan inte bedömas"]


def test_the_budget_and_the_plan_of_the_readme_are_judged(city: Path) -> None:
    blocks = (city / "LÄSMIG.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
    for block in blocks:
        name, text = block.split("```")[0].replace("\n   ", "\n").strip().removeprefix("# ").split("\n", 1)
        path = city / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        kind = yaml.safe_load(text)["document"]
        schema = json.loads((city / ".vscode" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        assert list(Draft202012Validator(schema).iter_errors(as_json(path))) == []
    judged = report(city)
    assert {one["rule"] for one in judged["passed"]} >= {"MAL001", "UPP001"}
    assert plancheck("check").exit_code == 1
    found = {one["rule"] for one in judged["evaluations"] if one["outcome"] == "failed"}
    assert "EGN001" in found, "the uppdrag has nobody responsible"


# The editor


def test_each_kind_of_document_has_a_schema_with_the_words_of_the_municipality(city: Path) -> None:
    settings = json.loads((city / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    kinds = open_repository([city]).ruleset.kinds
    assert {Path(path).name for path in settings} >= {f"{kind}.schema.json" for kind in kinds}
    assert all((city / path).is_file() for path in settings)
    patterns = [pattern for files in settings.values() for pattern in files]
    assert len(patterns) == len(set(patterns)), "no file has the schemas of two kinds"
    report_ = json.loads((city / ".vscode" / "arsrapport.schema.json").read_text(encoding="utf-8"))
    assessment = report_["$defs"]["Goal"]["properties"]["assessment"]
    assert assessment["anyOf"][0]["enum"][:5] == ["framme", "på god väg", "på väg", "står still", "kan inte bedömas"]
    assert assessment["description"].startswith("Den bedömda måluppfyllelsen")
    assert report_["properties"]["namnd"]["anyOf"][0]["anyOf"][0]["enum"] == ["kulturnamnden", "ks", "kf"]


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ({"goals": [{"title": "A", "assessment": "framme"}]}, True),
        ({"goals": [{"title": "A", "assessment": "lysande"}]}, False),
        ({"uppdrag": [{"title": "A", "status": "avslutat"}]}, True),
        ({"uppdrag": [{"title": "A", "status": "klar"}]}, False),
        ({"namnd": "valnamnden"}, True),
        ({"document": "verksamhetsplan"}, False),
        ({"malsättning": []}, False),
    ],
)
def test_the_editor_underlines_what_is_no_word_of_the_scale(city: Path, given: dict[str, Any], is_right: bool) -> None:
    schema = json.loads((city / ".vscode" / "arsrapport.schema.json").read_text(encoding="utf-8"))
    values = {"document": "arsrapport", "namnd": "kulturnamnden", "year": 2025, **given}
    assert Draft202012Validator(schema).is_valid(values) == is_right


def test_a_schema_is_made_again_when_words_have_changed(city: Path) -> None:
    (city / ".vscode" / "arsrapport.schema.json").unlink()
    (city / "organisation.yaml").write_text(
        "document: organisation\nyear: 2025\nnamnder: [{id: sn, title: Socialnämnden}]\n", encoding="utf-8"
    )
    result = plancheck("init")
    assert result.exit_code == 0, result.output
    written = (city / ".vscode" / "arsrapport.schema.json").read_text(encoding="utf-8")
    assert '"Socialnämnden"' in written
    assert "Kulturnämnden" not in written
    assert plancheck("schema", "arsrapport").stdout == written


# What is there is kept


def test_nothing_is_overwritten_and_what_is_left_is_named(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text("document: organisation\nyear: 2020\n", encoding="utf-8")
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "settings.json").write_text("{}", encoding="utf-8")
    (tmp_path / "LÄSMIG.md").symlink_to("borta.md")
    result = plancheck("init", tmp_path, *ANSWERS)
    assert result.exit_code == 0
    left = result.stdout.split("Fanns redan")[1]
    assert all(name in left for name in ("organisation.yaml", "settings.json", "LÄSMIG.md"))
    assert (tmp_path / "organisation.yaml").read_text("utf-8") == "document: organisation\nyear: 2020\n"
    assert (tmp_path / ".vscode" / "settings.json").read_text("utf-8") == "{}"
    assert not (tmp_path / "borta.md").exists(), "a link that leads nowhere is no place to write to"


def test_a_second_time_writes_nothing(city: Path) -> None:
    before = files_in(city)
    result = plancheck("init", "--name", "En annan", "--scale", "a, b")
    assert result.exit_code == 0
    assert "inget är skrivet" in result.stdout
    assert files_in(city) == before


def test_a_repository_keeps_its_rule_set_and_gets_what_the_editor_needs(tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: almstad\n", encoding="utf-8")
    assert plancheck("init", tmp_path, "--name", "Almstad").exit_code == 0
    assert not (tmp_path / "regler").exists()
    assert (tmp_path / ".vscode" / "namndplan.schema.json").is_file()


@pytest.mark.parametrize("place", [".vscode", "regler"])
def test_what_cannot_be_written_leaves_nothing_behind(place: str, tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    folder.mkdir()
    (folder / place).write_text("en fil", encoding="utf-8")
    result = plancheck("init", folder, *ANSWERS)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert files_in(folder) == {place: "en fil"}


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_ends_half_way_leaves_nothing_behind(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def full(path: Path, content: str) -> None:
        if len(written) == 7:
            raise failure
        written.append(path)
        write_file(path, content)

    monkeypatch.setattr(starting, "write_file", full)
    (tmp_path / "brev.txt").write_text("Hej", encoding="utf-8")
    result = CliRunner().invoke(main, ["init", str(tmp_path), *ANSWERS])
    assert result.exit_code != 0
    assert len(written) == 7
    assert [path.name for path in tmp_path.iterdir()] == ["brev.txt"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "fil", tmp_path / "fil" / "inne", tmp_path / ("a" * 300)):
        result = plancheck("init", folder, *ANSWERS)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1


def test_a_faulty_configuration_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "plancheck.yaml").write_text("ruleset: borta\n", encoding="utf-8")
    result = plancheck("init", tmp_path, *ANSWERS)
    assert result.exit_code == 2
    assert "plancheck.yaml:1" in result.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "plancheck.yaml"]


def test_a_repository_within_another_is_told(city: Path) -> None:
    assert "redan finns" in plancheck("init", city / "inne", *ANSWERS).stderr


# Bad input


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "Kommunens namn saknas"),
        (["--name", "  "], "Kommunens namn saknas"),
        (["--name", "!!!"], "går det inte att göra något id"),
        (["--name", "A", "--namnder", "Kulturnämnden, kulturnämnden"], "står två gånger"),
        (["--name", "A", "--namnder", "Miljönämnden", "--namnder", "Miljonämnden"], "samma id, miljonamnden"),
        (["--name", "A", "--namnder", "***"], "går det inte att göra något id"),
        (["--name", "A", "--namnder", "Kommunfullmäktige"], "är ingen nämnd"),
        (["--name", "A", "--scale", ""], "har inga ord"),
        (["--name", "A", "--scale", "God"], "bara ett ord"),
        (["--name", "A", "--scale", "God, ingen, god"], "står två gånger"),
        (["--name", "A", "--scale", "😀, 😡"], "är inget ord"),
        (["--name", "A", "--fulfilled", "Bäst"], "är inget ord i skalan. Det som finns är: "),
        (["--name", "A", "--fulfilled", "Kan inte bedömas"], "är inget ord i skalan"),
        (["--name", "A", "--scale", "God, Kan inte bedömas"], "bara ett ord"),
        (["--name", "A", "--fulfilled", ","], "Minst ett ord"),
        (["--name", "A", "--model", "goteburg"], "Menade du goteborg?"),
        (["--name", "A", "--from", "borta"], "är ingen mapp"),
        (["--name", "A", "--from", "b" * 300], "är ingen mapp"),
    ],
)
def test_bad_input_gets_one_message_and_nothing_is_written(given: list[str], said: str, tmp_path: Path) -> None:
    result = plancheck("init", tmp_path / "ny", *given)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "ny").exists()


def test_a_message_is_in_the_language_asked_for(tmp_path: Path) -> None:
    assert "The scale has only one word" in plancheck("init", tmp_path, "--name", "A", "--scale", "x", "--lang", "en").stderr


# At a terminal


def test_questions_are_asked_at_a_terminal_until_the_answers_can_be_used(tmp_path: Path) -> None:
    code, said = answering(
        "", "Sjöviks kommun", "stad", "", "Kulturnämnden, Kulturnämnden", "", "Kulturnämnden", "Socialnämnden", "",
        "Grön", "Grön, Gul, Röd", "", arguments=("ny",), folder=tmp_path,
    )  # fmt: skip
    assert code == 0, said
    for told in ("Kommunens namn saknas", "Regelverket stad finns inte", "står två gånger", "bara ett ord"):
        assert told in said
    assert [one["id"] for one in values_of(tmp_path / "ny" / "organisation.yaml")["namnder"]] == [
        "kulturnamnden",
        "socialnamnden",
    ]
    assert list(values_of(tmp_path / "ny" / "regler" / "ruleset.yaml")["vocabulary"]["assessment"])[:3] == [
        "grön",
        "gul",
        "röd",
    ]


def test_what_an_option_says_is_not_asked(tmp_path: Path) -> None:
    code, said = answering("", arguments=("ny", *ANSWERS, "--model", "kommun", "--lang", "en"), folder=tmp_path)
    assert code == 0, said
    assert "Which of them mean" in said
    assert "name of the municipality" not in said
    assert (tmp_path / "ny" / "README.md").is_file()


# Documents that exist

PLAN = """\
Nämndplan 2025
Kulturnämnden

1 Inledning
Kulturnämnden ansvarar för biblioteken. Den som är missnöjd kan vända sig till Överklagandenämnden.

2 Mål
Mål: Fler barn läser
Biblioteken läser högt i varje förskola.
"""
REPORT = """\
Verksamhetsberättelse 2024
Kulturnämnden

1 Måluppfyllelse
1.1 Mål: Fler barn läser
Måluppfyllelse: På väg
1.2 Mål: Alla når en scen
Måluppfyllelse: Framme
"""
BUDGET = """\
Mål och budget 2025
med plan 2026–2027
Sjöviks kommun
Antagen av kommunfullmäktige 2024-11-18

1 Inledning
Budgeten anger vad kommunen vill nå och hur pengarna fördelas.
Den gäller för alla nämnder och följs upp två gånger om året.
Kommunens ekonomi är i balans, och befolkningen växer långsamt.

2 Mål
Mål 1: Fler barn läser
Mål 2: Alla når en scen

3 Uppdrag
Kommunfullmäktige ger kommunstyrelsen och byggnadsnämnden i uppdrag att under 2025 se över lokalerna.

4 Ramar
Nämnd            Ram 2025
Kulturnämnden    50
Socialnämnden    500
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "underlag"
    folder.mkdir()
    for name, text in (("plan.txt", PLAN), ("rapport.txt", REPORT), ("budget.txt", BUDGET)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "gammal.doc").write_bytes(b"x")
    (folder / "brev.txt").write_text("Till alla medarbetare\n\nVi ses på fredag.\n", encoding="utf-8")
    return folder


def test_documents_tell_nämnder_kinds_words_and_years_and_where(papers: Path, tmp_path: Path) -> None:
    result = plancheck("init", tmp_path / "ny", "--name", "Sjövik", "--from", papers)
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "Socialnämnden (budget.txt)" in said
    assert "Osäkert, nämns bara i löptext: Överklagandenämnden (plan.txt)" in said
    assert "Nämndplan blir en egen dokumenttyp, en form av Verksamhetsplan" in said
    assert "(ordningen framgår inte): På väg (rapport.txt); Framme (rapport.txt)" in said
    assert "År: 2024 (rapport.txt); 2025 (budget.txt, plan.txt)" in said
    assert "Inte läst: gammal.doc" in said
    assert "av okänd typ: brev.txt" in said
    organisation = tmp_path / "ny" / "organisation.yaml"
    assert {one["id"] for one in values_of(organisation)["namnder"]} == {
        "kulturnamnden",
        "socialnamnden",
        "ks",
        "byggnadsnamnden",
    }
    assert "# - {id: overklagandenamnden, title: Överklagandenämnden}" in organisation.read_text(encoding="utf-8")


def test_the_kinds_of_document_have_the_municipalitys_names(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plancheck("init", tmp_path / "ny", "--name", "Sjövik", "--from", papers).exit_code == 0
    kinds = values_of(tmp_path / "ny" / "regler" / "ruleset.yaml")["documents"]
    assert {name: kind["is"] for name, kind in kinds.items()} == {
        "mal-och-budget": "kf-budget", "namndplan": "verksamhetsplan", "verksamhetsberattelse": "arsrapport",
    }  # fmt: skip
    monkeypatch.chdir(tmp_path / "ny")
    assert plancheck("test", "regler").exit_code == 0
    assert plancheck("import", papers / "budget.txt", papers / "plan.txt").exit_code == 0
    assert (tmp_path / "ny" / "kulturnamnden" / "2025" / "namndplan.yaml").is_file()
    judged = report(tmp_path / "ny")
    assert "MAL001" in {one["rule"] for one in judged["passed"]}


def test_the_order_of_a_scale_is_never_guessed(papers: Path, tmp_path: Path) -> None:
    assert plancheck("init", tmp_path / "ny", "--name", "Sjövik", "--from", papers).exit_code == 0
    text = (tmp_path / "ny" / "regler" / "ruleset.yaml").read_text(encoding="utf-8")
    assert "GRANSKA: dokumenten bedömer med andra ord: På väg (rapport.txt)" in text
    own = open_repository([tmp_path]).ruleset.declared.ids("assessment")
    assert list(yaml.safe_load(text)["vocabulary"]["assessment"]) == own
    given = ("--name", "Sjövik", "--from", papers, "--scale", "Framme, På väg, Står still")
    assert plancheck("init", tmp_path / "nyare", *given).exit_code == 0
    assert "GRANSKA" not in (tmp_path / "nyare" / "regler" / "ruleset.yaml").read_text(encoding="utf-8")


def test_what_is_unsure_is_asked_again_by_the_check_until_the_comment_is_gone(papers: Path, tmp_path: Path) -> None:
    assert plancheck("init", tmp_path / "ny", "--name", "Sjövik", "--from", papers).exit_code == 0
    asked = [one["message"] for one in report(tmp_path / "ny")["evaluations"] if one["rule"] == "IMP001"]
    assert len(asked) == 1
    assert "Överklagandenämnden" in asked[0]


def test_nämnder_that_are_answered_go_before_those_of_documents(papers: Path, tmp_path: Path) -> None:
    given = ("--name", "Sjövik", "--from", papers, "--namnder", "Kulturnämnden")
    assert plancheck("init", tmp_path / "ny", *given).exit_code == 0
    text = (tmp_path / "ny" / "organisation.yaml").read_text(encoding="utf-8")
    assert [one["id"] for one in yaml.safe_load(text)["namnder"]] == ["kulturnamnden"]
    assert "# - {id: socialnamnden" in text


def test_at_a_terminal_what_was_found_is_taken_and_the_order_of_the_scale_is_asked(papers: Path, tmp_path: Path) -> None:
    answers = ("", "", "", "Framme, På väg, Står still", "")
    code, said = answering(*answers, arguments=("ny", "--name", "Sjövik", "--from", "underlag"), folder=tmp_path)
    assert code == 0, said
    assert "gäller de som hittades" in " ".join(said.split())
    assert "har inga ord" in said, "the order of the words seen is no answer"
    assert len(values_of(tmp_path / "ny" / "organisation.yaml")["namnder"]) == 4
    scale = values_of(tmp_path / "ny" / "regler" / "ruleset.yaml")["vocabulary"]["assessment"]
    assert list(scale)[:3] == ["framme", "på väg", "står still"]


@pytest.mark.parametrize("place", [".", "../underlag"])
def test_the_folder_itself_may_have_the_documents(place: str, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (papers / "organisation-2020.yaml").write_text(
        "document: organisation\nyear: 2020\nnamnder: [{id: kn, title: Kulturnämnden}]\n", encoding="utf-8"
    )
    monkeypatch.chdir(papers)
    assert plancheck("init", "--name", "Sjövik: stad # {title}", "--from", place).exit_code == 0
    organisation = values_of(papers / "organisation.yaml")
    assert organisation["title"] == "Sjövik: stad # {title}"
    assert organisation["namnder"][0] == {"id": "kn", "title": "Kulturnämnden"}
    assert plancheck("check").exit_code in (0, 1)


def test_word_tables_and_documents_in_yaml_tell_too(tmp_path: Path) -> None:
    papers = tmp_path / "underlag"
    papers.mkdir()
    (papers / "rapport.docx").write_bytes(office.as_word(office.blocks_of("arsrapport")))
    (papers / "organisation.yaml").write_text(
        "document: organisation\nyear: 2022\nnamnder: [{id: nordost, title: Socialnämnden Nordost}]\n", encoding="utf-8"
    )
    result = plancheck("init", tmp_path / "ny", "--name", "Göteborg", "--model", "goteborg", "--from", papers)
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "Socialnämnden Nordost (organisation.yaml" in said
    assert "Årsrapport (rapport.docx)" in said
    assert values_of(tmp_path / "ny" / "organisation.yaml")["namnder"][0] == {"id": "nordost", "title": "Socialnämnden Nordost"}


def test_an_empty_folder_tells_nothing_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    result = plancheck("init", tmp_path / "ny", "--name", "Sjövik", "--from", tmp_path / "tom")
    assert result.exit_code == 0
    assert result.stdout.count("inget funnet") == 3
    assert "Ännu är ingen nämnd känd" in (tmp_path / "ny" / "organisation.yaml").read_text(encoding="utf-8")


# How it is built


def test_lines_are_within_80_columns_and_in_one_language(papers: Path, tmp_path: Path) -> None:
    for language in ("sv", "en"):
        result = run(
            "init", language, "--name", "Sjövik", "--from", str(papers), "--lang", language, folder=tmp_path, COLUMNS="80"
        )
        assert result.returncode == 0
        assert [line for line in result.stdout.splitlines() if len(line) > 80] == []
        assert ("Skrivet i" in result.stdout) == (language == "sv")


def test_it_begins_without_what_the_import_needs(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('rapidfuzz', 'docx', 'openpyxl', 'pdfplumber', 'jinja2')))\n"
        "from plancheck.cli import main\n"
        f"main(['init', {str(tmp_path / 'ny')!r}, '--name', 'Sjövik', *sys.argv[1:]])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lacking = subprocess.run([sys.executable, "-c", code, "--from", str(tmp_path)], capture_output=True, text=True, check=False)
    assert lacking.returncode == 2
    assert "rapidfuzz" in lacking.stderr
    assert "Traceback" not in lacking.stderr
