"""The comparability ledger (``marts.dim_comparability``): footnotes of figures, and which figures must not be added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from psycopg.rows import class_row

from mesoregistry.database import Connection
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text
from mesoregistry.months import months_between

ADDABLE = frozenset({"attacks", "events"})
UNLIKE = Text("No se suman {ids}: {why_es}.", "{ids} do not add: {why_en}.")


class UnlikeUnits(ValueError):
    """A sum that would mean nothing; ``text`` is the reason."""

    def __init__(self, ids: str, es: str, en: str) -> None:
        self.text = UNLIKE.format(ids=ids, why_es=es, why_en=en)
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated line of the ledger. Without country, measure or dimension it is about every one."""

    comparability_id: str
    kind: str
    country_code: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    measure: str | None
    dimension: str | None
    es: str
    en: str

    @property
    def text(self) -> Text:
        return Text(self.es, self.en)

    def concerns(self, figure: PublishedFigure) -> bool:
        """Whether the figure carries this line as a footnote."""
        if self.measure not in (None, figure.measure):
            return False
        scopes = (figure.scope, figure.base)
        if self.dimension and not any(self.dimension in scope.codes for scope in scopes):
            return False
        if self.kind == "absent":
            return any(self.absent_months(scope, months_between(scope.first, scope.last)) for scope in scopes)
        return self._crosses(_joined(scopes)) if self.kind == "break" else any(map(self._covers, scopes))

    def absent_months(self, scope: Scope, months: Iterable[dt.date]) -> list[dt.date]:
        """Those of ``months`` of its country that a figure of several countries was published without."""
        if self.kind != "absent" or len(scope.countries) < 2 or self.country_code not in _countries(scope):
            return []
        first, last = self.valid_from or dt.date.min, self.valid_to or dt.date.max
        return [month for month in months if first <= month <= last]

    def _crosses(self, scope: Scope) -> bool:
        """A series with days on both sides of the break."""
        assert self.valid_from
        in_country = self.country_code is None or self.country_code in _countries(scope)
        return in_country and scope.first < self.valid_from <= scope.last

    def _covers(self, scope: Scope) -> bool:
        """Days in common; and of a release of a region that leaves the country out."""
        if self.country_code and (self.country_code in _countries(scope) or len(scope.countries) < 2):
            return False
        starts = self.valid_from is None or scope.last >= self.valid_from
        return starts and (self.valid_to is None or scope.first <= self.valid_to)


def _countries(scope: Scope) -> set[str]:
    return {country.lower() for country in scope.countries}


def _joined(scopes: Sequence[Scope]) -> Scope:
    """From the first day to the last: a growth compares its period with its base across what lies between."""
    countries = tuple(dict.fromkeys(c for scope in scopes for c in scope.countries))
    return Scope(countries, min(s.first for s in scopes), max(s.last for s in scopes), {})


def entries(connection: Connection) -> tuple[Entry, ...]:
    """Every line of the ledger, by its id."""
    columns = "comparability_id, kind, country_code, valid_from, valid_to, measure, dimension, es, en"
    with connection.cursor(row_factory=class_row(Entry)) as cursor:
        query = f"select {columns} from marts.dim_comparability order by comparability_id"
        return tuple(cursor.execute(query.encode()).fetchall())


def add(figures: Sequence[PublishedFigure]) -> Decimal:
    """The sum of published figures.

    Raises:
        UnlikeUnits: they count unlike things, are of several dates, or of several releases with other countries.
    """
    ids = " + ".join(f.id for f in figures)
    for es, en in _objections(figures):
        raise UnlikeUnits(ids, es, en)
    return sum((f.value for f in figures), Decimal(0))


def _objections(figures: Sequence[PublishedFigure]) -> list[tuple[str, str]]:
    objections = []
    measures = {f.measure for f in figures}
    if len(measures) > 1:
        objections.append(("cuentan unidades distintas", "they count unlike units"))
    elif not measures <= ADDABLE:
        objections.append(
            ("personas y porcentajes no se suman", "persons, organisations, shares and growth do not add")
        )
    if len({_source_and_eligible(f) for f in figures}) > 1:
        objections.append(("unas fuentes cuentan a otras personas", "some sources count other people"))
    if len({f.as_known_on for f in figures}) > 1:
        objections.append(("se conocieron en fechas distintas", "they were known on different dates"))
    if len({f.scope.countries for f in figures}) > 1 and len({_days(f) for f in figures}) > 1:
        objections.append(
            ("cubren países distintos en periodos distintos", "other countries in other periods")
        )
    if any(_overlap(a, b) for i, a in enumerate(figures) for b in figures[i + 1 :]):
        objections.append(("cuentan dos veces lo mismo", "they count the same twice"))
    return objections


def _source_and_eligible(figure: PublishedFigure) -> tuple[object, ...]:
    return (figure.scope.codes.get("source"), figure.scope.codes.get("eligible"))


def _days(figure: PublishedFigure) -> tuple[dt.date, dt.date]:
    return (figure.scope.first, figure.scope.last)


def _overlap(first: PublishedFigure, second: PublishedFigure) -> bool:
    """Days and countries in common, and no dimension of one value an attack by which they are disjoint."""
    a, b = first.scope, second.scope
    if a.last < b.first or b.last < a.first or not _countries(a) & _countries(b):
        return False
    single = ("form", "profile", "right", "place", "channel")
    return not any(d in a.codes and d in b.codes and not set(a.codes[d]) & set(b.codes[d]) for d in single)
