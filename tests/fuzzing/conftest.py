"""The cities that damaged files are put into."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fuzzing.cities import City, built


@pytest.fixture(scope="session", params=["goteborg", "almstad"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    made = built(request.param, tmp_path_factory.mktemp(request.param))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.folder)
        yield made
