"""Generates the ten years: figures to sums, sums to rows, rows to persons, persons and rows to extracts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from mesoregistry.synthetic.cases import Extract, QuietMonth
from mesoregistry.synthetic.decade.assumptions import assumptions
from mesoregistry.synthetic.decade.attack_cells import attack_cells
from mesoregistry.synthetic.decade.attack_counts import count_attacks
from mesoregistry.synthetic.decade.case_versions import CaseVersion, case_versions
from mesoregistry.synthetic.decade.constraints import constraints
from mesoregistry.synthetic.decade.corrected_days import corrected_days
from mesoregistry.synthetic.decade.defenders import Defenders, assign_defenders
from mesoregistry.synthetic.decade.dimensions import assign_dimensions
from mesoregistry.synthetic.decade.event_shapes import expand
from mesoregistry.synthetic.decade.identities import draw_affiliations, draw_organisations, draw_people
from mesoregistry.synthetic.decade.month_files import month_files, quiet_months
from mesoregistry.synthetic.decade.row_cases import Population
from mesoregistry.synthetic.word_lists import places


@dataclass(frozen=True, slots=True)
class Decade:
    """Extracts in the order of filing, the months filed as quiet, and by how much each figure was missed that was."""

    extracts: list[Extract]
    quiet: list[QuietMonth]
    missed: Mapping[str, float]


def generate_decade(seeds: Path, seed: int, scale: int = 1) -> Decade:
    """Every extract of the ten years.

    Args:
        seeds: the folder of the published figures.
        scale: how many times each attack happens, each time to somebody else; the shapes stay.

    Raises:
        NoSolution, TooSlow: a program has no solution, or none in time.
    """
    assumed, figures = assumptions(), constraints(seeds)
    numbers, rng = np.random.default_rng(seed), random.Random(seed)
    cells = attack_cells(figures, assumed)
    cells["count"], missed = count_attacks(cells, figures, assumed)
    isos = {country: _departments(country) for country in assumed["countries"]}
    rows, short = assign_dimensions(
        expand(cells, assumed["events"], numbers), figures, assumed, isos, numbers
    )
    defenders = assign_defenders(rows, figures, assumed["persons"], numbers)
    extracts = month_files(list(_versions(rows, defenders, scale, rng)))
    return Decade(extracts, quiet_months(extracts, assumed), missed | short | defenders.missed)


def _departments(country: str) -> list[str]:
    return [iso for iso, *_ in places(country.lower()).values()]


def _versions(
    rows: pd.DataFrame, defenders: Defenders, scale: int, rng: random.Random
) -> Iterator[CaseVersion]:
    assumed = assumptions()
    rows = rows.assign(targets=defenders.targets, organisation=defenders.organisation)
    rows = rows.sort_values(["known_from", "day"], kind="stable")
    moved = corrected_days(rows, assumed["restated"], rng)
    numbers: dict[tuple[str, int], int] = {}
    organisations = defenders.organisations
    for _ in range(scale):
        persons = draw_people(defenders.people, assumed, rng)
        named = draw_organisations(list(organisations["country"]), list(organisations["womens"]), rng)
        of = draw_affiliations(
            defenders.people, list(organisations["country"]), named, assumed["identities"]["affiliated"], rng
        )
        population = Population(persons, named, of, assumed)
        yield from case_versions(rows, population, defenders.renamed, rng, numbers, moved)
