"""Who was attacked: persons and organisations shared out so that the distinct ones come out as published.

Rows that no figure about persons tells apart are an *atom*. A person has a *pattern*: the atoms in which she
appears. How many persons have each pattern is an integer program; then each person gets rows of her atoms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.published import PublishedFigure
from mesoregistry.synthetic.decade.membership import Mask, counted
from mesoregistry.synthetic.decade.solve import Numbers, Sum, solve

DECIDED = {
    **{name: name for name in ("right", "role", "occupation", "form", "channel", "collective_action", "place")},
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
NEW = 15  # women seen for the first time after the report of ten years
USUAL = {"person": 0.25, "organisation": 0.3}
MEMBERS = 6  # of a collective attack that are named, at most
KILLING = frozenset({"killing", "femicide", "transfemicide"})


@dataclass(frozen=True, slots=True)
class Atom:
    """Equal rows: which of them, how many targets they have room for, and what she is there (or nothing)."""

    rows: Any
    country: str
    kind: str
    trait: str
    room: int
    least: int
    killings: int


def atoms(rows: pd.DataFrame, masks: Sequence[Mask], kinds: Sequence[str], unnamed: Mask) -> list[Atom]:
    """The atoms of the rows of some kinds; ``unnamed`` rows name nobody."""
    mine = (rows["kind"].isin(kinds) & ~unnamed).to_numpy()
    trait = (rows["occupation"] + "|" + rows["role"]).where(rows["kind"].isin(["individual"]), "|")
    keys = [
        rows["country"].astype("category").cat.codes.to_numpy(np.uint8),
        rows["kind"].astype("category").cat.codes.to_numpy(np.uint8),
        trait.astype("category").cat.codes.to_numpy(np.uint8),
        *np.packbits(np.vstack(masks), axis=0),
    ]
    table = np.vstack(keys)[:, mine]
    where = np.flatnonzero(mine)
    _, first, label = np.unique(table, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(label, kind="stable")
    edges = np.searchsorted(label[order], np.arange(len(first) + 1))
    found = []
    for k, one in enumerate(where[first]):
        inside = where[order[edges[k] : edges[k + 1]]]
        kind = rows["kind"].iat[one]
        collective = kind == "collective"
        killings = 0 if collective else int(rows["form"].iloc[inside].isin(KILLING).sum())
        found.append(
            Atom(
                inside, rows["country"].iat[one], kind, trait.iat[one],
                len(inside) * (MEMBERS if collective else 1), 0 if collective else 1, killings,
            )
        )  # fmt: skip
    return found


def patterns(found: Sequence[Atom]) -> list[tuple[int, ...]]:
    """Every atom alone, and every two of one country in which she can be the same."""
    alone: list[tuple[int, ...]] = [(at,) for at in range(len(found))]
    return alone + [
        (one, two)
        for one, two in combinations(range(len(found)), 2)
        if found[one].country == found[two].country and _agree(found[one].trait, found[two].trait)
    ]


def _agree(one: str, two: str) -> bool:
    return one == two or "|" in {one, two}


def decide(
    found: Sequence[Atom],
    shapes: Sequence[tuple[int, ...]],
    figures: Sequence[tuple[PublishedFigure, Sequence[Mask]]],
    more: Sequence[tuple[str, Mask, float, float]],
    usual: float,
) -> tuple[Any, dict[str, float]]:
    """How many persons have each pattern, and the figures that could not be met.

    Args:
        figures: each with the rows in every one of which kind she must appear (one mask, or one a profile).
        more: sums that follow from shares: name, rows, least and most persons.
        usual: persons a row where nothing is published.
    """
    incidence = np.zeros((len(found), len(shapes)), dtype=bool)
    for p, shape in enumerate(shapes):
        incidence[list(shape), p] = True
    sums = [
        Sum(figure.id, _touching(found, incidence, masks), float(figure.value), float(figure.value))
        for figure, masks in figures
    ]
    sums += [Sum(name, _touching(found, incidence, [mask]), least, most) for name, mask, least, most in more]
    hard = [
        Sum(f"atom {a}", incidence[a].astype(float), float(max(atom.least, 0)), float(atom.room))
        for a, atom in enumerate(found)
    ]
    for a, atom in enumerate(found):
        if atom.killings:
            weights = np.zeros(len(shapes))
            weights[a] = 1
            hard.append(Sum(f"killed {a}", weights, float(atom.killings), np.inf))
    expected = np.zeros(len(shapes))
    expected[: len(found)] = [usual * len(atom.rows) for atom in found]
    costs = np.where(np.arange(len(shapes)) < len(found), 0.02, 0.03)
    done = solve(expected, np.full(len(shapes), np.inf), sums, hard, costs)
    return done.x, done.missed


def _touching(found: Sequence[Atom], incidence: Mask, masks: Sequence[Mask]) -> Numbers:
    """1 for each pattern that appears in rows of every mask."""
    touched = np.ones(incidence.shape[1], dtype=bool)
    for mask in masks:
        inside = np.array([bool(mask[atom.rows[0]]) for atom in found])
        touched &= incidence[inside].any(axis=0) if inside.any() else False
    return touched.astype(float)


def masks_of(rows: pd.DataFrame, figure: PublishedFigure, decided: Mapping[str, str]) -> list[Mask]:
    """The rows a figure about persons looks at: one mask, or one for each profile in which she must appear."""
    whole = counted(rows, figure, figure.scope, decided)
    if not figure.scope.both:
        return [whole]
    return [whole & (rows["kind"] == profile).to_numpy() for profile in figure.scope.both]


def seated(
    rows: pd.DataFrame, found: Sequence[Atom], shapes: Sequence[tuple[int, ...]], counts: Any, rng: np.random.Generator
) -> tuple[list[list[int]], pd.DataFrame]:
    """Persons in their rows.

    Returns:
        For each row the numbers of its persons; and a person a row, with her country and what she is.
    """
    numbers = np.repeat(np.arange(len(shapes)), counts)
    inside: list[list[int]] = [[] for _ in found]
    country, trait = [], []
    for person, p in enumerate(numbers):
        shape = shapes[p]
        country.append(found[shape[0]].country)
        trait.append(next((found[a].trait for a in shape if found[a].trait != "|"), "|"))
        for a in shape:
            inside[a].append(person)
    alone = {person for person, p in enumerate(numbers) if len(shapes[p]) == 1}
    targets: list[list[int]] = [[] for _ in range(len(rows))]
    for atom, persons in zip(found, inside, strict=True):
        _seat(rows, atom, persons, alone, targets, rng)
    return targets, pd.DataFrame({"country": country, "trait": trait})


def _seat(
    rows: pd.DataFrame, atom: Atom, persons: list[int], alone: set[int], targets: list[list[int]], rng: np.random.Generator
) -> None:
    """Like rows stand together, so that one person (or group) has several forms of one event."""
    columns = ["day", "right", "perpetrator", "place", "gender_component", "channel"]
    order = rows.iloc[atom.rows].sort_values(columns, kind="stable").index.to_numpy()
    if atom.kind == "collective":
        _seat_groups(order, persons, targets, rng)
        return
    killed = [r for r in order if rows["form"].iat[r] in KILLING]
    free = [p for p in persons if p in alone]
    for row, person in zip(killed, free[: len(killed)], strict=True):
        targets[row] = [person]
    taken = set(free[: len(killed)])
    left = [p for p in persons if p not in taken]
    rest = [r for r in order if not targets[r]]
    if not rest:
        return
    if not left:
        left = free[:1]
    # most are attacked once, a few often
    weights = rng.lognormal(0.0, 1.0, len(left))
    many = 1 + _shares(weights, len(rest) - len(left))
    for row, person in zip(rest, np.repeat(np.array(left), many), strict=True):
        targets[row] = [int(person)]


def _seat_groups(order: Any, persons: list[int], targets: list[list[int]], rng: np.random.Generator) -> None:
    """Named members over the collective attacks of an atom: none in most, some in others."""
    if not persons:
        return
    pool = np.array(persons)
    rng.shuffle(pool)
    groups = min(len(order), max(1, -(-len(pool) // MEMBERS), min(len(order) // 4, len(pool) // 2)))
    parts = np.array_split(pool, groups)
    places = np.sort(rng.choice(len(order), size=groups, replace=False))
    for place, part in zip(places, parts, strict=True):
        targets[order[place]] = [int(person) for person in part]


def _shares(weights: Numbers, total: int) -> Any:
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact)[: total - int(whole.sum())]] += 1
    return whole


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
    targets, people = _women(rows, figures, by_id, missed, rng)
    _men(rows, targets, people, rng)
    organisation, organisations = _organisations(rows, figures, missed, rng)
    table = pd.concat(people, ignore_index=True).fillna({"man": False})
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
) -> tuple[list[list[int]], list[pd.DataFrame]]:
    mine = [
        (f, masks_of(rows, f, DECIDED)) for f in figures if f.measure == "defenders_distinct" and f.id not in APART
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
    found = atoms(rows, [m for _, ms in mine for m in ms] + [of_report, whole], ["individual", "collective"], unnamed)
    shapes = patterns(found)
    counts, short = decide(found, shapes, mine, more, USUAL["person"])
    missed |= short
    targets, people = seated(rows, found, shapes, counts, rng)
    return targets, [people]


def _men(
    rows: pd.DataFrame, targets: list[list[int]], people: list[pd.DataFrame], rng: np.random.Generator
) -> None:
    """The men of the source of all defenders, and targets of no profile: some once, some twice."""
    first = len(people[0])
    number = first
    for row in np.flatnonzero((rows["kind"] == "man").to_numpy()):
        if number == first or rng.random() < 0.7:
            number += 1
        targets[row] = [number - 1]
    people.append(pd.DataFrame({"country": ["GT"] * (number - first), "trait": "|", "man": True}))


def _organisations(
    rows: pd.DataFrame, figures: Sequence[PublishedFigure], missed: dict[str, float], rng: np.random.Generator
) -> tuple[Any, pd.DataFrame]:
    mine = [(f, masks_of(rows, f, DECIDED)) for f in figures if f.measure == "organisations_distinct"]
    attacked = [(f, [m & (rows["kind"] == "organisation").to_numpy() for m in ms]) for f, ms in mine]
    mixed = [np.zeros(len(rows), dtype=bool)]
    found = atoms(rows, [m for _, ms in attacked for m in ms] or mixed, ["organisation", "mixed_organisation"], mixed[0])
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
    rows: pd.DataFrame, targets: list[list[int]], many: int, by_id: Mapping[str, PublishedFigure], rng: np.random.Generator
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
    rows: pd.DataFrame, targets: list[list[int]], people: pd.DataFrame, figure: PublishedFigure, rng: np.random.Generator
) -> Any:
    mask = counted(rows, figure, figure.scope, {})
    inside = {p for row in np.flatnonzero(mask) for p in targets[row]}
    told = {p for p in np.flatnonzero(people["trans"].to_numpy())}
    missing = int(figure.value) - len(inside & told)
    chosen = rng.choice(sorted(inside - told), size=missing, replace=False)
    flags = people["trans"].to_numpy(dtype=bool).copy()
    flags[chosen] = True
    return flags


def _renamed(
    rows: pd.DataFrame, targets: list[list[int]], figure: PublishedFigure, rng: np.random.Generator
) -> dict[int, tuple[int, dt.date]]:
    """Women of early Honduran rows who turn out to be others, until the last count of persons comes out."""
    mask = counted(rows, figure, figure.scope, {})
    everybody = {p for row in np.flatnonzero(mask) for p in targets[row]}
    too_many = len(everybody) - int(figure.value)
    early = ((rows["country"] == "HN") & (rows["kind"] == "individual")).to_numpy() & (
        rows["first"] < dt.date(2020, 1, 1).toordinal()
    ).to_numpy()
    killed = rows["form"].isin(KILLING).to_numpy()
    elsewhere = {p for row in np.flatnonzero(~early | killed) for p in targets[row]}
    here = sorted({p for row in np.flatnonzero(early & ~killed) for p in targets[row]} - elsewhere)
    picked = [int(p) for p in rng.permutation(here)[: 2 * too_many]]
    return {one: (other, MERGED_ON) for one, other in zip(picked[:too_many], picked[too_many:], strict=True)}


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
