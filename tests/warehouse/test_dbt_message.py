"""What is kept of an error of dbt: where it happened, and never a value."""

from __future__ import annotations

import psycopg
import pytest

from mesoregistry.settings import Settings
from mesoregistry.warehouse.dbt_message import without_values

NAME = "Zuwexmor Quiftovven"
WHERE = "Database Error in model fct_attack (models/marts/fct_attack.sql)"


def shown(text: str) -> str:
    return without_values(f"{WHERE}\n  {text}\n  compiled code at target/run/fct_attack.sql")


@pytest.mark.parametrize(
    "statement",
    [
        f"select '{NAME}'::date",
        f"select '{NAME}'::integer",
        f"select to_date('{NAME}', 'YYYY-MM-DD')",
        f"select '{{{NAME}'::jsonb",
        f"select '{NAME}'::uuid",
        f"select ('{{a,{NAME}'::text[])[1]",
        f"select '{NAME}'::boolean",
        f"select 1/0 where '{NAME}' = 'x' or true",
        f"do $$ begin raise exception 'the row of %', '{NAME}'; end $$",
        f"do $$ begin raise exception using message = '{NAME}', hint = '{NAME}'; end $$",
        f"create temporary table t (a text primary key); insert into t values ('{NAME}'), ('{NAME}')",
        f"create temporary table t (a text check (a <> '{NAME}')); insert into t values ('{NAME}')",
        f"create temporary table t (a varchar(3)); insert into t values ('{NAME}')",
        f"create temporary table t (a text, b text not null); insert into t values ('{NAME}')",
    ],
)
def test_a_real_error_of_the_server(module_databases: Settings, statement: str) -> None:
    with (
        psycopg.connect(module_databases.dsn("warehouse", "transformer")) as connection,
        pytest.raises(psycopg.Error) as raised,
    ):
        connection.execute(statement.encode())
    kept = shown(str(raised.value))
    assert kept.startswith(WHERE)
    assert not any(word in kept for word in NAME.split()), kept


@pytest.mark.parametrize(
    "text",
    [
        'column "colunm" does not exist',
        'relation "marts.fct_atack" does not exist',
        'duplicate key value violates unique constraint "dim_place_pkey"',
        'null value in column "form_code" of relation "fct_attack" violates not-null constraint',
        "permission denied for table submission",
        "canceling statement due to statement timeout",
        "deadlock detected",
    ],
)
def test_what_an_engineer_needs_is_kept(text: str) -> None:
    assert shown(text) == f"{WHERE} {text} compiled code at target/run/fct_attack.sql"


def test_a_test_of_the_data() -> None:
    assert (
        without_values("Got 3 results, configured to fail if != 0")
        == "Got 3 results, configured to fail if != 0"
    )


def test_several_lines_that_are_dropped_are_one() -> None:
    assert shown(f'x "{NAME}"\nLINE 1: {NAME}\nDETAIL: {NAME}').count("…") == 1
