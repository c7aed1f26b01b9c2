"""Any measure by any dimensions, as known on a day: numbers and what they rest on, or why there are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from mesoregistry.database import Connection, reading
from mesoregistry.figures.code_names import code_names
from mesoregistry.figures.compute import Context, context_of
from mesoregistry.figures.count import SETTINGS
from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.limits import asked_scope, withdrawn
from mesoregistry.figures.missing import missing
from mesoregistry.figures.plan import count_queries, value
from mesoregistry.figures.published import PublishedFigure, scope_and_base
from mesoregistry.figures.render import CountQuery, select
from mesoregistry.figures.request import Answer, Refused, Request, Row
from mesoregistry.figures.results import Uncomputable
from mesoregistry.figures.scope import groups
from mesoregistry.findings import Text
from mesoregistry.settings import settings

PERIODS = {
    "country": "country_code",
    "year": "extract(year from event_start)::integer",
    "month": "case when date_precision in ('day', 'month') then to_char(event_start, 'YYYY-MM') end",
}
SEVERAL = Text(
    "Una agresión tiene varios «{name}»: agrupada por él se contaría varias veces. Fíltrala, o pide las menciones "
    "(share_of_perpetrators).",
    "An attack has several “{name}”: grouped by it, it would count several times. Filter by it, or ask for mentions "
    "(share_of_perpetrators).",
)
UNDER_EACH = Text(
    "Lo que tiene varios «{name}» cuenta en cada fila: las filas no suman el total.",
    "What has several “{name}” counts in each row: the rows do not add up to the total.",
)
UNKNOWN_KEY = Text(
    "No se agrupa por «{name}». Se puede por: {known}.", "Nothing is grouped by “{name}”. Possible: {known}."
)
PERSONS_ONCE = Text(
    "Cada persona u organización cuenta una vez en cada fila: las filas no suman el total.",
    "Each person or organisation counts once in each row: the rows do not add up to the total.",
)


def first_and_last_day(connection: Connection) -> tuple[dt.date, dt.date] | None:
    """The first day of a month filed, or of an attack before it; and the last day on which anything was filed.

    ``None`` when nothing was.
    """
    row = connection.execute(
        "select least(min(period), (select min(event_start) from marts.fct_attack)), max(filed_on)"
        " from marts.dim_submission"
    ).fetchone()
    return row if row and row[0] else None


def answer(request: Request) -> Answer:
    """The numbers of a request.

    Raises:
        Refused: with the reason: an empty base, a dimension nobody is asked, a day before the first load, a code that
            was withdrawn before the period, units that do not mix, a name that does not exist.
        NotLoaded: nothing was built, or nothing was loaded by that day.
        DatabaseFault: a query failed.
    """
    with reading("analyst") as connection:
        context = context_of(connection, (), request.known_on)
        figure, notes = _figure(connection, request, context)
        plan = count_queries(figure, request.known_on, context.known)
        if isinstance(plan, Uncomputable):
            raise Refused(plan.reason)
        keys = [_key(name, plan[0]) for name in request.by]
        connection.execute(SETTINGS)
        statement = select(plan, keys)
        rows = tuple(_row(figure, plan, row, len(keys)) for row in connection.execute(statement).fetchall())
        total = _row(figure, plan, connection.execute(select(plan)).fetchone() or (), 0)
        if total.value is None:
            raise Refused(
                Text(
                    "El denominador es cero: no hay de qué tomarla.",
                    "The denominator is zero: nothing to take it of.",
                )
            )
        text, names = statement.as_string(connection), code_names(connection, request.by)
    shown = sorted((row for row in rows if row.numerator or row.denominator), key=_order)
    return Answer(request, tuple(shown), total, (*notes, *_notes(figure, request, context)), text, names)


def _figure(
    connection: Connection, request: Request, context: Context
) -> tuple[PublishedFigure, tuple[Text, ...]]:
    """The request in the shape of a published figure, which everything is defined for; and who was left out of it."""
    try:
        scope, base = scope_and_base(
            request.measure, request.filter_text, request.scope, groups(settings().seeds)
        )
    except ValueError as fault:
        raise Refused(Text(str(fault), str(fault))) from None
    used = {*request.by, *scope.codes, *base.codes}
    known, notes, refusal = asked_scope(scope, used, context.known.coverage.names)
    if refusal or (refusal := withdrawn(connection, (known, base))):
        raise Refused(refusal)
    figure = PublishedFigure(
        "", {}, known, replace(base, countries=known.countries) if base.countries == scope.countries else base,
        request.measure, Decimal(0), "", 0, request.known_on, "", "", "",
    )  # fmt: skip
    return figure, notes


def _key(name: str, query: CountQuery) -> str:
    if name in PERIODS:
        return PERIODS[name]
    dimension = definitions().dimensions.get(name)
    if dimension is None:
        known = ", ".join([*PERIODS, *definitions().dimensions])
        raise Refused(UNKNOWN_KEY.format(name=name, known=known))
    key = dimension.key_in(query.relation, once=query.count.distinct(query.relation) is not None)
    if key is None:
        raise Refused(SEVERAL.format(name=name))
    return key


def _row(figure: PublishedFigure, plan: Sequence[CountQuery], row: Sequence[object], keys: int) -> Row:
    counts = [int(str(number)) for number in row[keys:]]
    number = value(figure, counts)
    return Row(
        tuple(None if key is None else str(key) for key in row[:keys]),
        counts[0],
        counts[1] if len(counts) > 1 else None,
        number if isinstance(number, Decimal) else None,
    )


def _order(row: Row) -> tuple[tuple[bool, str], ...]:
    return tuple((key is None, key or "") for key in row.keys)


def _notes(figure: PublishedFigure, request: Request, context: Context) -> tuple[Text, ...]:
    gaps = missing(figure, request.known_on, context.known.coverage, context.entries)
    once: tuple[Text, ...] = (PERSONS_ONCE,) if request.measure.endswith("distinct") and request.by else ()
    several = [name for name in request.by if getattr(definitions().dimensions.get(name), "columns", None)]
    once = once or tuple(UNDER_EACH.format(name=name) for name in several[:1])
    return (*gaps.uncovered, *(e.text for e in context.entries if e.concerns(figure)), *once)
