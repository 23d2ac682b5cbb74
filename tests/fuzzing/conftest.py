"""The cities that damaged files are put into."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fuzzing.cities import City, built


@pytest.fixture(scope="session", params=["goteborg", "almstad"])
def built_city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> City:
    return built(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def city(built_city: City) -> Iterator[City]:
    """A city, in whose folder the tests of a file are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built_city.folder)
        yield built_city
