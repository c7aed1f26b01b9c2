"""Answers that somebody reviewed and refused in KoboToolbox or ODK Central: an export brings them as the others."""

from __future__ import annotations

from collections.abc import Iterator

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.links import position
from mesoregistry.readers.table import Table

COLUMNS = ("_validation_status", "ReviewState")
REFUSED = frozenset(
    {
        "not approved", "validation_status_not_approved", "not_approved", "no aprobado", "no aprobada", "no aprobados",
        "rejected", "rechazado", "rechazada",
    }
)  # fmt: skip


def refused_answers(main: Table) -> Iterator[Finding]:
    """A question about each row whose answers were refused."""
    for name in COLUMNS:
        column = position(main, name)
        if column is None:
            continue
        for row in main.rows:
            if (text := row.cells[column]) and term_key(text) in REFUSED:
                address = Address(main.sheet, row.number, main.headers[column].letter)
                yield message("answer_refused").finding(address)
