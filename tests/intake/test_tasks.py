"""What the tasks of the DAGs decide: nothing to do, what was overlooked, the chain once a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest

from mesoregistry.intake import tasks, upkeep_tasks
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import NothingToDo, Stopped
from mesoregistry.settings import Settings
from mesoregistry.warehouse import tasks as warehouse_tasks
from tests.broken_catalogue import copied
from tests.conftest import environment
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)


def filed(folder: Path, content: bytes | None = None) -> int:
    path = folder / "mes.csv"
    path.write_bytes(content or salvadoran([case(1), case(2)]))
    return receive(path, "sv", MARCH, dt.date(2024, 4, 2)).submission_id


def test_a_country_without_files_has_nothing_to_do(databases: Settings) -> None:
    with pytest.raises(NothingToDo, match="nada espera"):
        tasks.load_waiting("sv")


def test_what_was_landed_and_what_could_not_be_read_is_answered(databases: Settings, tmp_path: Path) -> None:
    numbers = [filed(tmp_path), filed(tmp_path, salvadoran([case(1)], without="Fecha del hecho"))]
    assert tasks.load_waiting("sv") == numbers
    with pytest.raises(Stopped) as raised:
        tasks.check("sv", numbers)
    assert f"mesoregistry findings {numbers[1]}" in str(raised.value)
    assert "(column_missing)" in str(raised.value)
    assert tasks.accept("sv", numbers)["accepted"] == 1
    assert len(tasks.describe(numbers)) == 3
    assert [line.split("(")[-1] for line in tasks.describe(numbers)[1:]] == [f"envío {n})" for n in numbers]
    # no country runs without work: the warehouse is called by itself (tests/warehouse/test_due.py)
    with pytest.raises((NothingToDo, Stopped)):
        tasks.load_waiting("sv")


def test_a_source_that_left_the_catalogue_is_named(databases: Settings, tmp_path: Path) -> None:
    """Its files did not leave: El Salvador stops, with the line of its registry that is missing."""
    number = filed(tmp_path)
    registry = copied(tmp_path) / "sv.yml"
    registry.write_text(
        registry.read_text(encoding="utf-8").replace("id: sv_red", "id: sv_otra"), encoding="utf-8"
    )
    with environment(MESO_REGISTRIES=str(registry.parent)), pytest.raises(Stopped) as raised:
        tasks.load_waiting("sv")
    assert f"sv.yml: sources: falta «sv_red», que presentó el envío {number} (2024-03)" in str(raised.value)
    assert not raised.value.is_known
    assert tasks.load_waiting("sv") == [number], "put back, its file is taken"


def test_months_are_reopened_before(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path)
    tasks.load_waiting("sv")
    tasks.check("sv", [number])
    tasks.accept("sv", [number])
    with pytest.raises(NothingToDo):
        tasks.load_waiting("sv", None, "2024-02")
    assert tasks.load_waiting("sv", "2024-03", None) == [number]
    with pytest.raises(Refused):
        tasks.load_waiting("sv", "marzo", None)


def test_nothing_is_accepted_of_a_run_that_was_skipped(databases: Settings) -> None:
    assert set(tasks.accept("sv", None).values()) == {0}


def test_a_build_waits_for_files_that_are_being_taken_in(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path)
    with pytest.raises(NothingToDo, match=r"vienen más archivos \(sv\)"):
        warehouse_tasks.build()


def test_the_chain_is_verified_once_a_day_and_as_long_as_it_is_broken(
    databases: Settings, tmp_path: Path
) -> None:
    filed(tmp_path)
    upkeep_tasks.verify_chain()
    with pytest.raises(NothingToDo):
        upkeep_tasks.verify_chain()
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        owner.execute('update intake.event set detail = \'{"filed_on": "1999-01-01"}\' where event_no = 1')
        owner.execute("update ops.chain_verification set verified_at = verified_at - interval '25 hours'")
    for _ in range(2):
        with pytest.raises(Stopped) as raised:
            upkeep_tasks.verify_chain()
        assert str(raised.value).startswith(
            "La cadena de eventos está rota desde el evento 1: alguien cambió"
        )
        assert str(raised.value).endswith("→ mesoregistry audit verify")
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        query = "select number from ops.chain_verification order by chain_verification_id"
        assert connection.execute(query).fetchall() == [(None,), (1,), (1,)]
