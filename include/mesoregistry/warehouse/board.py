"""The board: country × month, what is due, what came, and how it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from mesoregistry import database
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries
from mesoregistry.months import due_on, next_month


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a country; ``rows`` count.

    ``state`` is the ledger's, ``due`` while nothing was filed, or ``quiet`` when it was filed that nothing happened.
    """

    country: str
    period: str
    state: str
    version: int | None
    rows: int
    late: bool


def board(today: dt.date | None = None) -> list[dict[str, object]]:
    """Every month from the first that a country filed to the last that is due, and later ones that were filed.

    A list of ``{country, period, state, version, rows, late}``; ``late``: filed, or still not filed, after its day.
    """
    today = today or dt.date.today()
    filed = _filed()
    return [
        asdict(cell)
        for country, registry in registries().items()
        for cell in _country(registry, filed.get(country, {}), today)
    ]


def _country(
    registry: Registry, filed: dict[dt.date, tuple[str, int, int, dt.date]], today: dt.date
) -> list[Cell]:
    if not filed:
        return []
    month, cells = min(filed), []
    while month <= max(filed) or due_on(month) <= today:
        name = month.strftime("%Y-%m")
        if month in filed:
            state, version, rows, first = filed[month]
            cells.append(Cell(registry.country, name, state, version, rows, first > due_on(month)))
        elif registry.source_for(month):
            cells.append(Cell(registry.country, name, "due", None, 0, today > due_on(month)))
        month = next_month(month)
    return cells


def _filed() -> dict[str, dict[dt.date, tuple[str, int, int, dt.date]]]:
    """By country and month: state, version and rows of the version that is shown, and the first filing.

    A version that was returned, replaced or withdrawn is shown only when there is no other.
    """
    query = """
        select distinct on (country, period) country, period,
            case when is_quiet and state = 'accepted' then 'quiet' else state::text end, version,
            case when accepted_at is null or state = 'withdrawn' then 0
                else coalesce(rows_read, 0) - coalesce(rows_waiting, 0) end,
            min(filed_on) over (partition by country, period)
        from intake.submission
        order by country, period, state in ('returned', 'withdrawn', 'replaced'), filed_on desc, version desc
    """
    with database.transaction() as connection:
        filed: dict[str, dict[dt.date, tuple[str, int, int, dt.date]]] = {}
        for country, period, *rest in connection.execute(query.encode()):
            filed.setdefault(country, {})[period] = (rest[0], rest[1], rest[2], rest[3])
    return filed
