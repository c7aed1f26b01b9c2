"""A run answers for what it took, however often it runs; and nobody is called without work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest

from mesoregistry import database, ledger
from mesoregistry.intake import inbox, task_alerts, tasks, upkeep_tasks
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.tasks import NothingToDo, Stopped
from mesoregistry.settings import Settings, change_settings, settings
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import filed_for, state, whole_run

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
GOOD = salvadoran([case(1), case(2)])
BAD = salvadoran([case(1)], without="Fecha del hecho")


def an_hour_passes(config: Settings) -> None:
    with psycopg.connect(config.dsn("warehouse")) as owner:
        owner.execute("update intake.event set recorded_at = recorded_at - interval '1 hour'")
        owner.execute("update ops.alert set last_at = last_at - interval '1 hour'")


def test_a_red_run_that_is_cleared_is_red_until_the_file_is_mended(
    databases: Settings, tmp_path: Path
) -> None:
    number = filed_for(tmp_path, BAD)
    for _ in range(2):
        with pytest.raises(Stopped, match="column_missing"):
            whole_run("first")
    assert state(number) == "returned"
    filed_for(tmp_path, GOOD)
    whole_run("second")
    with pytest.raises(NothingToDo):
        tasks.load_waiting("sv", run_id="first")


def test_a_cleared_run_reads_anew_with_the_layout_of_today(databases: Settings, tmp_path: Path) -> None:
    other_header = "Fecha del suceso"
    number = filed_for(tmp_path, GOOD.replace(b"Fecha del hecho", other_header.encode()))
    with pytest.raises(Stopped, match="Falta la columna"):
        whole_run("first")
    catalogue = tmp_path / "registries"
    catalogue.mkdir()
    for path in settings().registries.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        (catalogue / path.name).write_text(text.replace("Fecha del hecho", other_header), encoding="utf-8")
    change_settings(registries=catalogue)
    try:
        assert whole_run("first") == [number]
    finally:
        change_settings(registries=settings().project / "include" / "registries")
    assert state(number) == "accepted"


def test_a_run_without_work_is_not_green_before_a_red_one(databases: Settings, tmp_path: Path) -> None:
    number = filed_for(tmp_path, BAD)
    with pytest.raises(Stopped):
        whole_run("first")
    with pytest.raises(Stopped, match="El Salvador, marzo 2024, v1: devuelta") as raised:
        tasks.load_waiting("sv", run_id="second")
    assert raised.value.is_known
    withdraw(number, Reason.WRONG_FILE)
    with pytest.raises(NothingToDo, match="nada espera"):
        tasks.load_waiting("sv", run_id="third")


def test_a_second_try_answers_for_what_the_first_could_not_read(databases: Settings, tmp_path: Path) -> None:
    bad = filed_for(tmp_path, BAD)
    assert tasks.load_waiting("sv", run_id="killed after reading") == [bad]
    good = filed_for(tmp_path, GOOD, APRIL)
    assert tasks.load_waiting("sv", run_id="killed after reading") == [bad, good]


def test_a_run_of_months_takes_those_alone(databases: Settings, tmp_path: Path) -> None:
    march, april = filed_for(tmp_path, GOOD), filed_for(tmp_path, salvadoran([case(3)]), APRIL)
    assert whole_run("march", "2024-03", "2024-03") == [march]
    assert (state(march), state(april)) == ("accepted", "received")
    with pytest.raises(Stopped, match=r"2024-05.*2024-04"):
        tasks.load_waiting("sv", "2024-05", "2024-04")


def test_what_was_filed_a_moment_before_is_not_overlooked(databases: Settings, tmp_path: Path) -> None:
    filed_for(tmp_path, GOOD)
    assert upkeep_tasks.overlooked() == {}
    an_hour_passes(databases)
    assert upkeep_tasks.overlooked() == {"sv": 1}


def test_nor_is_anything_while_the_country_moves(databases: Settings, tmp_path: Path) -> None:
    first = filed_for(tmp_path, GOOD)
    filed_for(tmp_path, salvadoran([case(3)]), APRIL)
    an_hour_passes(databases)
    with database.transaction() as connection:
        ledger.move(connection, first, ledger.Action.LANDED)
    assert upkeep_tasks.overlooked() == {}


def test_nobody_is_called_when_only_a_build_is_missing(databases: Settings, tmp_path: Path) -> None:
    filed_for(tmp_path, GOOD)
    whole_run("first")
    an_hour_passes(databases)
    assert upkeep_tasks.overlooked() == {}


def test_a_broken_rule_is_tried_again_after_pauses_that_grow_or_at_once_when_mended(
    databases: Settings, tmp_path: Path
) -> None:
    filed_for(tmp_path, GOOD)
    an_hour_passes(databases)
    for _ in range(5):
        task_alerts.fail("registry__sv", "check", Stopped("una regla rota"))
    assert upkeep_tasks.overlooked() == {}, "after five failures it waits for more than an hour"
    an_hour_passes(databases)
    assert upkeep_tasks.overlooked() == {}
    an_hour_passes(databases)
    assert upkeep_tasks.overlooked() == {"sv": 1}
    task_alerts.fail("registry__sv", "check", Stopped("una regla rota"))
    assert upkeep_tasks.overlooked() == {}
    rules = tmp_path / "expectations"
    rules.mkdir()
    for path in settings().expectations.glob("*.yml"):
        (rules / path.name).write_bytes(path.read_bytes() + b"\n# mended\n")
    change_settings(expectations=rules)
    try:
        assert upkeep_tasks.overlooked() == {"sv": 1}
    finally:
        change_settings(expectations=settings().project / "expectations")


def test_a_refused_file_of_the_inbox_turns_one_run_red_until_its_answer_is_taken_away(
    databases: Settings,
) -> None:
    folder = inbox.folder("sv")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "marzo 2024 de Ana Inventada.csv").write_bytes(GOOD)
    inbox.sweep(still=0)
    assert upkeep_tasks.overlooked() == {"sv": 0}
    for _ in range(2):
        numbers = tasks.load_waiting("sv", run_id="refused")
        with pytest.raises(
            Stopped, match=r"El Salvador: un archivo del buzón no se recibió.*2024-05"
        ) as raised:
            tasks.check("sv", numbers, "refused")
        assert "Ana" not in str(raised.value)
        assert upkeep_tasks.overlooked() == {}, "one run shows it"
    [answer] = folder.glob("*.respuesta.txt")
    answer.unlink()
    inbox.sweep(still=0)
    with pytest.raises(NothingToDo):
        tasks.load_waiting("sv", run_id="refused")
