"""The relation ``landed``: what a rule may read of a submission's rows, in PostgreSQL and in DuckDB alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mesoregistry.catalog.landed_columns import column_types, owners
from mesoregistry.catalog.model import Registry, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def landed(country: str, submissions: Sequence[int], columns: Iterable[str]) -> str:
    """CTEs ``bounds``, ``filed`` and ``landed``: the rows of these submissions with ``columns`` and their keys.

    ``_era`` numbers the spans of periods in which no entry of the code map begins or ends.
    """
    if not country.isalpha() or len(country) != 2:
        raise ValueError("a country is two letters")
    ids = ", ".join(str(int(number)) for number in submissions) or "null"
    own = "".join(f", rows.{column}" for column in sorted(set(columns) & set(owners())))
    return f"""bounds as materialized (
    select valid_from as day from intake.code_term where valid_from is not null
    union select valid_to + 1 from intake.code_term where valid_to is not null
),
filed as (
    select submissions.submission_id, submissions.country as _country, submissions.filed_on as _filed_on,
        sources.scope as _scope, sources.unit as _unit, submissions.keyed as _keyed,
        submissions.source_id, submissions.period,
        (select count(*) from bounds where bounds.day <= submissions.period) as _era
    from intake.submission as submissions
    left join intake.source as sources
        on submissions.country = sources.country and submissions.source_id = sources.source_id
    where submissions.submission_id in ({ids})
),
landed as (
    select rows._submission, rows._record, rows._sheet, rows._row, rows._children, rows._source, rows._period,
        filed._filed_on, filed._country, filed._scope, filed._unit, filed._keyed,
        filed._era{own}
    from raw.{country} as rows
    inner join filed on rows._submission = filed.submission_id
)"""


def land_in_memory(
    connection: DuckDBPyConnection,
    records: Sequence[Mapping[str, object]],
    registry: Registry,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
) -> None:
    """Make ``raw.<cc>`` and the ledger's row of submission 1 in DuckDB, from records as they would land."""
    types = column_types()
    shape = ", ".join(f"{name} {kind}" for name, kind in types.items())
    connection.execute("create schema raw")
    connection.execute(f"create table raw.{registry.country} ({shape})")
    fixed: dict[str, object] = {"_submission": 1, "_source": source.id, "_period": period}
    values = [[fixed.get(name, record.get(name)) for record in records] for name in types]
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in types.values())
    if records:
        connection.execute(f"insert into raw.{registry.country} select {unnested}", values)
    connection.execute(
        "create table intake.submission as select 1::bigint as submission_id, ? as country, ? as source_id,"
        " ?::date as period, ?::date as filed_on, ?::boolean as keyed",
        [registry.country, source.id, period, filed_on, any("case_key" in record for record in records)],
    )
    connection.execute(
        "create table intake.source as select ? as country, ? as source_id, ? as unit, ? as scope",
        [registry.country, source.id, source.unit, source.scope],
    )
