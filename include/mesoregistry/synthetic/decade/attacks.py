"""How many attacks: by country, days, kind of target, and when they were known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.months import add_months
from mesoregistry.synthetic.decade import span
from mesoregistry.synthetic.decade.classes import classes, members
from mesoregistry.synthetic.decade.membership import (
    FOR_EVER,
    ORGANISATIONS,
    PERSON,
    Mask,
    counted,
    day_number,
    numerator,
)
from mesoregistry.synthetic.decade.solve import Numbers, Sum, solve
from mesoregistry.synthetic.decade.targets import at_least, targets

COUNTRIES = ("SV", "GT", "HN", "MX", "NI")
DECIDED = {"profile": "kind"}
NOT_CODES = {"source", "eligible", "target"}
FEW = 5  # organisations
UNBOUNDED = 1e6
RARE = 5  # attacks on one woman for one of the rare kind that a figure counts, at least
OF_ALL = dt.date(2020, 1, 1)  # since when Guatemala's source keeps everybody


def cells(figures: Sequence[PublishedFigure], assumed: dict[str, Any]) -> pd.DataFrame:
    """Every kind of row there may be, and how many would be usual."""
    rows = list(_cells(figures, assumed))
    return pd.DataFrame(
        rows,
        columns=[
            "country",
            "source",
            "kind",
            "first",
            "last",
            "month",
            "known_from",
            "known_to",
            "verified",
            "usual",
        ],
    )


def _cells(figures: Sequence[PublishedFigure], assumed: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    places = {country: at for at, country in enumerate(COUNTRIES)}
    seasons = np.array(assumed["months"]) / sum(assumed["months"])
    for slot in span.slots(assumed["begins"], assumed["ends"], figures):
        last_of_month = add_months(slot.month, 1) - span.ONE
        part = seasons[slot.first.month - 1] * slot.days / last_of_month.day
        if slot.first.year == assumed["ends"].year:
            part *= 1 / seasons[: assumed["ends"].month].sum()
        for country in COUNTRIES:
            yearly = assumed["years"][slot.first.year][country]
            if not yearly:
                continue
            days = span.filing_days(
                country, slot, figures, assumed["filed_after"][country], places, country in assumed["adds"]
            )
            in_time = next(d for d in days if d > last_of_month)
            for kind, weight in _kinds(country, slot, assumed):
                usual = weight(yearly) * part
                for day in days:
                    yield _cell(country, kind, slot, day, FOR_EVER, usual if day == in_time else 0.0)
                restated = assumed["restated"].get(slot.first.year)
                for day in days[days.index(in_time) + 1 :]:
                    if restated and restated["after"] < day <= restated["until"]:
                        yield _cell(country, kind, slot, in_time, day, 0.0)
            if country == "GT" and slot.first.year == 2021:  # complaints that were not verified
                yield _cell(country, "man", slot, in_time, FOR_EVER, 0.5, verified=False)


def _kinds(country: str, slot: span.Slot, assumed: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    whole = sum(assumed["kinds"].values())
    for kind, weight in assumed["kinds"].items():
        yield kind, lambda yearly, weight=weight: yearly * weight / whole
    if country == "GT" and slot.first >= OF_ALL:
        for kind, many in assumed["others"].get(slot.first.year, {}).items():
            yield kind, lambda _, many=many: many


def _cell(
    country: str,
    kind: str,
    slot: span.Slot,
    known_from: dt.date,
    known_to: dt.date,
    usual: float,
    verified: bool = True,
) -> tuple[Any, ...]:
    source = "" if country != "GT" else "gt_udefegua" if slot.first >= OF_ALL else "gt_red"
    return (
        country, source, kind, day_number(slot.first), day_number(slot.last), slot.first.month,
        day_number(known_from), day_number(known_to), verified, usual,
    )  # fmt: skip


def decide(
    frame: pd.DataFrame, figures: Sequence[PublishedFigure], assumed: dict[str, Any]
) -> tuple[pd.Series, dict[str, float]]:
    """How many rows stand in each cell, and the figures that could not be met.

    Cells that no figure tells apart are one unknown of the program; afterwards it is shared out as is usual.
    """
    masks, kinds = _masks(frame, figures, assumed)
    withdrawn = (frame["known_to"] < day_number(FOR_EVER)).to_numpy()
    years = frame["first"].map(lambda n: dt.date.fromordinal(n).year).to_numpy()
    marks = [withdrawn & (years == year) for year in assumed["restated"]]
    late = (frame["usual"] == 0).to_numpy()
    first, label = classes(np.vstack([*masks, *marks, late]))
    usual = np.bincount(label, weights=frame["usual"]).astype(np.float64)
    sums = _sums(masks, kinds, first, assumed)
    rules = [
        Sum(f"withdrawn {year}", mark[first].astype(float), told["withdrawn"], told["withdrawn"])
        for (year, told), mark in zip(assumed["restated"].items(), marks, strict=True)
    ]
    bounds = _most(frame, withdrawn, late, assumed["at_most"])
    most = np.bincount(label, weights=bounds).astype(np.float64)
    costs = np.where(late[first], 0.6, 1 / np.sqrt(usual + 1))
    found = solve(usual, most, sums, rules, costs)
    return _shared(frame, label, found.x), found.missed


def _most(frame: pd.DataFrame, withdrawn: Mask, late: Mask, at_most: dict[str, float]) -> Numbers:
    """How many rows a cell can have: any number in time; what is late or withdrawn, a part of those."""
    usual = frame.groupby(["country", "kind", "first"])["usual"].transform("sum").to_numpy()
    part = np.where(withdrawn, at_most["withdrawn"], at_most["late"])
    in_time = frame["known_from"].where(~late)
    first = in_time.groupby([frame["country"], frame["kind"], frame["first"]]).transform("min")
    early = (frame["known_from"] < first).to_numpy()  # filed for a release inside the month
    return np.where(late & ~early, np.ceil(part * usual), UNBOUNDED)


def _masks(
    frame: pd.DataFrame, figures: Sequence[PublishedFigure], assumed: dict[str, Any]
) -> tuple[list[Any], list[tuple[PublishedFigure, bool]]]:
    masks, kinds = [], []
    for figure in figures:
        exact = all(
            set(s.codes) <= {*DECIDED, *NOT_CODES} and not s.both for s in (figure.scope, figure.base)
        ) and figure.measure in {
            "attacks",
            "share_of_attacks",
            "growth_of_attacks",
            "difference_of_attacks",
            "received_complaints",
        }
        top = numerator(frame, figure, DECIDED)
        if figure.measure != ORGANISATIONS and _of_one_person(figure, assumed):
            top &= frame["kind"].isin(PERSON).to_numpy()
        masks += [top, counted(frame, figure, figure.base, DECIDED)]
        kinds.append((figure, exact))
    return masks, kinds


def _of_one_person(figure: PublishedFigure, assumed: dict[str, Any]) -> bool:
    """Whether only an attack on one woman can be what the figure counts."""
    codes = figure.scope.codes
    if {"occupation", "role", "identity"} & set(codes) and "defenders" not in figure.measure:
        return True
    return "form" in codes and set(codes["form"]) <= set(assumed["personal"])


def _sums(
    masks: list[Any], kinds: list[tuple[PublishedFigure, bool]], first: Any, assumed: dict[str, Any]
) -> list[Sum]:
    sums: list[Sum] = []
    for at, (figure, exact) in enumerate(kinds):
        top, base = masks[2 * at][first].astype(float), masks[2 * at + 1][first].astype(float)
        if exact:
            sums += targets(figure, top, base)
        elif figure.measure == ORGANISATIONS:
            value = float(figure.value)
            most = value if value <= FEW else np.inf  # so few in five countries: an attack each
            sums.append(Sum(f"room for {figure.id}", top, value, most))
        elif figure.measure == "attacks":
            enough = RARE if _of_one_person(figure, assumed) else 1
            sums += at_least(figure, top / enough, base)
    return sums


def _shared(frame: pd.DataFrame, label: Any, x: Any) -> pd.Series:
    """The rows of a class over its cells, as usual, to the last whole row."""
    count = np.zeros(len(frame), dtype=np.int64)
    weight = frame["usual"].to_numpy()
    for inside, total in zip(members(label, len(x)), x, strict=True):
        if total:
            count[inside] = apportion(weight[inside], int(total))
    return pd.Series(count, index=frame.index, name="count")


def apportion(weights: Numbers, total: int) -> Any:
    """``total`` shared in whole numbers by ``weights`` (largest remainders); evenly where all are zero."""
    weights = weights if weights.sum() > 0 else np.ones(len(weights))
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    short = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    return whole
