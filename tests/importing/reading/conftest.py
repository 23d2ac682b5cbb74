"""Files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from plancheck.importing.reading import ReadingError, read
from plancheck.messages import catalogue
from tests.fixtures import RefusedFile


@pytest.fixture
def refused(tmp_path: Path) -> RefusedFile:
    """The key of the error with which a file of this name is refused."""

    def make(data: bytes, name: str) -> str:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ReadingError) as error:
            read(tmp_path / name, name)
        assert error.value.text.key in catalogue()
        return error.value.text.key

    return make
