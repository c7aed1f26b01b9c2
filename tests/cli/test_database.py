"""A command that needs the database needs nobody to have started it."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.local import postgres
from tests.conftest import environment, free_port, temporary_home


def test_the_board_starts_the_database_when_nothing_runs() -> None:
    with (
        temporary_home() as path,
        environment(MESO_HOME=str(path / "var"), MESO_POSTGRES_PORT=str(free_port())) as settings,
    ):
        try:
            assert not postgres.running(settings)
            done = CliRunner().invoke(app, ["board", "--json"])
            assert done.exit_code == 0, done.output
            assert isinstance(json.loads(done.stdout), list)
            assert postgres.running(settings)
        finally:
            postgres.stop(settings)
