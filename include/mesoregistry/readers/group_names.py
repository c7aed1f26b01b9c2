"""Headers of an export of Kobo without the names of its groups: ``fecha`` for ``hecho/fecha``.

Kobo asks at each export whether to write the groups, and the answer is not kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from mesoregistry.catalog.model import Column, Layout
from mesoregistry.readers.header_names import header_key, header_keys
from mesoregistry.readers.table import Table


def with_short_names(layout: Layout) -> Layout:
    """The layout in which a question is known by its name without its groups too."""
    columns = [
        column.model_copy(update={"also": [*column.also, short]})
        if (short := _short(column, layout))
        else column
        for column in layout.columns
    ]
    return layout.model_copy(update={"columns": columns})


def _short(column: Column, layout: Layout) -> str | None:
    """The name of a question without its groups; ``None`` where another question of its table has it."""
    name = column.header.rpartition("/")[2]
    same = [other for other in layout.columns if other.group == column.group]
    names = Counter(header_key(other.header.rpartition("/")[2]) for other in same)
    known = header_keys(same)
    return None if header_key(name) in known or names[header_key(name)] > 1 else name


def in_full(table: Table, layout: Layout) -> Table:
    """The table with the headers of its layout in the place of those without groups."""
    own = [column for column in layout.columns if column.group == table.group]
    shorts = {header_key(s): column.header for column in own if (s := _short(column, layout))}
    present = {header_key(header.text) for header in table.headers}

    def full(text: str) -> str:
        parts = text.split("/")
        for length in range(len(parts), 0, -1):
            header = shorts.get(header_key("/".join(parts[:length])))
            if header and header_key(header) not in present:
                return "/".join((header, *parts[length:]))
        return text

    return replace(table, headers=tuple(replace(h, text=full(h.text)) for h in table.headers))
