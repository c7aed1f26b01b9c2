"""A new country: its registry, its staging, its places and terms, and a sample; no Python, DAG or mart changes.

What is written is a draft that loads as it is. The team's own headers and terms then take the place of the sample's.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Literal

from mesoregistry.catalog import registries
from mesoregistry.settings import Settings, settings

Format = Literal["delimited", "workbook", "uwazi"]
FORMATS = {
    "delimited": ('format: delimited\n        delimiter: ";"\n        encoding: cp1252', ";"),
    "workbook": ("format: workbook", ";"),
    "uwazi": ("format: uwazi", "|"),
}
PATTERN = "sv"  # the country whose staging is copied
TERM = "form,{cc},{cc}_red,amenaza grave,threat,,,example: a term of the team's own\n"


class ScaffoldFault(ValueError):
    """The country cannot be made; the message says why, in Spanish and English."""


@dataclass(frozen=True, slots=True)
class NewCountry:
    """What is known of it before its team has sent a file. Names of ``admin1`` and ``admin2``: the headers."""

    code: str
    name_es: str
    name_en: str
    format: Format = "workbook"
    network: str = "Red de defensoras"
    since: dt.date = dt.date(2024, 1, 1)
    admin1: str = "Departamento"
    admin2: str = "Municipio"


def make(country: NewCountry) -> list[Path]:
    """Write everything the country needs; the files written or changed. Raises ``ScaffoldFault``."""
    here = settings()
    _refuse(country, here)
    written = [_registry(country, here)]
    registries.read.cache_clear()
    written += _staging(country, here)
    written += _vars(country, here)
    written += _places(here)
    written += _terms(country, here)
    return written


def _refuse(country: NewCountry, here: Settings) -> None:
    import pycountry

    if not re.fullmatch("[a-z]{2}", country.code) or not pycountry.countries.get(
        alpha_2=country.code.upper()
    ):
        raise ScaffoldFault(
            f"«{country.code}» no es un código de país ISO 3166 / is no ISO 3166 country code"
        )
    if (here.registries / f"{country.code}.yml").exists():
        raise ScaffoldFault(f"{country.code}.yml ya existe / exists already")


def _registry(country: NewCountry, here: Settings) -> Path:
    form, separator = FORMATS[country.format]
    text = files(__package__).joinpath("registry.yml.txt").read_text(encoding="utf-8")
    body = Template(text).substitute(
        country=country.code,
        name_es=json.dumps(country.name_es, ensure_ascii=False),
        name_en=json.dumps(country.name_en, ensure_ascii=False),
        network=json.dumps(country.network, ensure_ascii=False),
        since=country.since.isoformat(),
        format=f"        {form}",
        separator=separator,
        admin1=json.dumps(country.admin1, ensure_ascii=False),
        admin2=json.dumps(country.admin2, ensure_ascii=False),
    )
    path = here.registries / f"{country.code}.yml"
    path.write_text(body, encoding="utf-8")
    return path


def _staging(country: NewCountry, here: Settings) -> Iterator[Path]:
    """The staging of a country we have, with the codes and the name changed: one contract for all."""
    staging = here.dbt_project / "models" / "staging"
    old = registries.registry(PATTERN).name.en
    for source in sorted((staging / PATTERN).iterdir()):
        text = re.sub(rf"(?<![a-z]){PATTERN}(?![a-z])", country.code, source.read_text(encoding="utf-8"))
        name = re.sub(rf"(?<![a-z]){PATTERN}(?![a-z])", country.code, source.name)
        path = staging / country.code / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, country.name_en), encoding="utf-8")
        yield path


def _vars(country: NewCountry, here: Settings) -> Iterator[Path]:
    """The default of dbt's variable ``registries``, for whoever runs dbt by hand."""
    path = here.dbt_project / "dbt_project.yml"
    text = path.read_text(encoding="utf-8")
    listed = ", ".join(sorted(registries.registries()))
    path.write_text(re.sub(r"registries: \[[^\]]*\]", f"registries: [{listed}]", text), encoding="utf-8")
    yield path


def _places(here: Settings) -> Iterator[Path]:
    from mesoregistry.authoring import places

    places.write(here.seeds, registries.registries())
    yield here.seeds / "place.csv"
    yield here.seeds / "place_alias.csv"


def _terms(country: NewCountry, here: Settings) -> Iterator[Path]:
    path = here.seeds / "code_map.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(TERM.format(cc=country.code))
    yield path
