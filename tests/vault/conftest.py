"""A place of its own, of which tests may lose and change the keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.local import migrate, postgres
from mesoregistry.settings import Settings
from tests.conftest import environment, free_port, temporary_home
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)


@pytest.fixture(scope="module")
def installed() -> Iterator[Settings]:
    """A place of its own with two months filed and loaded."""
    with (
        temporary_home() as path,
        environment(MESO_HOME=str(path / "var"), MESO_POSTGRES_PORT=str(free_port())) as config,
    ):
        try:
            postgres.start(config)
            migrate.migrate(config)
            for number in (1, 2, 3):
                file = path / f"mes {number}.csv"
                file.write_bytes(salvadoran([case(number), case(10 + number)]))
                receive(file, "sv", MARCH)
            load("sv")
            yield config
        finally:
            postgres.stop(config)
