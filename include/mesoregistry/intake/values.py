"""Values of cells: from the texts of a column to one normal form each, by the kind of its field.

A column is read as a whole: its dates show together whether the day or the month comes first, and a text that
stands in many cells is read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mesoregistry.catalog.model import NO_KEYS, Column, FieldDef, Layout, fields
from mesoregistry.intake import date_times, dates, lexical, numbers
from mesoregistry.intake.cell_doubts import cell_doubts, has_doubts
from mesoregistry.intake.column_evidence import Evidence, evidence_of
from mesoregistry.intake.doubts import Doubt
from mesoregistry.intake.split import pieces

Values = tuple[str | None, ...]  # of one cell, or of one field of a record; None is an empty place
Vocabulary = Mapping[str, frozenset[str]]  # code list -> keys of the terms that may be written
Unit = Literal["attack", "event", "violation"]
PLACES = ("admin1", "admin2", "district")
AS_TYPED = ("contact", "narrative")
SHORT = 100  # characters: no words for nothing are so many


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a file writes its values.

    ``date_system``: ``1900`` or ``1904``, from which Excel counts days. ``unit``: what a row of the source counts.
    """

    layout: Layout
    vocabulary: Vocabulary
    date_system: str = "1900"
    unit: Unit = "event"


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """``cells``: the values of each cell, in the order of the rows.

    ``doubts``: text of a cell -> what must be asked about it.
    """

    cells: list[Values]
    doubts: Mapping[str | None, tuple[Doubt, ...]]


def column_values(texts: Sequence[str | None], column: Column, conventions: Conventions) -> ColumnValues:
    """Read the cells of a column that is mapped to a field; ``texts`` is one text a row."""
    assert column.field
    reader = _CellReader(column, fields()[column.field], conventions, _nulls(column, conventions))
    distinct = {text: reader.pieces(text) for text in set(texts)}
    formats = column.formats or conventions.layout.dates
    evidence = evidence_of(reader.definition, column.part, formats, map(distinct.__getitem__, texts))
    values = {text: reader.values(text, pieces, evidence) for text, pieces in distinct.items()}
    doubts = {
        text: asked_about
        for text, pieces in (distinct.items() if has_doubts(column, reader.definition) else ())
        if (asked_about := reader.doubts(text, pieces, evidence))
    }
    return ColumnValues(list(map(values.__getitem__, texts)), doubts)


def _nulls(column: Column, conventions: Conventions) -> frozenset[str]:
    own = NO_KEYS if column.field == "case_key" else ()
    return lexical.casefolded((*conventions.layout.nulls, *column.nulls, *own))


def given_value(field: str, text: str, conventions: Conventions) -> str:
    """A value that the layout gives for the whole file, in the normal form of its field."""
    kind = fields()[field].kind
    if kind == "date":
        return dates.edtf(text, conventions.layout.dates, conventions.date_system) or text
    return lexical.boolean(text, conventions.layout.booleans) if kind == "boolean" else text


@dataclass(frozen=True, slots=True)
class _CellReader:
    """Reads single cells of one column."""

    column: Column
    definition: FieldDef
    conventions: Conventions
    nulls: frozenset[str]

    def pieces(self, text: str | None) -> Values:
        """The cleaned texts of a cell, one where the column holds one value; ``None`` for nothing."""
        if self.column.default is not None and self._plain(text) is None:
            text = self.column.default
        if self.column.split and not self.column.part:
            return self._several(text)
        if self.definition.kind in AS_TYPED:
            says_nothing = not text or (len(text) <= SHORT and self._plain(text) is None)
            return (None if text is None or says_nothing else lexical.storable(text),)
        plain, formats = self._plain(text), self.column.formats or self.conventions.layout.dates
        if plain and self.definition.kind == "date" and not any("%H" in form for form in formats):
            plain = date_times.without_time(plain)
        return (numbers.bare(plain, self.definition),)

    def values(self, text: str | None, pieces: Values, evidence: Evidence) -> Values:
        """The values of a cell, in normal form."""
        if self.definition.kind in AS_TYPED or self.column.part:
            return pieces
        values = tuple(self._normal(piece, evidence) if piece else None for piece in pieces)
        # an empty place counts where the values run in parallel with those of other cells
        if self.definition.per == "target" or not self.column.split:
            return values
        return tuple(value for value in values if value is not None) or (None,)

    def doubts(self, text: str | None, pieces: Values, evidence: Evidence) -> tuple[Doubt, ...]:
        """What the team must be asked about a cell."""
        definition, layout, terms = self.definition, self.conventions.layout, self.conventions.vocabulary
        if definition.kind == "person" and text and pieces[0] and not self.column.split:
            pieces = (text.strip(),)  # with its lines: each may be a name
        return tuple(
            doubt
            for piece in filter(None, pieces)
            for doubt in cell_doubts(
                piece, self._normal(piece, evidence), self.column, definition, layout, evidence, terms
            )
        )

    def _plain(self, text: str | None) -> str | None:
        return lexical.without_nulls(lexical.clean(text), self.nulls)

    def _several(self, text: str | None) -> Values:
        if text is None or self._plain(text) is None:
            return (None,)
        assert self.column.split
        terms = self.conventions.vocabulary.get(self.definition.list or "", frozenset())
        cut = (lexical.without_nulls(piece, self.nulls) for piece in pieces(text, self.column.split, terms))
        return tuple(numbers.bare(piece, self.definition) for piece in cut)

    def _normal(self, text: str, evidence: Evidence) -> str:
        if self.definition.kind == "date":
            return dates.edtf(text, evidence.dates.formats, self.conventions.date_system) or text
        if self.definition.kind == "number":
            return evidence.numbers.read(text)
        if self.definition.kind == "boolean":
            return lexical.boolean(text, self.conventions.layout.booleans)
        if self.column.field in PLACES:
            text = lexical.spaced(text)
            text = lexical.department(text) if self.column.field == "admin1" else lexical.place(text)
        if self.column.width and text.isdigit():
            text = text.zfill(self.column.width)
        return text[: self.column.first] if self.column.first else text
