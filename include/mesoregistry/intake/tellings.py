"""What a file says of each case, and what older files said: rows of ``raw.<cc>`` by the key of their case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from mesoregistry.catalog.landed_columns import owners
from mesoregistry.database import Connection
from mesoregistry.findings import Address
from mesoregistry.intake.landed_records import Record
from mesoregistry.ledger import Submission

Values = tuple[str | None, ...]  # the landed columns but the key, in the order of the catalogue
PEOPLE = ("event_date", "defender_token", "organisation_token")  # when, and to whom


@dataclass(frozen=True, slots=True)
class Telling:
    """One row of a case: where it stands, and what it says. ``record`` is its number in the file."""

    key: str
    record: int
    address: Address
    values: Values


def columns() -> list[str]:
    """The landed columns that are compared."""
    return [name for name in owners() if name != "case_key"]


def of_records(records: Sequence[Record]) -> list[Telling]:
    """The rows with a key of a file that is being landed."""
    names = columns()
    return [
        Telling(key, record.number, Address(record.sheet, record.row), _values(record.values, names))
        for record in records
        if (key := record.values.get("case_key"))
    ]


def _values(values: Mapping[str, str | None], names: Sequence[str]) -> Values:
    return tuple(values.get(name) for name in names)


def keys(connection: Connection, country: str, submission_ids: Sequence[int]) -> dict[int, list[str]]:
    """The key of each row with one of landed submissions, in the order of the file."""
    query = sql.SQL(
        "select _submission, array_agg(case_key order by _record) from {}"
        " where _submission = any(%s) and case_key is not null group by _submission"
    ).format(sql.Identifier("raw", country))
    return {number: [] for number in submission_ids} | dict(
        connection.execute(query, [list(submission_ids)]).fetchall()
    )


def landed(
    connection: Connection, country: str, submission_ids: Sequence[int], only: Sequence[str] | None = None
) -> dict[int, list[Telling]]:
    """The rows with a key of landed submissions; ``only``: of these cases."""
    condition = sql.SQL("case_key is not null" if only is None else "case_key = any(%s)")
    return _rows(connection, country, submission_ids, condition, [] if only is None else [list(only)])


def of_the_same(
    connection: Connection, country: str, submission_ids: Sequence[int], values: Sequence[Values]
) -> dict[int, list[Telling]]:
    """The rows with a key of landed submissions of the day and the people of one of these, whatever their key."""
    positions = [columns().index(name) for name in PEOPLE]
    own = [[row[i] or "" for row in dict.fromkeys(values)] for i in positions]
    condition = sql.SQL(
        "case_key is not null and ({}) in (select * from unnest(%s::text[], %s::text[], %s::text[]))"
    ).format(sql.SQL(", ").join(sql.SQL("coalesce({}, '')").format(sql.Identifier(n)) for n in PEOPLE))
    return _rows(connection, country, submission_ids, condition, own)


def _rows(
    connection: Connection,
    country: str,
    submission_ids: Sequence[int],
    condition: sql.Composable,
    parameters: Sequence[object],
) -> dict[int, list[Telling]]:
    names = sql.SQL(", ").join(map(sql.Identifier, columns()))
    query = sql.SQL(
        "select _submission, case_key, _record, _sheet, _row, {} from {}"
        " where _submission = any(%s) and {} order by _submission, _record"
    ).format(names, sql.Identifier("raw", country), condition)
    of_file: dict[int, list[Telling]] = {number: [] for number in submission_ids}
    rows = connection.execute(query, [list(submission_ids), *parameters])
    for number, key, record, sheet, row, *values in rows:
        of_file[number].append(Telling(key, record, Address(sheet, row), tuple(values)))
    return of_file


def same_content(connection: Connection, file: Submission, records: Sequence[Record]) -> bool:
    """Whether a landed submission has these very rows, in whatever order."""
    if file.rows_read != len(records):
        return False
    names = [*columns(), "case_key"]
    query = sql.SQL("select {} from {} where _submission = %s").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier("raw", file.country)
    )
    rows = connection.execute(query, [file.submission_id])
    return Counter(map(tuple, rows)) == Counter(_values(record.values, names) for record in records)


def by_key(tellings: Sequence[Telling]) -> dict[str, list[Telling]]:
    """The rows of each case, in the order of the file."""
    cases: dict[str, list[Telling]] = {}
    for telling in tellings:
        cases.setdefault(telling.key, []).append(telling)
    return cases


def differing_columns(own: Sequence[Telling], before: Sequence[Telling]) -> list[str]:
    """The landed columns in which two tellings of a case differ; rows in another order are the same."""
    mine, theirs = (Counter(telling.values for telling in rows) for rows in (own, before))
    if mine == theirs:
        return []
    sides = [list(zip(*rows, strict=True)) for rows in (mine.elements(), theirs.elements())]
    count = Counter if len(own) == len(before) else set
    return [n for n, *of in zip(columns(), *sides, strict=True) if count(of[0]) != count(of[1])] or ["form"]
