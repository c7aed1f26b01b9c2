"""How many cells of a column hold what a column of the layout holds: known terms, places, dates, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.code_lists import place_keys, term_key
from mesoregistry.catalog.model import Column, FieldDef, fields
from mesoregistry.findings import Text
from mesoregistry.intake.values import PLACES, Conventions, column_values
from mesoregistry.settings import settings

CELLS = 200  # of a column that are looked at
DATE = re.compile(r"\d{4}(-\d\d){0,2}~?")
NUMBER = re.compile(r"\d{1,6}")
BOOLEANS = ("yes", "no", "unknown")
SHARE = Text("{known} de {filled} valores {content}", "{known} of {filled} values {content}")
OF_LIST = Text("están en la lista «{label}»", "are in the list “{label}”")
CONTENTS: dict[str, Text] = {
    "date": Text("son fechas", "are dates"),
    "number": Text("son números", "are numbers"),
    "boolean": Text("son sí o no", "are yes or no"),
}
FEWEST = 5  # cells that show what a column holds
MOST_OTHERS = 5  # of as many cells one may be something else


@dataclass(frozen=True, slots=True)
class Share:
    """``known`` of the ``filled`` cells hold what the field holds. Counts alone: a cell may hold a name."""

    field: str
    known: int
    filled: int

    @property
    def is_telling(self) -> bool:
        """Whether the cells alone show which column it is; numbers, yes and no are the same in many."""
        is_own = fields()[self.field].kind not in ("number", "boolean")
        return is_own and self.filled >= FEWEST and (self.filled - self.known) * MOST_OTHERS <= self.filled

    @property
    def text(self) -> Text:
        """``31 de 33 valores están en la lista «forma de agresión»``."""
        definition = fields()[self.field]
        content = CONTENTS.get(definition.kind) or OF_LIST.format(label=definition.label)
        return SHARE.format(known=self.known, filled=self.filled, content=content)


def share_of(texts: Sequence[str | None], column: Column, conventions: Conventions) -> Share | None:
    """``None`` where cells cannot tell: fields of the vault, free text, columns without a field, an empty column."""
    if column.field is None or column.part:
        return None
    is_known = _test_of(column.field, fields()[column.field], conventions)
    written = [text for text in texts if text and text.strip()][:CELLS]
    if is_known is None or not written:
        return None
    values = [
        [value for value in cell if value] for cell in column_values(written, column, conventions).cells
    ]
    filled = [cell for cell in values if cell]
    known = sum(all(map(is_known, cell)) for cell in filled)
    return Share(column.field, known, len(filled)) if filled else None


def _test_of(name: str, definition: FieldDef, conventions: Conventions) -> Callable[[str], bool] | None:
    keys = conventions.vocabulary.get(definition.list) if definition.list else None
    if name in PLACES:
        keys = place_keys(settings().seeds).get(name)
    if keys is not None:
        return lambda value: term_key(value) in keys
    match definition.kind:
        case "date":
            return lambda value: DATE.fullmatch(value) is not None
        case "number":
            return lambda value: NUMBER.fullmatch(value) is not None
        case "boolean":
            return lambda value: value in BOOLEANS
    return None
