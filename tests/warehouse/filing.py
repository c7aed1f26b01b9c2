"""Hand-made landed records, put where intake would put them: the ledger and raw.<cc>."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registries
from mesoregistry.intake.land import ensure_raw_tables
from mesoregistry.intake.sources import sync_sources
from mesoregistry.ledger import Action, State
from mesoregistry.settings import settings

Record = dict[str, Any]
_numbers = itertools.count(1)


def prepare() -> None:
    """What intake does before the first file: raw tables, and the catalogue for dbt."""
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        ensure_raw_tables(connection, registries())
        sync_sources(connection)


def token(name: str) -> str:
    """A token for an invented person."""
    return hashlib.md5(name.encode()).hexdigest()


def person(*names: str) -> Record:
    """Named defenders, with a token each."""
    return {"defender_token": [token(n) for n in names], "defender_identity": ["named"] * len(names)}


def file(
    country: str,
    period: dt.date,
    filed_on: dt.date,
    records: Iterable[Record],
    *,
    version: int = 1,
    waiting: Iterable[int] = (),
    layout: str | None = None,
) -> int:
    """File, land and accept. Values as landed; lists are written as JSON arrays. Returns the submission.

    ``layout``: what it does not ask is *not asked*; without one, everything is asked.
    """
    source = registries()[country].source_for(period)
    assert source
    with database.transaction() as connection:
        row = connection.execute(
            "insert into intake.submission (country, source_id, period, version, filed_on, sha256, bytes,"
            " extension, layout_id) values (%s, %s, %s, %s, %s, %s, 1, 'csv', %s)"
            " returning submission_id",
            [country, source.id, period, version, filed_on,
             hashlib.sha256(str(next(_numbers)).encode()).hexdigest(), layout],
        ).fetchone()  # fmt: skip
        assert row
        submission = int(row[0])
        for number, record in enumerate(records, start=1):
            _land(connection, country, submission, number, source.id, period, record)
        for number in waiting:
            connection.execute(
                "insert into intake.waiting_row values (%s, %s, 'error')", [submission, number]
            )
        ledger.move(connection, submission, Action.LANDED)
        now = dt.datetime.now(dt.UTC)
        ledger.move(connection, submission, Action.ACCEPTED, State.ACCEPTED, accepted_at=now)
    return submission


def _land(
    connection: database.Connection,
    country: str,
    submission: int,
    number: int,
    source: str,
    period: dt.date,
    record: Record,
) -> None:
    values = {k: json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for k, v in record.items()}
    row = {
        "_submission": submission, "_record": number, "_sheet": "1", "_row": number + 1,
        "_source": source, "_period": period, **values,
    }  # fmt: skip
    connection.execute(
        sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier("raw", country),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        ),
        list(row.values()),
    )


def rows(query: str) -> list[tuple[Any, ...]]:
    """As the analyst sees the marts."""
    with psycopg.connect(settings().dsn("warehouse", "analyst")) as connection:
        return connection.execute(query.encode()).fetchall()
