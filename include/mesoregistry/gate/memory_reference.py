"""Copies of the code lists, code maps and places in DuckDB, where the rules look terms up without a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mesoregistry.catalog.code_lists import read_sound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def load_in_memory(connection: DuckDBPyConnection, seeds: Path, country: str) -> None:
    """In a new schema ``intake``, without the terms and places of other countries."""
    reference = read_sound(seeds)
    connection.execute("create schema intake")
    connection.execute("create table intake.code_list (list text, code text, es text, en text)")
    connection.execute(
        "create table intake.code_term (list text, country text, source_id text, term_key text, code text,"
        " valid_from date, valid_to date, own boolean)"
    )
    _fill(connection, "code_list", reference.codes)
    _fill(connection, "code_term", [term for term in reference.terms if term[1] in ("", country)])
    connection.execute("update intake.code_term set term_key = gate.term_key(term_key)")


def _fill(connection: DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Of arrays, which DuckDB reads where they stand: of a parameter it would make an object of each value first."""
    import numpy as np

    if not rows:
        return
    columns = {f"c{i}": np.array(column, dtype=object) for i, column in enumerate(zip(*rows, strict=True))}
    connection.register("rows_read", columns)
    connection.execute(f"insert into intake.{table} select * from rows_read")
    connection.unregister("rows_read")
