"""Copies of the code lists, code maps and places, where the rules look terms up: PostgreSQL, or DuckDB in memory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from mesoregistry.catalog.code_lists import FILES, read_sound
from mesoregistry.database import Connection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TERM = "list, country, source_id, term_key, code, valid_from, valid_to, own"


def load(connection: Connection, seeds: Path) -> bool:
    """Replace the copies in schema ``intake`` when a file changed; whether it did. The caller commits."""
    versions = {name: _sha256(seeds / name) for name in FILES if (seeds / name).exists()}
    # one loader at a time; the others wait and then find nothing to do
    connection.execute("lock table intake.reference_version in share row exclusive mode")
    known = dict(connection.execute("select name, sha256 from intake.reference_version").fetchall())
    if known == versions:
        return False
    reference = read_sound(seeds)
    connection.execute("delete from intake.code_list")
    connection.execute("delete from intake.code_term")
    connection.execute("delete from intake.reference_version")
    with connection.cursor() as cursor:
        with cursor.copy("copy intake.code_list (list, code, es, en) from stdin") as copy:
            for code in reference.codes:
                copy.write_row(code)
        with cursor.copy(f"copy intake.code_term ({TERM}) from stdin") as copy:
            for term in reference.terms:
                copy.write_row(term)
        cursor.execute("update intake.code_term set term_key = gate.term_key(term_key)")
        cursor.executemany("insert into intake.reference_version values (%s, %s)", list(versions.items()))
    connection.execute("analyze intake.code_term")
    return True


def load_in_memory(connection: DuckDBPyConnection, seeds: Path, country: str) -> None:
    """The same in DuckDB, in a new schema ``intake``, without the terms and places of other countries."""
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


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
