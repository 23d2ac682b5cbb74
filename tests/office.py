"""Documents as an office program lays them out: made of the examples, to be imported again.

`blocks_of` says what stands in a document; `as_word` makes a Word file of it, `as_pdf` a PDF (with LibreOffice), and
`as_text` the text that a program takes out of such a PDF: cell by cell, pages cut, words broken by narrow columns.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import docx
import yaml
from docx.oxml import OxmlElement
from docx.shared import Cm

from tests.paths import GOTEBORG

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
WIDTH = 82
"""How many characters a full line of running text has."""
TABLE_CM = 15.2
"""How wide a table is, in centimetres."""


class Heading(NamedTuple):
    number: str
    text: str


class Text(NamedTuple):
    text: str


class Point(NamedTuple):
    """A point of a list, with the mark before it."""

    mark: str
    text: str


class Table(NamedTuple):
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Text | Point | Table


def told(name: str) -> Any:
    """What a document of the examples says."""
    return yaml.safe_load((GOTEBORG / name).read_text(encoding="utf-8"))


def registers() -> dict[str, Any]:
    """Every goal and uppdrag that KF has given in the examples, by its reference."""
    found = {}
    for path in sorted((GOTEBORG / "kf").glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for one in [*document.get("goals", []), *document.get("uppdrag", [])]:
            found[f"{document['id']}/{one['id']}"] = one
    return found


NAMES = {one["id"]: one["title"] for key in ("namnder", "groups") for one in told("organisation.yaml")[key]}


def given(uppdrag: Mapping[str, Any]) -> str:
    """An uppdrag in the words in which it is given."""
    names = [NAMES[one] for one in uppdrag.get("to", ["socialnamnderna"])] or ["Socialnämnderna"]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"
    return f"{who[0].upper()}{who[1:]} får i uppdrag att arbeta med {uppdrag['title'][0].lower()}{uppdrag['title'][1:]}."


PROSE = (
    "Förvaltningen arbetar vidare tillsammans med andra och följer hur det går under hela året.",
    "Arbetet bygger på det som redan finns och på det som medarbetarna har lärt sig.",
    "Mer behöver göras för dem som har svårast att hitta fram, och det tar tid.",
)


def prose(seed: int, sentences: int = 4) -> str:
    """Running text that says nothing that can be recognised."""
    return " ".join(random.Random(seed).choice(PROSE) for _ in range(sentences))


def plan() -> Iterator[Block]:
    """Nordost's verksamhetsplan 2024, as the example tells it."""
    document, known = told("nordost/2024/verksamhetsplan.yaml"), registers()
    yield Text("Verksamhetsplan 2024")
    yield Text("Socialnämnden Nordost")
    yield Text("Bilagor")
    for n, title in enumerate(("Handlingsplaner utifrån folkhälsoavtalen", "Det gemensamma digitaliseringsarbetet"), 1):
        yield Point(f"{n}.", title)
    for n, section in enumerate(document["sections"]):
        number = section["number"]
        yield Heading(number, section["title"])
        for goal in document["goals"]:
            if goal["at"]["section"] == number:
                yield from _plan_goal(goal, n)
        area = next(
            (one.get("area") for one in document["sections"] if number.startswith(f"{one['number']}.") and "area" in one), None
        )
        if section["title"] == "Uppdrag":
            rows = [(given(known[one["ref"]]), one["text"]) for one in document["uppdrag"] if one["at"]["section"] == number]
            yield Table(("Centrala uppdrag", "Nämndens omhändertagande"), tuple(rows), (42, 42))
        elif section["title"] == "Program och planer":
            lines = tuple((_programme(one),) for one in document["programmes"] if one["area"] == area)
            yield Table(("Berörda program och planer",), lines, (84,))
        elif not any(goal["at"]["section"] == number for goal in document["goals"]):
            yield Text(prose(n))


def _plan_goal(goal: Mapping[str, Any], seed: int) -> Iterator[Block]:
    pointed = goal.get("refers-to", [])
    yield Text(f"{goal['text']} {prose(seed, 2)}")
    if pointed:
        yield Text(f"Omhändertagandet av målet beskrivs under avsnittet {pointed[0]}. Här står nämndens delmål.")
    for sub in goal.get("sub-goals", []):
        yield Text(sub["title"])
        yield Text(f"{sub['text']} {prose(seed + 1, 2)}")
        if sub.get("indicators"):
            yield Text("Indikator")
            for one in sub["indicators"]:
                yield Text(one["name"])


def _programme(one: Mapping[str, Any]) -> str:
    years = f" {one['from']}-{one['to']}" if "from" in one else ""
    return f"{one['title']}{years}" + (f" (förlängd till {one['extended-to']})" if "extended-to" in one else "")


