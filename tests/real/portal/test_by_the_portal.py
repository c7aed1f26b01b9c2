"""The files of Kobo, Uwazi and Article 19 through the portal: checked and filed in Chromium, taken in, staged.

Run in a process of its own by ``tests/real/test_portal.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings
from mesoregistry.warehouse.dbt import invoke
from tests.conftest import environment
from tests.portal.person import Person
from tests.portal.site import invited
from tests.real import files, judgement, truth
from tests.real.stages import FILED_ON, _waiting, rows
from tests.real.test_stages import expected

pytestmark = pytest.mark.long
KOBO = (
    *files.DIETS, *files.ANIMALS, files.NESTS, *files.RESTAURANTS, *files.QUOTES, *files.PLACES, *files.EMPERORS,
)  # fmt: skip
FILES = (*KOBO, files.UWAZI, files.THESAURI, files.ARTICULO19)
ATTACKS = "select count(*) from intermediate.int_attacks__exploded where submission_id = %s"


def take_in() -> None:
    """What the DAG of each country does."""
    for country in ("xt", "mx"):
        numbers = sorted({*_waiting(country), *load(country)})
        assert judge(country, numbers).broken == ()
        accept(country, numbers)


def test_each_is_filed_confirmed_and_staged(
    person: Callable[..., Person], config: Settings, dbt_project: Path, tmp_path: Path
) -> None:
    teams = {"xt": person(), "mx": person(locale="en-US")}
    for country, team in teams.items():
        team.enrol(invited("team", country))
    numbers = {}
    for file in FILES:
        team = teams[file.country]
        team.check(file.unpacked(tmp_path), f"{file.period:%Y-%m}")
        team.sees(str(len(truth.of(file))))
        numbers[file] = team.file()
    assert len(set(numbers.values())) == len(FILES)
    take_in()
    for file, number in numbers.items():
        team = teams[file.country]
        team.go(f"/envio/{number}/")
        button = team.page.get_by_role("button", name=team.words("Los valores por confirmar están bien"))
        if button.count():
            button.click()
            team.page.wait_for_load_state()
    take_in()
    wrong = []
    for file, number in numbers.items():
        waits = len(judgement.waiting(file, FILED_ON))
        wanted = ("to_correct" if waits else "accepted", len(truth.of(file)), waits)
        query = "select state::text, rows_read, rows_waiting from intake.submission where submission_id = %s"
        if (state := rows(query, number)) != [wanted]:
            wrong.append((file.name, state, wanted))
        teams[file.country].go(f"/pais/{file.country}/{file.period:%Y-%m}/")
    assert wrong == []
    with environment(MESO_DBT_PROJECT=str(dbt_project)) as settings_:
        arguments = ("--select", "+int_attacks__exploded", "--exclude", "test_type:unit")
        outcome = invoke(settings_, "build", *arguments)
    assert outcome.fault is None
    counts = {file.name: rows(ATTACKS, number, role="transformer")[0][0] for file, number in numbers.items()}
    assert counts == {file.name: sum(1 for _ in expected(file)) for file in FILES}
