"""The draft of a layout: what a team's file shows of its format, its columns and its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.authoring.draft.columns import DraftColumn, draft_columns
from mesoregistry.authoring.draft.samples import without_code
from mesoregistry.authoring.draft.tables import TeamFile, read_tables
from mesoregistry.authoring.draft.terms import KnownTerms, known_terms, list_of
from mesoregistry.catalog.model import fields
from mesoregistry.settings import settings

NEEDED = ("event_date", "form")


class DraftFault(ValueError):
    """No layout can be drafted; the message says why, in Spanish and English."""


@dataclass(frozen=True, slots=True)
class LayoutDraft:
    """What was read and guessed of a file. ``unit``: what one row counts."""

    team_file: TeamFile
    columns: list[DraftColumn]
    terms: KnownTerms
    unit: str

    @property
    def undecided(self) -> list[DraftColumn]:
        return [column for column in self.columns if column.field is None]

    @property
    def missing(self) -> list[str]:
        """Fields without which no layout counts attacks, and that no column was found for."""
        filled = {column.field for column in self.columns}
        return [field for field in NEEDED if field not in filled]

    def same_words(self, country: str) -> list[tuple[str, str, str, str]]:
        """Rows for ``code_map.csv``: (list, country, term, code) of terms with the words of a known term."""
        rows = [
            (list_of(column.field), country, term, code)
            for column in self.columns
            if column.field
            for term, code in without_code(column, self.terms)[0]
        ]
        return list(dict.fromkeys(rows))


def draft_layout(
    path: Path, country: str | None = None, decided: Mapping[str, str] | None = None
) -> LayoutDraft:
    """Read a team's file and guess its layout. ``decided``: header → field, before anything is guessed.

    Raises ``DraftFault`` for a field or header that is not there, ``Unreadable`` for a file that cannot be read.
    """
    decided = decided or {}
    if unknown := sorted(set(decided.values()) - set(fields())):
        listed = ", ".join(unknown)
        raise DraftFault(f"campo desconocido: {listed} / unknown field: {listed} (catalog/fields.yml)")
    terms = known_terms(settings().seeds, country)
    team_file = read_tables(path)
    columns = draft_columns(team_file, terms, decided)
    headers = {column.raw.header.casefold() for column in columns}
    if absent := sorted(header for header in decided if header.casefold() not in headers):
        listed = ", ".join(absent)
        raise DraftFault(f"el archivo no tiene la columna: {listed} / the file has no column: {listed}")
    return LayoutDraft(team_file, columns, terms, _unit(team_file, columns))


def _unit(team_file: TeamFile, columns: list[DraftColumn]) -> str:
    """A key that stands in several rows: each row is an attack of that case."""
    keys = [column.raw.values for column in columns if column.field == "case_key" and not column.raw.group]
    several = any(len(set(values)) < len(values) for values in keys)
    return "attack" if several and team_file.format != "kobo" else "event"
