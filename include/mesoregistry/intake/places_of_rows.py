"""Municipalities that are written with what lies above them: ``Mixco, Guatemala``, ``Centro / Mejicanos``."""

from __future__ import annotations

import re

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.intake import lexical
from mesoregistry.intake.table_part import FieldColumns
from mesoregistry.intake.values import Values

SIGNS = re.compile(r"\s*[,/()]\s*|\s[-–]\s")
LOCALITY = re.compile(r"(zona|colonia|col|barrio|aldea|caser[ií]o|cant[oó]n|comunidad)\b.*", re.IGNORECASE)


def take_out_what_lies_above(columns: FieldColumns) -> None:
    """Leave of each municipality or district its own name, where the department of its row stands beside it.

    So does a municipality of El Salvador, which is a part of its department since 2024; a quarter or a hamlet lies
    below. Of any other name beside it nobody can say which of both is meant: it stays as it is written.
    """
    for field in ("admin2", "district"):
        texts = columns.get(field, ())
        departments = columns.get("admin1") or [(None,)] * len(texts)
        if any(SIGNS.search(values[0] or "") for values in set(texts) if values):
            pairs = list(zip(texts, departments, strict=True))
            own = {pair: _own(*pair) for pair in set(pairs)}
            columns[field] = [own[pair] for pair in pairs]


def _own(place: Values, department: Values) -> Values:
    text, above = (values[0] if values else None for values in (place, department))
    if not text or not SIGNS.search(text):
        return place
    names = [name for name in SIGNS.split(text) if name]
    if not above:
        first = lexical.place(names[0])
        return (first,) if first != names[0] and lexical.is_since_2024(names[-1]) else place
    towns = [name for name in names if not LOCALITY.fullmatch(name)]
    kept = [name for name in towns if not _lies_above(term_key(lexical.place(name)), term_key(above))]
    if len(kept) == len(names) or len(kept) > 1 or not towns:
        return place
    return (lexical.place(kept[0]) if kept else towns[0],)


def _lies_above(name: str, department: str) -> bool:
    side = name.removeprefix(department).strip()
    return name == department or (name.startswith(department) and side in lexical.SIDES)
