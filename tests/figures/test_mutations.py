"""Changed definitions, each tried on marts and taken back. On the ten years: test_damaged_decade.py."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest

from mesoregistry.figures import selfcheck
from mesoregistry.figures.definitions import definitions, text_of
from mesoregistry.figures.mutations import (
    Mutation,
    NothingChanged,
    Noticed,
    enough_noticed,
    mutations,
    regrouped,
    replaced,
    tried,
)
from mesoregistry.figures.published import published_figures
from mesoregistry.findings import Text
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.figures.asking import figure
from tests.warehouse.filing import file, person, prepare, rows

pytestmark = pytest.mark.slow(1)
ISSUE = {
    "any_right", "both_is_digital", "last_day", "trans_women_only", "organisation_of_any_profile",
    "known_strictly_before",
}  # fmt: skip
YEAR = ("2024-01-01", "2024-12-31")


@pytest.fixture(scope="module")
def loaded(module_marts: Settings) -> None:
    """Two events of Honduras, filed on the day of the figures: one lasts into another year, one defends two rights."""
    prepare()
    attacks = [
        {"case_key": "1", "event_date": "2024-12-30", "event_date_end": "2025-01-02", "form": ["amenazas"],
         "channel": ["presencial_y_digital"], "right_defended": "derechos_laborales", "profile": "individual",
         "organisation_token": ["o1"], "organisation_identity": ["named"], **person("Ana")},
        {"case_key": "2", "event_date": "2024-05-05", "form": ["amenazas", "hostigamiento"],
         "channel": ["digital", "digital"], "right_defended": "verdad_y_justicia",
         "right_other": ["derechos_laborales"], "profile": "individual",
         "defender_gender": ["hombre_trans"], **person("Beto")},
    ]  # fmt: skip
    file("hn", dt.date(2024, 12, 1), dt.date(2025, 1, 31), attacks)
    assert build().failures == ()


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure_ = partial(figure, tmp_path, days=YEAR, known_on="2025-01-31")
    made = [
        figure_("attacks", value="3", name="all"),
        figure_("attacks", "right=labour", value="1", name="labour"),
        figure_("attacks", "channel=digital", value="2", name="digital"),
        figure_("attacks", "identity=trans", value="2", name="trans"),
        figure_("organisations_distinct", value="0", name="organisations"),
    ]
    monkeypatch.setattr(selfcheck, "published_figures", lambda _: tuple(made))


def named(name: str) -> Mutation:
    return next(m for m in mutations() if m.name == name)


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("any_right", {"labour"}),
        ("both_is_digital", {"digital"}),
        ("last_day", {"all", "labour"}),
        ("trans_women_only", {"trans"}),
        ("organisation_of_any_profile", {"organisations"}),
        ("known_strictly_before", {"all", "labour", "digital", "trans"}),
        ("event_is_attack", {"all", "digital", "trans"}),
        ("replaced_on_the_day", set()),
    ],
)
def test_a_changed_definition_moves_what_it_defines(
    loaded: None, figures: None, name: str, moved: set[str]
) -> None:
    before = definitions(), rows("select count(*), min(event_start), max(event_start) from marts.fct_attack")
    (result,) = tried([named(name)])
    assert set(result.moved) == moved
    assert before == (
        definitions(), rows("select count(*), min(event_start), max(event_start) from marts.fct_attack")
    )  # fmt: skip


def test_there_are_forty_and_those_of_the_audit_are_among_them() -> None:
    names = [m.name for m in mutations()]
    assert len(names) == len(set(names)) == 40 and set(names) >= ISSUE


def test_every_one_of_them_still_fits_the_definitions() -> None:
    for mutation in mutations():
        for change in mutation.text:
            assert replaced(text_of(change["file"]), change, mutation.name)
        regrouped(published_figures(settings().seeds), mutation.group)


def test_one_that_no_longer_fits_is_not_tried_in_silence() -> None:
    with pytest.raises(NothingChanged, match="gone"):
        replaced("a text", {"old": "gone", "new": ""}, "name")
    with pytest.raises(NothingChanged):
        regrouped(published_figures(settings().seeds), {"name": "form_group=killing", "without": ["threat"]})


def test_nine_of_ten_are_enough() -> None:
    mutation = Mutation("m", Text("m", "m"))
    seen, silent = Noticed(mutation, ("a",), ("a",)), Noticed(mutation, ("a",), ())
    assert enough_noticed([seen] * 36 + [silent] * 4)
    assert not enough_noticed([seen] * 35 + [silent] * 5)
