"""The real documents, and bad copies of them: what the import finds, and that no line is lost."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import elsewhere
import importing as bench
import pytest

from plancheck import check
from plancheck.importing.evidence.fuzzy import folded
from plancheck.importing.pipeline import Import
from plancheck.importing.records.found import Found, places
from plancheck.importing.writing.yaml import written
from plancheck.model.base import without_own_keys
from plancheck.model.document import Document
from plancheck.model.source import parse
from tests.command import plancheck
from tests.importing.goteborg import TODAY, without_plans
from tests.paths import GOTEBORG, ROOT

DOCUMENTS = Path(os.environ.get("PLANCHECK_DOCUMENTS", ROOT.parent / "shared" / "documents"))
"""Where the real documents lie as text; they are not a part of the project."""
real = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not beside the project")
REAL = [pytest.param(name, marks=real) for name in bench.DOCUMENTS]


def real_import(name: str) -> Import:
    result: Import = bench.imported(DOCUMENTS / name)
    return result


# The real documents


@pytest.mark.parametrize("name", REAL)
def test_every_goal_and_uppdrag_of_the_real_documents_is_found_with_its_status_and_link(name: str) -> None:
    found = bench.compared(DOCUMENTS / name)
    for what in ("mål", "uppdrag", "status", "assessments", "programmes", "sections", "annexes", "decisions"):
        if what in found:
            assert found[what][:3] == (found[what][0], found[what][0], 0), (what, found[what][3:])
    if "indicators" in found:
        all_, right, invented = found["indicators"][:3]
        assert right >= all_ - 1
        assert invented <= 1


@pytest.mark.parametrize("name", REAL)
def test_the_page_on_the_import_tells_these_figures(name: str) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in bench.rows(DOCUMENTS / name) if row not in page] == []


@pytest.mark.parametrize("name", REAL)
def test_no_line_is_lost_and_none_is_counted_twice(name: str) -> None:
    result = real_import(name)
    assert sorted(result.fates) == [line.number for line in result.reading.lines]
    read = sum(len(line.text.split()) for line in result.reading.lines)
    placed = [line for line in result.reading.lines if result.fates[line.number].document is not None]
    left = [line for line, _ in result.left_out()]
    assert read == sum(len(line.text.split()) for line in (*placed, *left))
    assert all(why for _, why in result.left_out())


@pytest.mark.parametrize("name", REAL)
def test_the_words_of_every_line_that_has_a_place_stand_there(name: str) -> None:
    result = real_import(name)
    at = {(n, place.steps): place.found for n, document in enumerate(result.documents) for place in places(document)}
    whole: dict[int, str] = {id(found): letters(str(found.plain())) for found in at.values()}
    lost = []
    for line in result.reading.lines:
        fate = result.fates[line.number]
        if fate.document is None:
            continue
        found = at[fate.document, fate.steps]
        words = [letters(word) for word in line.text.split() if len(letters(word)) > 3]
        missing = [word for word in words if word not in whole[id(found)]]
        if len(missing) > len(words) / 2 and not is_label(found, line.text):
            lost.append((line.number, line.text, fate.steps))
    assert lost == []


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", folded(text))


def is_label(found: Found, text: str) -> bool:
    """Whether a line says in its own words what a key says: a status, a heading, a label of a form, the days of a row."""
    return bool(
        {"outcome", "assessment", "status", "by", "with", "protection", "decided", "quarter", "extended-to"}
        & found.values.keys()
    )


@pytest.mark.parametrize("name", REAL)
def test_what_is_written_reads_as_what_was_found(name: str) -> None:
    for found in real_import(name).documents:
        for language in ("sv", "en"):
            text = written(found, name, language)
            values: Any = parse(text, name).root
            assert values == plain(found)
            Document.model_validate(without_own_keys(values, text))


def plain(found: Found) -> dict[str, Any]:
    return found.plain()


@real
def test_a_check_of_the_imported_documents_finds_what_the_hand_made_ones_have(tmp_path: Path) -> None:
    without_plans(tmp_path)
    for name in bench.DOCUMENTS:
        result = plancheck("import", DOCUMENTS / name, "--repository", tmp_path / "city")
        assert result.exit_code == 0, result.output
    here, there = found_in(GOTEBORG), found_in(tmp_path / "city")
    assert there - here == Counter()
    assert here - there == ENTERED_BY_HAND


ENTERED_BY_HAND = Counter({
    "EKO005": 5, "AVS010 arsrapport-nordost-2022": 1, "AVS011 arsrapport-nordost-2022": 1,
    "LEX008 kvalitetsrapport-nordost-2022": 2, "IND006 arsrapport-nordost-2022": 2,
})  # fmt: skip
"""What rests on what a person has entered and the import does not read: what running text tells (changes, how many sections
there are, what a section says), how serious an event was, and two indicators that are in the annex alone.
"""


def found_in(folder: Path) -> Counter[str]:
    result = check([folder], today=TODAY, ignore=["IMP001"])
    return Counter(
        f"{one.rule} {one.document}" if one.rule not in ("EKO001", "EKO003", "EKO005") else one.rule for one in result.findings
    )


# Bad copies of the real documents: the figures fall slowly, and what is wrong is in doubt.

LEAST = {
    "2 % of the letters mistaken": 0.95,
    "5 % of the letters mistaken": 0.75,
    "10 % of the letters mistaken": 0.6,
    "ligatures lost": 0.95,
    "numbers apart from their headings": 0.95,
    "two pages in the wrong place": 0.8,
    "columns interleaved": 0.75,
}
"""What share of goals, uppdrag and statuses must still be found in a bad copy."""


# The largest takes seconds each time: it is copied badly in two ways, the others in every way.
BAD = [
    pytest.param(name, damage, marks=real)
    for name in bench.DOCUMENTS
    for damage in bench.DAMAGE
    if "arsrapport" not in name or damage in ("5 % of the letters mistaken", "two pages in the wrong place")
]


@pytest.mark.parametrize(("name", "damage"), BAD)
def test_a_bad_copy_still_tells_most_and_makes_no_wrong_link_for_certain(name: str, damage: str) -> None:
    outcome = bench.damaged(DOCUMENTS / name, damage)
    for what, (there, found, _) in outcome.found.items():
        assert found >= LEAST[damage] * there, what
    assert outcome.wrong_for_certain == []


@pytest.mark.skipif(not (DOCUMENTS / "elsewhere").is_dir(), reason="the excerpts are not beside the project")
def test_the_page_on_the_import_tells_what_is_read_in_documents_of_other_municipalities() -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8").splitlines()
    rows = elsewhere.rows(DOCUMENTS / "elsewhere", only=[], held_out=[], total=True)
    assert [row for row in rows if row not in page] == []
