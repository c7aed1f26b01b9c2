"""The generator knows published figures by what they count: it names none, but for those that others exclude."""

from __future__ import annotations

from pathlib import Path

import yaml

from mesoregistry.figures.published import published_figures
from mesoregistry.settings import settings
from mesoregistry.synthetic import decade
from mesoregistry.synthetic.decade.assumptions import assumptions
from mesoregistry.synthetic.decade.constraints import constraints
from mesoregistry.synthetic.decade.dimension_sums import forms_of_violation
from mesoregistry.synthetic.decade.person_figures import person_figures

FOLDER = Path(decade.__file__).parent


def test_only_one_place_names_figures() -> None:
    assumed = {name: body for name, body in assumptions().items() if name != "excluded"}
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")] + [yaml.safe_dump(assumed)]
    ids = [figure.id for figure in published_figures(settings().seeds)]
    assert len(ids) == 424
    assert [id for id in ids if any(id.partition("__")[0] in text for text in texts)] == []
    assert set(assumptions()["excluded"]) <= set(ids)


def test_what_nobody_files_here_is_not_asked_for() -> None:
    left_out = {f.id for f in published_figures(settings().seeds)} - {
        f.id for f in constraints(settings().seeds)
    }
    assert {"udefegua_2019_01_09_attacks__2019-10", "udefegua_2023_attacks__2024-04"} <= left_out
    assert (
        "mx_2024_10_2025_09_companions_organisations__2025-10" in left_out
    )  # what a woman does, not an organisation
    assert len(left_out) == 424 - 377


def test_figures_about_persons_are_known_by_what_they_count() -> None:
    special = person_figures(constraints(settings().seeds))
    assert [int(f.value) for f in (special.first_count, special.last_count)] == [8926, 8871]
    assert [int(f.value) for f in (special.lgbtttiq, special.lgbtttiq_share, special.searchers)] == [
        1034,
        13,
        67,
    ]


def test_a_sources_own_type_is_mapped_in_one_place() -> None:
    assert "violation" not in assumptions()
    assert forms_of_violation("defamation") == {"smear", "slander"}
