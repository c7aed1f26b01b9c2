"""What the marts are made by, as one digest: another one asks for a full build."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg

from mesoregistry.catalog.registries import countries
from mesoregistry.figures.definitions import FOLDER as DEFINITIONS
from mesoregistry.settings import Settings

SEPARATOR = "/"
KINDS = (".sql", ".yml", ".csv")


def fingerprint(connection: psycopg.Connection[Any], config: Settings) -> str:
    """Of every file of the dbt project, the definitions of the figures, the countries, their sources; of the decisions.

    The decisions are those that ``gate.reference`` has brought into the warehouse. They have a part of their own.
    """
    digest = hashlib.sha256()
    folders = (*(config.dbt_project / name for name in ("models", "macros")), config.seeds, DEFINITIONS)
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in KINDS]
    for path in (config.dbt_project / "dbt_project.yml", *sorted(files)):
        digest.update(f"{path.parent.name}/{path.name}|".encode() + path.read_bytes())
    digest.update(repr(countries()).encode())
    for table in (b"source", b"layout_field"):
        digest.update(_rows(connection, table))
    return f"{digest.hexdigest()}{SEPARATOR}{_decisions(connection)}"


def is_decided_since(connection: psycopg.Connection[Any]) -> bool:
    """Whether the coordination decided what the last build that ended well does not know."""
    row = connection.execute(
        "select fingerprint from ops.dbt_run where success order by dbt_run_id desc limit 1"
    ).fetchone()
    known = row[0] if row else None
    return known is not None and not known.endswith(SEPARATOR + _decisions(connection))


def _decisions(connection: psycopg.Connection[Any]) -> str:
    digest = hashlib.sha256()
    for table in (b"decided_term", b"decided_place"):
        digest.update(_rows(connection, table))
    return digest.hexdigest()


def _rows(connection: psycopg.Connection[Any], table: bytes) -> bytes:
    return repr(sorted(map(repr, connection.execute(b"table intake.%b" % table)))).encode()