def report() -> Iterator[Block]:
    """Nordost's årsrapport 2022, as the example tells it, without its annexes."""
    document, known = told("nordost/2022/arsrapport.yaml"), registers()
    yield Text("Årsrapport 2022")
    yield Text("Socialnämnden Nordost")
    yield Text("Förslag till beslut")
    for n, point in enumerate(document["decisions"][0]["points"], 1):
        yield Point(f"{n}.", f"Socialnämnden Nordost beslutar detta: {_POINTS[point['kind']]} enligt det som står i ärendet.")
    yield Text("Bilagor")
    for n, annex in enumerate([{"title": "Årsrapport 2022 Socialnämnden Nordost"}, *document["annexes"]], 1):
        yield Point(f"{n}.", annex["title"])
    for n, dimension in enumerate(("ekonomisk dimension", "ekologisk dimension", "social dimension")):
        yield Text(f"Bedömning ur {dimension}")
        yield Text(prose(n))
    for n, section in enumerate(one for one in document["sections"] if "number" in one):
        number = section["number"]
        goal = next((one for one in document["goals"] if one["at"]["section"] == number), None)
        yield Heading(number, known[goal["ref"]]["title"] if goal else section["title"])
        rows = [
            (one["status"].capitalize(), given(known[one["ref"]]), one["comment"])
            for one in document["uppdrag"]
            if one["at"]["section"] == number
        ]
        if rows:
            yield Table(("Status", "Uppdrag och beskrivning", "Kommentar"), tuple(rows), (11, 34, 42))
        elif goal:
            yield from _report_goal(goal, n)
        else:
            yield Text(prose(n))
            yield from _money([one for one in document["accounts"] if one["at"]["section"] == number])


_POINTS = {
    "godkanna-och-oversanda": "nämnden godkänner rapporten",
    "faststalla-resultat": "nämnden fastställer årets resultat",
    "riktniva": "nya riktnivåer föreslås",
    "aterredovisa": "nämnden ska återredovisa det som är över",
    "slutforda-uppdrag": "uppdragen förklaras som slutförda",
    "omedelbar-justering": "paragrafen blir omedelbart justerad",
}


def _report_goal(goal: Mapping[str, Any], seed: int) -> Iterator[Block]:
    if "assessment" in goal:
        yield Text("Måluppfyllelse")
        yield Text(goal["assessment"].capitalize())
    yield Text("Analys av resultat")
    yield Text(f"{goal.get('analysis', '')} {prose(seed, 3)}".strip())
    if goal.get("measures"):
        yield Text("Åtgärder för högre måluppfyllelse")
        for one in goal["measures"]:
            yield Point("•", one)
    plain = [one for one in goal.get("indicators", []) if "level" not in one]
    if plain:
        head = ("Mått/Indikator", "Utfall 2020", "Utfall 2021", "Utfall 2022", "Målvärde 2022")
        yield Table(head, tuple(_indicator(one) for one in plain), (34, 11, 11, 11, 13))
    levels: dict[str, list[Mapping[str, Any]]] = {}
    for one in goal.get("indicators", []):
        if "level" in one:
            levels.setdefault(one["name"], []).append(one)
    for name, told_for in levels.items():
        yield Text(f"Indikator - {name}")
        rows = [
            (f"Utfall/mål för {'staden' if one['level'] == 'city' else 'nämnden'}", *_indicator(one)[1:]) for one in told_for
        ]
        yield Table(("", "Utfall 2020", "Utfall 2021", "Utfall 2022", "Mål 2022"), tuple(rows), (24, 11, 11, 11, 13))


def _money(accounts: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    """The accounts of a section as one table, each row once, with the columns that it has."""
    if not accounts:
        return
    yield Text(accounts[0]["title"].partition(",")[0])
    rows: dict[str, Mapping[str, Any]] = {}
    for n, one in enumerate(accounts):
        # What stands beside a total in what it is a part of is printed before the rows that make it.
        beside = accounts[n + 1]["rows"] if n + 1 < len(accounts) else []
        names = [row["title"] for row in beside]
        first = beside[: names.index(one["total"]["title"])] if one.get("total", {}).get("title") in names else []
        rows |= {row["title"]: row for row in [*first, *one["rows"], *([one["total"]] if "total" in one else [])]}
    heads = {"outcome": "Utfall 2022", "budget": "Budget 2022", "deviation": "Avvikelse", "forecast": "Prognos"}
    columns = [key for key in heads if any(key in row for row in rows.values())]
    cells = tuple((title, *(_figure(row.get(key, "--")) for key in columns)) for title, row in rows.items())
    yield Table(("", *(heads[key] for key in columns)), cells, (40, *(14 for _ in columns)))


def _indicator(one: Mapping[str, Any]) -> tuple[str, ...]:
    cells = [*(one.get("outcome", {}).get(year) for year in (2020, 2021, 2022)), one.get("target", {}).get(2022)]
    return one["name"], *(_figure(cell) for cell in cells)


def _figure(value: object) -> str:
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value or "")


