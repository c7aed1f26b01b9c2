"""The months of a country, 2012 to now, with what was filed for each; without a file it is no data, never zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mesoregistry import database
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Text
from mesoregistry.intake.decisions import sent_back
from mesoregistry.intake.month_locks import locks
from mesoregistry.ledger.states import DECIDED, NAMES, WITH_THE_TEAM, State
from mesoregistry.months import add_months, due_on, months_between
from mesoregistry.portal import history, texts
from mesoregistry.portal.models import Account
from mesoregistry.warehouse.board import board

FIRST = dt.date(2012, 1, 1)
QUIET = Text("sin agresiones", "no attacks")
NO_DATA = Text("sin dato", "no data")
WAITS = Text("pendiente", "due")


@dataclass(frozen=True, slots=True)
class Month:
    """``state`` is the ledger's, ``quiet``, ``due`` (still in time) or ``none``.

    What the coordination sent back is ``returned``.
    """

    country: str
    month: dt.date
    state: str
    version: int | None
    rows: int
    late: bool
    is_closed: bool = False
    submission: int | None = None
    filed: history.Filing | None = None

    @property
    def label(self) -> str:
        names: Mapping[str, Text] = {"quiet": QUIET, "none": NO_DATA, "due": WAITS} | NAMES
        return names[self.state].in_(texts.language())

    @property
    def due_on(self) -> dt.date:
        return due_on(self.month)

    @property
    def has_rows(self) -> bool:
        return self.state in DECIDED

    @property
    def is_to_do(self) -> bool:
        return self.state in WITH_THE_TEAM


def months(
    connection: database.Connection, countries: tuple[str, ...], viewer: Account | None = None
) -> dict[str, list[Month]]:
    """By country, each month that a source kept, the oldest first. ``viewer``: who reads by whom each was filed."""
    cells = {(str(cell["country"]), str(cell["period"])): cell for cell in board(kept=connection)}
    closed = locks(connection, countries)
    returned = sent_back(connection)
    listed = {country: _of_country(registries()[country], cells) for country in countries}
    numbers = [month.submission for of in listed.values() for month in of if month.submission]
    filed = history.filings(connection, viewer, numbers) if viewer else {}
    return {
        country: [
            replace(
                month,
                state=State.RETURNED if month.submission in returned else month.state,
                is_closed=(country, month.month) in closed,
                filed=filed.get(month.submission or 0),
            )
            for month in of
        ]
        for country, of in listed.items()
    }


def _of_country(registry: Registry, cells: Mapping[tuple[str, str], Mapping[str, object]]) -> list[Month]:
    today = registry.today()
    last = add_months(today.replace(day=1), -1)
    filed = [dt.date.fromisoformat(f"{name}-01") for country, name in cells if country == registry.country]
    return [
        _month(registry.country, month, cells.get((registry.country, f"{month:%Y-%m}")), today)
        for month in months_between(FIRST, max([last, *filed]))
        if registry.source_for(month)
    ]


def _month(country: str, month: dt.date, cell: Mapping[str, object] | None, today: dt.date) -> Month:
    late = today > due_on(month)
    if cell is None or cell["state"] == "due":
        # of what was never sent, long ago, nobody need be told once more that it is late
        return Month(
            country, month, "none" if late else "due", None, 0, late and month > add_months(today, -13)
        )
    version, rows, number = cell["version"], cell["rows"], cell["submission"]
    assert isinstance(version, int) and isinstance(rows, int) and isinstance(number, int)
    return Month(country, month, str(cell["state"]), version, rows, bool(cell["late"]), submission=number)


def by_year(listed: list[Month]) -> list[tuple[int, list[Month | None]]]:
    """The newest year first, each with twelve places from January on."""
    years: dict[int, list[Month | None]] = {}
    for month in listed:
        years.setdefault(month.month.year, [None] * 12)[month.month.month - 1] = month
    return sorted(years.items(), reverse=True)


def to_do(listed: list[Month]) -> list[Month]:
    """What waits for the team, the newest first: files to correct or confirm, and the month that is due."""
    waiting = [month for month in listed if month.is_to_do]
    due = [month for month in listed if month.state in ("due", "none")][-1:]
    recent = [month for month in due if month is listed[-1] or month.state == "due"]
    return sorted(waiting + recent, key=lambda month: month.month, reverse=True)
