"""The same rules without a server: DuckDB in memory. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mesoregistry.catalog.model import Registry, Source
from mesoregistry.findings import Finding
from mesoregistry.gate import reference
from mesoregistry.gate.cells import LABELS, Columns, FindingContext, findings_of
from mesoregistry.gate.collapse import collapse
from mesoregistry.gate.functions import create_macros
from mesoregistry.gate.grains import Landing, grains
from mesoregistry.gate.landed import land_in_memory
from mesoregistry.gate.rule_files import load_rules
from mesoregistry.gate.statement import rows_sql
from mesoregistry.settings import settings


def check_records(
    records: Sequence[Mapping[str, object]],
    columns: Columns,
    registry: Registry,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
) -> list[Finding]:
    """The findings of a file, by the rules of its country.

    Args:
        records: as they would land: the keys ``_record``, ``_sheet``, ``_row``, ``_children`` and landed columns.
        columns: where each field stands in the file, for the addresses of cells.
        period: the first day of the month; ``filed_on``: the day on which the file came.
    """
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute("set threads = 2")
        create_macros(connection)
        reference.load_in_memory(connection, settings().seeds)
        land_in_memory(connection, records, registry, source, period, filed_on)
        context = FindingContext.of({1: columns}, connection.execute(LABELS).fetchall())
        findings: list[Finding] = []
        for grain in grains(load_rules(settings().expectations).of(registry.country)):
            cursor = connection.execute(rows_sql(grain, Landing(registry.country, (1,)), "duckdb"))
            names = [part[0] for part in cursor.description or ()]
            rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
            findings += [finding for _, finding in findings_of(grain, rows, context)]
    return collapse(findings)
