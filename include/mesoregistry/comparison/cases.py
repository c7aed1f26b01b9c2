"""A case of a file against what stands of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.landed_columns import field_of
from mesoregistry.comparison.differences import Case, Change, Kind
from mesoregistry.findings import Text
from mesoregistry.intake import tellings
from mesoregistry.intake.marking import elements
from mesoregistry.intake.tellings import Telling
from mesoregistry.vault.marks import PREFIX

EVENT_DATE = "event_date"


def case_of(rows: Sequence[Telling], before: Sequence[Telling] | None, period: str, key: str) -> Case:
    """What a file does with a case: ``before`` is what stands of it; ``period`` and ``key`` as of ``Case``."""
    place = (*place_of(rows[0]), key)
    if before is None:
        return Case(Kind.LATE if "" < _month(rows[0]) < period else Kind.NEW, *place)
    names = tellings.differing_columns(rows, before)
    if not names and len(rows) == len(before):
        return Case(Kind.UNCHANGED, *place)
    return Case(Kind.CORRECTED, *place, tuple(_changes(names, rows[0], before[0])))


def place_of(row: Telling) -> tuple[int, str | None, str]:
    """Row, sheet and month of what happened."""
    return row.address.row or 0, row.address.sheet, _month(row)


def _month(row: Telling) -> str:
    date = row.values[tellings.columns().index(EVENT_DATE)] or ""
    return date[:7] if len(date) >= len("2024-03") else ""


def _changes(names: Sequence[str], own: Telling, before: Telling) -> Iterator[Change]:
    """One change a field: a name lands in two columns, of which neither says it."""
    sealed: set[str] = set()
    for name in names:
        label, position = fields()[field_of(name)], tellings.columns().index(name)
        old, new = before.values[position], own.values[position]
        if name != field_of(name) or any(PREFIX in (text or "") for text in (old, new)):
            if label.es not in sealed:
                yield Change(Text(label.es, label.en), None, None, is_sealed=True)
            sealed.add(label.es)
        else:
            yield Change(Text(label.es, label.en), _shown(old, label.many), _shown(new, label.many))


def _shown(landed: str | None, many: bool) -> str | None:
    return ", ".join(filter(None, elements(landed))) or None if many else landed
