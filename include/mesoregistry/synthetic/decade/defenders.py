"""Who was attacked in each row: women, men and organisations, as many distinct ones as published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.membership import INSTITUTION, ORGANISATIONS, Mask, counted, numerator
from mesoregistry.synthetic.decade.merged_persons import merged_persons
from mesoregistry.synthetic.decade.person_counts import Bound, count_persons
from mesoregistry.synthetic.decade.person_figures import DEFENDERS, PersonFigures, person_figures
from mesoregistry.synthetic.decade.person_rows import assign_persons
from mesoregistry.synthetic.decade.person_traits import (
    DECIDED,
    killed_persons,
    mark_lgbtttiq,
    mark_more_trans,
    mark_searchers,
    mark_trans,
)
from mesoregistry.synthetic.decade.row_groups import KILLING, NO_TRAIT, group_rows, patterns

Figures = Sequence[PublishedFigure]
Targets = list[list[int]]


@dataclass(slots=True)
class Defenders:
    """Who is in which row.

    ``targets``: for each row the numbers of its persons. ``people``: a person a row: country, trait, lgbtttiq,
    trans, man. ``organisation``: a number or -1 for each row. ``renamed``: persons found to be another, and when.
    """

    targets: Targets
    people: pd.DataFrame
    organisation: Any
    organisations: pd.DataFrame
    renamed: dict[int, tuple[int, dt.date]]
    missed: dict[str, float]


def assign_defenders(
    rows: pd.DataFrame, figures: Figures, assumed: Mapping[str, Any], rng: np.random.Generator
) -> Defenders:
    """Everybody in her rows. Changes ``rows`` where a trait of a person decides the form or the role."""
    special = person_figures(figures)
    missed: dict[str, float] = {}
    targets, women = _women(rows, figures, special, assumed, missed, rng)
    men = _men(rows, targets, len(women), assumed["new_man"], rng)
    organisation, organisations = _organisations(rows, figures, assumed, missed, rng)
    people = pd.concat([women, men], ignore_index=True).fillna({"man": False})
    people["trans"] = mark_trans(rows, targets, len(people), figures, rng)
    people["lgbtttiq"] = mark_lgbtttiq(rows, targets, people, special.lgbtttiq, rng)
    mark_more_trans(people, killed_persons(rows, targets), assumed["trans"], rng)
    renamed = merged_persons(rows, targets, special.last_count, assumed["merged"], rng)
    mark_searchers(rows, targets, special.searchers, assumed["searchers_since"], rng)
    return Defenders(targets, people, organisation, organisations, renamed, missed)


def _masks(rows: pd.DataFrame, figure: PublishedFigure) -> list[Mask]:
    """The rows a figure about persons looks at: one mask, or one for each profile in which she must appear."""
    whole = numerator(rows, figure, DECIDED)
    if not figure.scope.both:
        return [whole]
    return [whole & (rows["kind"] == profile).to_numpy() for profile in figure.scope.both]


def _women(
    rows: pd.DataFrame,
    figures: Figures,
    special: PersonFigures,
    assumed: Mapping[str, Any],
    missed: dict[str, float],
    rng: np.random.Generator,
) -> tuple[Targets, pd.DataFrame]:
    counts = [f for f in figures if f.measure == DEFENDERS and f.id not in special.apart]
    distinct = [(figure, _masks(rows, figure)) for figure in counts]
    bounds = _bounds(rows, special, assumed["new_since_first_count"])
    collective = rows["kind"] == "collective"
    unnamed = (collective & rows["country"].isin(assumed["unnamed_groups"])).to_numpy()
    masks = [m for _, ms in distinct for m in ms] + [bound.mask for bound in bounds]
    groups = group_rows(rows, masks, ["individual", "collective"], unnamed, assumed["members"])
    shapes = patterns(groups)
    solution = count_persons(groups, shapes, distinct, bounds, assumed["usual"]["person"])
    missed |= solution.missed
    return assign_persons(rows, groups, shapes, solution.x, assumed["members"], rng)


def _bounds(rows: pd.DataFrame, special: PersonFigures, new: int) -> list[Bound]:
    """All women of a report, from a published share of them; and all women of the last count, before the merge."""
    lgbtttiq, share, last = special.lgbtttiq, special.lgbtttiq_share, special.last_count
    of_report = counted(rows, lgbtttiq, lgbtttiq.scope, {})
    least, most = (float(lgbtttiq.value) * 100 / (float(share.value) + side * 0.48) for side in (1, -1))
    everybody = float(special.first_count.value)
    return [
        Bound(share.id, of_report, np.ceil(least), np.floor(most)),
        Bound(last.id, counted(rows, last, last.scope, {}), everybody, everybody + new),
    ]


def _men(
    rows: pd.DataFrame, targets: Targets, first: int, new_man: float, rng: np.random.Generator
) -> pd.DataFrame:
    """The men of the sources of all defenders, numbered from ``first``: some in two events; who is killed, in one."""
    countries: list[str] = []
    before = (-1, "", False)
    for row in np.flatnonzero((rows["kind"] == "man").to_numpy()):
        event, country = rows["event"].iat[row], rows["country"].iat[row]
        killed = rows["form"].iat[row] in KILLING
        is_same = before == (event, country, False) or (
            before[1:] == (country, False) and rng.random() >= new_man
        )
        if killed or not is_same:
            countries.append(country)
        targets[row] = [first + len(countries) - 1]
        before = (event, country, killed)
    return pd.DataFrame({"country": countries, "trait": NO_TRAIT, "man": True})


def _organisations(
    rows: pd.DataFrame,
    figures: Figures,
    assumed: Mapping[str, Any],
    missed: dict[str, float],
    rng: np.random.Generator,
) -> tuple[Any, pd.DataFrame]:
    attacked = [(f, _masks(rows, f)) for f in figures if f.measure == ORGANISATIONS]
    named = np.zeros(len(rows), dtype=bool)
    groups = group_rows(rows, [m for _, ms in attacked for m in ms], INSTITUTION, named, assumed["members"])
    shapes = patterns(groups)
    solution = count_persons(groups, shapes, attacked, [], assumed["usual"]["organisation"])
    missed |= solution.missed
    targets, table = assign_persons(rows, groups, shapes, solution.x, assumed["members"], rng)
    organisation = np.array([each[0] if each else -1 for each in targets])
    womens = np.ones(len(table), dtype=bool)
    for number in set(organisation[(rows["kind"] == "mixed_organisation").to_numpy()]):
        womens[number] = False
    return organisation, table.assign(womens=womens)
