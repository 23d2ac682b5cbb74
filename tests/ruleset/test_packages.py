"""Rule sets that installed packages bring: how they are found, which versions will do, and that they are data of a stranger."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from plancheck import Cache, Problem, ProblemError, check
from plancheck.messages import LANGUAGES, said
from plancheck.ruleset.loader import load
from tests.command import plancheck
from tests.installed import TRAP, install
from tests.paths import ROOT
from tests.ruleset.rules import PLAN, RULES, rule

KLIMAT = "ruleset: klimat\nversion: 2.1.0\n" + RULES
SECRET = "nyckelord: 0815-dolt\nkonto: hemlig\n"
UNFINISHED = PLAN + "uppdrag: [{title: A, status: avslutad}]\n"
Brings = Callable[..., Path]


@pytest.fixture
def brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Brings:
    """Installs a package that brings a rule set: by default klimat 2.1.0, in the package klimat-regler 1.0."""
    site = tmp_path / "site"
    site.mkdir()
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.syspath_prepend(str(site))

    def make(
        text: str = KLIMAT,
        name: str = "klimat-regler",
        points: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
        version: str = "1.0",
        record: bool = True,
    ) -> Path:
        package = name.replace("-", "_")
        inside = {f"{package}/__init__.py": TRAP, f"{package}/ruleset.yaml": text, **(files or {})}
        install(site, name, points or {"klimat": package}, inside, version, record=record)
        return site / package

    return make


def refused(name: str = ".", *, text: str = "") -> Problem:
    """The one problem of a rule set, or of one in the current folder."""
    if text:
        Path("ours.yaml").write_text(text, encoding="utf-8")
        name = "./ours.yaml"
    with pytest.raises(ProblemError) as raised:
        load(name)
    (problem,) = raised.value.problems
    return problem


def words_of(problem: Problem) -> list[str]:
    return [said(problem.text, language) for language in LANGUAGES]


# How they are found


def test_a_rule_set_of_a_package_goes_by_its_name_and_nothing_of_the_package_is_run(brings: Brings) -> None:
    folder = brings()
    ruleset = load("klimat")
    assert (ruleset.name, ruleset.version, set(ruleset.rules)) == ("klimat", "2.1.0", {"TST001"})
    assert ruleset.folders == (folder.resolve(),)
    assert "klimat_regler" not in sys.modules


@pytest.mark.parametrize("value", ["klimat_regler.regler.klimat", "klimat_regler:regler.klimat", "klimat_regler.regler:klimat"])
def test_a_rule_set_may_be_in_a_folder_of_the_package(value: str, brings: Brings) -> None:
    text = "ruleset: klimat\nrules:\n"
    brings(
        "name: not a rule file\n",
        points={"klimat": value},
        files={
            "klimat_regler/regler/klimat/ruleset.yaml": KLIMAT.replace("TST001", "TST002"),
            "klimat_regler/regler/x.yaml": text,
        },
    )
    assert set(load("klimat").rules) == {"TST002"}


@pytest.mark.parametrize("finder", [None, "importlib_metadata"])
def test_a_package_that_says_nothing_but_its_rule_sets_is_enough(finder: str | None, brings: Brings, tmp_path: Path) -> None:
    if finder:
        pytest.importorskip(finder, reason="comes with Dask")
    brings(record=False)
    (tmp_path / "site" / "klimat_regler-1.0.dist-info" / "METADATA").unlink()
    assert load("klimat>=2").rules
    assert "klimat_regler" in said(refused("klimat>=3").text, "en")


def test_a_package_that_is_being_developed_is_found_where_it_is(
    brings: Brings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "site" / "klimat_regler-1.0.dist-info"
    brings()
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (tmp_path / "site" / "klimat_regler").rename(project / "src" / "klimat_regler")
    (info / "RECORD").write_text("klimat_regler.pth,,\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(project / "src"))
    assert refused("klimat").text.key == "package-without-folder"
    noted = f'{{"url": "{project.as_uri()}", "dir_info": {{"editable": true}}}}'
    (info / "direct_url.json").write_text(noted, encoding="utf-8")
    assert load("klimat").folders == ((project / "src" / "klimat_regler").resolve(),)
    assert "klimat_regler" not in sys.modules


def test_a_rule_set_of_the_repository_extends_one_of_a_package(brings: Brings) -> None:
    brings()
    Path("ours.yaml").write_text("extends: [klimat, kommun]\nchange: {TST001: {severity: info}}\n", encoding="utf-8")
    ruleset = load("./ours.yaml")
    assert ruleset.rules["TST001"].severity == "info"
    assert "MAL001" in ruleset.rules


def test_a_rule_set_of_a_package_extends_one_that_ships_and_one_of_another_package(brings: Brings) -> None:
    brings()
    brings("extends: [kommun, klimat>=2]\n", name="stad-regler", points={"stad": "stad_regler"})
    assert {"MAL001", "TST001"} <= set(load("stad").rules)


@pytest.mark.parametrize("entries", [b"[plancheck.rulesets]\nklimat\n", b"\xff\xfe", b"[plancheck.rulesets\n= =\n", b"=\n"])
def test_a_package_that_is_damaged_hides_no_other(entries: bytes, brings: Brings, tmp_path: Path) -> None:
    brings()
    (install(tmp_path / "site", "annan", {}, {}) / "annan-1.0.dist-info" / "entry_points.txt").write_bytes(entries)
    assert load("klimat").rules


def test_of_a_package_that_is_installed_twice_the_one_that_python_finds_counts(
    brings: Brings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brings()
    files = {"klimat_regler/ruleset.yaml": KLIMAT.replace("2.1.0", "3.0.0")}
    install(tmp_path / "first", "Klimat.Regler", {"klimat": "klimat_regler"}, files, "2.0")
    monkeypatch.syspath_prepend(str(tmp_path / "first"))
    assert load("klimat").version == "3.0.0"


@pytest.mark.parametrize("named", ["klimat", "klimat>=2"])
def test_a_repository_is_checked_against_a_rule_set_of_a_package(named: str, brings: Brings) -> None:
    brings()
    Path("plancheck.yaml").write_text(f"ruleset: {named}\nlang: en\n", encoding="utf-8")
    Path("plan.yaml").write_text(UNFINISHED, encoding="utf-8")
    result = plancheck("check")
    assert result.exit_code == 1
    assert "TST001" in result.stdout
    assert "Checked against klimat 2.1.0, " in result.stdout
    assert "instead of" not in result.stdout


def test_every_command_knows_the_rule_sets_of_packages(brings: Brings) -> None:
    brings(KLIMAT.replace("severity: error", "severity: warning"))
    assert plancheck("rules", "--ruleset", "klimat").stdout.split()[:2] == ["TST001", "varning"]
    assert "Reglementet" in plancheck("explain", "TST001", "--ruleset", "klimat").stdout
    assert "1 regel" in plancheck("test", "klimat").stdout
    Path("plan.yaml").write_text(UNFINISHED, encoding="utf-8")
    assert "TST001" in plancheck("check", "plan.yaml", "--ruleset", "klimat").stdout


def test_a_name_that_ships_belongs_to_what_ships_and_that_is_said(brings: Brings) -> None:
    brings(points={"kommun": "klimat_regler", "almstad": "klimat_regler"})
    assert "TST001" not in load("kommun").rules
    result = plancheck("rules", "--ruleset", "kommun", "--lang", "en")
    assert (result.exit_code, "TST001" in result.stdout) == (0, False)
    assert "An installed package also has a rule set kommun: klimat-regler. It is not used" in result.stderr
    assert "almstad" not in result.stderr


def test_a_folder_of_the_repository_goes_before_a_package(brings: Brings) -> None:
    brings()
    Path("klimat").mkdir()
    Path("klimat/ours.yaml").write_text(RULES.replace("TST001", "TST002"), encoding="utf-8")
    assert set(load("klimat").rules) == {"TST002"}
    # Only what is installed has a version that can be asked for.
    assert set(load("klimat>=2").rules) == {"TST001"}


def test_two_packages_with_a_rule_set_of_one_name_are_told_in_one_message(brings: Brings) -> None:
    brings()
    brings(name="andra-regler", points={"klimat": "andra_regler"}, version="0.3")
    problem = refused(text="ruleset: ours\nextends: [kommun, klimat]\n")
    assert (problem.file, problem.span.line, problem.text.key) == ("ours.yaml", 2, "two-packages")
    assert all("andra-regler 0.3, klimat-regler 1.0" in text for text in words_of(problem))


@pytest.mark.parametrize("value", ["klimat_regler.finns_inte", "finns_inte", "klimat_regler:ruleset.yaml", "", "klimat-regler"])
def test_a_package_that_has_no_such_folder_is_told_in_one_message(value: str, brings: Brings) -> None:
    brings(points={"klimat": value})
    result = plancheck("rules", "--ruleset", "klimat", "--lang", "en")
    assert result.exit_code == 2
    assert "klimat-regler claims to have the rule set klimat" in result.stderr


def test_a_rule_file_of_a_package_is_shown_by_its_place_in_the_package(
    brings: Brings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brings(KLIMAT.replace("severity: error", "severity: errro"))
    site = tmp_path / "here" / ".venv" / "site-packages"
    site.parent.mkdir()
    (tmp_path / "site").rename(site)
    monkeypatch.syspath_prepend(str(site))
    problem = refused("klimat")
    assert problem.file == "klimat_regler/ruleset.yaml"


# Which versions will do


@pytest.mark.parametrize(
    ("installed", "demanded"),
    [
        ("2.1.0", ">=2"), ("2.1.0", ">=2.1"), ("2.1.0", ">= 2.1.0 , < 3"), ("2.1.0", "==2.1"), ("2.1.0", ">2.0.9"),
        ("2.10", ">=2.9"), ("2", "<=2.0.0"), ("2.1.0", "!=2.0"), ("10.0", ">9"), ("0.1", "<1"),
    ],
)  # fmt: skip
def test_a_rule_set_of_a_version_that_will_do_is_extended(installed: str, demanded: str, brings: Brings) -> None:
    brings(KLIMAT.replace("2.1.0", f'"{installed}"'))
    Path("ours.yaml").write_text(f'extends: "klimat{demanded}"\n', encoding="utf-8")
    assert load("./ours.yaml").rules


@pytest.mark.parametrize(
    ("demanded", "key", "command"),
    [
        (">=2.2", "ruleset-too-old", "install --upgrade klimat-regler"),
        (">2.1", "ruleset-too-old", "install --upgrade klimat-regler"),
        ("==3", "ruleset-too-old", "install --upgrade klimat-regler"),
        ("<2", "ruleset-too-new", "install 'klimat-regler<1.0'"),
        (">=1,<2.1", "ruleset-too-new", "install 'klimat-regler<1.0'"),
        ("==2.0", "ruleset-too-new", "install 'klimat-regler<1.0'"),
        ("!=2.1", "ruleset-too-new", "install 'klimat-regler<1.0'"),
    ],
)
def test_a_rule_set_of_another_version_is_refused_where_it_is_named(
    demanded: str, key: str, command: str, brings: Brings
) -> None:
    brings()
    # What the version that is installed does not have is not told as well.
    problem = refused(text=f'ruleset: ours\nextends: "klimat{demanded}"\nchange: {{TST009: off}}\n')
    assert (problem.file, problem.span.line, problem.text.key) == ("ours.yaml", 2, key)
    for text in words_of(problem):
        for told in (f"klimat{demanded}", "2.1.0", "klimat-regler 1.0", command):
            assert told in text
        assert "http" not in text


@pytest.mark.parametrize("named", ["ruleset", "extends", "--ruleset"])
def test_a_rule_set_that_is_too_old_ends_every_command_with_2(named: str, brings: Brings) -> None:
    brings()
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    Path("ours.yaml").write_text("ruleset: ours\nextends: klimat>=3\n", encoding="utf-8")
    chosen = {"ruleset": "klimat>=3", "extends": "./ours.yaml"}.get(named, "kommun")
    Path("plancheck.yaml").write_text(f"# vårt\nruleset: {chosen}\nlang: en\n", encoding="utf-8")
    place = {"ruleset": "plancheck.yaml:2:10: ", "extends": "ours.yaml:2:10: "}.get(named, "This requires")
    for command in (["check"], ["rules"], ["explain", "TST001"]):
        result = plancheck(*command, *(("--ruleset", "klimat>=3") if named == "--ruleset" else ()))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"plancheck: {place}")
        assert "requires klimat>=3" in result.stderr
        assert result.stderr.count("plancheck: ") == 1


def test_a_shipped_rule_set_that_is_too_old_is_told_too(brings: Brings) -> None:
    problem = refused(text="ruleset: ours\nextends: kommun>=900\n")
    assert (problem.span.line, problem.text.key) == (2, "ruleset-too-old")
    assert all("kommun>=900" in text and "plancheck 0.1.0" in text for text in words_of(problem))
    assert load("kommun>=0.1").rules


def test_a_package_that_is_not_installed_is_told_with_what_is_and_how_to_install_it(brings: Brings) -> None:
    brings()
    for name in ("luftvard", "luftvard>=2"):
        problem = refused(text=f"ruleset: ours\nextends: {name}\n")
        assert (problem.file, problem.span.line, problem.text.key) == ("ours.yaml", 2, "ruleset-not-installed")
        for text in words_of(problem):
            assert re.search(rf"{name}\b", text)
            assert "pip install PA" in text
            assert "almstad, goteborg, kommun" in text and "klimat." in text
            assert "http" not in text


def test_a_misspelt_name_is_told_with_that_of_the_package(brings: Brings) -> None:
    brings()
    problem = refused(text="ruleset: ours\nextends: klimatt\n")
    assert (problem.text.key, problem.text.details["nearest"]) == ("unknown-ruleset", "klimat")


@pytest.mark.parametrize(
    "extends",
    [
        "klimat=>2", "klimat=2", "klimat>=två", "klimat>=", "klimat>=2,", "klimat>=2.x", "klimat>=2 <3", "klimat===2",
        "[klimat>=2,<3]", "[<3]", "Klimat>=2", "./ours>=2", '">=2"', "klimat>=9999999999", "klimat>=2rc1",
    ],
)  # fmt: skip
def test_a_version_that_nobody_can_read_is_refused_where_it_stands(extends: str, brings: Brings) -> None:
    brings()
    problem = refused(text=f"ruleset: ours\nextends: {extends}\n")
    assert (problem.file, problem.span.line, problem.text.key) == ("ours.yaml", 2, "unreadable-demand")
    assert all("kommun>=2" in text for text in words_of(problem))


@pytest.mark.parametrize(("version", "key"), [("", "ruleset-without-version"), ("version: vår\n", "ruleset-version-unclear")])
def test_a_version_is_demanded_only_of_a_rule_set_that_has_one_to_compare(version: str, key: str, brings: Brings) -> None:
    brings(f"ruleset: klimat\n{version}{RULES}")
    problem = refused(text="ruleset: ours\nextends: klimat>=1\n")
    assert (problem.span.line, problem.text.key) == (2, key)
    assert words_of(problem)


def test_a_version_is_not_demanded_of_a_folder(brings: Brings) -> None:
    Path("gemensamt").mkdir()
    Path("gemensamt/a.yaml").write_text("version: 2.0.0\n" + RULES, encoding="utf-8")
    problem = refused(text="ruleset: ours\nextends: gemensamt>=1\n")
    assert (problem.span.line, problem.text.key) == (2, "version-of-a-path")
    assert all("gemensamt>=1" in text for text in words_of(problem))


def test_a_version_is_not_demanded_of_a_file_that_cannot_be_read(brings: Brings) -> None:
    brings("version: [\n" + RULES)
    assert refused(text="ruleset: ours\nextends: klimat>=1\n").text.key not in ("ruleset-without-version", "ruleset-too-old")


def test_two_rule_sets_that_demand_versions_which_exclude_each_other_are_told_where_it_fails(brings: Brings) -> None:
    brings()
    Path("other.yaml").write_text("ruleset: other\nextends: klimat>=2\n", encoding="utf-8")
    problem = refused(text="ruleset: ours\nextends:\n  - other.yaml\n  - klimat<2\n")
    assert (problem.file, problem.span.line, problem.text.key) == ("ours.yaml", 4, "ruleset-too-new")


# They are data of a stranger


def nothing_is_shown(problem: Problem) -> bool:
    return not any(word in text for text in (problem.line, *words_of(problem)) for word in ("0815", "dolt", "konto", "hemlig"))


@pytest.mark.parametrize("inside", ["", ".regler"])
@pytest.mark.parametrize(
    "name",
    [
        "../ute.yaml", "../../ute.yaml", "..", "../annat", "/etc/hostname", "{root}/ute.yaml", "./länk.yaml",
        "länk", "../klimat_regler/../ute.yaml", "../klimat_regler2",
    ],
)  # fmt: skip
def test_a_rule_set_of_a_package_names_nothing_outside_its_own_folder(
    name: str, inside: str, brings: Brings, tmp_path: Path
) -> None:
    for file in ("ute.yaml", "site/ute.yaml", "site/annat/a.yaml", "here/ute.yaml", "site/klimat_regler2/a.yaml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(SECRET, encoding="utf-8")
    text = f"ruleset: klimat\nextends: {name.format(root=tmp_path)}\n"
    folder = brings(
        "" if inside else text,
        points={"klimat": f"klimat_regler{inside}"},
        files={"klimat_regler/regler/ruleset.yaml": text, "klimat_regler/ute.yaml": SECRET} if inside else {},
    )
    here = folder / inside.removeprefix(".")
    (here / "länk").symlink_to(tmp_path)
    if name == "./länk.yaml":
        (here / "utanför").mkdir()
        name = "länk.yaml"
        (here / "länk.yaml").symlink_to(tmp_path / "ute.yaml")
    problem = refused("klimat")
    assert problem.text.key in ("extends-outside-package", "link-outside")
    assert Path(problem.file).name in ("ruleset.yaml", "länk.yaml")
    assert nothing_is_shown(problem)


def test_a_rule_set_of_a_package_does_not_reach_into_the_repository_that_uses_it(brings: Brings, tmp_path: Path) -> None:
    Path("ute.yaml").write_text(RULES, encoding="utf-8")
    brings(f"ruleset: klimat\nextends: {tmp_path / 'here' / 'ute.yaml'}\n")
    assert refused("klimat").text.key == "extends-outside-package"
    assert refused(text="extends: klimat\n").text.key == "extends-outside-package"


def test_a_package_that_calls_itself_plancheck_is_a_stranger_too(brings: Brings, tmp_path: Path) -> None:
    (tmp_path / "here" / "ute.yaml").write_text(RULES, encoding="utf-8")
    brings(f"ruleset: klimat\nextends: {tmp_path / 'here' / 'ute.yaml'}\n", name="plancheck", points={"klimat": "plancheck"})
    assert refused("klimat").text.key == "extends-outside-package"


@pytest.mark.parametrize("what", ["file", "folder", "package"])
def test_a_link_out_of_a_package_is_not_followed(what: str, brings: Brings, tmp_path: Path) -> None:
    outside = tmp_path / "utanför"
    outside.mkdir()
    (outside / "ute.yaml").write_text(SECRET, encoding="utf-8")
    folder = brings(points={"klimat": "klimat_regler.regler" if what == "folder" else "klimat_regler"})
    if what == "file":
        (folder / "länk.yaml").symlink_to(outside / "ute.yaml")
    elif what == "folder":
        (folder / "regler").symlink_to(outside)
    else:
        folder.rename(outside / "klimat_regler")
        folder.symlink_to(outside / "klimat_regler")
    problem = refused("klimat")
    assert problem.text.key == ("link-outside" if what == "file" else "package-without-folder")
    assert nothing_is_shown(problem)


@pytest.mark.parametrize(
    "value", ["json", "os", "plancheck.rules.kommun", "annan", "annan.regler", "..", "klimat_regler:..", "/etc"]
)
def test_a_package_brings_no_folder_of_another_one(value: str, brings: Brings, tmp_path: Path) -> None:
    install(tmp_path / "site", "annan", {}, {"annan/a.yaml": SECRET, "annan/regler/a.yaml": RULES})
    brings(points={"klimat": value})
    problem = refused("klimat")
    assert problem.text.key == "package-without-folder"
    assert nothing_is_shown(problem)


def test_nothing_is_shown_of_a_file_of_a_package_that_is_no_rule_file(brings: Brings) -> None:
    brings(files={"klimat_regler/inst.yaml": SECRET})
    problem = refused("klimat")
    assert problem.text.key == "no-rule-file"
    assert nothing_is_shown(problem)


def test_the_words_of_an_import_in_a_package_are_no_link_to_elsewhere(brings: Brings, tmp_path: Path) -> None:
    (tmp_path / "ute.yaml").write_text(SECRET, encoding="utf-8")
    (brings() / "import.yaml").symlink_to(tmp_path / "ute.yaml")
    Path("plan.txt").write_text("Verksamhetsplan 2025\n", encoding="utf-8")
    result = plancheck("import", "plan.txt", "--ruleset", "klimat")
    assert result.exit_code == 2
    assert "0815" not in result.output


@pytest.mark.parametrize("name", ["./klimat", "../klimat", "a/b", "Klimat", "kli mat", "klimat>=2"])
def test_an_entry_point_with_a_name_that_is_none_of_a_rule_set_is_never_used(name: str, brings: Brings) -> None:
    brings(points={name: "klimat_regler"})
    with pytest.raises(ProblemError) as raised:
        load(name)
    assert "klimat_regler" not in said(raised.value.problems[0].text, "en")


# What is kept


def test_what_was_judged_is_judged_anew_when_the_rules_of_a_package_change(brings: Brings, tmp_path: Path) -> None:
    folder = brings()
    Path("plan.yaml").write_text(UNFINISHED, encoding="utf-8")

    def outcomes() -> list[tuple[str, str]]:
        run = check(["plan.yaml"], ruleset="klimat", cache=Cache(tmp_path / "kept"))
        return [(one.rule, one.severity) for one in run.findings]

    assert outcomes() == outcomes() == [("TST001", "error")]
    (folder / "ruleset.yaml").write_text(KLIMAT.replace("severity: error", "severity: info"), encoding="utf-8")
    assert outcomes() == [("TST001", "info")]
    (folder / "more.yaml").write_text("rules:\n" + rule("TST002"), encoding="utf-8")
    assert outcomes() == [("TST001", "info"), ("TST002", "error")]


# A real one


def test_the_package_of_the_tutorial_is_built_and_installed_and_its_rule_set_is_found(
    tmp_path: Path, brings: Brings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hatchling")
    pytest.importorskip("pip")
    tutorial = (ROOT / "docs" / "writing-rules" / "tutorial.md").read_text(encoding="utf-8")
    (described,) = re.findall(r"^```toml\n(.*?)^```$", tutorial, re.MULTILINE | re.DOTALL)
    project = tmp_path / "project"
    (project / "climate_rules").mkdir(parents=True)
    (project / "pyproject.toml").write_text(described, encoding="utf-8")
    (project / "climate_rules" / "ruleset.yaml").write_text(KLIMAT, encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    into = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--target", str(tmp_path / "target"), str(wheel)]
    subprocess.run(into, check=True, capture_output=True)
    monkeypatch.syspath_prepend(str(tmp_path / "target"))
    assert load("climate>=2,<3").rules
    assert "climate-rules 1.4" in said(refused("climate>=3").text, "en")
