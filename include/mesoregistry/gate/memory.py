"""The same rules without a server: DuckDB in memory. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from mesoregistry.catalog.landed_columns import column_types
from mesoregistry.catalog.model import Registry, Source
from mesoregistry.findings import Finding
from mesoregistry.gate import reference
from mesoregistry.gate.cells import NO_MARKS, Columns, FindingContext, findings_of
from mesoregistry.gate.collapse import collapse
from mesoregistry.gate.functions import create_macros
from mesoregistry.gate.grains import Landing, grains
from mesoregistry.gate.opposed import Doubts, without_opposed
from mesoregistry.gate.rule_files import load_rules
from mesoregistry.gate.statement import rows_sql
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NO_DOUBTS: Doubts = MappingProxyType({})
NO_FILES: Mapping[int, Doubts] = MappingProxyType({})


def check_records(
    records: Sequence[Mapping[str, object]],
    columns: Columns,
    registry: Registry,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
    mark_texts: Mapping[str, str] = NO_MARKS,
    doubts: Doubts = NO_DOUBTS,
) -> list[Finding]:
    """The findings of a file, by the rules of its country.

    Args:
        records: as they would land: the keys ``_record``, ``_sheet``, ``_row``, ``_children`` and landed columns.
        columns: where each field stands in the file, for the addresses of cells.
        period: the first day of the month; ``filed_on``: the day on which the file came.
        mark_texts: token -> text, of the marks in ``records``: suggestions are made of what was typed.
        doubts: what the reading said of single cells.
    """
    files = {1: (records, columns)}
    return check_files(files, registry, source, period, filed_on, mark_texts, {1: doubts})[1]


def check_files(
    files: Mapping[int, tuple[Sequence[Mapping[str, object]], Columns]],
    registry: Registry,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
    mark_texts: Mapping[str, str] = NO_MARKS,
    doubts: Mapping[int, Doubts] = NO_FILES,
) -> dict[int, list[Finding]]:
    """The findings of several files of one month, by number; what they hold as ``check_records`` has it."""
    import duckdb

    findings: dict[int, list[Finding]] = {number: [] for number in files}
    with duckdb.connect(":memory:") as connection:
        _prepare(connection)
        _make_tables(connection, registry.country, source)
        for number, (records, _) in files.items():
            _land(connection, registry.country, number, source.id, period, records)
            keyed = any("case_key" in record for record in records)
            _file(connection, registry.country, number, source, period, filed_on, keyed)
        columns = {number: columns for number, (_, columns) in files.items()}
        context = FindingContext(registry.country, columns, mark_texts)
        for grain in grains(load_rules(settings().expectations).of(registry.country)):
            rows = _rows(connection, rows_sql(grain, Landing(registry.country, tuple(files)), "duckdb"))
            for number, finding in findings_of(grain, rows, context):
                findings[number].append(finding)
    return {
        number: collapse(without_opposed(of_file, doubts.get(number, {})), files[number][1] or None)
        for number, of_file in findings.items()
    }


def _prepare(connection: DuckDBPyConnection) -> None:
    connection.execute("set threads = 2")
    create_macros(connection)
    reference.load_in_memory(connection, settings().seeds)


def _rows(connection: DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    cursor = connection.execute(query)
    names = [part[0] for part in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _make_tables(connection: DuckDBPyConnection, country: str, source: Source) -> None:
    """Make ``raw.<cc>``, the ledger and the source."""
    shape = ", ".join(f"{name} {kind}" for name, kind in column_types().items())
    connection.execute("create schema raw")
    connection.execute(f"create table raw.{country} ({shape})")
    connection.execute(
        "create table intake.submission (submission_id bigint, country text, source_id text, period date,"
        " filed_on date, keyed boolean)"
    )
    connection.execute(
        "create table intake.source as select ? as country, ? as source_id, ? as unit, ? as scope",
        [country, source.id, source.unit, source.scope],
    )


def _land(
    connection: DuckDBPyConnection,
    country: str,
    number: int,
    source_id: str,
    period: dt.date,
    records: Sequence[Mapping[str, object]],
) -> None:
    """Fill ``raw.<cc>`` with the records of a submission; a column that a record lacks is ``NULL``."""
    types = column_types()
    fixed: dict[str, object] = {"_submission": number, "_source": source_id, "_period": period}
    values = [[fixed.get(name, record.get(name)) for record in records] for name in types]
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in types.values())
    if records:
        connection.execute(f"insert into raw.{country} select {unnested}", values)


def _file(
    connection: DuckDBPyConnection,
    country: str,
    number: int,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
    keyed: bool,
) -> None:
    """Make the ledger's row of a submission. ``keyed``: the file has a column for the case key."""
    connection.execute(
        "insert into intake.submission values (?, ?, ?, ?, ?, ?)",
        [number, country, source.id, period, filed_on, keyed],
    )
