"""A table of a team's file, before any layout says what its columns are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftTable:
    """One table under its header; ``group`` is a repeat group of a Kobo form."""

    sheet: str | None
    headers: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    header_rows: int = 1
    group: str | None = None

    def column(self, position: int) -> list[str | None]:
        return [row[position] for row in self.rows]
