"""The computed figures as a table of the marts, written after each build."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.database import Connection, guarded
from mesoregistry.figures.compute import compute_in
from mesoregistry.figures.published import published_figures
from mesoregistry.figures.results import FigureResult, NotLoaded
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

INSERT = (
    "insert into marts.computed_figure (figure_id, as_known_on, figure_status, is_equal, computed_value, numerator,"
    " denominator, reason_es, reason_en, against, notes_es, notes_en)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def store(connection: Connection) -> None:
    """Compute every published figure and put it in the place of what stood in ``marts.computed_figure``.

    ``connection`` is of the role that owns the marts. Where nothing was filed the table is left empty.

    Raises:
        DatabaseFault: a query failed; what stood there stays.
    """
    with guarded("figures"), connection.transaction(), connection.cursor() as cursor:
        try:
            results: Sequence[FigureResult] = compute_in(connection, published_figures(settings().seeds))
        except NotLoaded:
            results = ()
        cursor.execute("delete from marts.computed_figure")
        cursor.executemany(INSERT, [_row(result) for result in results])


def _row(result: FigureResult) -> tuple[object, ...]:
    numerator, denominator = (*result.counts, None, None)[:2]
    reason = result.reason or Text("", "")
    return (
        result.figure.id, result.as_known_on, result.status, result.equal, result.computed, numerator, denominator,
        reason.es or None, reason.en or None, " ".join(result.against) or None,
        _notes(result, "es"), _notes(result, "en"),
    )  # fmt: skip


def _notes(result: FigureResult, language: Language) -> str | None:
    return "\n".join(note.in_(language) for note in result.footnotes) or None
