"""The pages of the documentation that ``selfcheck --write`` makes of what it saw, in English and in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from mesoregistry.cli.selfcheck_table import row

if TYPE_CHECKING:
    from mesoregistry.figures.mutations import Noticed
    from mesoregistry.figures.outcome import Outcome

WRITTEN = "<!-- Written by `mesoregistry selfcheck --write`; not edited by hand. -->\n\n"
DAMAGES = """# Two hundred damages

What `mesoregistry selfcheck` (seed {seed}) printed of the ten invented years, whose figures are those of
[the published figures](figures.md). {noticed} of {n} damages end with status 1. {unseen} change no row that a published
figure counts, and are named as such below; {hidden} have other rows counted, which come to the same numbers.
{slight} move a figure by no more than its rounding or what the missing months can hold, the headline figures by
{most:.2f} % at the most. {missed} above 1 % of a headline figure end with 0.

## By kind

"""
MUTATIONS = """# Forty changed definitions

What `mesoregistry selfcheck --mutations` printed of the ten invented years, whose figures are those of
[the published figures](figures.md). {noticed} of {n} changed definitions end with status 1;
nine of ten have to at least.

"""


def damages_page(outcomes: Sequence[Outcome], seed: int, table: Iterable[str]) -> str:
    """The page of ``outcomes``; ``table``: the lines that were printed."""
    slight = [o.headline for o in outcomes if o.moved and not o.is_noticed]
    head = DAMAGES.format(
        seed=seed, n=len(outcomes), noticed=sum(o.is_noticed for o in outcomes),
        unseen=sum(o.is_unseen for o in outcomes), hidden=sum(bool(o.hidden) for o in outcomes),
        slight=len(slight), most=max(slight, default=Decimal(0)),
        missed=sum(o.is_missed for o in outcomes) or "None",
    )  # fmt: skip
    return WRITTEN + head + "\n".join([*_by_kind(outcomes), "", "## Each of them", "", *table]) + "\n"


def mutations_page(results: Sequence[Noticed], table: Iterable[str]) -> str:
    """The page of ``results``; ``table``: the lines that were printed."""
    head = MUTATIONS.format(n=len(results), noticed=sum(r.is_noticed for r in results))
    return WRITTEN + head + "\n".join(table) + "\n"


def _by_kind(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield row(["Damage", "Drawn", "Status 1", "Seen by no figure", "Other rows, same number", "Moved, status 0",
               "Headline figure, most"])  # fmt: skip
    yield row(["---", *["---:"] * 6])
    for kind in sorted({o.damage.kind for o in outcomes}):
        of_kind = [o for o in outcomes if o.damage.kind == kind]
        most = max(o.headline for o in of_kind)
        counts = [
            len(of_kind), sum(o.is_noticed for o in of_kind), sum(o.is_unseen for o in of_kind),
            sum(bool(o.hidden) for o in of_kind), sum(bool(o.moved) and not o.is_noticed for o in of_kind),
        ]  # fmt: skip
        yield row([kind, *map(str, counts), f"{most:.2f} %" if most else ""])
