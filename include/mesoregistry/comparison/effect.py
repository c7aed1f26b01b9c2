"""What the figures of a month become when a file is filed as it is: what it replaces goes, its rows come."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from mesoregistry.comparison.counted import Counting, month_of
from mesoregistry.comparison.differences import Count, MonthFigures, Waiting
from mesoregistry.database import Connection
from mesoregistry.intake.file_read import FileRead
from mesoregistry.intake.landed_records import Record, Records

LISTS = ("gender", "organisation_type")
TABLES = ("marts.fct_attack", "marts.bridge_code_group")
MOST = 6  # months on a page
Attacks = dict[str, Counter[str | None]]  # id of a case -> month (None: not known) -> attacks that count


def month_figures(
    connection: Connection, file: FileRead, records: Records, waiting: Waiting
) -> tuple[MonthFigures, ...]:
    """The figures of the months that a file changes, that of the file first; none while there are no tables.

    ``records``: as they would land.
    """
    if not _can_read_tables(connection):
        return ()
    counting = Counting.of(file.country, file.source, _women(connection))
    own, doubted = _of_file(file, records, waiting, counting)
    standing = _standing(connection, file, own.keys() | doubted)
    replaced, added = _changes(own, doubted, standing, waiting, records)
    return tuple(_figures(connection, file, replaced, added))


def _can_read_tables(connection: Connection) -> bool:
    """Whether they were built, and since ``loader`` may read them."""
    row = connection.execute(
        "select bool_and(coalesce(has_table_privilege(to_regclass(name), 'select'), false))"
        " from unnest(%s::text[]) as name",
        [list(TABLES)],
    ).fetchone()
    return row is not None and bool(row[0])


def _women(connection: Connection) -> dict[str, frozenset[str]]:
    rows = connection.execute(
        "select list, code from marts.bridge_code_group where group_code = 'women' and list = any(%s)",
        [list(LISTS)],
    ).fetchall()
    return {name: frozenset(code for of, code in rows if of == name) for name in LISTS}


def _of_file(
    file: FileRead, records: Records, waiting: Waiting, counting: Counting
) -> tuple[Attacks, set[str]]:
    """What would count of each case of the file, and the cases of which a row waits."""
    own: Attacks = {}
    doubted: set[str] = set()
    for record in records:
        case = _event_id(file, record)
        if record.number in waiting.records:
            doubted |= set() if record.number in waiting.repeats else {case}
        else:
            attacks = own.setdefault(case, Counter())
            attacks[month_of(record.values.get("event_date"))] += counting.attacks(record.values)
    return own, doubted


def _event_id(file: FileRead, record: Record) -> str:
    """As the macros ``event_key`` and ``event_id`` make it."""
    key = record.values.get("case_key") or f"{file.month:%Y-%m}#{record.number}"
    return hashlib.md5(f"{file.country}|{file.source.id}|{key}".encode(), usedforsecurity=False).hexdigest()


def _standing(connection: Connection, file: FileRead, cases: Iterable[str]) -> Attacks:
    """What counts now of the cases of the file, and of all that it would replace."""
    period = file.month if file.source.mode == "replaces" else None
    rows = connection.execute(
        "select event_id, to_char(event_month, 'YYYY-MM'), count(*) from marts.fct_attack"
        " where is_counted and country_code = %s and source_id = %s and (period = %s or event_id = any(%s))"
        " group by 1, 2",
        [file.country, file.source.id, period, list(cases)],
    ).fetchall()
    standing: Attacks = {}
    for case, month, attacks in rows:
        standing.setdefault(case, Counter())[month] = attacks
    return standing


def _changes(
    own: Attacks, doubted: set[str], standing: Attacks, waiting: Waiting, records: Records
) -> tuple[Attacks, Attacks]:
    """What stops to count and what begins to. While a row of a case waits, what stands of it goes on counting."""
    keyless = waiting.without_key or any(
        key is None and number in waiting.records
        for number, key in zip(records.numbers, records.column("case_key"), strict=True)
    )
    if keyless and standing and not any(records.column("case_key")):
        return {}, {}  # nobody can say which of its cases the rows that wait are of
    kept = doubted if not keyless else doubted | (standing.keys() - own.keys())
    replaced = {case: attacks for case, attacks in standing.items() if case not in kept}
    return replaced, {case: a for case, a in own.items() if case not in (doubted & standing.keys())}


def _figures(
    connection: Connection, file: FileRead, replaced: Attacks, added: Attacks
) -> Iterator[MonthFigures]:
    removed, new = _by_month(replaced), _by_month(added)
    changed = sorted({m for m in removed.keys() | new.keys() if removed.get(m) != new.get(m)}, reverse=True)
    own = f"{file.month:%Y-%m}"
    months = [own, *(month for month in changed if month != own)][:MOST]
    now = _now(connection, months)
    nothing = Count(0, 0)
    for month in months:
        less, more = removed.get(month, nothing), new.get(month, nothing)
        region = [count for (_, of), count in now.items() if of == month]
        totals = (
            Count(*map(sum, zip(nothing, *region, strict=True))),
            now.get((file.country, month), nothing),
        )
        before_after = (c for total in totals for c in (total, _changed(total, less, more)))
        yield MonthFigures(month, *before_after)


def _changed(total: Count, less: Count, more: Count) -> Count:
    return Count(total.attacks - less.attacks + more.attacks, total.cases - less.cases + more.cases)


def _by_month(attacks: Mapping[str, Counter[str | None]]) -> dict[str, Count]:
    """The attacks of each month, and the cases of which an attack counts in it."""
    pairs = [(month, n) for of_case in attacks.values() for month, n in of_case.items() if month and n]
    months = {month for month, _ in pairs}
    return {m: Count(sum(n for of, n in pairs if of == m), sum(of == m for of, _ in pairs)) for m in months}


def _now(connection: Connection, months: list[str]) -> dict[tuple[str, str], Count]:
    """By country and month."""
    rows = connection.execute(
        "select country_code, to_char(event_month, 'YYYY-MM'), count(*), count(distinct event_id)"
        " from marts.fct_attack where is_counted and event_month = any(%s) group by 1, 2",
        [[dt.date.fromisoformat(f"{month}-01") for month in months]],
    ).fetchall()
    return {(country, month): Count(attacks, cases) for country, month, attacks, cases in rows}
