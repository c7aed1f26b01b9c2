"""Who was attacked: women, men and organisations, what each is, and who turned out to be another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.synthetic.decade.atoms import KILLING, atoms, decide, patterns
from mesoregistry.synthetic.decade.membership import INSTITUTION, ORGANISATIONS, Mask, counted, numerator
from mesoregistry.synthetic.decade.seats import seated

DECIDED = {
    **{
        name: name
        for name in ("right", "role", "occupation", "form", "channel", "collective_action", "place")
    },
    "profile": "kind",
}
LGBTTTIQ = "reg5_2020_2023_lgbt_defenders__2024-06"
LGBTTTIQ_SHARE = "reg5_2020_2023_lgbt_defenders_share__2024-06"
LAST = "reg5_2010_2025_05_defenders__2025-07"
FIRST = "reg5_2012_2023_defenders__2024-06"
SEARCHERS = "mx_2024_10_2025_09_companions_searcher_share__2025-10"
APART = frozenset({LGBTTTIQ, LGBTTTIQ_SHARE, LAST, SEARCHERS})
MERGED_ON = dt.date(2025, 6, 12)  # a regular day of filing in Honduras
SINCE = dt.date(2025, 1, 1).toordinal()
NEW = 5  # women seen for the first time after the report of ten years
USUAL = {"person": 0.25, "organisation": 0.3}


def masks_of(rows: pd.DataFrame, figure: PublishedFigure, decided: Mapping[str, str]) -> list[Mask]:
    """The rows a figure about persons looks at: one mask, or one for each profile in which she must appear."""
    whole = numerator(rows, figure, decided)
    if not figure.scope.both:
        return [whole]
    return [whole & (rows["kind"] == profile).to_numpy() for profile in figure.scope.both]


@dataclass(slots=True)
class Cast:
    """Who is in which row.

    ``targets``: for each row the numbers of its persons. ``people``: a person a row: country, trait, lgbtttiq,
    trans, man. ``organisation``: a number or -1 for each row. ``renamed``: persons found to be another, and when.
    """

    targets: list[list[int]]
    people: pd.DataFrame
    organisation: Any
    organisations: pd.DataFrame
    renamed: dict[int, tuple[int, dt.date]]
    missed: dict[str, float]


def cast(rows: pd.DataFrame, figures: Sequence[PublishedFigure], rng: np.random.Generator) -> Cast:
    """Everybody in her rows: distinct defenders, organisations, identities and merged persons as published."""
    by_id = {figure.id: figure for figure in figures}
    missed: dict[str, float] = {}
    targets, women = _women(rows, figures, by_id, missed, rng)
    men = _men(rows, targets, len(women), rng)
    organisation, organisations = _organisations(rows, figures, missed, rng)
    table = pd.concat([women, men], ignore_index=True).fillna({"man": False})
    table["trans"] = _trans(rows, targets, len(table), by_id, rng)
    table["lgbtttiq"] = _lgbtttiq(rows, targets, table, by_id[LGBTTTIQ], rng)
    renamed = _renamed(rows, targets, by_id[LAST], rng)
    _searchers(rows, targets, by_id[SEARCHERS], rng)
    return Cast(targets, table, organisation, organisations, renamed, missed)


def _women(
    rows: pd.DataFrame,
    figures: Sequence[PublishedFigure],
    by_id: Mapping[str, PublishedFigure],
    missed: dict[str, float],
    rng: np.random.Generator,
) -> tuple[list[list[int]], pd.DataFrame]:
    mine = [
        (f, masks_of(rows, f, DECIDED))
        for f in figures
        if f.measure == "defenders_distinct" and f.id not in APART
    ]
    of_report = counted(rows, by_id[LGBTTTIQ], by_id[LGBTTTIQ].scope, {})
    whole = counted(rows, by_id[LAST], by_id[LAST].scope, {})
    share = by_id[LGBTTTIQ_SHARE]
    least, most = (
        float(by_id[LGBTTTIQ].value) * 100 / (float(share.value) + side * 0.48) for side in (1, -1)
    )
    everybody = float(by_id[FIRST].value)
    more = [
        (LGBTTTIQ_SHARE, of_report, np.ceil(least), np.floor(most)),
        (LAST, whole, everybody, everybody + NEW),
    ]
    unnamed = ((rows["kind"] == "collective") & (rows["country"] == "GT")).to_numpy()
    found = atoms(
        rows, [m for _, ms in mine for m in ms] + [of_report, whole], ["individual", "collective"], unnamed
    )
    shapes = patterns(found)
    counts, short = decide(found, shapes, mine, more, USUAL["person"])
    missed |= short
    return seated(rows, found, shapes, counts, rng)


def _men(rows: pd.DataFrame, targets: list[list[int]], first: int, rng: np.random.Generator) -> pd.DataFrame:
    """The men of the source of all defenders, numbered from ``first``: some once, some twice."""
    number = first
    for row in np.flatnonzero((rows["kind"] == "man").to_numpy()):
        if number == first or rng.random() < 0.7:
            number += 1
        targets[row] = [number - 1]
    return pd.DataFrame({"country": ["GT"] * (number - first), "trait": "|", "man": True})


def _organisations(
    rows: pd.DataFrame, figures: Sequence[PublishedFigure], missed: dict[str, float], rng: np.random.Generator
) -> tuple[Any, pd.DataFrame]:
    attacked = [(f, masks_of(rows, f, DECIDED)) for f in figures if f.measure == ORGANISATIONS]
    named = np.zeros(len(rows), dtype=bool)
    found = atoms(rows, [m for _, ms in attacked for m in ms], INSTITUTION, named)
    shapes = patterns(found)
    counts, short = decide(found, shapes, attacked, [], USUAL["organisation"])
    missed |= short
    targets, table = seated(rows, found, shapes, counts, rng)
    organisation = np.array([each[0] if each else -1 for each in targets])
    womens = np.ones(len(table), dtype=bool)
    for number in set(organisation[(rows["kind"] == "mixed_organisation").to_numpy()]):
        womens[number] = False
    return organisation, table.assign(womens=womens)


def _trans(
    rows: pd.DataFrame,
    targets: list[list[int]],
    many: int,
    by_id: Mapping[str, PublishedFigure],
    rng: np.random.Generator,
) -> Any:
    """Who of the killed was trans; the form says so too."""
    trans = np.zeros(many, dtype=bool)
    killed = rows["form"].isin(KILLING).to_numpy() & (rows["kind"] == "individual").to_numpy()
    rows.loc[killed & (rows["form"] == "transfemicide").to_numpy(), "form"] = "femicide"
    for figure in by_id.values():
        if figure.scope.codes.get("identity") == ("trans",):
            here = np.flatnonzero(counted(rows, figure, figure.scope, DECIDED) & killed)
            for row in rng.choice(here, size=int(figure.value), replace=False):
                rows.loc[rows.index[row], "form"] = "transfemicide"
                trans[targets[row][0]] = True
    return trans


def _lgbtttiq(
    rows: pd.DataFrame,
    targets: list[list[int]],
    people: pd.DataFrame,
    figure: PublishedFigure,
    rng: np.random.Generator,
) -> Any:
    mask = counted(rows, figure, figure.scope, {})
    inside = {p for row in np.flatnonzero(mask) for p in targets[row]}
    told = {int(p) for p in np.flatnonzero(people["trans"].to_numpy())}
    missing = int(figure.value) - len(inside & told)
    chosen = rng.choice(sorted(inside - told), size=missing, replace=False)
    flags = people["trans"].to_numpy(dtype=bool).copy()
    flags[chosen] = True
    return flags


def _renamed(
    rows: pd.DataFrame,
    targets: list[list[int]],
    figure: PublishedFigure,
    rng: np.random.Generator,
) -> dict[int, tuple[int, dt.date]]:
    """Women of early rows who turn out to be others, until the last count of persons comes out.

    Of Honduras first: it tells a case again in a later file; Mexico has to file the month again.
    """
    mask = counted(rows, figure, figure.scope, {})
    everybody = {p for row in np.flatnonzero(mask) for p in targets[row]}
    too_many = len(everybody) - int(figure.value)
    renamed: dict[int, tuple[int, dt.date]] = {}
    for country in ("HN", "MX"):
        here = _only_early(rows, targets, country)
        chosen = [int(p) for p in rng.permutation(here)[: too_many - len(renamed)]]
        stay = sorted(set(here) - set(chosen)) or here[:1]
        chosen = [p for p in chosen if p not in stay]
        renamed |= {one: (int(rng.choice(stay)), MERGED_ON) for one in chosen}
    return renamed


def _only_early(rows: pd.DataFrame, targets: list[list[int]], country: str) -> list[int]:
    """Persons all of whose rows are of one country before 2020, and who live."""
    early = (rows["country"] == country) & (rows["first"] < dt.date(2020, 1, 1).toordinal())
    inside = (early & ~rows["form"].isin(KILLING)).to_numpy()
    elsewhere = {p for row in np.flatnonzero(~inside) for p in targets[row]}
    return sorted({p for row in np.flatnonzero(inside) for p in targets[row]} - elsewhere)


def _searchers(
    rows: pd.DataFrame, targets: list[list[int]], figure: PublishedFigure, rng: np.random.Generator
) -> None:
    """Of the women who go with victims, those who search are told so in another attack of theirs."""
    base = counted(rows, figure, figure.base, DECIDED)
    companions = sorted({p for row in np.flatnonzero(base) for p in targets[row]})
    many = round(len(companions) * float(figure.value) / 100)
    whole = counted(rows, figure, figure.base.without_codes(), {})
    free = np.flatnonzero(
        whole & ~base & (rows["kind"] == "individual").to_numpy() & (rows["first"] >= SINCE).to_numpy()
    )
    seen: dict[int, int] = {}
    for row in free:
        seen[targets[row][0]] = seen.get(targets[row][0], 0) + 1
    for person in rng.choice(companions, size=many, replace=False):
        row = next(r for r in free if seen.get(targets[r][0], 0) > 1 and rows["role"].iat[r] != "searcher")
        seen[targets[row][0]] -= 1
        targets[row] = [int(person)]
        rows.loc[rows.index[row], "role"] = "searcher"
