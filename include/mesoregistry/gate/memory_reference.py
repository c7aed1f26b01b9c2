"""Copies of the code lists, code maps and places in DuckDB, where the rules look terms up without a server."""

from __future__ import annotations

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
    for table, rows, types in (
        ("code_list", reference.codes, ["text"] * 4),
        (
            "code_term",
            [t for t in reference.terms if t[1] in ("", country)],
            ["text"] * 5 + ["date", "date", "boolean"],
        ),
    ):
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            unnested = ", ".join(f"unnest(?::{kind}[])" for kind in types)
            connection.execute(f"insert into intake.{table} select {unnested}", columns)
    connection.execute("update intake.code_term set term_key = gate.term_key(term_key)")
