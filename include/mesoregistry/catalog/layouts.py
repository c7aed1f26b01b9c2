"""How a source lays its file out: the layout with its format, its dates and its columns."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.conventions import Booleans, Precision, Withheld, added
from mesoregistry.catalog.fields import Code, Strict, fields, first_values

TODO = "TODO"  # begins the reason of a column of which a draft left the decision to a person
NULLS = ("", "-", "n/a", "s/d", "nd")


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
    header_rows: Literal[0, 1, 2, 3] = Field(default=1, description="0: columns are named by `position`.")
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
        default=NULLS,
        description="Texts that mean 'nothing', besides "
        + ", ".join(map(repr, NULLS))
        + "; as '-' do other dashes, points and low lines alone.",
    )
    replace_nulls: bool = Field(
        default=False, description="`nulls` stand in the place of those, not beside them."
    )
    fill_merged: bool | None = Field(
        default=None,
        description="A merged cell holds for every row of its range; when not said, one merged down does, with a note.",
    )
    fill_down: bool | None = Field(
        default=None,
        description="A row with the key of the row above takes from it what it leaves empty of the case; when not said,"
        " a row that says nothing else of the case does, with a note.",
    )
    minimum_share: float = Field(
        default=0.5,
        description="Fewer rows than this share of the version before: a partial file, to be confirmed.",
    )
    booleans: Booleans = Field(default=Booleans(), description="The team's words for yes and no.")
    precision: Precision = Field(
        default=Precision(), description="The team's words for how precise a date is."
    )
    names: Withheld = Field(default=Withheld(), description="Texts in the place of a name.")
    given: dict[str, str] = Field(
        default={},
        description="Fields with one value for the whole file, as `form: asesinato` in a list of killings.",
    )
    columns: tuple[Column, ...] = Field(description="Every column of the file.")

    def covers(self, period: dt.date) -> bool:
        """Whether files of the month that begins on ``period`` are laid out so."""
        return (self.valid_from or dt.date.min) <= period <= (self.valid_to or dt.date.max)

    def overlaps(self, other: Layout) -> bool:
        """Whether a period is laid out in both ways."""
        begin = max(self.valid_from or dt.date.min, other.valid_from or dt.date.min)
        return begin <= min(self.valid_to or dt.date.max, other.valid_to or dt.date.max)

    @property
    def version(self) -> str:
        """Eight hex digits that change with the layout: a template says for which it was made."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    @property
    def undecided(self) -> tuple[str, ...]:
        """The columns whose reason is still the «TODO» of a draft."""
        return tuple(column.header for column in self.columns if (column.ignored or "").startswith(TODO))

    @property
    def asked_fields(self) -> frozenset[str]:
        """The fields that files laid out so can state: those with a column, and those given for the whole file."""
        own = {column.field for column in self.columns if column.field}
        own |= {name for column in self.columns for name in column.gives} | set(self.given)
        return frozenset(own | first_values(own).keys())

    @model_validator(mode="before")
    @classmethod
    def nulls_are_added(cls, body: object) -> object:
        """The layout's texts for 'nothing' beside the usual ones, unless it says that they replace them."""
        if isinstance(body, dict) and "nulls" in body and not body.get("replace_nulls"):
            return {**body, "nulls": added(NULLS, body["nulls"])}
        return body

    @field_validator("sheets")
    @classmethod
    def is_an_expression(cls, pattern: str) -> str:
        """Else every file of the layout would fail, as if the program were at fault."""
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def no_column_twice(self) -> Self:
        """One column may fill two fields when one of them takes its first characters."""
        keys = [(c.group, h, c.first) for c in self.columns for h in (c.header, *c.also)]
        twice = sorted({f"{g or ''}{h.casefold()!r}" for g, h, n in keys if keys.count((g, h, n)) > 1})
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
