"""The table of transitions: each of its rows is possible, every other one is refused, here and by the database."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from mesoregistry import database, ledger
from mesoregistry.ledger import Action, NewFile, State, TransitionRefused
from mesoregistry.ledger.transitions import ALLOWED, TRANSITIONS, only_target
from mesoregistry.ledger.verification import find_tampering
from mesoregistry.settings import Settings

MARCH, FILED_ON = dt.date(2024, 3, 1), dt.date(2024, 4, 2)
# how a submission comes into each state
PATHS: dict[State, list[tuple[Action, State]]] = {State.RECEIVED: []}
numbers = itertools.count(1)


def _complete_paths() -> None:
    """Breadth first along the table."""
    queue = [State.RECEIVED]
    for state in queue:
        for row in TRANSITIONS:
            if row.from_state is state and row.to_state not in PATHS:
                PATHS[row.to_state] = [*PATHS[state], (row.action, row.to_state)]
                queue.append(row.to_state)


_complete_paths()
MOVES = list(itertools.product(State, Action, State))


@pytest.fixture
def connection(module_databases: Settings) -> Iterator[database.Connection]:
    """In a transaction that is taken back."""
    with psycopg.connect(module_databases.dsn("warehouse", "loader")) as connection:
        yield connection
        connection.rollback()


def in_state(connection: database.Connection, state: State) -> int:
    new = NewFile("sv", "sv_red", MARCH, FILED_ON, f"{next(numbers):064x}", 1, ".csv")
    number = ledger.file(connection, new).submission_id
    for action, to in PATHS[state]:
        ledger.move(connection, number, action, to)
    return number


def events(connection: database.Connection, number: int) -> list[tuple[str, dict[str, object]]]:
    query = "select action, detail from intake.event where submission_id = %s order by event_no"
    return connection.execute(query, [number]).fetchall()


def test_every_state_can_be_reached() -> None:
    assert set(PATHS) == set(State)


def test_the_database_has_the_same_table(module_databases: Settings) -> None:
    with psycopg.connect(module_databases.dsn("warehouse")) as connection:
        stored = connection.execute(
            "select from_state::text, action, to_state::text, actor from intake.transition"
        ).fetchall()
        states = connection.execute(
            "select unnest(enum_range(null::intake.submission_state))::text"
        ).fetchall()
    rows = [tuple(None if value is None else str(value) for value in row) for row in TRANSITIONS]
    assert sorted(stored, key=str) == sorted(rows, key=str), (
        "write a migration that makes intake.transition equal"
    )
    assert {name for (name,) in states} == set(State)


def test_each_move_of_the_table_is_made_and_no_other(connection: database.Connection) -> None:
    for state, action, to in MOVES:
        number = in_state(connection, state)
        before = events(connection, number)
        if (state, action, to) in ALLOWED:
            moved = ledger.move(connection, number, action, to, {"rows": 3}, rows_waiting=7)
            assert moved == ledger.submission(connection, number)
            assert (moved.state, moved.rows_waiting) == (to, 7)
            assert events(connection, number) == [*before, (str(action), {"rows": 3})]
        else:
            refusal = f"^submission {number}: {state} does not become {to} by {action}$"
            with pytest.raises(TransitionRefused, match=refusal):
                ledger.move(connection, number, action, to)
            assert events(connection, number) == before
            assert ledger.submission(connection, number).state is state
    assert find_tampering(connection) is None


def test_the_database_refuses_what_no_action_leads_to(module_databases: Settings) -> None:
    pairs = {(a, b) for a, _, b in ALLOWED if a} | {(state, state) for state in State}
    update = "update intake.submission set state = %s where submission_id = %s"
    with psycopg.connect(
        module_databases.dsn("warehouse")
    ) as connection:  # the owner, who may do more than any role
        for state, to in itertools.product(State, State):
            number = in_state(connection, state)
            if (state, to) in pairs:
                connection.execute(update, [str(to), number])
                continue
            connection.execute("savepoint before")
            with pytest.raises(psycopg.DatabaseError, match=f"{state} does not become {to}") as raised:
                connection.execute(update, [str(to), number])
            assert raised.value.sqlstate == "ML001"
            connection.execute("rollback to before")
        connection.rollback()


@pytest.mark.parametrize("state", [state for state in State if state is not State.RECEIVED])
def test_a_submission_begins_as_received(connection: database.Connection, state: State) -> None:
    insert = sql.SQL(
        "insert into intake.submission (country, source_id, period, version, filed_on, sha256, bytes, extension,"
        " state) values ('sv', 'sv_red', '2024-03-01', 99, '2024-04-02', repeat('a', 64), 1, '', {})"
    )
    with pytest.raises(psycopg.DatabaseError, match=f"nothing does not become {state}"):
        connection.execute(insert.format(sql.Literal(str(state))))


@pytest.mark.parametrize("statement", ["delete from", "update", "insert into"])
def test_the_loader_cannot_change_the_table(connection: database.Connection, statement: str) -> None:
    rest = {
        "delete from": "",
        "update": " set actor = 'team'",
        "insert into": " values ('withdrawn', 'x', 'accepted', 'team')",
    }
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"{statement} intake.transition{rest[statement]}".encode())


def test_an_action_with_one_end_needs_no_state(connection: database.Connection) -> None:
    assert only_target(Action.LANDED) is State.IN_REVIEW
    number = in_state(connection, State.RECEIVED)
    assert ledger.move(connection, number, Action.LANDED).state is State.IN_REVIEW
    with pytest.raises(ValueError, match="several states"):
        ledger.move(connection, number, Action.ACCEPTED)


def test_a_submission_that_is_none(connection: database.Connection) -> None:
    with pytest.raises(KeyError):
        ledger.move(connection, 10**9, Action.LANDED)


def test_versions_are_counted(connection: database.Connection) -> None:
    first, second = (in_state(connection, State.RECEIVED) for _ in range(2))
    versions = [ledger.submission(connection, number).version for number in (first, second)]
    assert versions == [1, 2]


def test_the_chain_is_locked_before_the_row(databases: Settings) -> None:
    """In one order everywhere: else whoever has the row and whoever has the chain wait for each other."""
    with database.transaction() as connection:
        number = in_state(connection, State.RECEIVED)

    def land() -> None:
        with database.transaction() as other:
            ledger.move(other, number, Action.LANDED)

    thread = threading.Thread(target=land)
    with database.transaction() as connection:
        ledger.lock_chain(connection)
        thread.start()
        query = "select count(*) from pg_locks where locktype = 'transactionid' and not granted"
        deadline = time.monotonic() + 20
        while connection.execute(query).fetchone() == (0,):
            assert time.monotonic() < deadline, "nobody waits for the chain"
            time.sleep(0.05)
        free = "select 1 from intake.submission where submission_id = %s for update skip locked"
        assert connection.execute(free, [number]).fetchone() == (1,)
    thread.join()
    with database.transaction() as connection:
        assert ledger.submission(connection, number).state is State.IN_REVIEW
