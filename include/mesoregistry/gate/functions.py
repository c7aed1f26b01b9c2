"""The gate's functions in DuckDB; in PostgreSQL a migration makes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMES = frozenset(
    {
        "elements", "size_of", "element", "repeats", "is_array",
        "is_edtf", "edtf_first", "edtf_last", "is_whole", "whole", "term_key",
    }
)  # fmt: skip


def create_macros(connection: DuckDBPyConnection) -> None:
    """Make schema ``gate`` with a macro for each function."""
    connection.execute(Path(__file__).with_name("functions.duckdb.sql").read_text(encoding="utf-8"))