def agenda() -> Iterator[Block]:
    """Sydväst's genomförandeplan 2025, with the minutes before it, as the example tells it."""
    document, known = told("sydvast/2025/genomforandeplan.yaml"), registers()
    decision = document["decisions"][0]
    yield Text("Utdrag ur protokoll")
    yield Text(f"Sammanträdesdatum: {decision['date']}")
    yield Text("Genomförandeplan Socialnämnden Sydväst 2025")
    yield Text(f"{decision['paragraph']}, {decision['diary-number']}")
    yield Text("Beslut")
    for n, point in enumerate(decision["points"], 1):
        words = "antar planen" if point["kind"] == "anta" else "antecknar ett yttrande till protokollet"
        yield Point(f"{n}.", f"Socialnämnden Sydväst {words}.")
    yield Text("Sammanfattning av ärendet")
    yield Text(prose(1))
    yield Text("Mål:")
    for n, goal in enumerate(document["goals"], 1):
        yield Point(f"{n}.", f"{known[goal['ref']]['title']}.")
        yield Text(f"{goal['text']} {prose(n, 2)}")
    yield Text("Uppdrag:")
    yield Text("Från Göteborgs Stads budget:")
    for one in document["uppdrag"]:
        if "ref" in one:
            yield Point("»", given(known[one["ref"]]))
    yield Text("Från nämnden:")
    for one in document["uppdrag"]:
        if "ref" not in one:
            yield Point("»", given(one))


KINDS = {
    "verksamhetsplan": (plan, "nordost/2024/verksamhetsplan.yaml"),
    "arsrapport": (report, "nordost/2022/arsrapport.yaml"),
    "genomforandeplan": (agenda, "sydvast/2025/genomforandeplan.yaml"),
}
"""What can be laid out, and the example that it is made of."""


def blocks_of(kind: str) -> list[Block]:
    return list(KINDS[kind][0]())


# As a Word file, and as a PDF


def as_word(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(f"{block.number} {block.text}", level=min(4, block.number.count(".") + 1))
        elif isinstance(block, Text):
            document.add_paragraph(block.text)
        elif isinstance(block, Point):
            document.add_paragraph(f"{block.mark} {block.text}")
        else:
            table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
            for n, texts in enumerate((block.head, *block.rows)):
                row = table.add_row()
                if n == 0:
                    # The head stands on every page, and is not cut.
                    properties = row._tr.get_or_add_trPr()
                    properties.extend(OxmlElement(name) for name in ("w:cantSplit", "w:tblHeader"))
                for cell, text, width in zip(row.cells, texts, block.widths, strict=True):
                    cell.text = text
                    cell.width = Cm(TABLE_CM * width / sum(block.widths))
            for column, width in zip(table.columns, block.widths, strict=True):
                column.width = Cm(TABLE_CM * width / sum(block.widths))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def as_pdf(blocks: Sequence[Block], folder: Path) -> bytes:
    """A PDF of the Word file, by LibreOffice."""
    return converted(as_word(blocks), folder)


def converted(document: bytes, folder: Path, to: str = "pdf", source: str = "plan.docx") -> bytes:
    """A Word file, or another that is called as its format is, as a PDF or in another format, by LibreOffice."""
    assert SOFFICE
    (folder / source).write_bytes(document)
    profile = folder / "profile"
    command = [SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / source)], check=True, capture_output=True, timeout=600)
    return (folder / f"plan.{to.partition(':')[0]}").read_bytes()


# As the text of a PDF


def as_text(blocks: Sequence[Block], lines_per_page: int = 46) -> str:
    """Text with a blank line between lines of prose and between the cells of a table, cut into pages of so many lines."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            lines += ["", *_spaced(textwrap.wrap(f"{block.number} {block.text}", WIDTH))]
        elif isinstance(block, Text):
            lines += ["", *_spaced(textwrap.wrap(block.text, WIDTH, break_on_hyphens=False))]
        elif isinstance(block, Point):
            lines += ["", *textwrap.wrap(f"{block.mark} {block.text}", WIDTH, break_on_hyphens=False)]
        else:
            lines += ["", " ".join(block.head).strip()]
            for row in block.rows:
                lines += _cells(block, row)
    return _paged(lines, lines_per_page)


def _spaced(lines: Sequence[str]) -> list[str]:
    return [line for one in lines for line in (one, "")][:-1]


def _cells(table: Table, row: Sequence[str]) -> list[str]:
    if table.head[-1].endswith("2022"):
        last = max(n for n, cell in enumerate(row) if cell)
        first = next(n for n, cell in enumerate(row) if n and cell)
        figures = " ".join(row[first : last + 1])
        return ["", *textwrap.wrap(row[0], table.widths[0]), "", f" {figures}" if not row[1] else figures]
    made: list[str] = []
    for n, cell in enumerate(row):
        wrapped = textwrap.wrap(cell, table.widths[n], break_on_hyphens=False)
        if table.head[0] == "Status" and n == 0:
            wrapped = [f" {cell}"]
        made += ["", *wrapped]
    return made


def _paged(lines: Sequence[str], size: int) -> str:
    """The lines cut into pages: the first of a page begins with a blank, and no blank line stands before it."""
    made: list[str] = []
    count = 0
    for line in lines:
        if count >= size and line.strip():
            while made and not made[-1].strip():
                made.pop()
            made.append(f" {line.strip()}")
            count = 1
            continue
        made.append(f"{line.rstrip()} " if line.strip() else line)
        count += bool(line.strip())
    return "\n".join(made) + "\n"
