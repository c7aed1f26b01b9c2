"""A command that asks the database needs nobody to have started it."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.local import postgres
from tests.conftest import environment, free_port, temporary_home


def test_the_board_is_asked_while_nothing_runs() -> None:
    with (
        temporary_home() as path,
        environment(MESO_HOME=str(path / "var"), MESO_POSTGRES_PORT=str(free_port())) as here,
    ):
        try:
            assert not postgres.running(here)
            done = CliRunner().invoke(app, ["board", "--json"])
            assert done.exit_code == 0, done.output
            assert isinstance(json.loads(done.stdout), list)
            assert postgres.running(here)
        finally:
            postgres.stop(here)
