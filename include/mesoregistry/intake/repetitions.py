"""Signs that a person types for «the same as above»: ``íd.``, ``''``, ``"``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.code_lists import term_key

WORDS = frozenset(
    {
        "id.", "id", "idem", "idem.", "idem anterior", "idem al anterior", "idem que arriba", "ibid", "ibid.", "ibidem",
        "lo mismo", "lo mismo que arriba", "igual", "igual que arriba", "igual que el anterior", "igual al anterior",
        "mismo", "misma", "el mismo", "la misma", "mismo que arriba", "ditto", "same", "same as above",
    }
)  # fmt: skip
MARKS = frozenset("\"'´`’‘”“″〃»«,- ")
QUOTING = frozenset("\"'´`’‘”“″〃»«")


@dataclass(frozen=True, slots=True)
class Repetition:
    """The cell of row ``index`` repeats that of row ``source``; both count the rows of the table from 0."""

    index: int
    source: int


def is_repetition(text: str | None) -> bool:
    """Whether a cell says that it repeats the one above: a word for it, or nothing but quotation marks."""
    plain = (text or "").strip()
    if not plain or len(plain) > 25:
        return False
    marks = set(plain)
    return (marks <= MARKS and not marks.isdisjoint(QUOTING)) or term_key(plain) in WORDS


def repetitions(texts: Sequence[str | None], terms: Collection[str] = ()) -> Iterator[Repetition]:
    """The cells of a column that repeat one above, each with the row that says what it repeats.

    ``terms``: keys (``term_key``) that the column may hold; one of them is no repetition.
    """
    source: int | None = None
    for index, text in enumerate(texts):
        if is_repetition(text) and term_key(text or "") not in terms:
            if source is not None:
                yield Repetition(index, source)
        else:
            source = index if text and text.strip() else None
