"""What cannot be counted though the words exist: what no source asks, codes out of their time, unlike people mixed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mesoregistry.catalog.registries import countries, registry
from mesoregistry.database import Connection
from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.scope import WIDENS, Scope
from mesoregistry.findings import Text

NOT_ASKED = Text(
    "{countries} no pregunta «{name}» en este periodo: no está en la cuenta, y no es un cero.",
    "{countries} does not ask “{name}” in this period: it is left out, which is not a zero.",
)
NOBODY_ASKS = Text(
    "Ninguna fuente de {countries} pregunta «{name}» en este periodo: no se sabe, y no es un cero.",
    "No source of {countries} asks “{name}” in this period: it is not known, which is not zero.",
)
UNLIKE_PEOPLE = Text(
    "«eligible=any» cuenta a otras personas que las demás fuentes: pide una sola, source=…",
    "“eligible=any” counts other people than the other sources do: ask for a single one, source=…",
)
OUT_OF_TIME = Text(
    "«{code}» de «{name}» vale {period}, y el periodo no lo toca: lo que no se podía registrar no es un cero.",
    "“{code}” of “{name}” holds {period}, and the period does not touch it: what could not be recorded is not zero.",
)


def asked_scope(
    scope: Scope, used: Collection[str], names: Mapping[str, Text]
) -> tuple[Scope, tuple[Text, ...], Text | None]:
    """``scope`` without the countries whose sources never ask some dimension of ``used``.

    Returns:
        The scope, a note for each country left out, and why nothing is left, if so.
    """
    if WIDENS in used and len(scope.codes.get("source", ())) != 1:
        return scope, (), UNLIKE_PEOPLE
    notes: list[Text] = []
    kept = list(scope.countries)
    for name in sorted(used):
        silent = [c for c in kept if not _is_asked(c.lower(), name, scope)]
        texts = [names.get(c.lower(), Text(c, c)) for c in silent]
        if silent and len(silent) == len(kept):
            both = Text(", ".join(t.es for t in texts), ", ".join(t.en for t in texts))
            return scope, (), _of_countries(NOBODY_ASKS, both, name)
        notes += [_of_countries(NOT_ASKED, text, name) for text in texts]
        kept = [c for c in kept if c not in silent]
    return replace(scope, countries=tuple(kept)), tuple(notes), None


def _of_countries(template: Text, countries: Text, name: str) -> Text:
    return Text(
        template.es.format(countries=countries.es, name=name),
        template.en.format(countries=countries.en, name=name),
    )


def _is_asked(country: str, name: str, scope: Scope) -> bool:
    """Whether some source of a country that registers in the period asks a dimension; unknown ones are judged later.

    Raises:
        CatalogFault: the registry of the country has mistakes: what it asks is not known.
    """
    dimension = definitions().dimensions.get(name)
    if dimension is None or dimension.field is None or country not in countries():
        return True
    return any(
        dimension.field in {*layout.given, *(column.field for column in layout.columns)}
        for source in registry(country).sources
        if (source.valid_from is None or source.valid_from <= scope.last)
        and (source.valid_to is None or source.valid_to >= scope.first)
        and source.id in scope.codes.get("source", (source.id,))
        for layout in source.layouts
    )


def withdrawn(connection: Connection, scopes: Sequence[Scope]) -> Text | None:
    """Why a code could not be recorded in a period: its list had it earlier or later only. ``None`` when it could."""
    query = (
        "select list, code, valid_from, valid_to from marts.dim_code"
        " where valid_from is not null or valid_to is not null"
    )
    dated = {(name, code): (first, last) for name, code, first, last in connection.execute(query)}
    for scope in scopes:
        for name, codes in (*scope.codes.items(), *scope.also.items()):
            dimension = definitions().dimensions.get(name)
            for code in codes:
                first, last = dated.get((dimension.list if dimension else None, code), (None, None))
                if (first and first > scope.last) or (last and last < scope.first):
                    return OUT_OF_TIME.format(code=code, name=name, period=f"{first or ''}–{last or ''}")
    return None
