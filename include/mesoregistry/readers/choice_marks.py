"""What stands in the column of a choice: yes or no, in the words of the layout, or the choice's own label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Booleans
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Header, Row


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks that mean yes, and those that mean no or nothing."""

    yes: frozenset[str]
    no: frozenset[str]

    @classmethod
    def of(cls, booleans: Booleans) -> Marks:
        no = ("", "0", "false", "-", "n/a", *booleans.no, *booleans.unknown)
        return cls(
            frozenset(("1", "true", *(word.casefold() for word in booleans.yes))),
            frozenset(word.casefold() for word in no),
        )

    def choose(self, cell: str | None, label: str) -> bool:
        mark = (cell or "").strip().casefold().removesuffix(".0")
        return mark in self.yes or (mark not in self.no and header_key(mark) == header_key(label))

    def known(self, cell: str | None, label: str) -> bool:
        return (cell or "").strip().casefold().removesuffix(".0") in self.no or self.choose(cell, label)

    def unreadable(
        self,
        sheet: str | None,
        row: Row,
        cells: Sequence[str | None],
        labels: Mapping[int, str],
        headers: Sequence[Header],
        field: str | None,
    ) -> list[Finding]:
        """A finding for each choice of a row of which its cell says neither yes nor no."""
        strange = [
            i for i, label in labels.items() if i not in row.errors and not self.known(cells[i], label)
        ]
        addresses = [Address(sheet, row.number, headers[i].letter) for i in strange]
        return [message("choice_unreadable").finding(address, field=field) for address in addresses]
