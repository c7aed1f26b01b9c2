"""How the countries of the world are written in a list of several: their names in both languages, and their codes."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from mesoregistry.catalog.nearest import nearest
from mesoregistry.readers.header_names import header_key

# what neither Babel nor ISO 3166 lists
OTHERS = (
    "EEUU", "EE UU", "EUA", "Estados Unidos de América", "Estados Unidos de Norteamérica", "Gran Bretaña", "Inglaterra",
    "Escocia", "Gales", "Brasil", "Rep Dominicana", "Dominicana", "Corea", "Holanda", "Taiwan", "Palestina",
    "Ivory Coast", "DR Congo", "DRC", "Congo", "Burma", "Turkey", "Swaziland", "Macedonia", "East Timor",
    "Czech Republic", "UK", "exterior", "extranjero", "otro", "otra", "otros", "otro país", "otros países", "abroad",
    "other", "other country",
)  # fmt: skip
# words that tell no country from another
FORMS = frozenset(
    ("a", "and", "de", "del", "el", "la", "las", "los", "of", "the", "y", "republica", "republic", "rep", "estado",
     "state", "reino", "kingdom")
)  # fmt: skip
WORD = re.compile(r"\w+")
SHORTEST = 3  # letters: of fewer, any two are alike


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    import pycountry
    from babel import Locale
    from babel.core import get_global

    names = {name for language in ("es", "en") for name in Locale(language).territories.values()}
    for country in pycountry.countries:
        names |= {getattr(country, name, "") for name in ("name", "official_name", "common_name")}
        names |= {country.alpha_2, country.alpha_3, *country.name.split(", ")[:1]}
    names |= {name for name in get_global("territory_aliases") if name.isalpha()}
    return frozenset(_key(name) for name in (*names, *OTHERS)) - {""}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """The code of each country by its names and codes; without names that two countries have."""
    import pycountry
    from babel import Locale

    pairs = {(_key(code), code) for code in (country.alpha_2 for country in pycountry.countries)}
    for country in pycountry.countries:
        names = (getattr(country, name, "") for name in ("alpha_3", "name", "official_name", "common_name"))
        pairs |= {(_key(name), country.alpha_2) for name in names}
    for language in ("es", "en"):
        named = Locale(language).territories.items()
        pairs |= {(_key(name), code) for code, name in named if len(code) == len("HN")}
    counts = Counter(name for name, _ in pairs)
    return {name: code for name, code in pairs if name and counts[name] == 1}


@lru_cache(maxsize=4096)
def code_of_country(text: str) -> str | None:
    """``HN`` of ``República de Honduras``, ``HND`` and ``HN``; ``None`` for any other text."""
    key = _key(text)
    return _codes().get(key) if len(key) > SHORTEST or text.isupper() else None


def _key(text: str) -> str:
    """Its words in the order of the alphabet: ISO 3166 writes ``Congo, The Democratic Republic of the``."""
    return " ".join(sorted(word for word in WORD.findall(header_key(text)) if word not in FORMS))


@lru_cache(maxsize=4096)  # the rows of a list of several countries repeat a few
def is_country(text: str) -> bool:
    """Whether a text names a country, by its name, one of its codes, or its name with a slip of typing."""
    parts = {text, re.split(r"[(,]", text)[0]}  # Bolivia (Estado Plurinacional de)
    keys = {
        key for part in parts if len(key := _key(part)) > SHORTEST or part.isupper()
    }  # HN; si is no Slovenia
    return not keys.isdisjoint(_known()) or any(
        len(key) > SHORTEST and nearest(key, sorted(_known())) is not None for key in keys
    )
