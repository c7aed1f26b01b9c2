"""The tables that ``selfcheck`` prints: a row for each damage or changed definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mesoregistry.findings import Language, Text

if TYPE_CHECKING:
    from mesoregistry.figures.mutations import Noticed
    from mesoregistry.figures.outcome import Outcome

COLUMNS = {
    "es": ("Daño", "Filas", "Cuántas", "Cifras movidas", "Cifra principal", "Estado"),
    "en": ("Damage", "Rows", "How many", "Figures moved", "Headline figure", "Status"),
}
CHANGED_COLUMNS = {
    "es": ("Definición cambiada", "Cifras movidas", "Distintas", "Por ejemplo", "Estado"),
    "en": ("Changed definition", "Figures moved", "Different", "For example", "Status"),
}
LEFT = {
    "Daño",
    "Damage",
    "Filas",
    "Rows",
    "Definición cambiada",
    "Changed definition",
    "Por ejemplo",
    "For example",
}
UNSEEN = Text("ninguna cifra lo ve", "no figure can see it")
HIDDEN = Text("cuentan otras filas, el mismo número: {n}", "count other rows, the same number: {n}")


def row(cells: Sequence[str]) -> str:
    """A line of a Markdown table, which reads in a terminal as well."""
    return "| " + " | ".join(cells) + " |"


def head(columns: Sequence[str]) -> list[str]:
    """The first lines of a table: texts to the left, numbers and the status to the right."""
    return [row(columns), row(["---" if name in LEFT else "---:" for name in columns])]


def damage_cells(outcome: Outcome, spoken: Language) -> list[str]:
    """What damage did: a row under ``COLUMNS``."""
    moved = str(len(outcome.moved))
    if not outcome.moved:
        moved = (HIDDEN.format(n=len(outcome.hidden)) if outcome.hidden else UNSEEN).in_(spoken)
    headline = f"{outcome.headline:.2f} %" if outcome.headline else ""
    return [
        outcome.damage.kind, outcome.damage.rows, f"{outcome.rows:,}", moved, headline,
        str(int(outcome.is_noticed)) + (" ✗" if outcome.is_missed else ""),
    ]  # fmt: skip


def changed_cells(result: Noticed, spoken: Language) -> list[str]:
    """What a changed definition did: a row under ``CHANGED_COLUMNS``."""
    example = f"`{result.different[0]}`" if result.different else ""
    return [
        result.mutation.label.in_(spoken), str(len(result.moved)), str(len(result.different)), example,
        str(int(result.is_noticed)),
    ]  # fmt: skip
