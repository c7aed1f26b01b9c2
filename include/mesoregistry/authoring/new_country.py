"""A new country: its registry, its places and terms, and a sample; no Python, SQL or DAG changes.

With a file of the team, the registry is drafted from it; without one, the draft has usual headers, and the team's
own take their place later. Either draft loads as it is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Literal

from mesoregistry import clock
from mesoregistry.authoring.draft.layout import DraftFault, LayoutDraft, draft_layout
from mesoregistry.authoring.draft.layout_text import layout_yaml
from mesoregistry.authoring.draft.terms import append_terms
from mesoregistry.catalog import registries
from mesoregistry.settings import Settings, settings

Format = Literal["delimited", "workbook", "uwazi"]
FORMATS = {
    "delimited": ('format: delimited\n        delimiter: ";"\n        encoding: cp1252', ";"),
    "workbook": ("format: workbook", ";"),
    "uwazi": ("format: uwazi", "|"),
}


class ScaffoldFault(DraftFault):
    """The country cannot be made; the message says why, in Spanish and English."""


@dataclass(frozen=True, slots=True)
class NewCountry:
    """What is known of it. ``file``: one of its team's; ``decided``: header of that file → field.

    Without a file, ``format`` and the headers ``admin1`` and ``admin2`` say how the draft begins.
    """

    code: str
    name_es: str
    name_en: str
    format: Format = "workbook"
    network: str = "Red de defensoras"
    since: dt.date = dt.date(2024, 1, 1)
    admin1: str = "Departamento"
    admin2: str = "Municipio"
    file: Path | None = None
    decided: Mapping[str, str] = field(default_factory=dict)


def make(country: NewCountry) -> list[Path]:
    """Write everything the country needs; the files written or changed.

    Raises ``DraftFault``, with nothing written, and ``Unreadable`` for a file that cannot be read.
    """
    config = settings()
    _refuse(country, config)
    draft = _draft(country)
    written = [_registry(country, config, draft)]
    written += _places(config)
    return [*written, *_terms(country, config, draft)]


def _draft(country: NewCountry) -> LayoutDraft | None:
    if country.file is None:
        return None
    draft = draft_layout(country.file, country.code, country.decided)
    if draft.missing:
        headers = ", ".join(column.raw.header for column in draft.undecided)
        options = " ".join(f'--field {field}="..."' for field in draft.missing)
        raise ScaffoldFault(
            f"no se ve cuál columna es {', '.join(draft.missing)}; dígalo con {options}. Columnas: {headers}"
            f" / no column looks like it: say it with {options}. Columns: {headers}"
        )
    return draft


def _refuse(country: NewCountry, config: Settings) -> None:
    import pycountry

    if not re.fullmatch("[a-z]{2}", country.code) or not pycountry.countries.get(
        alpha_2=country.code.upper()
    ):
        raise ScaffoldFault(
            f"«{country.code}» no es un código de país ISO 3166 / is no ISO 3166 country code"
        )
    if (config.registries / f"{country.code}.yml").exists():
        raise ScaffoldFault(f"{country.code}.yml ya existe / exists already")


def _registry(country: NewCountry, config: Settings, draft: LayoutDraft | None) -> Path:
    text = files(__package__).joinpath("registry.yml.txt").read_text(encoding="utf-8")
    name = f"{country.code}_first"
    layout = layout_yaml(draft, name, country.code) if draft else _usual(country, name)
    body = Template(text).substitute(
        country=country.code,
        name_es=json.dumps(country.name_es, ensure_ascii=False),
        name_en=json.dumps(country.name_en, ensure_ascii=False),
        network=json.dumps(country.network, ensure_ascii=False),
        since=country.since.isoformat(),
        time_zone=_time_zone(country.code),
        unit=draft.unit if draft else "event",
        layout=layout.rstrip(),
    )
    path = config.registries / f"{country.code}.yml"
    path.write_text(body, encoding="utf-8")
    return path


def _time_zone(code: str) -> str:
    """The first time zone that IANA lists for a country: that of its capital, or of most of its people."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return next((row[2] for row in rows if row[0] == code.upper()), clock.REGION)


def _usual(country: NewCountry, name: str) -> str:
    """A layout with usual headers, for a country whose team has sent no file."""
    form, separator = FORMATS[country.format]
    text = files(__package__).joinpath("usual_layout.yml.txt").read_text(encoding="utf-8")
    return Template(text).substitute(
        name=name,
        format=f"        {form}",
        separator=separator,
        admin1=json.dumps(country.admin1, ensure_ascii=False),
        admin2=json.dumps(country.admin2, ensure_ascii=False),
    )


def _places(config: Settings) -> list[Path]:
    from mesoregistry.authoring import places

    places.write(config.seeds, registries.registries())
    return [config.seeds / "place.csv", config.seeds / "place_alias.csv"]


def _terms(country: NewCountry, config: Settings, draft: LayoutDraft | None) -> Iterator[Path]:
    """Terms of the file with the words of a known one, so that nobody has to type them; else an example."""
    rows = draft.same_words(country.code) if draft else [("form", country.code, "amenaza grave", "threat")]
    if rows:
        append_terms(config.seeds, rows)
        yield config.seeds / "code_map.csv"
