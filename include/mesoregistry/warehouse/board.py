"""The board: country × month, what is due, what came, and how it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from mesoregistry import database
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import catalogue, countries
from mesoregistry.months import due_on, next_month


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a country; ``rows`` count.

    ``state`` is the ledger's, ``due`` while nothing was filed, or ``quiet`` when it was filed that nothing happened.
    ``submission``: its number, which ``findings``, ``confirm`` and ``withdraw`` take. ``older_rows``: what an older
    version of the month still tells while rows of this one wait: its cases, or its rows where nothing of this version
    counts yet.
    """

    country: str
    period: str
    state: str
    submission: int | None
    version: int | None
    rows: int
    older_rows: int
    late: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """The version of a month that is shown, and the day on which the month was filed first."""

    state: str
    submission: int
    version: int
    rows: int
    older_rows: int
    first: dt.date


def board(today: dt.date | None = None, kept: database.Connection | None = None) -> list[dict[str, object]]:
    """Every month from the first that a country filed to the last that is due, and later ones that were filed.

    A list of ``{country, period, state, submission, version, rows, older_rows, late}``; ``late``: filed, or still not
    filed, after its day. Of a country whose registry has mistakes only what was filed. ``kept``: a connection that
    shows the countries of somebody; ``None``: of everybody.
    """
    filed, sound = _filed(kept), catalogue().sound
    return [
        asdict(cell)
        for country in countries()
        for cell in (
            _country(sound[country], filed.get(country, {}), today or sound[country].today())
            if country in sound
            else [_cell(country, month, shown) for month, shown in sorted(filed.get(country, {}).items())]
        )
    ]


def _country(registry: Registry, filed: dict[dt.date, _Shown], today: dt.date) -> list[Cell]:
    if not filed:
        return []
    month, cells = min(filed), []
    while month <= max(filed) or due_on(month) <= today:
        if month in filed:
            cells.append(_cell(registry.country, month, filed[month]))
        elif registry.source_for(month):
            cells.append(
                Cell(registry.country, f"{month:%Y-%m}", "due", None, None, 0, 0, today > due_on(month))
            )
        month = next_month(month)
    return cells


def _cell(country: str, month: dt.date, shown: _Shown) -> Cell:
    return Cell(
        country, f"{month:%Y-%m}", shown.state, shown.submission, shown.version, shown.rows, shown.older_rows,
        shown.first > due_on(month),
    )  # fmt: skip


FILED = """
    with files as (
        select *, waits_without_key and not keyed as is_provisional,
            coalesce(rows_read, 0) - coalesce(rows_waiting, 0) as counting
        from intake.submission
    ),

    shown as (
        select distinct on (country, period) *,
            min(filed_on) over (partition by country, period) as first_filed_on
        from files
        order by country, period, state in ('returned', 'withdrawn', 'replaced'), filed_on desc, version desc
    ),

    compared as (
        select shown.*, shown.accepted_at is null or shown.state = 'withdrawn' or (
            shown.is_provisional and older.counting is not null
        ) as is_idle, older.counting as older_counting,
            (
                select count(*) from intake.finding as notes
                where notes.submission_id = shown.submission_id and notes.stage = 'accept'
            ) as older_cases
        from shown
        left join lateral (
            select counting from files
            where files.country = shown.country and files.source_id = shown.source_id
                and files.period = shown.period and files.submission_id <> shown.submission_id
                and files.accepted_at is not null and files.state <> 'withdrawn' and not files.is_provisional
            order by files.filed_on desc, files.version desc limit 1
        ) as older on true
    )

    select country, period, case when is_quiet and state = 'accepted' then 'quiet' else state::text end,
        submission_id, version,
        case when is_idle then 0 else counting end,
        case when is_idle then coalesce(older_counting, 0) else older_cases end, first_filed_on
    from compared
"""


def _filed(kept: database.Connection | None) -> dict[str, dict[dt.date, _Shown]]:
    """By country and month, the version that is shown.

    A version that was returned, replaced or withdrawn is shown only when there is no other.
    """
    with database.transaction(kept) as connection:
        filed: dict[str, dict[dt.date, _Shown]] = {}
        for country, period, *rest in connection.execute(FILED.encode()):
            filed.setdefault(country, {})[period] = _Shown(*rest)
    return filed
