"""A month filed again with changes, and the figures counted by hand before and after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from tests.synthetic.decade.hand_count import value
from tests.synthetic.decade.known_attacks import Attack, known_on

from mesoregistry.figures.published import published_figures
from mesoregistry.settings import settings
from mesoregistry.synthetic.cases import Case, Extract


def added_moved_and_withdrawn(extract: Extract) -> Extract:
    """The month filed again: a case more, one moved to the year before, one withdrawn."""
    first, second, third, *_rest = (
        c for c in extract.cases if c.profile == "individual" and c.status == "active"
    )
    others = [c for c in extract.cases if c not in (second, third)]
    new = replace(first, key=f"{first.key}-b", forms=("legal_neglect",), channels=("offline",))
    moved = replace(second, day="2020-12-15")
    withdrawn = replace(third, status="withdrawn", status_reason="duplicate")
    cases = (*others, new, moved, withdrawn)
    return replace(extract, cases=cases, version=9, filed_on=dt.date(2023, 11, 30))


def by_hand_of(extracts: list[Extract], ids: Iterable[str]) -> dict[str, float | None]:
    made: dict[int, tuple[Case, list[Attack]]] = {}
    wanted = [f for f in published_figures(settings().seeds) if f.id in set(ids)]
    known = {day: known_on(extracts, day, made) for day in {f.as_known_on for f in wanted}}
    return {f.id: value(f, known[f.as_known_on]) for f in wanted}
