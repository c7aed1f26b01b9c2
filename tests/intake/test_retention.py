"""A source that keeps names for some months: then file and names go, by themselves, and what was counted counts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest

from mesoregistry import clock, database, ledger
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.reprocess import reopen
from mesoregistry.intake.task_faults import NothingToDo
from mesoregistry.intake.tasks import judge
from mesoregistry.intake.upkeep_tasks import expire
from mesoregistry.ledger.verification import find_tampering
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
SOURCE = "    mode: replaces\n"


@pytest.fixture
def kept_for_two_months(databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    folder = tmp_path / "registries"
    folder.mkdir()
    for file in databases.registries.glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        changed = text.replace(SOURCE, f"{SOURCE}    retention: 2\n") if file.stem == "sv" else text
        assert (changed != text) is (file.stem == "sv")
        (folder / file.name).write_text(changed, encoding="utf-8")
    monkeypatch.setattr(databases, "registries", folder)
    return databases


def filed(folder: Path, month: dt.date, *names: str) -> int:
    day = f"{month:14/%m/%Y}"
    rows = [
        case(number, Nombre_de_la_defensora=name, Fecha_del_hecho=day, Fecha_de_registro=day)
        for number, name in enumerate(names, start=1)
    ]
    path = folder / f"{month:%Y-%m}.csv"
    path.write_bytes(salvadoran(rows))
    number = receive(path, "sv", month, dt.date(2024, 5, 2)).submission_id
    assert load("sv") == [number]
    judge("sv", [number])
    accept("sv", [number])
    return number


def is_day(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.combine(day, dt.time(18), dt.UTC))


def texts_of(config: Settings, number: int) -> tuple[int, int]:
    """Mentions and texts of a submission in the vault."""
    with psycopg.connect(config.dsn("vault")) as vault:
        row = vault.execute(
            "select (select count(*) from vault.mention where submission_id = %(n)s),"
            " (select count(*) from vault.text where submission_id = %(n)s)", {"n": number},
        ).fetchone()  # fmt: skip
    assert row
    return row[0], row[1]


def test_names_and_files_go_when_their_time_is_over(
    kept_for_two_months: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = kept_for_two_months
    march, april = filed(tmp_path, MARCH, "Ana Una", "Bea Dos"), filed(tmp_path, APRIL, "Bea Dos")
    is_day(monkeypatch, dt.date(2024, 5, 31))
    with pytest.raises(NothingToDo):
        expire()
    is_day(monkeypatch, dt.date(2024, 6, 1))  # March ended two months ago
    mentions, texts = texts_of(config, march)
    assert mentions and texts
    assert expire() == {"submissions": 1, "mentions": mentions, "texts": texts}
    assert texts_of(config, march) == (0, 0) and texts_of(config, april) != (0, 0)
    with database.transaction() as connection:
        files = [config.archive / f"{ledger.submission(connection, n).sha256}.age" for n in (march, april)]
    assert [file.exists() for file in files] == [False, True]
    with psycopg.connect(config.dsn("vault")) as vault:  # who is named in April as well stays
        assert vault.execute("select count(*) from vault.identity where kind = 'person'").fetchone() == (1,)
    with database.transaction() as connection:
        assert ledger.submission(connection, march).state == "accepted"
        assert connection.execute("select count(*) from raw.sv").fetchone() == (3,)
        event = connection.execute(
            "select submission_id, action, detail from intake.event order by event_no desc limit 1"
        ).fetchone()
        assert event == (march, "expired", {"mentions": mentions, "texts": texts, "file": True})
        assert find_tampering(connection) is None
    with pytest.raises(NothingToDo):
        expire()
    assert reopen("sv", MARCH, APRIL) == [april]  # there is no file to read again
    is_day(monkeypatch, dt.date(2031, 1, 1))
    with pytest.raises(NothingToDo):
        expire()  # April is under review: when that is over


def test_without_a_term_nothing_goes(
    databases: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filed(tmp_path, MARCH, "Ana Una")
    is_day(monkeypatch, dt.date(2090, 1, 1))
    with pytest.raises(NothingToDo):
        expire()
    assert texts_of(databases, number) != (0, 0)
