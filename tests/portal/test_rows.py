"""The database role of the portal: rows of the country that its transaction names, and no others, whatever it asks."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import psycopg
import pytest

from mesoregistry import database, ledger
from mesoregistry.findings import Severity
from mesoregistry.ledger import NewFile
from mesoregistry.settings import Settings
from tests.intake.submissions import finding, judged

numbers = itertools.count(1)
TABLES = ("submission", "finding", "event", "waiting_row")
MARCH, FILED_ON = dt.date(2024, 3, 1), dt.date(2024, 4, 2)
Connection = database.Connection


def new(country: str) -> NewFile:
    return NewFile(country, f"{country}_x", MARCH, FILED_ON, f"{next(numbers):064x}", 1, ".csv")


@pytest.fixture(scope="module")
def submissions(module_databases: Settings) -> dict[str, int]:
    """One of each of two countries, with a finding and a row that waits."""
    made = {}
    for country in ("gt", "hn"):
        with database.transaction() as connection:
            made[country] = ledger.file(connection, new(country)).submission_id
            query = (
                "insert into intake.waiting_row (submission_id, record_no, severity) values (%s, 1, 'error')"
            )
            connection.execute(query, [made[country]])
        judged(made[country], finding(Severity.ERROR, 1))
    return made


@pytest.fixture
def portal(module_databases: Settings, submissions: dict[str, int]) -> Iterator[Connection]:
    with psycopg.connect(module_databases.dsn("warehouse", "portal")) as connection:
        yield connection
        connection.rollback()


def show(connection: Connection, country: str) -> None:
    connection.execute("select set_config('meso.country', %s, true)", [country])


def seen(connection: Connection, table: str) -> set[int]:
    return {number for (number,) in connection.execute(f"select submission_id from intake.{table}".encode())}


@pytest.mark.parametrize("table", TABLES)
def test_each_country_sees_its_own_and_nobody_sees_anything_unasked(
    portal: Connection, submissions: dict[str, int], table: str
) -> None:
    assert seen(portal, table) == set()
    for country, number in submissions.items():
        show(portal, country)
        assert seen(portal, table) == {number}
    show(portal, "*")
    assert seen(portal, table) == set(submissions.values())


def test_the_country_ends_with_the_transaction(portal: Connection, submissions: dict[str, int]) -> None:
    show(portal, "gt")
    portal.commit()
    assert seen(portal, "submission") == set()


@pytest.mark.parametrize("country", ["hn", "*", ""])
def test_what_is_of_another_country_cannot_be_changed(
    portal: Connection, submissions: dict[str, int], country: str
) -> None:
    show(portal, country)
    number = submissions["gt"]
    changed = portal.execute(
        "update intake.submission set confirmed = true where submission_id = %s", [number]
    )
    assert changed.rowcount == 0
    for statement in (
        f"select intake.move_submission({number}, 'withdrawn', 'withdrawn', '{{}}')",
        f"select * from intake.cases('gt', array[{number}])",
        "insert into intake.submission (country, source_id, period, version, filed_on, sha256, bytes, extension)"
        f" values ('gt', 'gt_x', '2024-04-01', 1, '2024-05-02', '{'a' * 64}', 1, '.csv')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), portal.transaction():
            portal.execute(statement.encode())


def test_its_own_it_files_and_withdraws(portal: Connection, submissions: dict[str, int]) -> None:
    show(portal, "gt")
    number = ledger.file(portal, new("gt")).submission_id
    assert ledger.move(portal, number, ledger.Action.WITHDRAWN).state is ledger.State.WITHDRAWN


@pytest.mark.parametrize(
    "action", ["landed", "accepted", "returned", "judged", "reopened", "erased", "kept", "asked"]
)
def test_what_a_team_does_not_say_is_refused(
    portal: Connection, submissions: dict[str, int], action: str
) -> None:
    """Nobody accepts a file from the portal, not even its own country's."""
    show(portal, "gt")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        portal.execute(
            "select intake.move_submission(%s, %s, 'in_review', '{}')", [submissions["gt"], action]
        )


