"""An import as a whole: what became of each line, and how much work it is."""

from __future__ import annotations

import pytest

from plancheck.importing.pipeline import Fate, UntoldError, Wanted
from plancheck.importing.reading.lines import Reading
from tests import office
from tests.importing.goteborg import from_text
from tests.work import calls


def test_the_work_of_reading_a_document_grows_no_faster_than_the_document() -> None:
    head = "Verksamhetsplan 2024\n\nSocialnämnden Nordost\n\n3.1 Uppdrag\n\n"
    short, long = (head + "Det här är en rad text som inte säger något alls.\n" * number for number in (1000, 4000))
    from_text(head)  # what is read once is read now
    assert calls(lambda: from_text(long)) < 4.5 * calls(lambda: from_text(short))


def test_every_fate_is_a_place_or_a_reason() -> None:
    result = from_text(office.as_text(office.blocks_of("verksamhetsplan")))
    assert all(bool(one.left) != (one.document is not None) for one in result.fates.values())
    assert isinstance(next(iter(result.fates.values())), Fate)
    assert isinstance(result.reading, Reading)


def test_a_file_with_nothing_but_a_table_of_contents_is_asked_about_like_any_other() -> None:
    text = "Mål ............ 3\nUppdrag ........ 4\n"
    with pytest.raises(UntoldError):
        from_text(text)
    result = from_text(text, wanted=Wanted("verksamhetsplan", "nordost", 2024))
    assert [line.text for line, _ in result.left_out()] == text.splitlines()
