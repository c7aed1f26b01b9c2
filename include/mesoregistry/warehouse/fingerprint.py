"""What the marts are made by, as one digest: another one asks for a full build."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg

from mesoregistry.catalog.registries import countries
from mesoregistry.figures.definitions import FOLDER as DEFINITIONS
from mesoregistry.settings import Settings

KINDS = (".sql", ".yml", ".csv")


def fingerprint(connection: psycopg.Connection[Any], config: Settings) -> str:
    """Of every file of the dbt project, the definitions of the figures, the countries, their sources, the decisions."""
    digest = hashlib.sha256()
    folders = (*(config.dbt_project / name for name in ("models", "macros")), config.seeds, DEFINITIONS)
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in KINDS]
    for path in (config.dbt_project / "dbt_project.yml", *sorted(files)):
        digest.update(f"{path.parent.name}/{path.name}|".encode() + path.read_bytes())
    digest.update(repr(countries()).encode())
    for table in (b"source", b"layout_field", b"decided_term", b"decided_place"):
        digest.update(repr(sorted(map(repr, connection.execute(b"table intake.%b" % table)))).encode())
    return digest.hexdigest()
