"""One column of a team's file: the field it fills, and how its cells are read."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from mesoregistry.catalog.fields import Side, Strict, fields


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
    side: Side | None = Field(
        default=None, description="For whoever reads the file; must be the field's own side."
    )
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
    also_in: tuple[str, ...] = Field(
        default=(),
        description="Headers under which the text stands that was typed beside 'other'; it takes its place.",
    )
    default: str | None = Field(
        default=None,
        description="What holds where the cell is empty, as `individual` for the profile; with `required: false`,"
        " also where the column is missing.",
    )
    precision_of: str | None = Field(
        default=None,
        description="The date whose precision the column says, in the words of `precision` of the layout.",
    )
    counts: Literal["each", "month"] | None = Field(
        default=None,
        description="Its cells say how many events the row stands for; month: taken in the file of that month alone.",
    )
    gives: dict[str, str] = Field(
        default={},
        description="What holds for the events that it counts; `{year}` is that of the month filed.",
    )
    ignored: str | None = Field(default=None, description="Why the column is not taken.")

    @model_validator(mode="after")
    def mapped_or_ignored(self) -> Self:
        ways = [self.field, self.ignored, self.precision_of, self.counts]
        if len(ways) - ways.count(None) != 1:
            raise ValueError(
                "a column has a field, says the precision of one, counts, or is ignored with a reason"
            )
        if self.field is None:
            return self._checked_without_field()
        known = fields().get(self.field)
        if known is None:
            raise ValueError(f"unknown field {self.field!r}; the fields are in catalog/fields.yml")
        if self.side and self.side != known.side:
            raise ValueError(f"{self.field} belongs to the {known.side}, not to the {self.side}")
        if self.split and not known.many:
            raise ValueError(f"{self.field} holds one value; it cannot be split")
        if self.default is not None and known.side == "vault":
            raise ValueError(f"{self.field} belongs to the vault; it has no default")
        if self.part and known.kind != "date":
            raise ValueError(f"{self.field} is no date; it has no part")
        return self

    def _checked_without_field(self) -> Self:
        if self.default is not None and not self.counts:
            raise ValueError("default: of a column that has a field or counts")
        if (
            self.precision_of
            and (name := fields().get(self.precision_of)) is not None
            and name.kind == "date"
        ):
            return self
        if self.precision_of:
            raise ValueError(f"precision_of: {self.precision_of!r} is no date of catalog/fields.yml")
        if unknown := [name for name in self.gives if name not in fields() or fields()[name].side == "vault"]:
            raise ValueError(f"gives: {', '.join(unknown)}: no field of the warehouse in catalog/fields.yml")
        if self.gives and not self.counts:
            raise ValueError("gives: of a column that counts alone")
        if self.counts == "month" and "event_date" not in self.gives:
            raise ValueError("counts: month needs the month, as `gives: {event_date: '{year}-05'}`")
        return self
