"""The published figures that the ten years are built to meet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mesoregistry.catalog.registries import registries
from mesoregistry.figures.conflicts import remarks
from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.incompatible import incompatible
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.figures.scope import Scope
from mesoregistry.months import months_between
from mesoregistry.synthetic.decade.assumptions import assumptions
from mesoregistry.synthetic.decade.membership import ORGANISATIONS


def constraints(seeds: Path) -> list[PublishedFigure]:
    """Every figure but those of which there is nothing to count here, those of the press that cannot hold beside
    another one, and those that ``decade.yml`` says to be excluded by others.
    """
    assumed = assumptions()
    every = published_figures(seeds)
    contradicted = incompatible(every, remarks(seeds).same_day)
    return [
        figure
        for figure in every
        if (figure.certainty != "P" or figure.id not in contradicted)
        and figure.id not in assumed["excluded"]
        and _is_recorded(figure)
        and all(_is_registered(scope, assumed) for scope in (figure.scope, figure.base))
    ]


def _is_recorded(figure: PublishedFigure) -> bool:
    """Whether the registry keeps what is counted: of an organisation it keeps nothing that is about persons."""
    dimensions = (definitions().dimensions.get(name) for name in figure.scope.codes)
    return figure.measure != ORGANISATIONS or not any(
        dimension and dimension.person for dimension in dimensions
    )


def _is_registered(scope: Scope, assumed: Mapping[str, Any]) -> bool:
    """Whether somebody files some month of a scope, by the sources that it asks for."""
    wanted, known = scope.codes.get("source"), registries()
    return any(
        assumed["years"].get(month.year, {}).get(country)
        and (source := known[country.lower()].source_for(month))
        and (wanted is None or source.id in wanted)
        for month in months_between(max(scope.first, assumed["begins"]), min(scope.last, assumed["ends"]))
        for country in scope.countries
    )
