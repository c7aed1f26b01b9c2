"""Copies of the code lists, code maps and places, where the rules look terms up of PostgreSQL."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from psycopg import Cursor

from mesoregistry.catalog.code_lists import FILES, read_sound
from mesoregistry.catalog.decided import Decided
from mesoregistry.catalog.decision_files import PLACES, TERMS, folder_of_decisions
from mesoregistry.database import Connection, transaction

TERM = "list, country, source_id, term_key, code, valid_from, valid_to, own"


def load(connection: Connection, seeds: Path) -> bool:
    """Replace the copies in schema ``intake`` when a file changed; whether it did. The caller commits."""
    paths = {name: seeds / name for name in FILES}
    paths |= {f"decisions/{name}": folder_of_decisions() / name for name in (TERMS, PLACES)}
    versions = {name: _sha256(path) for name, path in paths.items() if path.exists()}
    # one loader at a time; the others wait and then find nothing to do
    connection.execute("lock table intake.reference_version in share row exclusive mode")
    known = dict(connection.execute("select name, sha256 from intake.reference_version").fetchall())
    if known == versions:
        return False
    reference = read_sound(seeds)
    for table in ("code_list", "code_term", "decided_term", "decided_place", "reference_version"):
        connection.execute(f"delete from intake.{table}".encode())
    with connection.cursor() as cursor:
        with cursor.copy("copy intake.code_list (list, code, es, en) from stdin") as copy:
            for code in reference.codes:
                copy.write_row(code)
        with cursor.copy(f"copy intake.code_term ({TERM}) from stdin") as copy:
            for term in reference.terms:
                copy.write_row(term)
        cursor.execute("update intake.code_term set term_key = gate.term_key(term_key)")
        _write_decided(cursor, reference.decided)
        cursor.executemany("insert into intake.reference_version values (%s, %s)", list(versions.items()))
    connection.execute("analyze intake.code_term")
    return True


def refresh(seeds: Path) -> None:
    """The same in a transaction of its own, for what reads the copies and takes no file in."""
    with transaction() as connection:
        load(connection, seeds)


def _write_decided(cursor: Cursor[Any], decided: Decided) -> None:
    """What dbt adds to the seeds that it loads itself."""
    cursor.executemany(
        "insert into intake.decided_term values (%s, %s, nullif(%s, ''), %s, %s, %s, %s)",
        [term[:-1] for term in decided.terms],
    )
    cursor.executemany("insert into intake.decided_place values (%s, %s)", decided.places)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
