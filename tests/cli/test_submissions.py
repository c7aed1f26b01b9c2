"""``submissions`` lists what came, with the numbers that the other commands take."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from mesoregistry import database, ledger
from mesoregistry.cli import app
from mesoregistry.ledger import Action, State
from mesoregistry.settings import Settings
from tests.warehouse.filing import file, prepare

MARCH, FILED = dt.date(2024, 3, 1), dt.date(2024, 4, 2)


def run(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["submissions", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def filed(databases: Settings) -> None:
    prepare()
    file("sv", MARCH, FILED, [])
    number = file("hn", MARCH, FILED, [])
    with database.transaction() as connection:
        ledger.move(connection, number, Action.REOPENED)
        ledger.move(connection, number, Action.ACCEPTED, State.TO_CORRECT)
        ledger.assign_to_run(connection, "hn", "r1", [number])


def test_newest_first_with_number_state_and_run(filed: None) -> None:
    listed = json.loads(run("--json"))
    assert [(row["submission"], row["country"], row["state"], row["run"]) for row in listed] == [
        (2, "hn", "to_correct", "r1"),
        (1, "sv", "accepted", None),
    ]
    lines = run().splitlines()
    assert lines[0].split()[:3] == ["Envío", "País", "Mes"]
    assert lines[1].split()[:6] == ["2", "hn", "2024-03", "v1", "2024-04-02", "por"]
    assert "to correct" in run("-l", "en")


def test_of_a_country_open_only_and_not_too_many(filed: None) -> None:
    assert [row["submission"] for row in json.loads(run("--country", "SV", "--json"))] == [1]
    assert [row["submission"] for row in json.loads(run("--open", "--json"))] == [2]
    assert [row["submission"] for row in json.loads(run("--most", "1", "--json"))] == [2]
    assert run("-c", "sv", "--open").strip() == "No hay envíos así."
