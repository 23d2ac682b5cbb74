"""A damaged PDF is read or refused in words, in bounded time, and what is beside it is judged as ever."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from plancheck.importing.reading import ReadingError, limits, read
from plancheck.importing.reading.limits import Limits
from plancheck.messages import LANGUAGES, said
from tests import pages
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import below, bytes_of

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is copied on Linux only")

KEYS = ["/Kids", "/Parent", "/Type", "/Length", "/Filter", "/Contents", "/X0"]
SIZES = ["0", "-1", "1", "9", "1e38", "99999999999", "0.0001", "null", "true", "/Name", "(text)", "[ ]", "<< >>"]


@cache
def files() -> list[bytes]:
    """A plan of two pages, one with a table, a drawing in a drawing and a picture."""
    lines = ["Kulturnämnden", "Mål och uppdrag", "Alla barn läser."]
    text = pages.at(72, 780, "Verksamhetsplan 2025", 20) + pages.down(72, 740, lines)
    table = "".join(pages.rule(72, y, 400, y) for y in (500, 520, 540))
    table += "".join(pages.rule(x, 500, x, 540) for x in (72, 200, 400))
    table += pages.down(80, 525, ["Uppdrag", "Bokbuss"], step=20) + pages.down(210, 525, ["Svar", "I mars"], step=20)
    return [
        pages.document(text, table + pages.picture(300, 100, 50, 50) + "/X0 Do", forms=["/X1 Do", pages.at(72, 300, "Ritat")]),
        pages.document(text, rotate=90),
    ]


@cache
def objects() -> list[list[bytes]]:
    return [[found[1] for found in re.finditer(rb"\d+ 0 obj\n(.*?)\nendobj", data, re.DOTALL)] for data in files()]


@st.composite
def damaged_objects(draw: DrawFn) -> bytes:
    """A PDF of which objects refer to others, have other numbers in them, or are others; its table of objects is right."""
    parts = list(draw(st.sampled_from(objects())))
    for _ in range(draw(st.integers(1, 5))):
        at = below(draw, len(parts))
        part = parts[at]
        match draw(st.sampled_from(["refer", "refer", "size", "size", "swap", "bytes", "only", "key"])):
            case "refer":
                part = _replaced(draw, rb"\d+ 0 R", part, f"{draw(st.integers(0, len(parts) + 1))} 0 R")
            case "size":
                part = _replaced(draw, rb"-?\b\d+(\.\d+)?\b", part, draw(st.sampled_from(SIZES)))
            case "swap":
                part = parts[below(draw, len(parts))]
            case "only":
                part = f"{draw(st.integers(1, len(parts)))} 0 R".encode()
            case "key":
                part = _replaced(draw, rb"/\w+", part, draw(st.sampled_from(KEYS)))
            case _:
                part = draw(bytes_of(lambda part=part: [part]))  # type: ignore[misc]
        parts[at] = part
    return pages.written(parts)


def _replaced(draw: DrawFn, pattern: bytes, part: bytes, by: str) -> bytes:
    found = list(re.finditer(pattern, part))
    if not found:
        return part
    one = found[below(draw, len(found))]
    return part[: one.start()] + by.encode() + part[one.end() :]


@pytest.fixture(scope="module")
def copied() -> Iterator[None]:
    """Files are read in a copy of this process, which has threads when tests run side by side."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr(limits, "_may_fork", lambda: True)
        warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
        yield


@pytest.mark.usefixtures("copied")
@given(data=damaged_objects() | damaged_objects() | bytes_of(files))
@fuzzed(80)
def test_a_damaged_pdf_is_read_or_refused_in_bounded_time(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "plan.pdf"
    path.write_bytes(data)
    try:
        made = read(path, "plan.pdf", Limits(seconds=5, memory=600_000_000))
    except ReadingError as error:
        assert error.text.key not in ("import-too-slow", "import-too-heavy")
        assert all(said(error.text, language) for language in LANGUAGES)
        return
    assert [line.number for line in made.lines] == sorted({line.number for line in made.lines})
