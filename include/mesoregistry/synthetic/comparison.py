"""The marts against a truth, row by row: every version of every attack, and the attacks of today."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from psycopg.rows import dict_row

from mesoregistry.database import reading
from mesoregistry.synthetic.event_ids import case_of, event_ids

Table = Literal["fct_attack_version", "fct_attack"]
TABLES: tuple[Table, ...] = ("fct_attack_version", "fct_attack")
Row = tuple[tuple[str, Any], ...]

COLUMNS = (
    "country", "event_id", "form", "target_kind", "date_first", "date_last", "date_precision", "admin1",
    "perpetrators", "right", "status", "verification", "eligible", "known_from", "known_to",
)  # fmt: skip

SELECT = """
select
    attacks.country_code as country,
    attacks.event_id,
    attacks.form_code as form,
    attacks.profile_code as target_kind,
    attacks.event_start::text as date_first,
    attacks.event_end::text as date_last,
    attacks.date_precision,
    attacks.admin1_id as admin1,
    coalesce(perpetrators.codes, '{{}}') as perpetrators,
    attacks.right_code as right,
    attacks.status_code as status,
    attacks.verification_code as verification,
    attacks.is_eligible as eligible,
    attacks.known_from::text as known_from,
    {known_to} as known_to
from marts.{table} as attacks
left join lateral (
    select array_agg(bridge.perpetrator_code order by bridge.perpetrator_code collate "C") as codes
    from marts.bridge_attack_perpetrator as bridge
    where bridge.attack_version_id = attacks.attack_version_id and bridge.position > 0
) as perpetrators on true
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that stands in the truth and not in the table (``missing``), or the other way (``unexpected``)."""

    table: Table
    kind: Literal["missing", "unexpected"]
    row: Mapping[str, Any]
    case_key: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of a country in a table: as in the warehouse, and as in the truth."""

    country: str
    table: Table
    warehouse: int
    truth: int


def compare(truth: Path) -> list[Difference]:
    """Every row that differs, counted as often as it does; empty when the marts equal the truth."""
    keys = {event_id: key for (_, _, key), event_id in event_ids(_attacks(truth)).items()}
    differences: list[Difference] = []
    for table in TABLES:
        expected, stored = _expected(truth, table), _stored(table)
        for kind, rows in (("missing", expected - stored), ("unexpected", stored - expected)):
            for row in sorted(rows.elements(), key=str):
                values = dict(row)
                differences.append(Difference(table, kind, values, keys.get(values["event_id"])))  # type: ignore[arg-type]
    return differences


def tally(truth: Path) -> list[Tally]:
    """Rows by country and table."""
    counts: list[Tally] = []
    for table in TABLES:
        expected, stored = (_by_country(rows) for rows in (_expected(truth, table), _stored(table)))
        for country in sorted(expected | stored):
            counts.append(Tally(country, table, stored[country], expected[country]))
    return counts


def _by_country(rows: Counter[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row, count in rows.items():
        counts[dict(row)["country"]] += count
    return counts


def rows_of(truth: Path) -> int:
    """How many versions of attacks a truth holds."""
    return len(_attacks(truth))


def _attacks(truth: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(truth.read_text(encoding="utf-8"))["attacks"]
    return rows


def _expected(truth: Path, table: Table) -> Counter[Row]:
    now = table == "fct_attack"
    attacks = _attacks(truth)
    events = event_ids(attacks)
    return _counted(
        row | {"event_id": events[case_of(row)]} for row in attacks if not (now and row["known_to"])
    )


def _stored(table: Table) -> Counter[Row]:
    known_to = "attacks.known_to::text" if table == "fct_attack_version" else "null"
    query = SELECT.format(table=table, known_to=known_to)
    with reading("analyst") as connection:
        return _counted(connection.cursor(row_factory=dict_row).execute(query.encode()))


def _counted(rows: Iterable[Mapping[str, Any]]) -> Counter[Row]:
    return Counter(
        tuple((name, tuple(row[name]) if name == "perpetrators" else row[name]) for name in COLUMNS)
        for row in rows
    )
