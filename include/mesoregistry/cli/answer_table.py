"""What ``ask`` answers: as a table with bars in the terminal, or as an object for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mesoregistry.findings import Language, Text

if TYPE_CHECKING:
    from mesoregistry.figures.request import Answer, Row

HEADINGS = Text("cuenta|base|valor", "count|base|value")
TOTAL = Text("todo", "all")
KNOWN_ON = Text("{measure}, como se conocía el {day}", "{measure}, as known on {day}")
WIDTH = 30  # of the longest bar


def print_object(answered: Answer, spoken: Language) -> None:
    """The answer as JSON."""
    import json

    import typer

    typer.echo(json.dumps(as_object(answered, spoken), ensure_ascii=False))


def as_object(answered: Answer, spoken: Language) -> dict[str, object]:
    """The stable shape of ``mesoregistry ask --json``."""
    request = answered.request
    return {
        "measure": request.measure,
        "by": list(request.by),
        "where": request.filter_text,
        "countries": list(request.scope.countries),
        "from": request.scope.first.isoformat(),
        "to": request.scope.last.isoformat(),
        "as_known_on": request.known_on.isoformat(),
        "rows": [_object(row, request.by) for row in answered.rows],
        "total": _object(answered.total, ()),
        "notes": [note.in_(spoken) for note in answered.notes],
    }


def _object(row: Row, by: Sequence[str]) -> dict[str, object]:
    from mesoregistry.figures.results import number

    keys: dict[str, object] = dict(zip(by, row.keys, strict=True))
    return keys | {"count": row.numerator, "base": row.denominator, "value": number(row.value)}


def show(answered: Answer, spoken: Language) -> None:
    """A table with a bar for each row, and the notes."""
    from rich.console import Console
    from rich.table import Table

    request, console = answered.request, Console(highlight=False)
    console.print(KNOWN_ON.format(measure=request.measure, day=request.known_on).in_(spoken), markup=False)
    table = Table(box=None, pad_edge=False)
    for name in request.by:
        table.add_column(name)
    has_base = answered.total.denominator is not None
    headings = HEADINGS.in_(spoken).split("|")
    for heading in headings if has_base else headings[:1]:
        table.add_column(heading, justify="right")
    table.add_column("")
    for row, bar in zip(answered.rows, _bars(answered.rows), strict=True):
        table.add_row(*(key or "—" for key in row.keys), *_numbers(row, has_base), bar)
    if not request.by:
        table.add_row(*_numbers(answered.total, has_base))
    else:
        table.add_row(
            TOTAL.in_(spoken),
            *[""] * (len(request.by) - 1),
            *_numbers(answered.total, has_base),
            style="bold",
        )
    console.print(table)
    for note in dict.fromkeys(answered.notes):
        console.print("· " + note.in_(spoken), markup=False)


def _bars(rows: Sequence[Row]) -> list[str]:
    most = max((abs(row.value) for row in rows if row.value), default=None)
    return ["█" * (int(abs(row.value) / most * WIDTH) if most and row.value else 0) for row in rows]


def _numbers(row: Row, has_base: bool) -> list[str]:
    if not has_base:
        return [f"{row.numerator:,}"]
    return [f"{row.numerator:,}", f"{row.denominator:,}", "—" if row.value is None else f"{row.value:.1f}"]
