"""The same rules without a server: DuckDB in memory. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from mesoregistry.catalog.landed_columns import column_types, owners
from mesoregistry.catalog.model import Registry, Source
from mesoregistry.findings import Finding
from mesoregistry.gate.cells import NO_MARKS, Columns, FindingContext, findings_of
from mesoregistry.gate.collapse import collapse
from mesoregistry.gate.grains import Grain, Landing, grains
from mesoregistry.gate.landed import filed
from mesoregistry.gate.memory_tables import empty_tables
from mesoregistry.gate.opposed import Doubts, without_opposed
from mesoregistry.gate.rule_files import read_rules
from mesoregistry.gate.statement import rows_sql
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LandedColumns = Mapping[str, Sequence[object]]  # column of ``raw.<cc>`` -> its value in each row
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
    names = dict.fromkeys(name for record in records for name in record)
    files = {1: ({name: [record.get(name) for record in records] for name in names}, columns)}
    return check_files(files, registry, source, period, filed_on, mark_texts, {1: doubts})[1]


def check_files(
    files: Mapping[int, tuple[LandedColumns, Columns]],
    registry: Registry,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
    mark_texts: Mapping[str, str] = NO_MARKS,
    doubts: Mapping[int, Doubts] = NO_FILES,
) -> dict[int, list[Finding]]:
    """The findings of several files of one month, by number; what they hold as ``check_records`` has it."""
    findings: dict[int, list[Finding]] = {number: [] for number in files}
    with empty_tables(registry, source) as connection:
        for number, (landed, _) in files.items():
            _land(connection, registry.country, number, source.id, period, landed)
            row = [number, registry.country, source.id, period, filed_on, "case_key" in landed]
            connection.execute("insert into intake.submission values (?, ?, ?, ?, ?, ?)", row)
        columns = {number: columns for number, (_, columns) in files.items()}
        context = FindingContext(registry.country, columns, mark_texts)
        landing = Landing(registry.country, tuple(files))
        connection.execute(f"create temporary table filed as {filed(landing.submissions)}")
        for grain in _with_rows([landed for landed, _ in files.values()], registry.country):
            rows = _rows(connection, rows_sql(grain, landing, "duckdb"))
            for number, finding in findings_of(grain, rows, context):
                findings[number].append(finding)
    judged = {n: without_opposed(of_file, doubts.get(n, {})) for n, of_file in findings.items()}
    return {n: collapse(of_file, files[n][1] or None) for n, of_file in judged.items()}


def warm_up(registry: Registry, source: Source) -> None:
    """Make the tables of a source and every statement of its rules, on a row that breaks most of them."""
    every = grains(read_rules(settings().expectations).of(registry.country))
    landed: dict[str, list[object]] = {name: ["?"] for name in owners()}
    landed |= {grain.each: ['["?"]'] for grain in every if grain.each}
    landed |= {"_record": [1], "_sheet": [""], "_row": [2]}
    day = registry.today()
    check_files({1: (landed, {})}, registry, source, day.replace(day=1), day)


def _with_rows(files: Sequence[LandedColumns], country: str) -> list[Grain]:
    """The grains that some row of the files belongs to: planning a statement is most of the work for a month."""
    chosen = grains(read_rules(settings().expectations).of(country))
    return [
        grain
        for grain in chosen
        if not grain.each or any(any(landed.get(grain.each, ())) for landed in files)
    ]


def _rows(connection: DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    cursor = connection.execute(query)
    names = [part[0] for part in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    # a join gives them in any order
    return sorted(rows, key=lambda row: (row["_submission"], row["_record"], row.get("position") or 0))


def _land(
    connection: DuckDBPyConnection,
    country: str,
    number: int,
    source_id: str,
    period: dt.date,
    landed: LandedColumns,
) -> None:
    """Fill ``raw.<cc>`` with the rows of a submission; a column that it lacks is ``NULL``."""
    import numpy as np

    if not any(map(len, landed.values())):
        return
    fixed: dict[str, object] = {"_submission": number, "_source": source_id, "_period": period}
    own = {name: kind for name, kind in column_types().items() if name in landed}
    # DuckDB reads an array where it stands; of a list it would make an object of each value first
    connection.register("rows_read", {name: np.array(landed[name], dtype=object) for name in own})
    selected = ", ".join([*("?" for _ in fixed), *(f"{name}::{kind}" for name, kind in own.items())])
    statement = f"insert into raw.{country} ({', '.join([*fixed, *own])}) select {selected} from rows_read"
    connection.execute(statement, list(fixed.values()))
    connection.unregister("rows_read")
