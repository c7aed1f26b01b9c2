"""A clock in another year does not turn round which of two files corrects the other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registry
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.test_clock import EVENING, MAY, set_clock


@pytest.mark.parametrize("wrong", [dt.date(2031, 6, 1), dt.date(2024, 6, 1)], ids=["ahead", "behind"])
def test_the_correction_is_the_file_that_came_later(
    wrong: dt.date, databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever year the clock says that it is; a clock that was ahead spoils the first file, one behind the second."""
    right = dt.date(2025, 1, 10)
    days = (wrong, right) if wrong > right else (right, wrong)
    numbers = []
    for number, day in enumerate(days, start=1):
        set_clock(monkeypatch, day, EVENING, registry("sv").time_zone)
        path = tmp_path / f"{number}.csv"
        path.write_bytes(
            salvadoran(
                [case(1, Fecha_de_registro="20/05/2024", Fecha_del_hecho="14/05/2024", Edad=f"4{number}")]
            )
        )
        numbers.append(receive(path, "sv", MAY).submission_id)
        load("sv")
        judge("sv", numbers[-1:])
        accept("sv", numbers[-1:])
    with database.transaction() as connection:
        states = [ledger.submission(connection, number).state for number in numbers]
    assert states == ["replaced", "accepted"]
