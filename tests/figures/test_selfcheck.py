"""Damage on purpose: it is done, counted and taken back. The ten years are damaged in test_damaged_decade.py."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from mesoregistry.figures import selfcheck
from mesoregistry.figures.damages import Damage, damages, looking
from mesoregistry.figures.outcome import AlreadyDifferent, Outcome
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.figures.asking import figure
from tests.warehouse.filing import file, person, prepare, rows

pytestmark = pytest.mark.slow(1)
YEARS = ("2022-01-01", "2024-12-31")
PUBLISHED = published_figures(settings().seeds)


@pytest.fixture(scope="module")
def loaded(module_marts: Settings) -> None:
    """Honduras, three years: ten threats a month, on ten women, by the police."""
    prepare()
    for number in range(36):
        month = dt.date(2022 + number // 12, number % 12 + 1, 1)
        attacks = [
            {"case_key": f"{month}-{n}", "event_date": f"{month:%Y-%m}-05", "form": ["amenazas"],
             "perpetrator": ["policía"], **person(f"Ana {n}")}
            for n in range(10)
        ]  # fmt: skip
        file("hn", month, month + dt.timedelta(40), attacks)
    assert build().failures == ()


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[PublishedFigure]:
    made = [
        figure(tmp_path, "attacks", days=YEARS, value="360", known_on="2025-03-31", name="all"),
        figure(
            tmp_path, "attacks", "form=threat", days=YEARS, value="360", known_on="2025-03-31", name="threats"
        ),
        figure(tmp_path, "defenders_distinct", days=YEARS, value="10", known_on="2025-03-31", name="women"),
    ]
    monkeypatch.setattr(selfcheck, "published_figures", lambda _: tuple(made))
    return made


def outcome(kind: str, **rest: object) -> Outcome:
    (made,) = selfcheck.outcomes([Damage(kind, **rest)])  # type: ignore[arg-type]
    return made


def test_what_is_done_is_counted_and_taken_back(loaded: None, figures: list[PublishedFigure]) -> None:
    before = rows("select count(*), min(event_start), max(known_to) from marts.fct_attack_version")
    deleted = outcome("delete", first=dt.date(2024, 1, 1))
    assert (deleted.rows, set(deleted.moved), deleted.is_noticed) == (120, {"all", "threats"}, True)
    assert round(deleted.headline, 2) == Decimal("33.33") and not deleted.is_missed
    doubled = outcome("double", last=dt.date(2022, 1, 31))
    assert (doubled.rows, set(doubled.moved), doubled.is_noticed) == (
        30,
        {"all", "threats"},
        True,
    )  # and mentions, and women
    recoded = outcome("form_code → other")
    assert (recoded.rows, recoded.moved, recoded.is_noticed) == (360, ("threats",), True)
    assert outcome("persons become the same").moved == ("women",)
    assert rows("select count(*), min(event_start), max(known_to) from marts.fct_attack_version") == before


def test_what_no_figure_can_see_is_named(loaded: None, figures: list[PublishedFigure]) -> None:
    changed = outcome("the first perpetrator becomes unknown")
    assert (changed.rows, changed.moved, changed.is_noticed) == (360, (), False)
    assert changed.is_unseen
    assert outcome("close people are lost").rows == 0


def test_other_rows_with_the_same_number_are_no_damage_that_nobody_can_see(
    loaded: None, figures: list[PublishedFigure]
) -> None:
    lost = outcome("persons lose their token", first=dt.date(2024, 1, 1))
    assert (lost.rows, lost.moved, lost.hidden, lost.is_unseen) == (120, (), ("women",), False)
    moved = outcome("move a year", last=dt.date(2022, 12, 31))
    assert (moved.moved, moved.hidden, moved.is_unseen) == ((), (), True)  # within the years of all of them


def test_a_registry_with_a_different_figure_is_not_checked(
    loaded: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = figure(tmp_path, "attacks", days=YEARS, value="359", known_on="2025-03-31", name="wrong")
    monkeypatch.setattr(selfcheck, "published_figures", lambda _: (wrong,))
    with pytest.raises(AlreadyDifferent, match="wrong"):
        outcome("delete")


def test_one_seed_is_one_list_of_damages() -> None:
    first, second, other = (list(islice(damages(seed), 200)) for seed in (7, 7, 8))
    assert first == second != other
    assert {"delete", "double", "move a year", "form_code → other"} <= {damage.kind for damage in first}


def test_most_damages_are_aimed_at_what_a_figure_looks_at() -> None:
    every = list(islice(damages(7), 200))
    aimed = [
        damage for damage in every if any(_is_within(damage, f) for f in looking(PUBLISHED, damage.kind))
    ]
    assert 150 < len(aimed) <= 200
    kinds = {damage.kind for damage in every}
    assert len(kinds) == 40 and all(looking(PUBLISHED, kind) for kind in kinds)
    searchers = {f.scope.codes["role"] for f in looking(PUBLISHED, "defender_role_code → searcher")}
    assert ("searcher",) in searchers and len(looking(PUBLISHED, "delete")) == len(PUBLISHED)


def _is_within(damage: Damage, figure: PublishedFigure) -> bool:
    """In countries of a figure, in years of which it counts some part."""
    return (
        set(damage.countries) <= {code.lower() for code in figure.scope.countries}
        and figure.scope.first.year <= damage.first.year
        and damage.last.year <= figure.scope.last.year
    )
