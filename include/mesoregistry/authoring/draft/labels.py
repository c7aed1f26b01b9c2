"""What a header says: its words compared with those of every field of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import yaml

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import fields
from mesoregistry.catalog.registries import registries

WHOLE, LAST_PART, WITHIN = 3.0, 2.5, 1.0
SIGNS = re.compile(r"[^a-z0-9]+")
PARTS = re.compile(r" / |/")
OWNER = re.compile(r"\w+ (?:del|de el|de la|de los|de las|of the|of) (\w+)$")
PLACES = ("admin1", "admin2", "district")
OTHER_PLACES = frozenset(
    {"nacimiento", "birth", "residencia", "residence", "origen", "origin", "procedencia", "domicilio", "home"}
)
OTHER_DATES = frozenset(
    {
        "nacimiento",
        "birth",
        "denuncia",
        "complaint",
        "audiencia",
        "hearing",
        "sentencia",
        "publicacion",
        "publication",
    }
)


def plain(text: str) -> str:
    """Lower case, no accents, every sign a blank: ``¿Qué_pasó?`` is ``que paso``."""
    return SIGNS.sub(" ", term_key(text)).strip()


def last_part(header: str) -> str:
    """``Nombre`` of ``Víctima / Nombre``; the question of a Kobo path."""
    return PARTS.split(header)[-1]


@lru_cache(maxsize=1)
def _labels() -> dict[str, frozenset[str]]:
    """Phrase → the fields that it may mean."""
    known: dict[str, set[str]] = {}
    for field, phrase in _phrases():
        known.setdefault(plain(phrase), set()).add(field)
    return {phrase: frozenset(meant) for phrase, meant in known.items() if phrase}


def _phrases() -> Iterator[tuple[str, str]]:
    text = files(__package__).joinpath("labels.yml").read_text(encoding="utf-8")
    for field, phrases in yaml.safe_load(text).items():
        yield from ((field, phrase) for phrase in phrases)
    for field, definition in fields().items():
        yield from ((field, definition.es), (field, definition.en))
    for registry in registries().values():
        for source in registry.sources:
            for layout in source.layouts:
                for column in layout.columns:
                    if column.field:
                        yield column.field, column.header


def scores(header: str) -> dict[str, float]:
    """How strongly a header names each field; empty when no word of it is known."""
    labels = _labels()
    whole, end = plain(header), plain(last_part(header))
    weights: dict[str, float] = {}
    for phrase, meant in labels.items():
        if phrase == whole:
            weight = WHOLE
        elif phrase == end:
            weight = LAST_PART
        elif f" {phrase} " in f" {end} ":
            weight = WITHIN + 0.2 * phrase.count(" ")
        elif f" {phrase} " in f" {whole} ":
            weight = WITHIN / 2 + 0.2 * phrase.count(" ")
        else:
            continue
        for field in meant:
            weights[field] = max(weights.get(field, 0.0), weight)
    return weights


def is_about_perpetrators(header: str) -> bool:
    """``Agresor / Sexo`` and ``Sexo del agresor`` are no traits of the woman."""
    title, *rest = PARTS.split(header)
    if rest and "perpetrator" in _labels().get(plain(title), ()):
        return True
    owner = OWNER.search(plain(last_part(header)))
    return owner is not None and "perpetrator" in _labels().get(owner[1], ())


def is_of_something_else(header: str, field: str) -> bool:
    """Whether the header says that its dates or places are not those of the event: of a birth, of a home."""
    words = set(plain(header).split())
    if fields()[field].kind == "date":
        return not words.isdisjoint(OTHER_DATES)
    return field in PLACES and not words.isdisjoint(OTHER_PLACES)


def names_a_field(header: str) -> bool:
    """Whether a header, or its last part, is a known label."""
    return plain(header) in _labels() or plain(last_part(header)) in _labels()
