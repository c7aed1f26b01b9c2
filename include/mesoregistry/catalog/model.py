"""The typed model of the catalogue: what a registry is, as data.

A registry (country) has sources, a source has layouts, a layout has columns; a column is a canonical
field of ``fields.yml`` or is ignored with a reason. ``catalog.registries`` reads the YAML and reports every
mistake with file and key. The parts are in ``catalog.fields``, ``catalog.columns`` and ``catalog.layouts``; other
packages import them from here.
"""

from __future__ import annotations

import datetime as dt
import itertools
from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints, field_validator, model_validator

from mesoregistry import clock
from mesoregistry.catalog.columns import Column, Split
from mesoregistry.catalog.conventions import Booleans, Precision, Withheld
from mesoregistry.catalog.fields import VAULT_KINDS, Code, FieldDef, Kind, Side, Strict, fields, first_values
from mesoregistry.catalog.layouts import Layout
from mesoregistry.catalog.no_keys import NO_KEYS
from mesoregistry.findings import Text

__all__ = [
    "NO_KEYS",
    "VAULT_KINDS",
    "Booleans",
    "Code",
    "Column",
    "FieldDef",
    "Kind",
    "Layout",
    "Precision",
    "Registry",
    "Side",
    "Source",
    "Split",
    "Strict",
    "Withheld",
    "fields",
    "first_values",
]


class Source(Strict):
    """Who keeps the registry in a country, and since when."""

    id: Code = Field(description="Begins with the country: gt_udefegua; it stays in the marts for good.")
    network: Text = Field(description="The name of who keeps the registry.")
    valid_from: dt.date = Field(description="First day of the first period that it registers.")
    valid_to: dt.date | None = Field(default=None, description="Last day; none while it goes on.")
    unit: Literal["attack", "event", "violation"] = Field(description="What one row of the source counts.")
    scope: Literal["women", "all_defenders"] = Field(
        description="Women and their organisations, or everybody."
    )
    mode: Literal["replaces", "adds"] = Field(
        description="A new extract replaces its period, or adds and corrects by case key."
    )
    retention: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Months after a period that its sealed files, names and narratives are kept; none: for good.",
    )
    layouts: Annotated[tuple[Layout, ...], Field(min_length=1, description="How its files are laid out.")]

    def covers(self, period: dt.date) -> bool:
        return self.valid_from <= period <= (self.valid_to or dt.date.max)

    def layout_for(self, period: dt.date) -> Layout:
        """The layout of a period's extracts; the last one for a period that no layout covers."""
        return next((layout for layout in self.layouts if layout.covers(period)), self.layouts[-1])


@cache
def _time_zones() -> set[str]:
    """Known to this system, which keeps each in a file of its own."""
    return available_timezones()


class Registry(Strict):
    """One country: ``include/registries/<cc>.yml``."""

    country: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = Field(
        description="ISO 3166-1 alpha-2 in small letters, as in the name of the file."
    )
    name: Text = Field(description="The name of the country.")
    time_zone: str = Field(
        description="Its time zone in the list of IANA, as America/Guatemala: the days of the registry are days there."
    )
    sources: Annotated[
        tuple[Source, ...], Field(min_length=1, description="Those who keep it, one at a time.")
    ]

    def source_for(self, period: dt.date) -> Source | None:
        """The source that kept the registry in a period; ``None`` when nobody did."""
        return next((s for s in self.sources if s.covers(period)), None)

    def today(self) -> dt.date:
        """The day that it is in the country."""
        return clock.today(self.time_zone)

    @field_validator("time_zone")
    @classmethod
    def is_a_time_zone(cls, name: str) -> str:
        if name not in _time_zones() or "/" not in name:
            raise ValueError(f"{name!r} is not a time zone of IANA, like America/Guatemala")
        return name

    @model_validator(mode="after")
    def sources_do_not_overlap(self) -> Self:
        ordered = sorted(self.sources, key=lambda s: s.valid_from)
        for before, after in itertools.pairwise(ordered):
            if before.valid_to is None or before.valid_to >= after.valid_from:
                raise ValueError(f"sources {before.id} and {after.id} overlap")
        return self
