"""How much many plans cost: CPU, time and memory of whole processes, beside programs that check the same files.

Makes seeded corpora (`corpus.py`), runs plancheck and its peers in turn, and prints medians and their ratios. The findings must
be the planted defects, and only those. Peers that are not installed are left out: Spectral is a package of npm,
check-jsonschema and yamllint are of PyPI. libyaml's events are the floor: what reading the files at all costs.

    python benchmarks/scale.py [--sizes 1 206 2011] [--runs N] [--spectral PROGRAM] [--before PROGRAM]    the table
    python benchmarks/scale.py --growth                                                 how the cost grows with the work
    python benchmarks/scale.py --profile [--sizes 206]                                  where the time goes
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus import Planted, Shape, made


def _pattern(given: str, match: str) -> dict[str, object]:
    return {"given": given, "then": {"function": "pattern", "functionOptions": {"match": match}}}


def _truthy(given: str, field: str) -> dict[str, object]:
    return {"given": given, "then": {"field": field, "function": "truthy"}}


ROOT = Path(__file__).parents[1]
TODAY = "2060-01-01"
"""A day after all years of a corpus, so that no decision is in the future."""
SHAPES = {1: Shape(1, 1, defects=0), 206: Shape(5, 5), 2011: Shape(25, 10)}
"""The corpora of the table, by the number of their documents; the first is one plan beside what it is judged by."""
SPECTRAL_RULES: dict[str, dict[str, object]] = {
    "reference-well-formed": _pattern("$..ref", "^[a-z0-9-]+/[a-z0-9-]+$"),
    "nämnd-well-formed": _pattern("$.namnd", "^[a-z0-9-]+$"),
    "uppdrag-referred": _truthy("$.uppdrag[*]", "ref"),
    "assessment-analysed": _truthy("$.goals[?(@.assessment)]", "analysis"),
    "decision-numbered": _truthy("$.decisions[*]", "diary-number"),
    "section-titled": _truthy("$.sections[*]", "title"),
}
"""Six rules of Spectral's that say in part what rules of plancheck say. None of them looks into another document."""
EVENTS = """
import pathlib, sys, yaml
for path in pathlib.Path(sys.argv[1]).rglob("*.yaml"):
    loader = yaml.CLoader(path.read_text(encoding="utf-8"))
    while loader.get_event() is not None:
        pass
"""


class Cost(NamedTuple):
    """What a process and those that it waited for have cost: seconds, and MiB at the most."""

    cpu: float
    wall: float
    memory: float


class Program(NamedTuple):
    """A program of the table and its command; what is done before each run of it is not measured."""

    name: str
    command: Sequence[str]
    prepare: Callable[[], object] = lambda: None


