"""The time and the memory that a file may take."""

from __future__ import annotations

import sys

import pytest

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading.limits import limited


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(ReadingError) as error, limited(seconds=0.2):
        while True:
            pass
    assert error.value.text.key == "import-too-slow"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is held only on Linux")
def test_what_takes_too_much_memory_is_stopped_and_the_next_has_it_again() -> None:
    with pytest.raises(ReadingError) as error, limited(memory=200_000_000):
        bytearray(1_000_000_000)
    assert error.value.text.key == "import-too-heavy"
    assert len(bytearray(1_000_000_000))
