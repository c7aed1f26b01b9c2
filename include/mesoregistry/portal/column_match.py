"""A header of a file that a person takes for a column of the layout."""

from __future__ import annotations

from dataclasses import dataclass

from mesoregistry.catalog.spellings import Spelling
from mesoregistry.intake.column_shares import Share


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """``share``: how many of its cells hold what the column holds; ``None`` where cells cannot tell."""

    spelling: Spelling
    share: Share | None
