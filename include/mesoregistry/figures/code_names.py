"""The names of the codes that an answer is grouped by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mesoregistry.database import Connection
from mesoregistry.figures.definitions import definitions
from mesoregistry.findings import Text

NAMES = """
    select list, code, es, en from marts.dim_code
    union all select 'country', country_code, country_es, country_en from marts.dim_country
    union all select 'source', source_id, network_es, network_en from marts.dim_source
    union all select 'place', place_id, name, name from marts.dim_place where level = 'admin1'
"""


def code_names(connection: Connection, dimensions: Sequence[str]) -> Mapping[tuple[str, str], Text]:
    """By dimension and code, its name; years, months and cases like *yes* have none."""
    lists = {name: _list(name) for name in dimensions}
    names = {(row[0], row[1]): Text(row[2], row[3]) for row in connection.execute(NAMES)}
    return {
        (name, code): text
        for name, code_list in lists.items()
        for (of, code), text in names.items()
        if of == code_list
    }


def _list(name: str) -> str | None:
    dimension = definitions().dimensions.get(name)
    return dimension.list if dimension else name
