"""The event triggers behind the assets: the ledger says that a file has arrived, or that a build is missing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from mesoregistry.ledger import IS_WAITING
from mesoregistry.settings import settings

PAUSE = 5.0  # seconds before a lost connection is tried again
QUIET = 0.5  # seconds without another file that end a burst
LONGEST = 30.0  # seconds after which a burst counts as over although it goes on
LOOK = 15.0  # seconds from one look for a missing build to the next
STARTING = 60.0  # seconds that a build which was called for may take to begin
CHANNEL = "intake_arrival"


class LedgerTrigger(BaseEventTrigger):
    """Fires once for each burst of arrivals of a country, and at its start for what came while nobody listened."""

    def __init__(self, country: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.country = country

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return "ledger_watcher.LedgerTrigger", {"country": self.country}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        while True:
            try:
                async for event in self._listen():
                    yield event
            except psycopg.OperationalError:  # the server was restarted; its message may hold an address
                self.log.warning("the ledger is out of reach; another try in %s s", PAUSE)
            await asyncio.sleep(PAUSE)

    async def _listen(self) -> AsyncIterator[TriggerEvent]:
        dsn = settings().dsn("warehouse", "listener")
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            await connection.execute(f"listen {CHANNEL}")
            if await self._waiting(connection):
                yield TriggerEvent({"country": self.country})
            while True:
                # one at a time: psycopg holds the connection for as long as this generator is open
                heard = [notice.payload async for notice in connection.notifies(stop_after=1)]
                if self.country in heard:
                    await self._settle(connection)
                    # a run that goes on may have taken it meanwhile, and what was withdrawn waits for no run
                    if await self._waiting(connection):
                        yield TriggerEvent({"country": self.country})

    async def _waiting(self, connection: psycopg.AsyncConnection[Any]) -> bool:
        row = await connection.execute(
            f"select 1 from intake.submission where country = %s and {IS_WAITING} limit 1".encode(),
            [self.country],
        )
        return await row.fetchone() is not None

    async def _settle(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Files often come many at a time: one run takes them all, so wait until it is quiet."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            if not [None async for _ in connection.notifies(timeout=QUIET, stop_after=1)]:
                return


class UnbuiltTrigger(BaseEventTrigger):
    """Fires when something counts that no build has seen and nobody is about to build it.

    The runs of the countries call for their builds; this is for what they cannot: a withdrawal, a quiet month, a
    machine that died in between. A build that failed is repeated by ``upkeep``, after pauses that grow.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return "ledger_watcher.UnbuiltTrigger", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        while True:
            try:
                due = await is_unbuilt()
            except psycopg.OperationalError:
                self.log.warning("the ledger is out of reach; another look in %s s", LOOK)
                due = False
            if due:
                yield TriggerEvent({})
            await asyncio.sleep(STARTING if due else LOOK)


async def is_unbuilt() -> bool:
    """Whether a build is missing that has not failed."""
    async with await psycopg.AsyncConnection.connect(settings().dsn("warehouse", "listener")) as connection:
        row = await (await connection.execute("select ops.missing_build() = 0")).fetchone()
    return bool(row and row[0])
