"""How much of the documents the import finds, how much it invents, and what it loses without a word.

    python benchmarks/importing.py FOLDER

FOLDER has the documents of Göteborgs Stad as text: nordost-2022-arsrapport.txt and so on. They are compared with the examples
made by hand, and this prints the tables in docs/import.md; with --precision what is invented in them, with and without
registers. A FOLDER with documents of other municipalities, each with what is read in it as JSON, is compared with that
(see elsewhere.py). --layouts lays made-up documents out in many ways and shows what comes back (see tests/layouts).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import elsewhere
import measuring
import scans
import yaml
from rapidfuzz import fuzz

from plancheck.importing.evidence.fuzzy import folded
from plancheck.importing.evidence.profile import profile_of
from plancheck.importing.pipeline import Import, Wanted, prepared, recognised
from plancheck.importing.reading.text import read
from plancheck.importing.records.found import Found, places
from plancheck.repository.files import files_below
from plancheck.repository.workspace import Workspace
from plancheck.run.open import open_repository

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "goteborg"
DOCUMENTS = {
    "nordost-2024-verksamhetsplan.txt": ["nordost/2024/verksamhetsplan.yaml"],
    "sydvast-2025-genomforandeplan.txt": ["sydvast/2025/genomforandeplan.yaml"],
    "nordost-2022-arsrapport.txt": [
        "nordost/2022/arsrapport.yaml",
        "nordost/2022/ej-verkstallda.yaml",
        "nordost/2022/lex-sarah.yaml",
        "nordost/2022/kvalitetsrapport.yaml",
        "nordost/2022/barnbokslut.yaml",
        "nordost/2022/uppfoljning-leverantorer.yaml",
        "nordost/2022/uppfoljning-verksamhetsplan.yaml",
    ],
}
"""The documents, and the examples made from each by hand."""

Keys = Counter[tuple[object, ...]]


@cache
def imported(
    path: Path,
    text: str | None = None,
    wanted: Wanted = Wanted(),  # noqa: B008 - it is frozen
    *,
    registers: bool = True,
) -> Import:
    """Import a file, or another text in its place, into the examples without those made from it by hand.

    Without `registers` nothing is there but the organisation.
    """
    repository = open_repository([EXAMPLE])
    workspace = Workspace(repository.ruleset.declared)
    made = {EXAMPLE / name for name in DOCUMENTS.get(path.name, ())}
    for file in files_below(EXAMPLE):
        if file not in made and (registers or file.name == "organisation.yaml"):
            workspace.read(file, file.as_posix())
    data = path.read_bytes() if text is None else text.encode()
    profile = profile_of(repository.ruleset.folders)
    return recognised(prepared(read(data, path.name), profile, repository.ruleset, workspace), wanted)


def _numbers(values: dict[Any, Any]) -> tuple[object, ...]:
    return tuple(sorted((int(year), str(value)) for year, value in values.items()))


def _indicators(document: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for goal in document.get("goals", []):
        below = [one for sub in goal.get("sub-goals", []) for one in sub.get("indicators", [])]
        for one in [*goal.get("indicators", []), *below]:
            figures = (_numbers(one.get("outcome", {})), _numbers(one.get("target", {})))
            name = "" if any(figures) else folded(one["name"])
            yield goal.get("ref"), one.get("level", "namnd"), *figures, name


AMOUNTS = ("outcome", "budget", "deviation", "forecast")
FIGURES = ("name", "value", "from", "to", "unit", "part", "whole", "before", "after")


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """The rows of the tables of money and their totals, each with its account."""
    for n, account in enumerate(document.get("accounts", [])):
        rows = [*account.get("rows", []), *([{**account["total"], "total": True}] if "total" in account else [])]
        for row in rows:
            yield n, account.get("unit", "tkr"), row["title"], *(row.get(what) for what in AMOUNTS), row.get("total", False)


def keys_of(document: Mapping[str, Any]) -> dict[str, Keys]:
    """What a document contains, by category: each thing as a key that can be compared."""
    goals, uppdrag = document.get("goals", []), document.get("uppdrag", [])
    kind = document["document"]
    found: dict[str, Iterable[tuple[object, ...]]] = {
        "mål": [(kind, one.get("ref"), one.get("at", {}).get("section")) for one in goals],
        "assessments": [(kind, one.get("ref"), one["assessment"]) for one in goals if "assessment" in one],
        "uppdrag": [(kind, one.get("ref", "own" if one.get("by") == document.get("namnd") else "?")) for one in uppdrag],
        "status": [(kind, one.get("ref"), one["status"]) for one in uppdrag if "status" in one],
        "indicators": [(kind, *one) for one in _indicators(document)],
        "rows of money": [(kind, *one) for one in _rows(document)],
        "figures": [(kind, *(one.get(key) for key in FIGURES)) for one in document.get("figures", [])],
        "programmes": [
            (re.sub(r"\W", "", folded(one["title"])), one.get("from"), one.get("to"), one.get("extended-to"), one.get("area"))
            for one in document.get("programmes", [])
        ],
        "sections": [(kind, one.get("number", one.get("kind"))) for one in document.get("sections", [])],
        "kinds of section": [(kind, one["kind"], one.get("number")) for one in document.get("sections", []) if "kind" in one],
        "annexes": [(one["kind"],) for one in document.get("annexes", [])],
        "decisions": [
            (one["outcome"], str(one.get("date")), one.get("paragraph"), one.get("diary-number"), point.get("kind"))
            for one in document.get("decisions", [])
            for point in one.get("points", [])
        ],
        "articles": [(one["article"],) for one in document.get("articles", [])],
        "development areas": [(kind, "new") for _ in document.get("development-areas", [])]
        + [(kind, "followed up") for _ in document.get("follow-ups", [])],
        "lex Sarah": [(one.get("diary-number"), one.get("provider")) for one in document.get("events", [])]
        + [(one["quarter"], one.get("number")) for one in document.get("lex-sarah-reports", [])],
        "ej verkställda": [(one["number"], one["kind"], str(one.get("decided"))) for one in document.get("unexecuted", [])],
        "quality areas": [(one["area"],) for one in document.get("quality-areas", [])],
        "pages": [(kind, "goal", one.get("ref"), one["at"].get("page")) for one in goals if "at" in one]
        + [(kind, one.get("ref"), one["at"].get("page")) for one in uppdrag if "at" in one and "ref" in one],
    }
    return {what: Counter(keys) for what, keys in found.items()}


def _depth(section: dict[str, Any]) -> int:
    return str(section.get("number", "")).count(".")


def compared(path: Path) -> dict[str, tuple[int, int, int, Keys, Keys]]:
    """For each category: how many there are, how many were found and invented; what is missing and what is new."""
    result = imported(path)
    hand = [yaml.safe_load((EXAMPLE / name).read_text(encoding="utf-8")) for name in DOCUMENTS[path.name]]
    here: dict[str, Keys] = {}
    there: dict[str, Keys] = {}
    depths = {one["document"]: max((_depth(s) for s in one.get("sections", [])), default=0) for one in hand}
    for document in [*hand, *(one.plain() for one in result.documents)]:
        # How many levels of headings are kept is a choice: deeper ones count as neither missing nor invented.
        depth = depths.get(document["document"], 9)
        document = {**document, "sections": [one for one in document.get("sections", []) if _depth(one) <= depth]}
        for what, keys in keys_of(document).items():
            (there if document.get("source") else here).setdefault(what, Counter()).update(keys)
    return {
        what: (
            there[what].total(),
            (there[what] & here[what]).total(),
            (here[what] - there[what]).total(),
            there[what] - here[what],
            here[what] - there[what],
        )
        for what in there
        if there[what] or here[what]
    }


# Damaged copies

DAMAGE: dict[str, Callable[[str], str]] = {
    "2 % of the letters mistaken": lambda text: scans.scanned(text, 0.02),
    "5 % of the letters mistaken": lambda text: scans.scanned(text, 0.05),
    "10 % of the letters mistaken": lambda text: scans.scanned(text, 0.10),
    "ligatures lost": scans.without_ligatures,
    "numbers apart from their headings": scans.numbers_apart,
    "two pages in the wrong place": lambda text: scans.pages_swapped(text, 2),
    "columns interleaved": scans.columns_interleaved,
}
"""What may be wrong with a copy of a document."""


class Damaged(NamedTuple):
    """What is found in a damaged copy: for goals, uppdrag and statuses how many there are, were found and were invented; and
    the wrong links, in doubt and for certain.
    """

    found: dict[str, tuple[int, int, int]]
    wrong_in_doubt: list[str]
    wrong_for_certain: list[str]


def _linked(result: Import) -> list[Found]:
    return [one for made in result.documents for one in made.values.get("uppdrag", []) if one.values.get("ref")]


def damaged(path: Path, damage: str) -> Damaged:
    """Import a damaged copy of a document, with its kind, nämnd and year given."""
    hand = [yaml.safe_load((EXAMPLE / name).read_text(encoding="utf-8")) for name in DOCUMENTS[path.name]]
    wanted = Wanted(hand[0]["document"], hand[0]["namnd"], hand[0]["year"])
    text = DAMAGE[damage](path.read_text(encoding="utf-8"))
    result = imported(path, text, wanted)
    found = {}
    for what in ("mål", "uppdrag", "status"):
        there: Keys = Counter()
        here: Keys = Counter()
        for document in hand:
            there.update(keys_of(document)[what])
        for one in result.documents:
            here.update(keys_of(one.plain())[what])
        if there:
            found[what] = (there.total(), (there & here).total(), (here - there).total())
    # The most similar uppdrag of the undamaged copy says what an uppdrag is; that is compared with the example made by hand.
    good = [(one.values["x-wording"], one.values["ref"]) for one in _linked(imported(path))]
    wrong: dict[bool, list[str]] = {True: [], False: []}
    for one in _linked(result):
        text = one.values["x-wording"]
        # Letters may be wrong, or the words of two cells mixed: in both cases the best match counts.
        by_letters = max(good, key=lambda known: fuzz.ratio(text[: len(known[0])], known[0]))
        by_words = max(good, key=lambda known: (fuzz.token_set_ratio(text, known[0]), len(known[0])))
        meant = {ref for wording, ref in good if wording in (by_letters[0], by_words[0])}
        if one.values["ref"] not in meant:
            wrong[bool(one.doubts)].append(one.values["ref"])
    return Damaged(found, wrong[True], wrong[False])


# Precision


def precise(path: Path, *, registers: bool) -> tuple[measuring.Measure, int]:
    """What the import finds and invents in a whole document, with or without registers, and how many doubts it has.

    What is there are the goals and uppdrag that are found with the registers and are linked as in the examples made by hand.
    """
    hand = [yaml.safe_load((EXAMPLE / name).read_text(encoding="utf-8")) for name in DOCUMENTS[path.name]]
    kinds = {"goals": measuring.Goal, "uppdrag": measuring.Uppdrag}
    there: dict[str, list[Any]] = {"goals": [], "uppdrag": []}
    for made in (result := imported(path)).documents:
        by_hand = [one for one in hand if one["document"] == made.values["document"]]
        for what, kind in kinds.items():
            refs = Counter(one.get("ref") for document in by_hand for one in document.get(what, []))
            for one in made.values.get(what, []):
                if refs[one.values.get("ref")] > 0:
                    refs[one.values.get("ref")] -= 1
                    words = str(one.values.get("x-wording") or one.values["title"])
                    there[what].append(kind((words,), one.values.get("ref") if registers else None, linked=registers))
    # The nämnd's own goals below them have no reference, and by hand a shorter title: they are as many as those by hand.
    many = sum(len(goal.get("sub-goals", [])) for document in hand for goal in document.get("goals", []))
    goals = [goal for made in result.documents for goal in made.values.get("goals", [])]
    below = [str(sub.values["title"]) for goal in goals for sub in goal.values.get("sub-goals", [])]
    there["goals"] += [measuring.Goal((title,), linked=False) for title in below[:many]]
    expected = measuring.Expected(there["goals"], there["uppdrag"])
    wanted = Wanted(hand[0]["document"], hand[0]["namnd"], hand[0]["year"])
    result = result if registers else imported(path, wanted=wanted, registers=False)
    return measuring.measured(expected, result), _doubts(result)


def _doubts(result: Import) -> int:
    return sum(len(place.found.doubts) for document in result.documents for place in places(document))


def precision(folder: Path) -> Iterator[str]:
    """The rows of a table: what is found and invented in whole documents, with and without registers, and where nothing is."""
    yield "| document | registers | what | there are | found | invented | wrong for certain | doubts |"
    yield "|---|---|---|---:|---:|---:|---:|---:|"
    for name in DOCUMENTS:
        for registers in (True, False):
            measure, doubts = precise(folder / name, registers=registers)
            yield from _precise_rows(Path(name).stem, registers, measure, doubts)
    sys.path.insert(0, str(ROOT))
    from tests.layouts.round_trip import only_speaking

    for registers in (True, False):
        measure, result = only_speaking(registers=registers)
        yield from _precise_rows("ten pages that hold none", registers, measure, _doubts(result))


def _precise_rows(name: str, registers: bool, measure: measuring.Measure, doubts: int) -> Iterator[str]:
    around = "with" if registers else "without"
    for what in ("goals", "uppdrag", "links"):
        asked, found, _, invented, _, _ = measure.counts(what)
        wrong = len(measure.wrong_for_certain) if what == "links" else 0
        yield f"| {name} | {around} | {what} | {asked} | {found} | {invented} | {wrong} | {doubts if what == 'goals' else ''} |"


# What is printed

HEAD = ("| document | what | there are | found | invented | recall | precision |", "|---|---|---:|---:|---:|---:|---:|")
DAMAGED_HEAD = (
    "| document | what is wrong with the copy | mål | uppdrag | status | wrong links, in doubt | for certain |",
    "|---|---|---:|---:|---:|---:|---:|",
)


def rows(path: Path) -> list[str]:
    """The rows of the first table for a document."""
    made = []
    for what, (all_, found, invented, _, _) in compared(path).items():
        recall = f"{found / all_:.0%}" if all_ else "–"
        precision = f"{found / (found + invented):.0%}" if found + invented else "–"
        made.append(f"| {path.stem} | {what} | {all_} | {found} | {invented} | {recall} | {precision} |")
    return made


def damaged_rows(path: Path) -> list[str]:
    """The rows of the second table for a document."""
    made = []
    for damage in DAMAGE:
        outcome = damaged(path, damage)
        told = [outcome.found.get(what) for what in ("mål", "uppdrag", "status")]
        cells = [f"{one[1]} of {one[0]}" if one else "–" for one in told]
        wrong = (len(outcome.wrong_in_doubt), len(outcome.wrong_for_certain))
        made.append(f"| {path.stem} | {damage} | {' | '.join(cells)} | {wrong[0]} | {wrong[1]} |")
    return made


def layouts(only: Sequence[str], *, least: bool, missing: bool) -> list[str]:
    """What comes back of the made-up documents in tests/layouts, by layout and by kind of thing."""
    sys.path.insert(0, str(ROOT))
    from tests.layouts import round_trip
    from tests.layouts.layouts import LAYOUTS

    names = [name for name in LAYOUTS if not only or any(part in name for part in only)]
    if missing:
        return round_trip.details(names)
    return round_trip.least(names) if least else [*round_trip.table(names), "", *round_trip.kinds(names)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--missing", action="store_true", help="show what was missed and what was invented, and nothing else")
    parser.add_argument("--layouts", action="store_true", help="show what comes back of made-up documents in many layouts")
    parser.add_argument("--least", action="store_true", help="with --layouts, show the rows of LEAST in tests/layouts")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="take only what has one of these in its name")
    parser.add_argument("--precision", action="store_true", help="show what is invented in whole documents and in running text")
    parser.add_argument("--total", action="store_true", help="of documents of other municipalities, show totals only")
    parser.add_argument(
        "--held-out", nargs="+", default=[], metavar="NAME", help="of these show a total only, apart from all others"
    )
    options = parser.parse_args()
    if options.layouts:
        print("\n".join(layouts(options.only, least=options.least, missing=options.missing)))
        return
    if options.folder is None or not options.folder.is_dir():
        parser.error("FOLDER is missing")
    if any(options.folder.glob("*.json")):
        if options.missing:
            print("\n".join(elsewhere.details(options.folder, only=options.only, held_out=options.held_out)))
            return
        print("\n".join(elsewhere.rows(options.folder, only=options.only, held_out=options.held_out, total=options.total)))
        return
    if options.missing:
        for name in DOCUMENTS:
            for what, (_, _, _, missed, new) in compared(options.folder / name).items():
                for sign, keys in (("-", missed), ("+", new)):
                    for key, number in keys.items():
                        print(f"{sign} {what}: {key}{f' x{number}' if number > 1 else ''}")
        return
    if options.precision:
        print("\n".join(precision(options.folder)))
        return
    print("\n".join([*HEAD, *(row for name in DOCUMENTS for row in rows(options.folder / name))]))
    print()
    print("\n".join([*DAMAGED_HEAD, *(row for name in DOCUMENTS for row in damaged_rows(options.folder / name))]))


if __name__ == "__main__":
    main()
