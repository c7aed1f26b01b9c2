"""The counts that a figure needs, and its number from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.figures.codes import KnownCodes
from mesoregistry.figures.coverage import Coverage
from mesoregistry.figures.definitions import Measure, definitions
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.render import CountQuery
from mesoregistry.figures.results import Uncomputable
from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text

NO_MEASURE = Text("El registro no cuenta «{measure}».", "The registry does not count “{measure}”.")
NO_BASE = Text("La cifra no dice contra qué se compara.", "The figure does not say what it is compared with.")
NO_ROWS = Text(
    "El denominador es cero: no hay de qué tomarla.", "The denominator is zero: nothing to take it of."
)
NO_PERSON = Text(
    "El registro guarda «{name}» de personas, no de lo que esta cifra cuenta.",
    "The registry keeps “{name}” of persons, not of what this figure counts.",
)
NOT_BOTH = Text("«Ambos perfiles» se pregunta de personas.", "“Both profiles” is asked of persons.")
TWO_PAIRS = Text(
    "De una persona se cruza una dimensión consigo misma, no varias: {names}.",
    "Of a person one dimension can be crossed with itself, not several: {names}.",
)
TOO_EARLY = Text("El {day} todavía no se había cargado nada.", "On {day} nothing had been loaded yet.")


@dataclass(frozen=True, slots=True)
class Known:
    """The codes of the marts and the months filed: a figure is held to both before anything is counted."""

    codes: KnownCodes
    coverage: Coverage


def count_queries(
    figure: PublishedFigure, known_on: dt.date, known: Known
) -> tuple[CountQuery, ...] | Uncomputable:
    """The counts of a figure: one in its scope and, for a share, growth or difference, one in its base."""
    measure = definitions().measures.get(figure.measure)
    scopes = _scopes(figure, measure)
    if fault := next((f for scope in scopes if (f := known.codes.fault(scope))), None):
        return Uncomputable(fault)
    if measure is None:
        return Uncomputable(NO_MEASURE.format(measure=figure.measure))
    if measure.how in ("growth", "difference") and scopes[0] == scopes[1]:
        return Uncomputable(NO_BASE)
    if known.coverage.first_day is None or known_on < known.coverage.first_day:
        return Uncomputable(TOO_EARLY.format(day=known_on.isoformat()))
    if fault := next((f for scope in scopes if (f := known.coverage.absent(scope, known_on))), None):
        return Uncomputable(fault)
    queries = [_count_query(measure, scope, known_on) for scope in scopes]
    uncomputable = next((query for query in queries if isinstance(query, Uncomputable)), None)
    return uncomputable or tuple(query for query in queries if isinstance(query, CountQuery))


def _scopes(figure: PublishedFigure, measure: Measure | None) -> tuple[Scope, ...]:
    if measure is None or measure.how == "value":
        return (figure.scope,)
    return (figure.scope, figure.base)


def _count_query(measure: Measure, scope: Scope, known_on: dt.date) -> CountQuery | Uncomputable:
    persons = [name for name in scope.codes if definitions().dimensions[name].person]
    relation = measure.count.relation(bool(persons))
    if relation is None:
        return Uncomputable(NO_PERSON.format(name=persons[0]))
    if scope.both and (relation != "persons" or len(scope.both) != 2):
        return Uncomputable(NOT_BOTH)
    if relation == "persons" and len(crossed := [*scope.also, *(["profile"] if scope.both else [])]) > 1:
        return Uncomputable(TWO_PAIRS.format(names=", ".join(crossed)))
    rule = measure.counted or ("any" if "eligible" in scope.codes else "default")
    return CountQuery(measure.count, scope, relation, definitions().counted[rule], known_on)


def value(figure: PublishedFigure, counts: Sequence[int]) -> Decimal | Uncomputable:
    """The number of a figure from the counts of ``count_queries``: exact, to the 28 digits of a decimal.

    A share or growth is in percent.
    """
    how = definitions().measures[figure.measure].how
    if how == "value":
        return Decimal(counts[0])
    count, base = map(Decimal, counts)
    if how == "difference":
        return count - base
    if not base:
        return Uncomputable(NO_ROWS)
    return (count if how == "share" else count - base) * 100 / base
