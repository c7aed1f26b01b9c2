"""The typed model of the catalogue: what a registry is, as data.

A registry (country) has sources, a source has layouts, a layout has columns; a column is a canonical
field of ``fields.yml`` or is ignored with a reason. ``catalog.load`` reads the YAML and reports every
mistake with file and key.
"""

from __future__ import annotations

import datetime as dt
import itertools
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from mesoregistry.findings import Text

Kind = Literal["text", "code", "date", "number", "boolean", "person", "organisation", "contact", "narrative"]
Side = Literal["warehouse", "vault"]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

VAULT_KINDS: frozenset[str] = frozenset({"person", "organisation", "contact", "narrative"})


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldDef(Strict):
    """A canonical field of ``fields.yml``."""

    kind: Kind
    per: Literal["record", "attack", "target"]
    es: str
    en: str
    many: bool = False
    list: Code | None = None
    prefix: Code | None = None

    @property
    def side(self) -> Side:
        return "vault" if self.kind in VAULT_KINDS else "warehouse"


@lru_cache(maxsize=1)
def fields() -> dict[str, FieldDef]:
    """The canonical fields by name, in the order of the file."""
    raw = yaml.load(Path(__file__).with_name("fields.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {name: FieldDef.model_validate(body) for name, body in raw.items()}


class Split(Strict):
    """How one cell holds several values. Exactly one of the four ways."""

    separator: str | None = Field(default=None, description="A text between the values, as ';' or '|'.")
    vocabulary: bool = Field(
        default=False,
        description="Known terms are found first, longest first, since a term may contain the separator.",
    )
    positions: tuple[str, ...] = Field(default=(), description="Term of each position of a text as '1122'.")
    yes: str = Field(default="1", description="The mark that means yes in `positions` and in 0/1 columns.")
    letters: bool = Field(default=False, description="Each letter is a value, as 'ACIJ'.")
    choices: bool = Field(
        default=False,
        description="Kobo select-multiple: one column, a 0/1 column a choice, or both; values by blanks.",
    )

    @model_validator(mode="after")
    def one_way(self) -> Self:
        ways = [bool(self.separator), bool(self.positions), self.letters, self.choices]
        if sum(ways) != 1:
            raise ValueError("say exactly one of separator, positions, letters, choices")
        return self


class Column(Strict):
    """One column of the team's file: mapped to a field, or ignored with a reason."""

    header: str = Field(
        description="As in the file; a two-row header joined with ' / '; a Kobo group with '/'."
    )
    also: tuple[str, ...] = Field(default=(), description="Other spellings seen in the team's files.")
    position: int | None = Field(
        default=None, description="Column number from 1, for files without a header."
    )
    group: str | None = Field(default=None, description="Repeat group (extra sheet) the column stands in.")
    field: str | None = Field(default=None, description="The canonical field (catalog/fields.yml).")
    side: Side | None = Field(default=None, description="Told for the reader; must be the field's own side.")
    part: Literal["day", "month", "year"] | None = Field(default=None, description="A date in three columns.")
    split: Split | None = Field(default=None, description="How a cell holds several values.")
    formats: tuple[str, ...] = Field(default=(), description="Date formats of this column alone (strptime).")
    nulls: tuple[str, ...] = Field(default=(), description="Texts that mean 'nothing' in this column alone.")
    width: int | None = Field(default=None, description="Digits of a code kept as a number: 42 -> 0042.")
    required: bool = Field(
        default=True, description="The column must be in the file (its cells may be empty)."
    )
    first: int | None = Field(
        default=None,
        description="Only the first characters: a municipality's code begins with its department's.",
    )
    only: tuple[str, ...] = Field(
        default=(),
        description="Rows with another value here are another country's: left out, and counted.",
    )
    ignored: str | None = Field(default=None, description="Why the column is not taken.")

    @model_validator(mode="after")
    def mapped_or_ignored(self) -> Self:
        if (self.field is None) == (self.ignored is None):
            raise ValueError("a column has a field, or is ignored with a reason")
        if self.field is None:
            return self
        known = fields().get(self.field)
        if known is None:
            raise ValueError(f"unknown field {self.field!r}; the fields are in catalog/fields.yml")
        if self.side and self.side != known.side:
            raise ValueError(f"{self.field} belongs to the {known.side}, not to the {self.side}")
        if self.split and not known.many:
            raise ValueError(f"{self.field} holds one value; it cannot be split")
        if self.part and known.kind != "date":
            raise ValueError(f"{self.field} is no date; it has no part")
        return self


class Booleans(Strict):
    yes: tuple[str, ...] = Field(
        default=("sí", "si", "yes", "1", "true", "x"), description="Texts that mean yes."
    )
    no: tuple[str, ...] = Field(default=("no", "0", "false"), description="Texts that mean no.")
    unknown: tuple[str, ...] = Field(
        default=("no se sabe", "sin dato", "desconocido", "nd", "s/d"),
        description="Texts that mean that nobody knows.",
    )


class Withheld(Strict):
    """Texts typed where a name would stand."""

    withheld: tuple[str, ...] = Field(
        default=("se reserva", "reservado", "anónima", "anonima", "anónimo", "confidencial"),
        description="The team knows the name and does not give it.",
    )
    collective: tuple[str, ...] = Field(
        default=("colectivo", "colectiva", "grupo de defensoras"), description="Several people, none named."
    )


class Layout(Strict):
    """How a source lays its file out, for extracts of a span of periods."""

    id: Code = Field(description="Small letters, digits and _; unique in the source.")
    format: Literal["workbook", "delimited", "kobo", "uwazi"] = Field(
        description="xlsx, xlsm, xls, xlsb or ods; CSV or text; a KoboToolbox export; a Uwazi export."
    )
    valid_from: dt.date | None = Field(default=None, description="First period laid out so.")
    valid_to: dt.date | None = Field(default=None, description="Last period laid out so.")
    encoding: str = Field(default="cp1252", description="When the file has no BOM and is not UTF-8.")
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(
        default=None, description="None: found by the reader."
    )
    header_rows: Literal[0, 1, 2] = Field(default=1, description="0: columns are told by `position`.")
    sheets: str = Field(
        default="", description="Regular expression for sheet names; '' the first visible one."
    )
    language: str = Field(default="es", description="Uwazi: which property__xx column is read.")
    dates: tuple[str, ...] = Field(
        default=("%d/%m/%Y", "%Y-%m-%d", "%m/%Y", "%Y-%m", "%Y"),
        min_length=1,
        description="Date formats (strptime), the likeliest first.",
    )
    nulls: tuple[str, ...] = Field(
        default=("", "-", "n/a", "s/d", "nd"), description="Texts that mean 'nothing'."
    )
    fill_merged: bool = Field(default=False, description="A merged cell holds for every row of its range.")
    minimum_share: float = Field(
        default=0.5,
        description="Fewer rows than this share of the version before: a partial file, asked about.",
    )
    booleans: Booleans = Field(default=Booleans(), description="The team's words for yes and no.")
    names: Withheld = Field(default=Withheld(), description="Texts in the place of a name.")
    given: dict[str, str] = Field(
        default={},
        description="Fields with one value for the whole file, as `form: asesinato` in a list of killings.",
    )
    columns: tuple[Column, ...] = Field(description="Every column of the file.")

    def covers(self, period: dt.date) -> bool:
        return (self.valid_from or dt.date.min) <= period <= (self.valid_to or dt.date.max)

    @model_validator(mode="after")
    def no_column_twice(self) -> Self:
        """One column may fill two fields when one of them takes its first characters."""
        keys = [(c.group, h.casefold(), c.first) for c in self.columns for h in (c.header, *c.also)]
        twice = sorted({f"{g or ''}{h!r}" for g, h, n in keys if keys.count((g, h, n)) > 1})
        if twice:
            raise ValueError(f"columns declared twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def one_value_one_column(self) -> Self:
        single = [c.field for c in self.columns if c.field and not c.part and not fields()[c.field].many]
        if twice := sorted({name for name in single if single.count(name) > 1}):
            raise ValueError(
                f"two columns for a field of one value: {', '.join(twice)}; use 'also' for spellings"
            )
        return self

    @model_validator(mode="after")
    def given_fields_are_free(self) -> Self:
        for name in self.given:
            known = fields().get(name)
            if known is None or known.side == "vault":
                raise ValueError(f"given: {name!r} is no field of the warehouse in catalog/fields.yml")
            if any(column.field == name for column in self.columns):
                raise ValueError(f"given: {name} has a column too")
        return self


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
    layouts: Annotated[tuple[Layout, ...], Field(min_length=1, description="How its files are laid out.")]

    def covers(self, period: dt.date) -> bool:
        return self.valid_from <= period <= (self.valid_to or dt.date.max)


class Registry(Strict):
    """One country: ``include/registries/<cc>.yml``."""

    country: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = Field(
        description="ISO 3166-1 alpha-2 in small letters, as in the name of the file."
    )
    name: Text = Field(description="The name of the country.")
    sources: Annotated[
        tuple[Source, ...], Field(min_length=1, description="Those who keep it, one at a time.")
    ]

    def source_for(self, period: dt.date) -> Source | None:
        """The source that kept the registry in a period; ``None`` when nobody did."""
        return next((s for s in self.sources if s.covers(period)), None)

    @model_validator(mode="after")
    def sources_do_not_overlap(self) -> Self:
        ordered = sorted(self.sources, key=lambda s: s.valid_from)
        for before, after in itertools.pairwise(ordered):
            if before.valid_to is None or before.valid_to >= after.valid_from:
                raise ValueError(f"sources {before.id} and {after.id} overlap")
        return self
