"""The event trigger behind each country's asset: the ledger says that a file has arrived."""

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
QUIET = 2.0  # seconds without another file that end a burst
LONGEST = 30.0  # seconds after which a burst counts as over although it goes on
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
