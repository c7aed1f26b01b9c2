"""Landing and accepting: all or nothing, one order, states and words."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import psycopg
import pytest

from mesoregistry import database, ledger
from mesoregistry.catalog.load import registries
from mesoregistry.database import DatabaseFault
from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.intake.accept import Reason, accept, confirm, withdraw
from mesoregistry.intake.load import load, waiting
from mesoregistry.intake.receive import receive
from mesoregistry.intake.reprocess import reopen
from mesoregistry.ledger import write_findings
from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)


def filed(folder: Path, content: bytes, day: dt.date = dt.date(2024, 4, 2), country: str = "sv") -> int:
    path = folder / "mes.csv"
    path.write_bytes(content)
    return receive(path, country, MARCH, day).submission_id


def judged(submission_id: int, *findings: Finding) -> None:
    """What the gate writes, without the gate: its own tests are elsewhere."""
    stopped = sorted({f.rule for f in findings if f.severity == "stop"})
    with database.transaction() as connection:
        write_findings(connection, submission_id, "gate", findings)
        connection.execute(
            "update intake.submission set gate_run_id = 1, stopped = %s where submission_id = %s",
            [stopped, submission_id],
        )


def finding(severity: Severity, record: int | None = None) -> Finding:
    text = Text("x", "x")
    return Finding("regla", severity, text, text, row=record and record + 1, record=record)


def state(submission_id: int) -> str:
    with database.transaction() as connection:
        return ledger.submission(connection, submission_id).state


def rules(submission_id: int) -> list[str]:
    with database.transaction() as connection:
        query = "select rule from intake.finding where submission_id = %s order by rule"
        return [rule for (rule,) in connection.execute(query, [submission_id])]


def told(submission_id: int) -> str:
    with database.transaction() as connection:
        return ledger.describe(connection, submission_id)


def test_records_land_as_text_with_their_address(databases: Settings, tmp_path: Path) -> None:
    rows = [case(1), case(2, Nombre_de_la_defensora="se reserva", Fecha_del_hecho="03/2024")]
    number = filed(tmp_path, salvadoran(rows))
    assert load("sv") == [number]
    with psycopg.connect(databases.dsn("warehouse", "transformer")) as connection:
        landed = connection.execute(
            "select _submission, _record, _sheet, _row, _source, _period, case_key, event_date, form,"
            " gender_component, defender_identity, defender_token is null from raw.sv order by _record"
        ).fetchall()
    forms = '["amenaza de muerte"]'
    assert landed == [
        (number, 1, None, 2, "sv_red", MARCH, "SV-001", "2024-03-14", forms, "yes", '["named"]', False),
        (number, 2, None, 3, "sv_red", MARCH, "SV-002", "2024-03", forms, "yes", '["withheld"]', True),
    ]
    assert (state(number), told(number)) == ("in_review", "El Salvador, marzo 2024, v1: 2 filas, en revisión")
    assert not list((databases.run / "open" / "sv").iterdir())


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
    assert told(number) == "El Salvador, marzo 2024, v1: devuelta"
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        assert vault.execute("select count(*) from vault.text").fetchone() == (0,)
    assert waiting("sv") == []


def test_a_row_with_a_field_too_many_waits_and_the_others_load(databases: Settings, tmp_path: Path) -> None:
    content = salvadoran([case(n, Responsable="yo") for n in (1, 2, 3)]).replace(b"SV-002;", b"SV-002;;")
    number = filed(tmp_path, content)
    load("sv")
    judged(number)
    counts = accept("sv", [number])
    assert (counts.accepted, counts.rows, counts.waiting) == (1, 2, 1)
    assert (state(number), rules(number)) == ("to_correct", ["too_many_fields"])
    assert told(number) == "El Salvador, marzo 2024, v1: 3 filas, 1 por corregir"


def test_good_rows_count_bad_rows_wait(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(n) for n in range(1, 6)]))
    load("sv")
    judged(number, finding(Severity.ERROR, 1), finding(Severity.WARNING, 1), finding(Severity.WARNING, 2),
           finding(Severity.NOTE, 3))  # fmt: skip
    counts = accept("sv", [number])
    assert (counts.rows, counts.waiting) == (3, 2)
    assert state(number) == "to_correct"
    with database.transaction() as connection:
        query = "select record_no, severity from intake.waiting_row order by record_no"
        assert connection.execute(query).fetchall() == [(1, "error"), (2, "warning")]
    assert accept("sv", [number]).accepted == 0  # once only


def test_the_word_of_the_team_lets_warned_rows_in(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1), case(2)]))
    load("sv")
    judged(number, finding(Severity.WARNING, 2))
    accept("sv", [number])
    assert (state(number), told(number)) == (
        "to_confirm", "El Salvador, marzo 2024, v1: 2 filas, 1 por confirmar",
    )  # fmt: skip
    confirm(number)
    assert waiting("sv") == [number]
    assert load("sv") == [number]
    judged(number, finding(Severity.WARNING, 2))
    assert accept("sv", [number]).rows == 2
    assert state(number) == "accepted"


def test_a_version_confirmed_while_the_next_one_is_accepted_is_judged_again(
    databases: Settings, tmp_path: Path
) -> None:
    first = filed(tmp_path, salvadoran([case(1), case(2)]))
    second = filed(tmp_path, salvadoran([case(1), case(2), case(3)]), dt.date(2024, 5, 2))
    assert load("sv") == [first, second]
    judged(first, finding(Severity.WARNING, 2))
    judged(second)
    accept("sv", [first])
    confirm(first)
    accept("sv", [second])
    assert (state(first), state(second)) == ("in_review", "accepted")
    assert load("sv") == [first]
    judged(first, finding(Severity.WARNING, 2))
    assert accept("sv", [first]).rows == 2
    assert (state(first), state(second)) == ("replaced", "accepted")


def test_a_doubt_about_the_whole_file_asks_first(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1) | {"Alias": "x"}], extra=["Alias"]))
    load("sv")
    judged(number)
    counts = accept("sv", [number])
    assert (counts.accepted, counts.to_confirm) == (0, 1)
    with database.transaction() as connection:
        assert ledger.submission(connection, number).accepted_at is None
    confirm(number)
    load("sv")
    judged(number)
    assert accept("sv", [number]).rows == 1


@pytest.mark.parametrize("together", [False, True])
def test_a_partial_file_in_place_of_a_full_one_is_asked_about(
    databases: Settings, tmp_path: Path, together: bool
) -> None:
    full = filed(tmp_path, salvadoran([case(n) for n in range(1, 11)]))
    if not together:
        load("sv")
        judged(full)
        accept("sv", [full])
    partial = filed(tmp_path, salvadoran([case(n) for n in range(1, 4)]), dt.date(2024, 5, 2))
    load("sv")
    for number in (full, partial):
        judged(number)
    accept("sv", [full, partial])
    assert rules(partial) == ["file_partial"]
    assert (state(full), state(partial)) == ("accepted", "to_confirm")


def test_a_newer_version_replaces_and_an_older_one_does_not(databases: Settings, tmp_path: Path) -> None:
    may = filed(tmp_path, salvadoran([case(1), case(2)]), dt.date(2024, 5, 2))
    load("sv")
    judged(may)
    accept("sv", [may])
    april = filed(tmp_path, salvadoran([case(1)]), dt.date(2024, 4, 2))
    load("sv")
    judged(april)
    accept("sv", [april])
    assert rules(april) == ["version_older"]
    assert (state(may), state(april)) == ("accepted", "replaced")
    june = filed(tmp_path, salvadoran([case(1), case(2), case(3)]), dt.date(2024, 6, 2))
    load("sv")
    judged(june)
    accept("sv", [june])
    assert [state(n) for n in (may, april, june)] == ["replaced", "replaced", "accepted"]
    assert withdraw(june, Reason.WRONG_FILE) == may
    assert [state(n) for n in (may, april, june)] == ["accepted", "replaced", "withdrawn"]
    assert withdraw(june, Reason.WRONG_FILE) is None
    assert withdraw(april, Reason.WRONG_FILE) is None
    assert withdraw(may, Reason.WRONG_FILE) is None
    assert [state(n) for n in (may, april, june)] == ["withdrawn"] * 3


def test_what_stands_again_waits_as_it_waited(databases: Settings, tmp_path: Path) -> None:
    first = filed(tmp_path, salvadoran([case(1), case(2)]))
    second = filed(tmp_path, salvadoran([case(1), case(2), case(3)]), dt.date(2024, 5, 2))
    load("sv")
    judged(first, finding(Severity.ERROR, 2))
    judged(second)
    accept("sv", [first, second])
    assert withdraw(second, Reason.WRONG_PERIOD) == first
    assert told(first) == "El Salvador, marzo 2024, v1: 2 filas, 1 por corregir"


def test_what_the_gate_stops_goes_back_and_leaves_nothing(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    load("sv")
    judged(number, finding(Severity.STOP))
    counts = accept("sv", [number])
    assert (counts.returned, state(number)) == (1, "returned")
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        assert connection.execute("select count(*) from raw.sv").fetchone() == (0,)
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        assert vault.execute("select count(*) from vault.mention").fetchone() == (0,)


def test_nothing_is_accepted_unjudged(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    load("sv")
    assert accept("sv", [number]).accepted == 0
    judged(number)
    load("sv")  # landed anew: what the gate said was about other rows
    assert accept("sv", [number]).accepted == 0


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
        assert vault.execute("select count(*) from vault.identity").fetchone() == (22,)


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


def test_what_counts_is_not_taken_out_by_a_layout_that_changed(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filed(tmp_path, salvadoran([case(1), case(2)]))
    load("sv")
    judged(number)
    accept("sv", [number])
    assert reopen("sv", MARCH, MARCH) == [number]
    changed = tmp_path / "registries"
    changed.mkdir()
    text = (
        (databases.registries / "sv.yml")
        .read_text(encoding="utf-8")
        .replace("header: Lugar,", "header: Sitio,")
    )
    (changed / "sv.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(databases, "registries", changed)
    assert load("sv") == []
    assert (state(number), rules(number)) == ("to_correct", ["column_missing", "column_unknown"])
    with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
        assert connection.execute("select count(*) from raw.sv").fetchone() == (2,)
        query = "select rows_read, accepted_at is not null from intake.submission"
        assert connection.execute(query).fetchone() == (2, True)
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        assert vault.execute("select count(*) from vault.mention").fetchone() == (2,)
    # the layout mended, the file is taken as it is
    monkeypatch.undo()
    reopen("sv", MARCH, MARCH)
    assert load("sv") == [number]
    judged(number)
    assert accept("sv", [number]).rows == 2
    assert state(number) == "accepted"


def test_a_file_that_the_database_does_not_admit_goes_back_and_the_next_is_taken(
    databases: Settings, tmp_path: Path
) -> None:
    before = filed(tmp_path, salvadoran([case(9)]), dt.date(2024, 4, 1))
    load("sv")
    with psycopg.connect(databases.dsn("warehouse")) as connection:
        connection.execute("alter table raw.sv add constraint no_two check (case_key <> 'SV-002')")
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
