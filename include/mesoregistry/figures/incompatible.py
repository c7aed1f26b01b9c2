"""Published figures that cannot hold together, shown by arithmetic alone: no figure is named here.

Rows may come late, so a later count may be higher; that a later one is lower would ask for attacks that vanished.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.partitions import partitions
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.findings import Text

SAME_DAY = Text("Del mismo alcance se publicaron {a} y {b}.", "Of the same scope {a} and {b} were published.")
VANISHED = Text(
    "El {first_day} ya se conocían {a}, y el {last_day} sólo {b}: {n} tendrían que haber desaparecido.",
    "On {first_day} {a} were known already, and on {last_day} only {b}: {n} would have to have vanished.",
)
PART = Text(
    "Una parte no es mayor que el todo: {a} de {b}.", "A part is not more than the whole: {a} of {b}."
)
SUM_VANISHED = Text(
    "{sum} = {total}, y antes ya se conocían {whole} de lo mismo: {n} tendrían que haber desaparecido.",
    "{sum} = {total}, and {whole} of the same were known before: {n} would have to have vanished.",
)
SUM_EXCEEDS = Text(
    "{sum} = {total}, más que el todo: {whole}.", "{sum} = {total}, more than the whole: {whole}."
)


@dataclass(frozen=True, slots=True)
class Incompatible:
    """Why a figure cannot hold beside others.

    ``decided_by``: the figures that decide what it has to be, as far as they hold themselves; empty where they only
    bound it, which excuses no number.
    """

    against: tuple[str, ...]
    reason: Text
    decided_by: tuple[str, ...] = ()


def incompatible(
    figures: Sequence[PublishedFigure], same_day: frozenset[tuple[str, str]] = frozenset()
) -> Mapping[str, tuple[Incompatible, ...]]:
    """By figure id, every proof that it cannot hold beside others.

    Args:
        same_day: pairs of figures that are of one day, whatever day was estimated for each.
    """
    proofs: dict[str, list[Incompatible]] = {}
    for figure, proof in (*_pairs(figures, same_day), *_sums(figures)):
        proofs.setdefault(figure, []).append(proof)
    return {figure: tuple(every) for figure, every in proofs.items()}


def _pairs(
    figures: Sequence[PublishedFigure], same_day: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, Incompatible]]:
    groups: dict[str, list[PublishedFigure]] = {}
    for figure in figures:
        if not figure.is_lower_bound and not figure.is_approximate:
            groups.setdefault(figure.measure, []).append(figure)
    for group in groups.values():
        for a, b in combinations(group, 2):
            yield from _pair(a, b, (a.id, b.id) in same_day or (b.id, a.id) in same_day)


def _pair(a: PublishedFigure, b: PublishedFigure, same_day: bool) -> Iterator[tuple[str, Incompatible]]:
    a_in_b, b_in_a = a.scope.is_part_of(b.scope), b.scope.is_part_of(a.scope)
    if a_in_b and b_in_a and (reason := _apart(a, b, same_day)):
        yield a.id, Incompatible((b.id,), reason, (b.id,))
        yield b.id, Incompatible((a.id,), reason, (a.id,))
    elif _is_count(a) and (a_in_b != b_in_a):
        part, whole = (a, b) if a_in_b else (b, a)
        if part.as_known_on <= whole.as_known_on and part.value > whole.value:
            reason = PART.format(a=_shown(part.value), b=_shown(whole.value))
            yield part.id, Incompatible((whole.id,), reason, (whole.id,))
            yield whole.id, Incompatible((part.id,), reason)


def _apart(a: PublishedFigure, b: PublishedFigure, same_day: bool) -> Text | None:
    """Why two figures of one scope cannot both hold; ``None`` when they can."""
    if abs(a.value - b.value) <= a.tolerance + b.tolerance or (not _is_count(a) and a.base != b.base):
        return None
    if same_day or a.as_known_on == b.as_known_on:
        return SAME_DAY.format(a=_shown(a.value), b=_shown(b.value))
    first, last = (a, b) if a.as_known_on < b.as_known_on else (b, a)
    if not _is_count(a) or last.value > first.value:
        return None
    return VANISHED.format(
        a=_shown(first.value), b=_shown(last.value), n=_shown(first.value - last.value),
        first_day=_day(first.as_known_on), last_day=_day(last.as_known_on),
    )  # fmt: skip


def _sums(figures: Sequence[PublishedFigure]) -> Iterator[tuple[str, Incompatible]]:
    for whole, parts in partitions(figures):
        if not (reason := _unequal(whole, parts)):
            continue
        ids = tuple(part.id for part in parts)
        yield whole.id, Incompatible(ids, reason, ids)
        for part in parts:
            others = tuple(i for i in ids if i != part.id)
            yield part.id, Incompatible((whole.id, *others), reason, (whole.id,))


def _unequal(whole: PublishedFigure, parts: Sequence[PublishedFigure]) -> Text | None:
    total = sum(part.value for part in parts)
    values = {
        "sum": " + ".join(_shown(p.value) for p in parts),
        "total": _shown(total),
        "whole": _shown(whole.value),
    }
    if total < whole.value and all(part.as_known_on >= whole.as_known_on for part in parts):
        return SUM_VANISHED.format(**values, n=_shown(whole.value - total))
    if total > whole.value and all(part.as_known_on <= whole.as_known_on for part in parts):
        return SUM_EXCEEDS.format(**values)
    return None


def _is_count(figure: PublishedFigure) -> bool:
    measure = definitions().measures.get(figure.measure)
    return measure is not None and measure.how == "value"


def _shown(value: object) -> str:
    return f"{value:,}"


def _day(day: dt.date) -> str:
    return day.isoformat()
