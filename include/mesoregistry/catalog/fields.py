"""The canonical fields of ``fields.yml``: what a column of any registry may hold, and on which side it lands."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints

from mesoregistry.findings import Text

Kind = Literal["text", "code", "date", "number", "boolean", "person", "organisation", "contact", "narrative"]
Side = Literal["warehouse", "vault"]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

VAULT_KINDS: frozenset[str] = frozenset({"person", "organisation", "contact", "narrative"})


class Strict(BaseModel):
    """A part of a YAML file: unknown keys are mistakes, and nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldDef(Strict):
    """A canonical field.

    ``per``: what one value of it belongs to. ``many``: a record may have several. ``list``: the code list of its
    terms. ``prefix``: of the columns with the token and the identity that a name lands in. ``most``: the largest
    number that can be. ``units``: words that may stand behind a number and add nothing to it. ``about``: words around
    one that say that it is estimated. ``first_of``: the field whose first value it is where a layout has no column.
    """

    kind: Kind
    per: Literal["record", "attack", "target"]
    es: str
    en: str
    many: bool = False
    list: Code | None = None
    prefix: Code | None = None
    most: int | None = None
    units: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    first_of: Code | None = None

    @property
    def label(self) -> Text:
        """What the field is called in messages."""
        return Text(self.es, self.en)

    @property
    def side(self) -> Side:
        """``vault`` for what could name a person; it never reaches the warehouse."""
        return "vault" if self.kind in VAULT_KINDS else "warehouse"


def first_values(present: Collection[str]) -> dict[str, str]:
    """The fields that have no column among ``present``: each with the field that has one, whose first value it is."""
    return {
        name: field.first_of
        for name, field in fields().items()
        if field.first_of and field.first_of in present and name not in present
    }


@lru_cache(maxsize=1)
def fields() -> dict[str, FieldDef]:
    """The canonical fields by name, in the order of the file."""
    raw = yaml.load(Path(__file__).with_name("fields.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {name: FieldDef.model_validate(body) for name, body in raw.items()}
