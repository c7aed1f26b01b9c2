"""What has become of the published figures: which moved, which are different, which count other rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mesoregistry.database import Connection
from mesoregistry.figures.compute import Context, compute_in
from mesoregistry.figures.counted import Counted, count_figures
from mesoregistry.figures.judge import decided
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.rows_counted import prints


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything before the damage: what figures are judged by, what they came to, and which are excused by months.

    ``prints``: by figure, what stands for the rows that it counted.
    """

    figures: Sequence[PublishedFigure]
    context: Context
    before: Mapping[str, Decimal]
    headlines: frozenset[str]
    lacking: frozenset[str]
    prints: Mapping[str, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Change:
    """The figures whose number is another one now, by what it is; and those that are called different.

    Of the different at least some, where there are any. ``hidden``: where none moved, those that count other rows and
    come to the same number.
    """

    after: Mapping[str, object]
    moved: tuple[str, ...]
    different: tuple[str, ...]
    hidden: tuple[str, ...]


def change_since(connection: Connection, whole: Whole, in_full: bool = False) -> Change:
    """What has changed. ``in_full``: every figure that is different is named.

    Raises:
        psycopg.Error: a statement failed.
    """
    counted = count_figures(connection, whole.figures, whole.context.known, None)
    after = {c.figure.id: c.number for c in counted}
    moved = tuple(i for i, number in whole.before.items() if after[i] != number)
    different = () if in_full else _surely_different(counted, moved, whole)
    if moved and not different:
        results = compute_in(connection, whole.figures)
        different = tuple(r.figure.id for r in results if r.status == "different")
    return Change(after, moved, different, () if moved else _hidden(connection, counted, whole))


def _hidden(connection: Connection, counted: Sequence[Counted], whole: Whole) -> tuple[str, ...]:
    now = prints(connection, counted)
    return tuple(i for i, of_rows in whole.prints.items() if now[i] != of_rows)


def _surely_different(counted: Sequence[Counted], moved: Sequence[str], whole: Whole) -> tuple[str, ...]:
    """The figures that moved, lack no month, are not equal, and that nothing contradicts: nothing excuses them."""
    equal = {c.figure.id: c.is_equal for c in counted}
    candidates = (c for c in counted if c.figure.id in set(moved) - whole.lacking and not c.is_equal)
    return tuple(
        c.figure.id
        for c in candidates
        if isinstance(c.number, Decimal) and not decided(whole.context.proofs.get(c.figure.id, ()), equal)
    )
