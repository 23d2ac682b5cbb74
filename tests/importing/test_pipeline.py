"""An import as a whole: what became of each line, and how long it takes."""

from __future__ import annotations

import time

import pytest

from plancheck.importing.pipeline import Fate, UntoldError, Wanted
from plancheck.importing.reading.lines import Reading
from tests import office
from tests.importing.goteborg import from_text


def test_long_documents_are_read_in_time_that_grows_with_them() -> None:
    head = "Verksamhetsplan 2024\n\nSocialnämnden Nordost\n\n3.1 Uppdrag\n\n"
    start = time.monotonic()
    from_text(head + "Det här är en rad text som inte säger något alls.\n" * 10_000)
    assert time.monotonic() - start < 20


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
