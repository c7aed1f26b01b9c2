"""Which countries stop: a mistake in what one country alone needs stops that country, and no other.

That is its registry, its rules, and its rows of the seeds; a mistake in what all need stops all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from mesoregistry.catalog import code_lists
from mesoregistry.catalog.declared_values import mistakes_of_values
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import CatalogFault, catalogue, countries, registry
from mesoregistry.gate.rule_files import MARTS, SHARED, read_rules
from mesoregistry.settings import settings

ALL = ""  # in place of a country: what all need


def mistakes() -> dict[str, tuple[str, ...]]:
    """Every mistake by the country that it stops, ``ALL`` first; of a country that the catalogue lacks too."""
    config = settings()
    of_rules = read_rules(config.expectations).mistakes
    by_country: dict[str, list[str]] = {ALL: []}
    for country, of_country in (
        *catalogue().mistakes.items(),
        *((own.country, tuple(mistakes_of_values(own, config.seeds))) for own in catalogue().sound.values()),
        *((ALL if file in SHARED else file, of_rules[file]) for file in of_rules if file != MARTS),
        *code_lists.read_sound(config.seeds).mistakes.items(),
    ):
        by_country.setdefault(country, []).extend(of_country)
    return {country: tuple(of_country) for country, of_country in by_country.items() if of_country}


def catalogue_mistakes() -> list[str]:
    """All of them, and those of ``marts.yml``, which stop no country but the judging of the marts."""
    of_marts = read_rules(settings().expectations).mistakes.get(MARTS, ())
    return [mistake for of_country in [*mistakes().values(), of_marts] for mistake in of_country]


def decision_mistakes() -> list[str]:
    """Of what the coordination accepted: lines that are left out, and stop nothing."""
    return [*code_lists.read_sound(settings().seeds).decision_mistakes, *catalogue().decision_mistakes]


def every_mistake() -> list[str]:
    return catalogue_mistakes() + decision_mistakes()


def working_countries() -> list[str]:
    """The countries whose files can be taken in."""
    stopped = mistakes()
    return [] if ALL in stopped else [country for country in countries() if country not in stopped]


def working_registry(country: str) -> Registry:
    """The registry of a country whose files can be taken in.

    Raises:
        CatalogFault: with every mistake that stops it.
        KeyError: there is no such country.
    """
    known = mistakes()
    if stopping := [*known.get(country, ()), *known.get(ALL, ())]:
        raise CatalogFault(stopping)
    return registry(country)


def names_of_stopped(known: Mapping[str, object]) -> str:
    """The countries that these ``mistakes`` stop, as ``HN, SV``."""
    return ", ".join(countries() if ALL in known else known).upper()
