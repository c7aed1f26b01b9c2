"""Values of cells: from the texts of a column to one normal form each, by the kind of its field.

A column is read as a whole: its dates show together whether the day or the month comes first, and a text that
stands in many cells is read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.model import Column, FieldDef, Layout, fields
from mesoregistry.intake import dates, lexical
from mesoregistry.intake.split import pieces

Values = tuple[str | None, ...]  # of one cell, or of one field of a record; None is an empty place
Vocabulary = Mapping[str, frozenset[str]]  # code list -> keys of the terms that may be written
AS_TYPED = ("contact", "narrative")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a file writes its values. ``date_system``: ``1900`` or ``1904``, from which Excel counts days."""

    layout: Layout
    vocabulary: Vocabulary
    date_system: str = "1900"


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """``cells``: the values of each cell, in the order of the rows.

    ``doubtful``: text of a cell -> (date as written, date as read), where day and month may have changed places.
    """

    cells: list[Values]
    doubtful: Mapping[str | None, tuple[str, str]]


def column_values(texts: Sequence[str | None], column: Column, conventions: Conventions) -> ColumnValues:
    """Read the cells of a column that is mapped to a field; ``texts`` is one text a row."""
    assert column.field
    distinct = set(texts)
    definition = fields()[column.field]
    formats = column.formats or conventions.layout.dates
    order = dates.DateOrder(formats, doubtful=False)
    if definition.kind == "date" and not column.part:
        cleaned = {text: lexical.clean(text) for text in distinct}
        order = dates.order_of([cleaned[text] for text in texts], formats)
    nulls = lexical.casefolded((*conventions.layout.nulls, *column.nulls))
    reader = _CellReader(column, definition, conventions, order, nulls)
    values = {text: reader.values(text) for text in distinct}
    doubtful = {text: doubt for text in distinct if (doubt := reader.doubt(text))} if order.in_doubt else {}
    return ColumnValues([values[text] for text in texts], doubtful)


def given_value(field: str, text: str, conventions: Conventions) -> str:
    """A value that the layout gives for the whole file, in the normal form of its field."""
    kind = fields()[field].kind
    if kind == "date":
        return dates.edtf(text, conventions.layout.dates, conventions.date_system) or text
    return lexical.boolean(text, conventions.layout.booleans) if kind == "boolean" else text


def joined_date(year: str | None, month: str | None, day: str | None) -> str | None:
    """A date written in three columns, as EDTF, as far as it is known."""
    if not year:
        return "-".join(part for part in (year, month, day) if part) or None
    month = str(dates.month_names().get(month.casefold(), month)) if month else None
    text = "-".join(part.zfill(2) for part in (year, month, day if month else None) if part)
    return dates.edtf(text, ("%Y-%m-%d", "%Y-%m", "%Y")) or text


@dataclass(frozen=True, slots=True)
class _CellReader:
    """Reads single cells of one column."""

    column: Column
    definition: FieldDef
    conventions: Conventions
    order: dates.DateOrder
    nulls: frozenset[str]

    def values(self, text: str | None) -> Values:
        if self.column.split and not self.column.part:
            return self._several(text)
        if self.definition.kind in AS_TYPED:
            return (lexical.storable(text) if text else None,)
        plain = self._plain(text)
        return (plain if plain is None or self.column.part else self._normal(plain),)

    def doubt(self, text: str | None) -> tuple[str, str] | None:
        """The date as written and as read, when the team must be asked which it is."""
        plain = self._plain(text)
        return (plain, self._normal(plain)) if plain and self.order.asks_about(plain) else None

    def _plain(self, text: str | None) -> str | None:
        return lexical.without_nulls(lexical.clean(text), self.nulls)

    def _several(self, text: str | None) -> Values:
        if text is None or self._plain(text) is None:
            return (None,)
        assert self.column.split
        terms = self.conventions.vocabulary.get(self.definition.list or "", frozenset())
        plain = [lexical.without_nulls(piece, self.nulls) for piece in pieces(text, self.column.split, terms)]
        values = [self._normal(piece) if piece else None for piece in plain]
        # an empty place counts where the values run in parallel with those of other cells
        if self.definition.per == "target":
            return tuple(values)
        return tuple(value for value in values if value is not None) or (None,)

    def _normal(self, text: str) -> str:
        if self.definition.kind == "date":
            return dates.edtf(text, self.order.formats, self.conventions.date_system) or text
        if self.definition.kind == "number":
            return lexical.number(text)
        if self.definition.kind == "boolean":
            return lexical.boolean(text, self.conventions.layout.booleans)
        if self.column.width and text.isdigit():
            text = text.zfill(self.column.width)
        return text[: self.column.first] if self.column.first else text
