"""Headers that the coordination accepted: which lines hold beside the columns of a layout, and layouts with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mesoregistry.catalog.decision_files import BROKEN, Judged, Line, Row
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.spellings import LayoutId, Spelling, columns_of, registry_with_spellings
from mesoregistry.findings import Text

NO_COLUMN = Text(
    "el formato «{layout}» no tiene la columna «{header}»",
    "the layout “{layout}” has no column “{header}”",
)
NO_HEADER = Text("falta el encabezado", "the header is missing")
SHARED = Text("«{own}» ya es la columna «{header}»", "“{own}” is the column “{header}” already")


def spelling_of(row: Row) -> Spelling:
    return Spelling(row["group"], row["header"], row["own"])


def judged_headers(lines: Iterable[Line], registries: Mapping[str, Registry]) -> Judged:
    """Hold each line to the layout that it names, with the headers of the lines before it.

    A country whose registry has mistakes is left to them: of its lines nothing is said.
    """
    known, sound, mistakes = dict(registries), [], []
    for line in lines:
        registry = known.get(line.country)
        if registry is None and line.country and line.is_whole:
            continue
        objection = _objection(line, registry) if registry and line.is_whole else BROKEN
        if objection:
            mistakes.append((line.number, line.country, objection))
        else:
            sound.append(line)
            known[line.country] = with_headers(known[line.country], [line])
    return Judged(tuple(sound), tuple(mistakes))


def with_headers(registry: Registry, lines: Iterable[Line]) -> Registry:
    """The registry with the headers of lines that hold; one that a column has already changes nothing."""
    for line in lines:
        if line.country == registry.country and not is_in_layout(line.row, registry):
            registry = registry_with_spellings(registry, layout_id(line.row), [spelling_of(line.row)])
    return registry


def is_in_layout(row: Row, registry: Registry) -> bool:
    """Whether the column has this header already."""
    return spelling_of(row).is_known_in(columns_of(registry, layout_id(row)))


def layout_id(row: Row) -> LayoutId:
    return row["source_id"], row["layout"]


def _objection(line: Line, registry: Registry) -> Text | None:
    known, spelling = columns_of(registry, layout_id(line.row)), spelling_of(line.row)
    if not spelling.own.strip():
        return NO_HEADER
    if not any(map(spelling.is_of, known)):
        return NO_COLUMN.format(layout=line.row["layout"], header=spelling.header)
    for other in known:
        is_beside = (other.group or "") == spelling.group and not spelling.is_of(other)
        if is_beside and spelling.own in (other.header, *other.also):
            return SHARED.format(own=spelling.own, header=other.header)
    return None
