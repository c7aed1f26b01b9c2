"""Accepting: what counts, what waits, what goes back."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from mesoregistry import database, ledger
from mesoregistry.findings import Severity
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.load import load
from mesoregistry.intake.reprocess import reopen
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import MARCH, described, filed, finding, judged, rules, state, waiting


def test_a_row_with_a_field_too_many_waits_and_the_others_load(databases: Settings, tmp_path: Path) -> None:
    content = salvadoran([case(n, Responsable="yo") for n in (1, 2, 3)]).replace(b"SV-002;", b"SV-002;;")
    number = filed(tmp_path, content)
    load("sv")
    judged(number)
    counts = accept("sv", [number])
    assert (counts.accepted, counts.rows, counts.waiting) == (1, 2, 1)
    assert (state(number), rules(number)) == ("to_correct", ["too_many_fields"])
    assert described(number) == "El Salvador, marzo 2024, v1: 3 filas, 1 por corregir"


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
    assert (state(number), described(number)) == (
        "to_confirm", "El Salvador, marzo 2024, v1: 2 filas, 1 por confirmar",
    )  # fmt: skip
    confirm(number)
    assert waiting("sv") == [number]
    assert load("sv") == [number]
    judged(number, finding(Severity.WARNING, 2))
    assert accept("sv", [number]).rows == 2
    assert state(number) == "accepted"


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
    load("sv")  # landed anew: the gate judged other rows
    assert accept("sv", [number]).accepted == 0


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
        assert vault.execute(
            "select count(*) from vault.mention where field = 'defender_name'"
        ).fetchone() == (2,)
    # the layout mended, the file is taken as it is
    monkeypatch.undo()
    reopen("sv", MARCH, MARCH)
    assert load("sv") == [number]
    judged(number)
    assert accept("sv", [number]).rows == 2
    assert state(number) == "accepted"
