"""The verdicts on the published figures in words: a mark for each, and a line that counts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mesoregistry.findings import Text

if TYPE_CHECKING:
    from mesoregistry.figures.results import FigureResult

MARKS = {
    "equal": "=", "equal_not_covered": "≈", "contradiction": "≠", "not_covered": "◌", "not_computable": "—",
    "not_compared": "·", "different": "✗",
}  # fmt: skip
COLOURS = {
    "equal": "green", "equal_not_covered": "green", "contradiction": "yellow", "not_covered": "yellow",
    "not_computable": "dim", "not_compared": "dim", "different": "red",
}  # fmt: skip
COUNTED = Text("{n} cifras: {parts}.", "{n} figures: {parts}.")
STATUSES = {
    "equal": Text("= {n} iguales", "= {n} equal"),
    "equal_not_covered": Text(
        "≈ {n} iguales aunque faltan meses de su alcance",
        "≈ {n} equal though months of their scope are missing",
    ),
    "contradiction": Text(
        "≠ {n} en contradicción con otra publicada", "≠ {n} contradict another published one"
    ),
    "not_covered": Text(
        "◌ {n} sin cubrir: los meses que faltan bastan", "◌ {n} not covered: the missing months can hold it"
    ),
    "not_computable": Text("— {n} no calculables", "— {n} not computable"),
    "not_compared": Text("· {n} sin comparar, de otra fecha", "· {n} not compared, of another date"),
    "different": Text("✗ {n} distintas", "✗ {n} different"),
}
NOTHING_COMPARED = Text(
    "Nada se comparó: ninguna de estas cifras es de esa fecha.",
    "Nothing was compared: none of these figures is of that date.",
)


def summary(results: Sequence[FigureResult]) -> Text:
    """How many figures there are of each status that occurs; and that nothing was compared, if so."""
    counts = {status: sum(f.status == status for f in results) for status in MARKS}
    parts = [STATUSES[status].format(n=n) for status, n in counts.items() if n]
    es, en = ", ".join(part.es for part in parts), ", ".join(part.en for part in parts)
    text = Text(COUNTED.es.format(n=len(results), parts=es), COUNTED.en.format(n=len(results), parts=en))
    compared = len(results) - counts["not_compared"] - counts["not_computable"]
    if counts["not_compared"] and not compared:
        return Text(f"{text.es} {NOTHING_COMPARED.es}", f"{text.en} {NOTHING_COMPARED.en}")
    return text