def cost(command: Sequence[str], folder: Path, *, out: Path | None = None) -> Cost:
    """Run a command in a folder and wait for it; its output goes to a file, or nowhere."""
    with (out or Path(os.devnull)).open("wb") as stream:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = 0  # it has been waited for
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def median(costs: Iterable[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def program(name: str, given: str | None = None) -> str | None:
    """The path of a program: what is given, else beside this Python, else on the path; None where it is not installed."""
    beside = Path(sys.executable).with_name(name)
    return given or (str(beside) if beside.exists() else shutil.which(name))


def plancheck(*options: str, version: str | None = None) -> list[str]:
    """A command of plancheck: of the one beside this Python, or of another `version`, given by its program, which may know
    fewer options. Nothing is kept from run to run unless a folder for that is named.
    """
    if version is None and "--cache-dir" not in options:
        options = ("--no-cache", *options)
    return [program("plancheck", version) or "plancheck", "check", "--today", TODAY, *options]


def planted_and_only_those(folder: Path, planted: Sequence[Planted]) -> str:
    """What is wrong with the findings in a folder; nothing where they are the planted defects."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        cost(plancheck("--format", "json"), folder, out=report)
        evaluations = json.loads(report.read_text(encoding="utf-8"))["evaluations"]
    found = Counter((one["rule"], one["document"]) for one in evaluations if one["outcome"] == "failed")
    expected = Counter((one.rule, one.document) for one in planted)
    return "" if found == expected else f"missed {expected - found}, beside them {found - expected}"


def _table(sizes: Sequence[int], runs: int, others: Sequence[str], spectral: str | None, before: str | None) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder, rules = Path(place) / "plans", Path(place) / "spectral.json"
            planted = made(SHAPES[size], folder)
            rules.write_text(json.dumps({"rules": SPECTRAL_RULES}), encoding="utf-8")
            wrong = planted_and_only_those(folder, planted)
            if wrong:
                sys.exit(f"{size} documents: {wrong}")
            files = sorted(folder.rglob("*.yaml"))
            documents = [str(file) for file in files if file.name != "plancheck.yaml"]
            one = [str(folder / "omrade-000/2016/verksamhetsplan.yaml")] if size == 1 else []
            checked = one or documents
            megabytes = sum(Path(file).stat().st_size for file in checked) / 1e6
            print(f"\n{len(checked)} documents, {megabytes:.1f} MB, {len(planted)} planted defects found, and nothing else")
            print(f"{'':<34}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'of the first':>14}")
            programs = _programs(Path(place), rules, checked, one, spectral, before)
            programs = [each for each in programs if each.name not in LONG or each.name in others]
            costs: dict[str, list[Cost]] = {}
            for _ in range(runs):
                for each in programs:
                    each.prepare()
                    costs.setdefault(each.name, []).append(cost(each.command, folder))
            medians = {name: median(all_runs) for name, all_runs in costs.items()}
            first = next(iter(medians.values()))
            for name, used in medians.items():
                print(f"{name:<34}{used.cpu:>8.2f}{used.wall:>8.2f}{used.memory:>7.0f}{used.cpu / first.cpu:>14.2f}")
            if size == max(SHAPES):
                _whole_country(medians, size)


def _whole_country(medians: Mapping[str, Cost], size: int) -> None:
    """What all municipalities would cost, worked out from one: as many repositories, each with its start."""
    documents = 20 * 10 * 8
    print(
        f"\nWorked out from these: 290 municipalities with 20 nämnder over 10 years ({290 * documents} plans), minutes of CPU"
    )
    for name in ("plancheck, one process", "plancheck, nothing changed", "plancheck, one plan changed"):
        print(f"{name:<34}{290 * medians[name].cpu * documents / size / 60:>8.0f}")


def _programs(
    place: Path, rules: Path, checked: Sequence[str], one: Sequence[str], spectral: str | None, before: str | None
) -> list[Program]:
    """The programs of the table, those that are installed."""
    programs, folder = [], place / "plans"
    if spectral_program := program("spectral", spectral):
        programs.append(Program("Spectral, six rules", [spectral_program, "lint", "--quiet", "-r", str(rules), *checked]))
    if before:
        programs.append(Program("plancheck, another version", plancheck("-q", *one, version=before)))
    programs.append(Program("plancheck, one process", plancheck("-q", "--jobs", "1", *one)))
    if not one:
        programs.append(Program("plancheck, two processes", plancheck("-q", "--jobs", "2")))
    again = plancheck("-q", "--jobs", "1", "--cache-dir", str(place / "kept"), *one)
    programs.append(Program("plancheck, nothing changed", again, lambda: cost(again, folder)))
    if not one:
        programs.append(Program("plancheck, one plan changed", again, lambda: _change(folder)))
    if validator := program("check-jsonschema"):
        schema = str(ROOT / "schemas/document.schema.json")
        programs.append(Program("check-jsonschema", [validator, "--schemafile", schema, *checked]))
    if linter := program("yamllint"):
        programs.append(Program("yamllint", [linter, "-d", "relaxed", *checked]))
    programs.append(Program("libyaml's events", [sys.executable, "-c", EVENTS, str(folder)]))
    return programs


def _change(folder: Path) -> None:
    """Change a plan, so that nobody has seen it as it is now."""
    with (folder / "omrade-001/2016/verksamhetsplan.yaml").open("a", encoding="utf-8") as plan:
        plan.write("# Changed.\n")


LONG = ("check-jsonschema", "yamllint")
"""The programs that take minutes for the largest corpus."""
GROWTH = (
    ("years of one nämnd", ((Shape(1, 10, renamed=0, defects=0), 10), (Shape(1, 30, renamed=0, defects=0), 30))),
    ("the same, renamed each year", ((Shape(1, 10, renamed=1, defects=0), 10), (Shape(1, 30, renamed=1, defects=0), 30))),
    ("documents", ((SHAPES[206], 206), (SHAPES[2011], 2011))),
    ("uppdrag of one nämnd", ((Shape(1, 2, uppdrag=250, defects=0), 1000), (Shape(1, 2, uppdrag=2500, defects=0), 10000))),
)
"""What the work grows by: two shapes of each, with their sizes."""


def _growth(runs: int, before: str | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        for version in [before, None] if before else [None]:
            print("another version" if version else "this version")
            _growth_of(version, runs, Path(place))


def _growth_of(version: str | None, runs: int, place: Path) -> None:
    # What a run costs before it does anything is no part of the growth. What disturbs a run makes it longer: the shortest is
    # the one that tells most of the program.
    smallest = Shape(1, 1, goals=1, uppdrag=1, defects=0)
    start = min(_alone(smallest, place / "start", version).cpu for _ in range(runs))
    print(f"{'':<34}{'from':>8}{'to':>8}{'CPU s':>9}{'CPU s':>9}{'exponent':>10}{'by text':>10}")
    for name, ((small, fewer), (large, more)) in GROWTH:
        costs = [
            min(_alone(shape, place / f"{name}-{size}", version).cpu for _ in range(runs)) - start
            for shape, size in ((small, fewer), (large, more))
        ]
        times = math.log(costs[1] / costs[0])
        texts = [_text(place / f"{name}-{size}") for size in (fewer, more)]
        exponents = times / math.log(more / fewer), times / math.log(texts[1] / texts[0])
        print(f"{name:<34}{fewer:>8}{more:>8}{costs[0]:>9.2f}{costs[1]:>9.2f}{exponents[0]:>10.2f}{exponents[1]:>10.2f}")


def _text(folder: Path) -> int:
    """How much there is to read in a folder, in bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*.yaml"))


def _alone(shape: Shape, folder: Path, version: str | None) -> Cost:
    """The cost of a check by one process; another version may know no others."""
    if not folder.exists():
        made(shape, folder)
    return cost(plancheck("-q", *(() if version else ("--jobs", "1")), version=version), folder)


PROFILED = """
import cProfile, gc, sys
gc.disable()
from plancheck.cli import main
cProfile.run("main(sys.argv[2:], standalone_mode=False)", sys.argv[1])
"""


def _profile(size: int, before: str | None) -> None:
    """Which modules the time goes to, and the functions that take most of it; of another version too."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "plans"
        made(SHAPES[size], folder)
        for version in [before, None] if before else [None]:
            python = Path(version).with_name("python") if version else sys.executable
            alone = () if version else ("--jobs", "1")
            command = [str(python), "-c", PROFILED, f"{place}/stats", *plancheck("-q", *alone, version=version)[1:]]
            subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
            print("another version" if version else "this version")
            _print_profile(pstats.Stats(f"{place}/stats"))


def _print_profile(profile: pstats.Stats) -> None:
    spent: Counter[str] = Counter()
    for (file, _, name), (_, _, own, *_) in profile.stats.items():  # type: ignore[attr-defined]
        spent[_module(file, name)] += own
    total = sum(spent.values())
    for module, seconds in spent.most_common(16):
        print(f"{module:<34}{seconds:>8.2f}{seconds / total:>8.0%}")
    profile.strip_dirs().sort_stats("tottime").print_stats(25)


def _module(file: str, name: str) -> str:
    """A module of the program, else the package that a function is of; what is built in is apart."""
    parts = Path(file).parts
    if "plancheck" in parts and "site-packages" not in parts:
        return "/".join(parts[len(parts) - parts[::-1].index("plancheck") :])
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return "pydantic_core" if "pydantic" in name else "built in" if file == "~" else "standard library"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SHAPES), choices=list(SHAPES), help="how many documents")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program (default: 3)")
    parser.add_argument("--spectral", help="the program Spectral, where it is not on the path")
    parser.add_argument("--before", metavar="PROGRAM", help="another version of plancheck, to be compared with")
    parser.add_argument("--all-peers", action="store_true", help=f"also those that take minutes: {', '.join(LONG)}")
    parser.add_argument("--growth", action="store_true", help="how the cost grows with the work")
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    given = parser.parse_args()
    if given.growth:
        _growth(given.runs, given.before)
    elif given.profile:
        _profile(max(given.sizes), given.before)
    else:
        _table(given.sizes, given.runs, LONG if given.all_peers else (), given.spectral, given.before)


if __name__ == "__main__":
    main()
