"""Which headers of a file may be those that it lacks: by likeness of the header, else by what the cells hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.model import Column
from mesoregistry.intake.column_shares import Share, share_of
from mesoregistry.intake.values import Conventions
from mesoregistry.readers.header_names import header_key, header_keys
from mesoregistry.readers.kobo import is_system
from mesoregistry.readers.nearest_names import nearest
from mesoregistry.readers.table import Header, Table


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A column of the layout that a table lacks.

    ``proposal``: the header of the file that seems to be meant, empty where none is; ``by_content``: not by its
    likeness. ``shares``: header of the file -> how many of its cells hold what this column holds.
    """

    group: str
    header: str
    is_required: bool
    proposal: str
    by_content: bool
    shares: dict[str, Share]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """The columns that a table lacks, and the headers of its own that nobody declared."""

    missing: tuple[MissingColumn, ...] = ()
    own: tuple[Header, ...] = ()


def unmatched_columns(
    table: Table, missing: Iterable[Column], unknown: Sequence[int], conventions: Conventions
) -> Unmatched:
    """``missing``: columns that are not in the table; ``unknown``: positions of headers that nobody declared.

    A column that need not be there is left out where no header is like its own.
    """
    positions = {table.headers[i].text: i for i in unknown if table.headers[i].text}
    absent = list(missing) if positions else [column for column in missing if column.required]
    by_header = _by_header(sorted(absent, key=lambda column: not column.required), list(positions))
    shares = {
        id(column): _shares(table, column, positions, conventions) for column in absent if column.required
    }
    taken = set(by_header.values())
    by_content = _by_content({key: own for key, own in shares.items() if key not in by_header}, taken)
    proposals = by_header | by_content
    return Unmatched(
        tuple(
            MissingColumn(
                column.group or "", column.header, column.required, proposals.get(id(column), ""),
                id(column) in by_content, shares.get(id(column), {}),
            )
            for column in absent
            if column.required or id(column) in proposals
        ),
        tuple(table.headers[i] for i in positions.values()),
    )  # fmt: skip


def unmatched_of_guess(table: Table, conventions: Conventions) -> Unmatched:
    """The same of a table of which nobody knows whether its header is one."""
    layout = conventions.layout
    columns = [column for column in layout.columns if column.group == table.group]
    declared, present = header_keys(columns), {header_key(header.text) for header in table.headers}
    missing = [column for column in columns if not header_keys([column]) & present]
    unknown = [
        i
        for i, header in enumerate(table.headers)
        if header_key(header.text) not in declared
        and not (layout.format == "kobo" and is_system(header.text, layout, table.group))
    ]
    return unmatched_columns(table, missing, unknown, conventions)


def _shares(
    table: Table, column: Column, positions: dict[str, int], conventions: Conventions
) -> dict[str, Share]:
    shares = {
        text: share_of([row.cells[position] for row in table.rows], column, conventions)
        for text, position in positions.items()
    }
    return {text: share for text, share in shares.items() if share and share.known}


def _by_header(absent: Iterable[Column], own: list[str]) -> dict[int, str]:
    """Each header of the file for one column; those that must be there come first."""
    proposals: dict[int, str] = {}
    for column in absent:
        names = (column.header, *column.also)
        position = next((i for name in names if (i := nearest(name, own)) is not None), None)
        if position is not None:
            proposals[id(column)] = own.pop(position)
    return proposals


def _by_content(shares: dict[int, dict[str, Share]], taken: set[str]) -> dict[int, str]:
    """Where one column and one header of the file fit each other and nothing else."""
    fits = {
        key: [text for text, share in own.items() if share.is_telling and text not in taken]
        for key, own in shares.items()
    }
    wanted = [text for texts in fits.values() for text in texts]
    return {key: texts[0] for key, texts in fits.items() if len(texts) == 1 and wanted.count(texts[0]) == 1}
