"""The map of uppdrag: what was dropped, what is overdue, what may have been closed."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import plancheck
from plancheck.views.uppdrag import State, uppdrag_maps
from tests.page import text_of, written
from tests.paths import GOTEBORG


def test_the_map_tells_what_was_dropped_what_is_overdue_and_what_may_have_been_closed(folder: Path) -> None:
    text = text_of(written(folder, GOTEBORG, "--lang", "sv"))
    row = re.search(r"<tr[^>]*><th scope=\"row\">Förbättringar efter enkäten.*?</tr>", text, re.DOTALL)
    assert row
    states = re.findall(r'class="state ([a-z]+)"', row[0])
    # Told in the report, left out in its annex; and no document tells of the end of 2023.
    assert states == ["open", "missing", "unknown"]
    assert "försenat" in row[0]


def test_an_uppdrag_that_the_next_plan_drops_is_marked(folder: Path) -> None:
    shutil.copytree(GOTEBORG, folder / "dropped")
    made = folder / "dropped" / "nordost" / "2023" / "verksamhetsplan.yaml"
    made.parent.mkdir()
    made.write_text(
        "document: verksamhetsplan\nnamnd: nordost\nyear: 2023\nuppdrag:\n  - {ref: kf-2022/skolfam}\n", encoding="utf-8"
    )
    text = text_of(written(folder, folder / "dropped"))
    row = re.search(r"<tr[^>]*><th scope=\"row\">Utredning om en tillnyktringsenhet.*?</tr>", text, re.DOTALL)
    back = re.search(r"<tr[^>]*><th scope=\"row\">Plats i Skolfam.*?</tr>", text, re.DOTALL)
    assert row
    assert back
    assert re.findall(r'class="state ([a-z]+)"', row[0])[:3] == ["open", "open", "missing"]
    assert "tillbaka" in back[0]


ORGANISATION = """\
document: organisation
year: 2020
namnder:
  - {id: ost, title: Öst, to: 2020}
  - {id: nord, title: Nord, to: 2020}
  - {id: nordost, title: Nordost, from: 2021, succeeds: [ost, nord]}
  - {id: syd, title: Syd}
"""


def rows(tmp_path: Path, namnd: str, *documents: str) -> Mapping[str, list[State]]:
    """The rows of the map of a nämnd: what each of its documents says of each uppdrag."""
    (tmp_path / "plancheck.yaml").write_text("ruleset: kommun\n", encoding="utf-8")
    for number, text in enumerate((ORGANISATION, *documents)):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    run = plancheck.check([tmp_path], today=datetime.date(2023, 1, 1))
    by_title = {drawn.title: drawn for drawn in uppdrag_maps(run)}
    return {row.ref: [cell.state for cell in row.cells] for row in by_title[namnd].rows}


def budget(year: int, *uppdrag: str) -> str:
    return f"document: kf-budget\nid: kf-{year}\nyear: {year}\nuppdrag: [{', '.join(uppdrag)}]\n"


def document(kind: str, namnd: str, year: int, *uppdrag: str) -> str:
    return f"document: {kind}\nnamnd: {namnd}\nyear: {year}\nuppdrag: [{', '.join(uppdrag)}]\n"


def test_what_a_register_gives_later_in_the_year_has_a_row(tmp_path: Path) -> None:
    late = "{id: bro, title: Bro, to: [syd], given-on: 2022-09-01}"
    states = rows(tmp_path, "Syd", budget(2022, late), document("verksamhetsplan", "syd", 2022))
    assert states == {"kf-2022/bro": ["none"]}


def test_of_two_that_were_joined_since_the_open_one_counts(tmp_path: Path) -> None:
    states = rows(
        tmp_path,
        "Syd",
        document("arsrapport", "syd", 2020, "{ref: kf/a, status: pågående}", "{ref: kf/b, status: avslutad}"),
        document("verksamhetsplan", "syd", 2021),
        budget(2022, "{id: ab, title: AB, to: [syd], same-as: [kf/a, kf/b]}"),
        document("verksamhetsplan", "syd", 2022, "{ref: kf-2022/ab}"),
    )
    assert states["kf-2022/ab"][1:] == ["missing", "included"]


def test_what_was_closed_and_is_decided_again_is_missing_where_a_plan_leaves_it_out(tmp_path: Path) -> None:
    states = rows(
        tmp_path,
        "Syd",
        document("arsrapport", "syd", 2021, "{ref: kf/a, status: avslutad}"),
        budget(2022, "{id: a, title: A, to: [syd], same-as: [kf/a]}"),
        document("verksamhetsplan", "syd", 2022),
    )
    assert states["kf-2022/a"] == ["closed", "missing"]


def test_what_has_moved_to_another_namnd_is_not_missing(tmp_path: Path) -> None:
    states = rows(
        tmp_path,
        "Syd",
        document("arsrapport", "syd", 2021, "{ref: kf/a, status: pågående}"),
        budget(2022, "{id: a, title: A, to: [nordost], same-as: [kf/a]}"),
        document("verksamhetsplan", "syd", 2022),
    )
    assert states["kf-2022/a"] == ["open", "none"]


def test_what_one_predecessor_reports_is_not_missing_from_the_report_of_another(tmp_path: Path) -> None:
    states = rows(
        tmp_path,
        "Nordost",
        document("arsrapport", "ost", 2020, "{ref: kf/a, status: pågående}"),
        document("arsrapport", "nord", 2020, "{ref: kf/b, status: pågående}"),
        document("verksamhetsplan", "nordost", 2021, "{ref: kf/a}", "{ref: kf/b}"),
    )
    assert states == {"kf/a": ["none", "open", "included"], "kf/b": ["open", "none", "included"]}


def marks(tmp_path: Path, namnd: str, *documents: str) -> Mapping[str, tuple[str, ...]]:
    """The marks of each uppdrag in the map of a nämnd."""
    rows(tmp_path, namnd, *documents)
    run = plancheck.check([tmp_path], today=datetime.date(2023, 1, 1))
    return {row.ref: row.marks for drawn in uppdrag_maps(run) if drawn.title == namnd for row in drawn.rows}


def test_what_no_plan_has_had_time_for_is_not_dropped(tmp_path: Path) -> None:
    late = budget(2022, "{id: bro, title: Bro, to: [syd], given-on: 2022-09-01}")
    reports = [document("verksamhetsplan", "syd", 2022), document("arsrapport", "syd", 2022)]
    assert marks(tmp_path, "Syd", late, *reports) == {"kf-2022/bro": ()}


def test_what_a_plan_leaves_out_was_never_there_and_what_a_later_one_leaves_out_is_dropped(tmp_path: Path) -> None:
    given = budget(2022, "{id: bro, title: Bro, to: [syd]}")
    assert marks(tmp_path, "Syd", given, document("verksamhetsplan", "syd", 2022)) == {"kf-2022/bro": ("left-out",)}
    told = document("verksamhetsplan", "syd", 2022, "{ref: kf-2022/bro}")
    report = document("arsrapport", "syd", 2022)
    assert marks(tmp_path, "Syd", given, told, report) == {"kf-2022/bro": ("dropped",)}
