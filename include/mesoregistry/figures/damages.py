"""Damage to the rows of the marts, drawn by a seed: what is done to which rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from psycopg import sql

from mesoregistry.database import Connection
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.figures.scope import WIDENS
from mesoregistry.settings import settings

RECODE = (
    "update marts.fct_attack_version as v set {column} = '{code}'"
    " where {column} is distinct from '{code}' and {{rows}}"
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done (``kind``), and to which rows: countries, days of the event, a column with a code, a part of them.

    ``part`` is of a thousand; which rows these are is drawn by ``draw``.
    """

    kind: str
    countries: tuple[str, ...] = ()
    first: dt.date = dt.date(1900, 1, 1)
    last: dt.date = dt.date(2100, 1, 1)
    column: str | None = None
    code: str | None = None
    part: int = 1000
    draw: int = 0

    @property
    def rows(self) -> str:
        """The rows in words, for a table."""
        named = " ".join(self.countries) or "all"
        years = (
            f"{self.first.year}–{self.last.year}"
            if self.first.year != self.last.year
            else f"{self.first.year}"
        )
        words = [named, years if self.countries or self.first.year > 1900 else ""]
        words += [f"{self.column}={self.code}"] if self.column else []
        words += [f"{self.part / 10:g} %"] if self.part < 1000 else []
        return " ".join(filter(None, words))


def damages(seed: int) -> Iterator[Damage]:
    """Damage without end; the same seed gives the same. Most of it is aimed at what some published figure looks at."""
    body, rng = _body(), random.Random(seed)
    figures = [f for f in published_figures(settings().seeds) if WIDENS not in f.scope.codes]
    kinds = [*body["kinds"], *(f"{c} → {code}" for c, codes in body["recode"].items() for code in codes)]
    while True:
        rng.shuffle(kinds)
        for kind in kinds:
            is_aimed = rng.randrange(4) < body["aimed_of_four"]
            aim = rng.choice(looking(figures, kind)) if is_aimed else None
            yield _damage(kind, body, rng, aim)


def looking(figures: Sequence[PublishedFigure], kind: str) -> list[PublishedFigure]:
    """Those that look at what a kind of damage changes: by a filter of theirs, or by what they count."""
    names = _body()["looked_at_by"].get(kind.partition(" → ")[0])
    if names is None:
        return list(figures)
    return [f for f in figures if {f.measure, *f.scope.codes} & set(names)]


def _damage(kind: str, body: dict[str, Any], rng: random.Random, aim: PublishedFigure | None) -> Damage:
    """Drawn within the countries and years of ``aim``, if aimed; else anywhere, and perhaps narrowed by a code."""
    countries, years, narrowed_by = body["countries"], body["years"], [None, None, *body["narrowed_by"]]
    if aim:
        countries = [code.lower() for code in aim.scope.countries]
        years = max(years[0], aim.scope.first.year), min(years[1], aim.scope.last.year)
        narrowed_by = [None]
    first, last = sorted(rng.choices(range(years[0], years[1] + 1), k=2))
    many = min(rng.choice([1, 1, 2, len(countries)]), len(countries))
    column = rng.choice(narrowed_by)
    return Damage(
        kind, tuple(sorted(rng.sample(countries, many))), dt.date(first, 1, 1), dt.date(last, 12, 31),
        column, rng.choice(body["narrowed_by"][column]) if column else None, rng.choice(body["part"]),
        rng.randrange(1000),
    )  # fmt: skip


def apply(connection: Connection, damage: Damage) -> int:
    """Do it, in the transaction of the caller, who takes it back. How many rows it touched.

    Raises:
        psycopg.Error: a statement failed.
    """
    rows = sql.SQL(" and ").join(_conditions(damage))
    attacks = sql.SQL("select v.attack_version_id from marts.fct_attack_version as v where {}").format(rows)
    statements = [sql.SQL(text).format(rows=rows, attacks=attacks) for text in _statements(damage.kind)]
    return sum(max(connection.execute(statement).rowcount, 0) for statement in statements)


def _conditions(damage: Damage) -> Iterator[sql.Composable]:
    yield sql.SQL("v.event_start between {} and {}").format(
        sql.Literal(damage.first), sql.Literal(damage.last)
    )
    if damage.countries:
        yield sql.SQL("v.country_code = any({}::text[])").format(sql.Literal(list(damage.countries)))
    if damage.column:
        yield sql.SQL("v.{} = {}").format(sql.Identifier(damage.column), sql.Literal(damage.code))
    if damage.part < 1000:
        yield sql.SQL("abs(hashtextextended(v.attack_id::text, {})) % 1000 < {}").format(
            sql.Literal(damage.draw), sql.Literal(damage.part)
        )


def _statements(kind: str) -> Sequence[str]:
    statements: dict[str, list[str]] = _body()["kinds"]
    if kind in statements:
        return statements[kind]
    column, _, code = kind.partition(" → ")
    return [RECODE.format(column=column, code=code)]


@lru_cache(maxsize=1)
def _body() -> dict[str, Any]:
    """``damages.yml``; nothing in it comes from a user."""
    text = Path(__file__).with_suffix(".yml").read_text(encoding="utf-8")
    body: dict[str, Any] = yaml.safe_load(text)
    return body
