"""What is written in the vault of a submission: who is mentioned where, and sealed texts."""

from __future__ import annotations

from dataclasses import dataclass

from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity

WHOLE_FILE = 0  # in the place of a record's number: the text is of no record
SHEET, QUOTE = (
    "_sheet",
    "_quote",
)  # fields of such texts: the title of a sheet, by its number; a text that a finding quotes


@dataclass(frozen=True, slots=True)
class Mention:
    """An identity in a cell: ``position`` is its place in the cell, from 0."""

    record: int
    field: str
    position: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class SealedText:
    """A narrative or a contact in a cell."""

    record: int
    field: str
    position: int
    text: Hidden