@pytest.mark.parametrize(
    ("role", "action"),
    [("team", "approved"), ("team", "sent back"), ("auditor", "sent back"), ("auditor", "withdrawn"),
     ("coordinator", "confirmed"), ("coordinator", "withdrawn"), ("coordinator", "accepted")],
)  # fmt: skip
def test_each_role_says_what_is_its_own_to_say(
    portal: Connection, submissions: dict[str, int], role: str, action: str
) -> None:
    show(portal, "gt")
    portal.execute("select set_config('meso.role', %s, true)", [role])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        portal.execute(
            "select intake.move_submission(%s, %s, 'withdrawn', '{}')", [submissions["gt"], action]
        )


def test_a_coordinator_changes_nothing_while_she_sees_every_country(
    portal: Connection, submissions: dict[str, int]
) -> None:
    for country, refused in (("*", True), ("hn", True), ("gt", False)):
        show(portal, country)
        portal.execute("select set_config('meso.role', 'coordinator', true)")
        expected = psycopg.errors.InsufficientPrivilege if refused else psycopg.DatabaseError
        with pytest.raises(expected) as refusal, portal.transaction():
            portal.execute(
                "select intake.move_submission(%s, 'sent back', 'withdrawn', '{}')", [submissions["gt"]]
            )
    assert refusal.value.sqlstate == "ML001", "its own refusal is of the state alone: it was never accepted"


def test_an_event_says_of_which_account_it_is(portal: Connection, submissions: dict[str, int]) -> None:
    show(portal, "gt")
    portal.execute("select set_config('meso.account', '42', true)")
    number = ledger.file(portal, new("gt")).submission_id
    row = portal.execute("select detail from intake.event where submission_id = %s", [number]).fetchone()
    assert row and row[0]["account"] == 42


@pytest.mark.parametrize(
    "statement",
    [
        "select * from ops.dbt_run",
        "select * from intake.code_term",
        "select * from intake.chain_head",
        "update intake.submission set state = 'accepted'",
        "delete from intake.submission",
        "insert into intake.event (event_no, action, previous_hash, hash) values (1, 'a', '', 'b')",
        "update intake.finding set value = 'x'",
        "update intake.transition set actor = 'team'",
        "select pg_advisory_lock(1)",
        "create table public.xx (a text)",
        "create temporary table xx (a text)",
        "create schema xx",
        "alter table intake.submission disable row level security",
        "set role loader",
    ],
)
def test_the_rest_of_the_warehouse_is_closed(portal: Connection, statement: str) -> None:
    show(portal, "*")
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)):
        portal.execute(statement.encode())


@pytest.mark.parametrize("schema", ["raw", "marts", "semantic"])
def test_no_schema_of_data_is_open(portal: Connection, schema: str) -> None:
    query = "select has_schema_privilege(current_user, nspname, 'usage') from pg_namespace where nspname = %s"
    assert portal.execute(query, [schema]).fetchone() == (False,)


@pytest.mark.parametrize("database_name", ["vault", "airflow_x"])
def test_it_enters_no_other_database(module_databases: Settings, database_name: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(module_databases.dsn(database_name, "portal"))


@pytest.mark.parametrize("role", ["loader", "transformer"])
@pytest.mark.parametrize("table", TABLES)
def test_the_services_see_everything_as_before(
    module_databases: Settings, submissions: dict[str, int], role: str, table: str
) -> None:
    with psycopg.connect(module_databases.dsn("warehouse", role)) as connection:
        assert seen(connection, table) == set(submissions.values())


def test_the_listener_hears_of_every_country(module_databases: Settings, submissions: dict[str, int]) -> None:
    with psycopg.connect(module_databases.dsn("warehouse", "listener")) as connection:
        rows = connection.execute("select country from intake.submission").fetchall()
    assert sorted(country for (country,) in rows) == ["gt", "hn"]
