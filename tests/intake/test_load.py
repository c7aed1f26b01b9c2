"""Landing: all or nothing, one order, two processes at once."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pyrage import DecryptError, x25519

from mesoregistry.catalog.registries import registries
from mesoregistry.database import DatabaseFault
from mesoregistry.intake import load as load_module
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.load import load
from mesoregistry.intake.tasks import Stopped, check, judge
from mesoregistry.local import open_copies
from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import MARCH, described, filed, rules, sha256_of, state, waiting


def test_records_land_as_text_with_their_address(databases: Settings, tmp_path: Path) -> None:
    rows = [case(1), case(2, Nombre_de_la_defensora="se reserva", Fecha_del_hecho="03/2024")]
    number = filed(tmp_path, salvadoran(rows))
    assert load("sv") == [number]
    with psycopg.connect(databases.dsn("warehouse", "transformer")) as connection:
        landed = connection.execute(
            "select _submission, _record, _sheet, _row, _source, _period, event_date, form,"
            " gender_component, defender_identity, defender_token is null from raw.sv order by _record"
        ).fetchall()
    forms = '["amenaza de muerte"]'
    assert landed == [
        (number, 1, None, 2, "sv_red", MARCH, "2024-03-14", forms, "yes", '["named"]', False),
        (number, 2, None, 3, "sv_red", MARCH, "2024-03", forms, "yes", '["withheld"]', True),
    ]
    assert (state(number), described(number)) == (
        "in_review",
        "El Salvador, marzo 2024, v1: 2 filas, en revisión",
    )
    assert not [path for place in open_copies.places(databases) for path in (place / "sv").glob("*")]


def test_the_planner_knows_the_rows_before_they_are_judged(databases: Settings, tmp_path: Path) -> None:
    """Without it the first gate of a new database took half a minute for two hundred rows."""
    filed(tmp_path, salvadoran([case(1), case(2)]))
    load("sv")
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        known = connection.execute(
            "select schemaname || '.' || tablename from pg_stats where (schemaname, tablename, attname) in"
            " (('raw', 'sv', '_submission'), ('intake', 'code_term', 'term_key')) order by 1"
        ).fetchall()
    assert known == [("intake.code_term",), ("raw.sv",)]


def test_names_are_in_the_vault_and_open_with_its_key(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    load("sv")
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        [(token,)] = connection.execute("select defender_token::json ->> 0 from raw.sv").fetchall()
    key = seal.fields()
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        [(name,)] = vault.execute(
            "select sealed from vault.identity inner join vault.mention using (token)"
            " where token = %s and submission_id = %s", [token, number],
        ).fetchall()  # fmt: skip
        texts = vault.execute("select field, sealed from vault.text order by field").fetchall()
    assert seal.open_text(name, key) == "Rosaura Inventada 1"
    assert [(field, seal.open_text(text, key)) for field, text in texts] == [
        ("defender_phone", "7000-0001"),
        ("narrative", "Relato inventado número 1."),
    ]


def test_a_broken_structure_returns_the_file_whole(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)], without="Fecha del hecho"))
    assert load("sv") == []
    assert (state(number), rules(number)) == ("returned", ["column_missing"])
    assert described(number) == "El Salvador, marzo 2024, v1: devuelta"
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        assert vault.execute("select count(*) from vault.text").fetchone() == (0,)
    assert waiting("sv") == []


def test_a_file_withdrawn_while_it_waits_is_not_loaded(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    withdraw(number, Reason.WRONG_FILE)
    assert load("sv") == []
    assert state(number) == "withdrawn"


def test_one_bad_country_does_not_hold_the_others(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, b"no es un libro", country="gt")
    good = filed(tmp_path, salvadoran([case(1)]))
    assert load("gt") == []
    assert load("sv") == [good]


def test_two_workers_load_one_country(databases: Settings, tmp_path: Path) -> None:
    numbers = [
        filed(tmp_path, salvadoran([case(n) for n in range(1, 20 + k)]), dt.date(2024, 4, 2 + k))
        for k in range(4)
    ]
    landed: list[list[int]] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            landed.append(load("sv"))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert landed == [numbers, numbers]
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        rows = connection.execute(
            "select _submission, count(*), count(distinct _record) from raw.sv group by 1 order by 1"
        ).fetchall()
    assert rows == [(n, 19 + k, 19 + k) for k, n in enumerate(numbers)]
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        assert vault.execute("select count(*) from vault.identity where kind = 'person'").fetchone() == (22,)


def test_two_countries_start_on_an_empty_warehouse_at_once(databases: Settings, tmp_path: Path) -> None:
    filed(tmp_path, salvadoran([case(1)]))
    faults: list[BaseException] = []

    def work(country: str) -> None:
        try:
            load(country)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=[c]) for c in registries()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_file_that_the_database_does_not_admit_goes_back_and_the_next_is_taken(
    databases: Settings, tmp_path: Path
) -> None:
    before = filed(tmp_path, salvadoran([case(9)]), dt.date(2024, 4, 1))
    load("sv")
    with psycopg.connect(databases.dsn("warehouse")) as connection:
        connection.execute("alter table raw.sv add constraint no_two check (_record < 2)")
    bad = filed(tmp_path, salvadoran([case(1), case(2)]), dt.date(2024, 4, 2))
    good = filed(tmp_path, salvadoran([case(3)]), dt.date(2024, 4, 3))
    assert load("sv") == [before, good]
    assert (state(bad), rules(bad)) == ("returned", ["file_not_stored"])
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        query = "select distinct submission_id from vault.mention order by 1"
        assert vault.execute(query).fetchall() == [(before,), (good,)]
    assert waiting("sv") == [before, good]


def test_a_fault_of_the_server_stops_the_run_and_the_file_waits(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    with psycopg.connect(databases.dsn("warehouse"), autocommit=True) as connection:
        connection.execute("revoke insert on intake.finding from loader")
        with pytest.raises(DatabaseFault) as raised:
            load("sv")
    assert raised.value.sqlstate == "42501"
    assert (state(number), waiting("sv")) == ("received", [number])


HOSTILE = {
    "superscript in a month": {"Fecha del hecho": "marzo ²"},
    "superscript in a year": {"Fecha del hecho": "3 marzo 202³"},
    "number in a circle": {"Fecha del hecho": "① marzo 2024"},
    "five thousand digits": {"Fecha del hecho": "marzo " + "9" * 5000},
    "words without end": {"Tipos de agresión": "amenaza ; " * 3000},
    "a cell longer than any": {"Agresores": "x" * 400_000},
}


@pytest.mark.parametrize("cells", HOSTILE.values(), ids=list(HOSTILE))
def test_no_text_of_a_cell_stops_a_country(
    databases: Settings, tmp_path: Path, cells: dict[str, str]
) -> None:
    bad = filed(tmp_path, salvadoran([case(1) | cells, case(2)], encoding="utf-8"), dt.date(2024, 4, 2))
    good = filed(tmp_path, salvadoran([case(3)]), dt.date(2024, 4, 3))
    assert load("sv") == [bad, good]
    assert not judge("sv", [bad, good]).broken


def test_the_character_zero_in_a_header_stops_no_country(databases: Settings, tmp_path: Path) -> None:
    bad = filed(tmp_path, salvadoran([case(1)], extra=["Otra\0"]), dt.date(2024, 4, 2))
    good = filed(tmp_path, salvadoran([case(3)]), dt.date(2024, 4, 3))
    assert good in load("sv")
    assert (waiting("sv"), state(bad)) == ([bad, good], "in_review")
    assert rules(bad) == ["column_unknown"]


def test_a_text_that_the_driver_refuses_is_of_the_file(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = filed(tmp_path, salvadoran([case(1)]), dt.date(2024, 4, 2))
    good = filed(tmp_path, salvadoran([case(3)]), dt.date(2024, 4, 3))
    at_first = iter([True])

    def with_zero(*arguments: Any) -> Interpretation:
        out = interpret(*arguments)
        return replace(out, decisions={"encoding": ["a\0b"]}) if next(at_first, False) else out

    monkeypatch.setattr(load_module, "interpret", with_zero)
    assert load("sv") == [good]
    assert (state(bad), rules(bad)) == ("returned", ["file_not_stored"])


@pytest.mark.parametrize("change", ["lost", "damaged", "cut", "another file's"])
def test_a_sealed_copy_that_is_lost_stops_only_its_file_and_comes_back_when_sent_again(
    databases: Settings, tmp_path: Path, change: str
) -> None:
    content = salvadoran([case(1)])
    bad = filed(tmp_path, content, dt.date(2024, 4, 2))
    good = filed(tmp_path, salvadoran([case(3)]), dt.date(2024, 4, 3))
    sealed, other = (databases.archive / f"{sha256_of(number)}.age" for number in (bad, good))
    whole = sealed.read_bytes()
    if change == "lost":
        sealed.unlink()
    elif change == "another file's":
        sealed.write_bytes(other.read_bytes())
    else:
        sealed.write_bytes(whole[:-3] if change == "cut" else whole[:-9] + b"?" + whole[-8:])
    assert load("sv") == [good]
    assert (state(bad), rules(bad)) == ("returned", ["file_lost"])
    assert filed(tmp_path, content, dt.date(2024, 4, 4)) == bad
    assert load("sv") == [good, bad]


def test_another_key_returns_no_file(databases: Settings, tmp_path: Path) -> None:
    numbers = [filed(tmp_path, salvadoran([case(k)]), dt.date(2024, 4, 1 + k)) for k in (1, 2)]
    key = databases.secrets / "vault_file"
    kept = key.read_text()
    try:
        key.write_text(str(x25519.Identity.generate()))
        with pytest.raises(DecryptError):
            load("sv")
    finally:
        key.write_text(kept)
    assert [state(number) for number in numbers] == ["received", "received"]


def test_whatever_is_raised_is_a_finding_of_its_file_without_its_text(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = filed(tmp_path, salvadoran([case(1)]), dt.date(2024, 4, 2))
    good = filed(tmp_path, salvadoran([case(3)]), dt.date(2024, 4, 3))
    at_first = iter([True])

    def failing(*arguments: Any) -> Interpretation:
        if next(at_first, False):
            raise ArithmeticError("Rosaura Inventada 1")
        return interpret(*arguments)

    monkeypatch.setattr(load_module, "interpret", failing)
    assert load("sv") == [good]
    assert (state(bad), rules(bad)) == ("returned", ["file_failed"])
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        [(text,)] = connection.execute("select message_es || remedy_es from intake.finding").fetchall()
    assert "ArithmeticError" in text
    assert "Rosaura" not in text + caplog.text
    with pytest.raises(Stopped, match="file_failed"):
        check("sv", [bad, good])
