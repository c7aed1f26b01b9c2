"""dbt's ``adapter``, as far as sqlfluff needs it: to the linter no relation exists yet, and each has one column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    name: str = "some_column"
    data_type: str = "text"


def get_relation(database: str, schema: str, identifier: str) -> None:
    return None


def get_columns_in_relation(relation: object) -> list[Column]:
    return [Column()]
