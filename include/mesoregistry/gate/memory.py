"""The same rules without a server: DuckDB in memory. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mesoregistry.catalog.model import Registry, Source
from mesoregistry.findings import Finding
from mesoregistry.gate import reference
from mesoregistry.gate.cells import LABELS, Columns, Places, findings_of
from mesoregistry.gate.collapse import fold
from mesoregistry.gate.functions import create_macros
from mesoregistry.gate.landed import land_in_memory
from mesoregistry.gate.rules import load as load_rules
from mesoregistry.gate.statement import Landing, grains, rows_sql
from mesoregistry.settings import settings


def check_records(
    records: Sequence[Mapping[str, object]],
    columns: Columns,
    registry: Registry,
    source: Source,
    period: dt.date,
    filed_on: dt.date,
) -> list[Finding]:
    """Findings of records as they would land (keys ``_record``, ``_row`` …, and landed columns)."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute("set threads = 2")
        create_macros(connection)
        reference.load_in_memory(connection, settings().seeds)
        land_in_memory(connection, records, registry, source, period, filed_on)
        places = Places.of({1: columns}, connection.execute(LABELS).fetchall())
        found: list[Finding] = []
        for grain in grains(load_rules(settings().expectations).of(registry.country)):
            cursor = connection.execute(rows_sql(grain, Landing(registry.country, (1,)), "duckdb"))
            names = [part[0] for part in cursor.description or ()]
            rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
            found += [finding for _, finding in findings_of(grain, rows, places)]
    return fold(found)
