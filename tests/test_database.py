"""A fault of the database that crosses ``guarded`` holds no value, however it is printed."""

from __future__ import annotations

import re
import traceback

import psycopg
import pytest

from mesoregistry.database import DatabaseFault, guarded, reading
from mesoregistry.settings import PROJECT, Settings

CANARY = "Rosaura Inventada 7000-9999"
STATEMENTS = [
    ("insert into hers values (%s), (%s)", [CANARY, CANARY], "23505", "hers_pkey"),
    ("insert into ages values (%s::integer)", [CANARY], "22P02", None),
    ("select * from hers where name = '" + CANARY + "' and nothing", [], "42703", None),
]


def printed(error: BaseException) -> str:
    shown = "".join(
        traceback.TracebackException.from_exception(error, capture_locals=False).format(chain=True)
    )
    seen = [error]
    while seen[-1].__cause__ or seen[-1].__context__:
        seen.append(seen[-1].__cause__ or seen[-1].__context__)  # type: ignore[arg-type]
    return shown + "".join(str(error) + repr(error) + str(vars(error)) for error in seen)


@pytest.mark.parametrize(("statement", "values", "sqlstate", "constraint"), STATEMENTS)
def test_no_value_gets_out(
    databases: Settings, statement: str, values: list[str], sqlstate: str, constraint: str | None
) -> None:
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        connection.execute("create temporary table hers (name text constraint hers_pkey primary key)")
        connection.execute("create temporary table ages (age integer)")
        with pytest.raises(DatabaseFault) as caught, guarded("testing"):
            connection.execute(statement.encode(), values)
    assert (caught.value.sqlstate, caught.value.constraint) == (sqlstate, constraint)
    assert str(caught.value).startswith(f"testing: SQLSTATE {sqlstate}")
    # the source line of the traceback is the test's own; the canary is not in it
    assert CANARY not in printed(caught.value)


def copied(connection: psycopg.Connection, values: list[str]) -> None:
    with guarded("landing"), connection.cursor() as cursor, cursor.copy("copy ages from stdin") as copy:
        for value in values:
            copy.write_row((value,))


def test_a_copy_tells_the_row(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        connection.execute("create temporary table ages (age integer)")
        with pytest.raises(DatabaseFault) as caught:
            copied(connection, ["1", "2", CANARY, "4"])
    assert caught.value.row == 3
    assert CANARY not in printed(caught.value)


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(KeyError), guarded("testing"):
        raise KeyError("mine")


def test_what_reads_cannot_write(databases: Settings) -> None:
    with pytest.raises(DatabaseFault) as caught, reading("loader") as connection:
        connection.execute("delete from intake.code_list")
    assert caught.value.sqlstate == "25006"  # read-only transaction
    with reading("loader") as connection:
        assert connection.execute("select count(*) >= 0 from intake.code_list").fetchone() == (True,)


def test_no_hook_of_airflow_writes_rows() -> None:
    """When a statement fails it logs the rows it was given, up to a thousand of them."""
    files = [path for folder in ("include", "dags", "plugins") for path in (PROJECT / folder).rglob("*.py")]
    assert len(files) > 200
    writers = [
        path.name
        for path in files
        if re.search(r"insert_rows|DbApiHook|PostgresHook", path.read_text("utf-8"))
    ]
    assert writers == []
