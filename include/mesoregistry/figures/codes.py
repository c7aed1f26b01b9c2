"""Whether the dimensions and codes of a filter exist in the registry; when not, the ones with a similar name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mesoregistry.database import Connection
from mesoregistry.figures.definitions import Dimension, definitions
from mesoregistry.figures.scope import Scope
from mesoregistry.findings import Text

NO_SOURCE = Text(
    "Ninguna fuente «{code}» entrega archivos: es otro registro, con sus propias personas y unidades.",
    "No source “{code}” files extracts: it is another registry, with people and units of its own.",
)
NO_DIMENSION = Text(
    "El registro no guarda «{name}». Parecidas: {near}.",
    "The registry does not keep “{name}”. Near ones: {near}.",
)
NO_CODE = Text(
    "«{code}» no es un código de «{name}». Parecidos: {near}.",
    "“{code}” is not a code of “{name}”. Near ones: {near}.",
)
NO_COUNTRY = Text(
    "«{code}» no es un país del registro: {near}.", "“{code}” is not a country of the registry: {near}."
)


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The codes of every list, as the marts hold them, and the countries."""

    by_list: Mapping[str, frozenset[str]]
    countries: frozenset[str]

    def fault(self, scope: Scope) -> Text | None:
        """Why a scope cannot be counted, or ``None``; the source first, since another registry has its own lists."""
        for code in scope.codes.get("source", ()):
            if code not in self.by_list["source"]:
                return NO_SOURCE.format(code=code)
        for country in scope.countries:
            if country.lower() not in self.countries:
                return NO_COUNTRY.format(code=country, near=", ".join(sorted(self.countries)))
        filters = (*scope.codes.items(), *scope.also.items())
        return next((f for name, codes in filters if (f := self._of(name, codes))), None)

    def _of(self, name: str, codes: Sequence[str]) -> Text | None:
        dimension = definitions().dimensions.get(name)
        if dimension is None:
            return NO_DIMENSION.format(name=name, near=near(name, definitions().dimensions))
        known = self._codes(dimension)
        wrong = next((code for code in codes if code not in known), None)
        return NO_CODE.format(code=wrong, name=name, near=near(wrong, known)) if wrong else None

    def _codes(self, dimension: Dimension) -> frozenset[str]:
        return self.by_list.get(dimension.list or "", frozenset()) | frozenset(dimension.cases)


def near(word: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """The three most similar of ``known``, or its first five."""
    matches = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.5)
    return ", ".join(matches or sorted(known)[:5]) or "—"


def known_codes(connection: Connection) -> KnownCodes:
    """The codes in the marts. Reads ``dim_code``, ``dim_place``, ``dim_source`` and ``dim_country``."""
    query = """
        select list, code from marts.dim_code
        union all select 'place', place_id from marts.dim_place where level = 'admin1'
        union all select 'source', source_id from marts.dim_source
        union all select 'country', country_code from marts.dim_country
    """
    codes: dict[str, set[str]] = {"source": set(), "country": set()}
    for name, code in connection.execute(query):
        codes.setdefault(name, set()).add(code)
    return KnownCodes({k: frozenset(v) for k, v in codes.items()}, frozenset(codes["country"]))
