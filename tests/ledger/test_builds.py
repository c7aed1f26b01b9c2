"""What the builds have seen of the ledger."""

from __future__ import annotations

import datetime as dt

from mesoregistry import database, ledger
from mesoregistry.ledger import Action, Build, NewFile, State
from mesoregistry.settings import Settings


def built(connection: database.Connection, success: bool) -> None:
    connection.execute(
        "insert into ops.dbt_run (layer, success, seconds, ledger_event_no, fingerprint)"
        " values ('all', %s, 1, %s, 'f')",
        [success, ledger.last_event_no(connection)],
    )


def test_what_counts_needs_a_build_and_a_build_that_ended_well_has_it(databases: Settings) -> None:
    with database.transaction() as connection:
        assert (ledger.last_build(connection), ledger.last_event_no(connection)) == (None, 0)
        assert not ledger.is_built(connection)
        assert not ledger.needs_build(connection)
        new = NewFile("sv", "sv_red", dt.date(2024, 3, 1), dt.date(2024, 4, 2), "a" * 64, 1, ".csv")
        number = ledger.file(connection, new).submission_id
        ledger.move(connection, number, Action.LANDED)
        assert not ledger.needs_build(connection), "nothing of it counts yet"
        ledger.move(connection, number, Action.ACCEPTED, State.ACCEPTED)
        assert ledger.needs_build(connection)
        built(connection, success=False)
        assert (ledger.needs_build(connection), ledger.is_built(connection)) == (True, False)
        built(connection, success=True)
        assert ledger.last_build(connection) == Build(True, 3, "f")
        assert (ledger.needs_build(connection), ledger.is_built(connection)) == (False, True)
        ledger.move(connection, number, Action.REOPENED)
        assert (ledger.needs_build(connection), ledger.is_built(connection)) == (False, False)
        ledger.move(connection, number, Action.WITHDRAWN)
        assert ledger.needs_build(connection)
