"""The board: what is due, what came, how it is."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from mesoregistry import database, ledger
from mesoregistry.cli import app
from mesoregistry.ledger import Action, State
from mesoregistry.settings import Settings
from mesoregistry.warehouse.board import board
from tests.warehouse.filing import file, prepare

MARCH, MAY = dt.date(2024, 3, 1), dt.date(2024, 5, 1)


@pytest.fixture
def filed(databases: Settings) -> None:
    prepare()
    file("sv", MARCH, dt.date(2024, 4, 14), [])
    first = file("sv", MARCH, dt.date(2024, 4, 20), [], version=2)
    late = file("sv", MAY, dt.date(2024, 6, 16), [])
    with database.transaction() as connection:
        connection.execute("update intake.submission set rows_read = 12, rows_waiting = 2")
        for number in (first, late):
            ledger.move(connection, number, Action.REOPENED)
        ledger.move(connection, first, Action.ACCEPTED, State.TO_CORRECT)
        ledger.move(connection, late, Action.RETURNED, accepted_at=None)


def test_every_month_from_the_first_to_the_last_due(filed: None) -> None:
    assert board(dt.date(2024, 7, 14)) == [
        {
            "country": "sv",
            "period": "2024-03",
            "state": "to_correct",
            "submission": 2,
            "version": 2,
            "rows": 10,
            "older_rows": 0,
            "late": False,
        },
        {
            "country": "sv",
            "period": "2024-04",
            "state": "due",
            "submission": None,
            "version": None,
            "rows": 0,
            "older_rows": 0,
            "late": True,
        },
        {
            "country": "sv",
            "period": "2024-05",
            "state": "returned",
            "submission": 3,
            "version": 1,
            "rows": 0,
            "older_rows": 0,
            "late": True,
        },
    ]
    assert [cell["period"] for cell in board(dt.date(2024, 7, 15))][-1] == "2024-06"


def test_an_empty_ledger_has_an_empty_board(databases: Settings) -> None:
    assert board() == []


def test_the_command(filed: None) -> None:
    runner = CliRunner()
    cells = json.loads(runner.invoke(app, ["board", "--json"]).stdout)
    assert set(cells[0]) == {
        "country", "period", "state", "submission", "version", "rows", "older_rows", "late",
    }  # fmt: skip

    assert "por corregir" in runner.invoke(app, ["board"]).stdout
    assert "to correct" in runner.invoke(app, ["board", "-l", "en"]).stdout
