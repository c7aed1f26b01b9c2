"""What may be written in each column of a layout: its terms, how several are given, and an invented example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mesoregistry.catalog.code_lists import Reference, read_sound, term_key
from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.fields import FieldDef, fields
from mesoregistry.catalog.layouts import Layout
from mesoregistry.catalog.seed_mistakes import rows
from mesoregistry.findings import Language
from mesoregistry.settings import settings

DAY = 14  # of the month, in examples
EXAMPLES = {  # all invented; what only some cases have is empty
    "defender_name": "Eulalia Pocón Xiloj",
    "organisation_name": "Colectiva Semilla de Maíz",
    "defender_phone": "2200-0101",
    "reported_by": "Red local",
    "narrative": "Recibió una llamada de un número que no conoce.",
    "defender_age": "34",
}
EMPTY = frozenset(
    {"event_date_end", "status_reason", "collective_identified", "collective_estimated", "close_relation"}
)
FIRST = {  # codes that make an ordinary case; of another list the first
    "profile": "individual", "status": "active", "gender": "cis_woman", "form": "threat", "channel": "in_person",
}  # fmt: skip
NO = frozenset({"in_exile"})  # such a case has no department
Cell = str | int | dt.date | None


@dataclass(frozen=True)
class Allowed:
    """What a source's files may hold in the month that begins on ``period``."""

    country: str
    source_id: str
    layout: Layout
    period: dt.date

    def terms(self, column: Column, language: Language) -> list[str]:
        """The words of a code list for the column, each code once, in the order of the list; empty for other fields."""
        known = self._field(column)
        if known is None or known.list is None:
            return []
        of_list = [row for row in self._reference.codes if row[0] == known.list]
        return [
            self._word(known.list, code, es if language == "es" else en, column)
            for _, code, es, en in of_list
        ]

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Departments or states with their municipalities, as in the seeds, sorted by name."""
        of_country = [row for row in rows(settings().seeds, "place.csv") if row["country"] == self.country]
        standing = [row for row in of_country if (row["valid_to"] or "9") > self.period.isoformat()]
        names = {row["place_id"]: row["name"] for row in standing if row["level"] == "admin1"}
        towns = [row for row in standing if row["level"] == "admin2" and row["parent_id"] in names]
        return sorted((names[row["parent_id"]], row["name"]) for row in towns)

    def example(self, column: Column) -> Cell:
        """A value of an ordinary case; ``None`` where such a case has none."""
        known = self._field(column)
        if known is None or column.field in EMPTY or column.width or column.first:
            return None
        if known.kind == "date":
            return self._date(column)
        if known.list:
            return self._code(column, known.list)
        return self._text(column, known)

    def _text(self, column: Column, known: FieldDef) -> str | None:
        if known.kind == "boolean":
            words = self.layout.booleans
            return (words.no if column.field in NO else words.yes)[0].capitalize()
        if column.field == "case_key":
            return f"{self.country.upper()}-{self.period.year}-0001"
        if column.field in ("admin1", "admin2"):
            return self.places[0][column.field == "admin2"] if self.places else None
        return EXAMPLES.get(column.field or "")

    @cached_property
    def _reference(self) -> Reference:
        return read_sound(settings().seeds)

    def _field(self, column: Column) -> FieldDef | None:
        return fields()[column.field] if column.field else None

    def _word(self, list_: str, code: str, label: str, column: Column) -> str:
        """The label; where it holds what stands between values, the source's own word without it, or the code."""
        mark = " " if self.layout.format == "kobo" else separator(column)
        if mark is None:
            return label
        own = self._own_terms.get((list_, code), [])
        return next((term for term in (label, *own) if mark not in term), code)

    @cached_property
    def _own_terms(self) -> dict[tuple[str, str], list[str]]:
        """By list and code, the terms that the source may write: its own first, then those of everybody."""
        terms: dict[tuple[str, str], list[str]] = {}
        for list_, country, source_id, term, code, *_ in self._reference.terms:
            if term != code and country in ("", self.country) and source_id in ("", self.source_id):
                position = 0 if source_id else len(terms.get((list_, code), []))
                terms.setdefault((list_, code), []).insert(position, term)
        return terms

    def _code(self, column: Column, list_: str) -> str | None:
        codes = [row for row in self._reference.codes if row[0] == list_]
        wanted = FIRST.get(list_, codes[0][1])
        position = next((i for i, row in enumerate(codes) if row[1] == wanted), 0)
        split = column.split
        if split and split.positions:
            return split.yes + "2" * (len(split.positions) - 1)
        if split and split.letters:
            letters = [r[3] for r in self._reference.terms if r[0] == list_ and len(term_key(r[3])) == 1]
            return letters[0] if letters else None
        return self.terms(column, "es")[position]

    def _date(self, column: Column) -> Cell:
        day = self.period.replace(day=DAY)
        if column.part:
            return int(getattr(day, column.part))
        if self.layout.format == "workbook":
            return day
        return day.strftime((column.formats or self.layout.dates)[0])


def separator(column: Column) -> str | None:
    """What stands between several values in a cell; ``None`` where a cell holds one."""
    if column.split is None:
        return None
    return " " if column.split.choices else column.split.separator


def groups(layout: Layout) -> Sequence[str]:
    """The repeat groups, each a sheet of its own, in their order."""
    return list(dict.fromkeys(column.group for column in layout.columns if column.group))
