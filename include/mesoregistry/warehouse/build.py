"""Build the warehouse: seeds, staging, intermediate and marts by dbt, then the figures; and what became of it.

A build takes what is new in the ledger since the last one. It is a full one when there was none, when the last one
broke, or when the models, the seeds or the catalogue changed; and none at all when nothing is new.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from mesoregistry import ledger
from mesoregistry.figures.store import store
from mesoregistry.gate import reference
from mesoregistry.intake import load
from mesoregistry.settings import Settings, settings
from mesoregistry.steps import announce
from mesoregistry.warehouse.dbt import Invocation, invoke, release_locks
from mesoregistry.warehouse.fingerprint import fingerprint
from mesoregistry.warehouse.selection import selected

LOCK = 3_501_077  # one build of a warehouse at a time
BROKEN = ("error", "fail", "runtime error", "partial success")


@dataclass(frozen=True)
class Built:
    """``ran`` is false when nothing was new; ``full``: every table of it was written anew, and not only what is new.

    ``failures``: what broke, as ``node: message``.
    """

    ran: bool
    full: bool
    seconds: float
    rows_by_mart: dict[str, int]
    failures: tuple[str, ...] = ()

    @property
    def success(self) -> bool:
        return not self.failures


@dataclass(frozen=True)
class _State:
    """What there is to build, and what was built."""

    fingerprint: str
    event_no: int
    built: ledger.Build | None

    @property
    def is_current(self) -> bool:
        return self.built == (True, self.event_no, self.fingerprint)

    @property
    def needs_full(self) -> bool:
        return self.built is None or not self.built.success or self.built.fingerprint != self.fingerprint


def build(full_refresh: bool = False) -> Built:
    """Bring the marts to what the ledger has accepted. Waits for a build that runs."""
    config, started = settings(), time.monotonic()
    with _locked(config) as connection:
        if ledger.has_landing(connection):
            reference.refresh(config.seeds)  # the coordination may have decided after the last file
        else:  # nothing was ever loaded; the models read these tables
            load.prepare()
        state = _state(connection, config)
        if state.is_current and not full_refresh:
            return Built(False, False, 0.0, _rows(connection))
        full = full_refresh or state.needs_full
        anew = full or ledger.is_mostly_new(connection, (state.built and state.built.event_no) or 0)
        chosen = selected(config.seeds, full=full, first=state.built is None, mostly_new=anew)
        run_id = _begin(connection, state)
        announce("build")
        invocation = invoke(config, "build", *chosen)
        if invocation.success:  # recorded as failed until its figures stand too
            store(connection)
        seconds = round(time.monotonic() - started, 1)
        _end(connection, run_id, invocation, seconds)
        announce("built")
        release_locks()  # nobody waits for it: what was built is seen
        broken = [f"{n.name}: {n.message or n.status}" for n in invocation.nodes if n.status in BROKEN]
        if invocation.fault or (not invocation.success and not broken):
            broken.append(f"dbt: {invocation.fault or 'failed'}")
        return Built(True, anew, seconds, _rows(connection), tuple(broken))


@contextmanager
def _locked(config: Settings) -> Iterator[psycopg.Connection[Any]]:
    """A connection while no other build of this warehouse runs, on this machine or another."""
    with psycopg.connect(config.dsn("warehouse", "transformer"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        yield connection


def _state(connection: psycopg.Connection[Any], config: Settings) -> _State:
    return _State(
        fingerprint(connection, config), ledger.last_event_no(connection), ledger.last_build(connection)
    )


def _begin(connection: psycopg.Connection[Any], state: _State) -> int:
    """Recorded as failed until it has ended well: after a build that died in the middle comes a full one."""
    row = connection.execute(
        "insert into ops.dbt_run (layer, success, seconds, ledger_event_no, fingerprint)"
        " values ('all', false, 0, %s, %s) returning dbt_run_id",
        [state.event_no, state.fingerprint],
    ).fetchone()
    assert row
    return int(row[0])


def _end(connection: psycopg.Connection[Any], run_id: int, invocation: Invocation, seconds: float) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.dbt_node (dbt_run_id, node, resource, status, seconds, failures, message)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [
                (run_id, n.name, n.resource, n.status, n.seconds, n.failures, n.message)
                for n in invocation.nodes
            ],
        )
        cursor.execute(
            "update ops.dbt_run set success = %s, seconds = %s where dbt_run_id = %s",
            [invocation.success, seconds, run_id],
        )


def _rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every mart."""
    names = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"
    ).fetchall()
    counts = {}
    for (name,) in names:
        row = connection.execute(f'select count(*) from marts."{name}"'.encode()).fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts
