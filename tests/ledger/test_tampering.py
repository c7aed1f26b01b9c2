"""History changed from outside: each way is found, by the owner's own hand too, and no role can do it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry import database, ledger
from mesoregistry.cli import app
from mesoregistry.ledger import Action, NewFile, heads
from mesoregistry.ledger.verification import Tampering, find_tampering
from mesoregistry.settings import Settings, settings

APRIL_2 = dt.date(2024, 4, 2)
digests = count()
runner = CliRunner()
Owner = Callable[[str], None]


def file(move: bool = True) -> int:
    new = NewFile("sv", "sv_red", dt.date(2024, 3, 1), APRIL_2, f"{next(digests):064x}", 1, ".csv")
    with database.transaction() as connection:
        number = ledger.file(connection, new).submission_id
        if move:
            ledger.move(connection, number, Action.LANDED, detail={"rows": 3, "ñ": "«á»"}, rows_read=3)
    return number


@pytest.fixture
def owner(databases: Settings) -> Iterator[Owner]:
    """Runs a statement as the owner of the database. There are three files with six events."""
    for _ in range(3):
        file()
    with psycopg.connect(databases.dsn("warehouse"), autocommit=True) as connection:
        yield lambda statement: void(connection.execute(statement.encode()))


def void(_: object) -> None:
    return None


def tampering() -> Tampering | None:
    with database.transaction() as connection:
        return find_tampering(connection)


def keep() -> heads.SignedHead | None:
    with database.transaction() as connection:
        return heads.keep(connection)


def test_as_it_was_written(owner: Owner) -> None:
    assert tampering() is None
    keep()
    file()
    keep()
    assert tampering() is None


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("update intake.event set detail = '{\"rows\": 4}' where event_no = 2", 2),
        (
            "update intake.event set recorded_at = recorded_at + interval '1 microsecond' where event_no = 3",
            3,
        ),
        ("update intake.event set submission_id = 1 where event_no = 4", 4),
        ("update intake.event set action = 'accepted' where event_no = 4", 4),
        ("update intake.event set to_state = 'accepted' where event_no = 4", 4),
        ("update intake.event set from_state = null where event_no = 4", 4),
        ("update intake.event set recorded_by = 'otra' where event_no = 4", 4),
        ("delete from intake.event where event_no = 1", 2),
        ("delete from intake.event where event_no = 3", 4),
    ],
)
def test_a_changed_past(owner: Owner, statement: str, number: int) -> None:
    owner(statement)
    assert tampering() == Tampering("event", number)


@pytest.mark.parametrize("least", [0, 3])
def test_events_cut_off_at_the_end(owner: Owner, least: int) -> None:
    kept = keep()
    assert kept is not None
    owner(f"delete from intake.event where event_no > {least}")
    assert tampering() == Tampering("head", kept.event_no)
    (settings().audit / heads.FILE).unlink()  # whoever deletes that too leaves states that nobody wrote
    first = {0: 1, 3: 2}[least]
    assert tampering() == Tampering("state", first)


def test_a_chain_written_anew(owner: Owner) -> None:
    """The owner can forge every hash; what was signed before shows it."""
    kept = keep()
    owner("delete from intake.event")
    owner("update intake.chain_head set event_no = 0, hash = repeat('0', 64)")
    owner(
        "do $$ declare s intake.submission; begin for s in select * from intake.submission order by submission_id loop"
        " perform intake.record_event(s.submission_id, 'received', null, 'received', '{}');"
        " perform intake.record_event(s.submission_id, 'landed', 'received', s.state, '{}'); end loop; end $$"
    )
    assert kept is not None
    assert tampering() == Tampering("head", kept.event_no)


def test_a_state_without_an_event(owner: Owner) -> None:
    owner("update intake.submission set state = 'returned' where submission_id = 2")
    assert tampering() == Tampering("state", 2)


@pytest.mark.parametrize("change", ["filed_on = filed_on - 1", "sha256 = repeat('a', 64)"])
def test_a_day_or_a_file_without_an_event(owner: Owner, change: str) -> None:
    owner(f"update intake.submission set {change} where submission_id = 2")
    assert tampering() == Tampering("state", 2)


def test_a_submission_without_an_event(owner: Owner) -> None:
    owner("alter table intake.submission disable trigger record_arrival")
    number = file(move=False)
    assert tampering() == Tampering("state", number)


def test_a_head_that_somebody_changed(owner: Owner) -> None:
    keep()
    path = settings().audit / heads.FILE
    first = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**first, "event_no": 5}) + "\n", encoding="utf-8")
    assert tampering() == Tampering("line", 1)


def test_after_a_rotation_the_lines_of_before_are_still_good(owner: Owner) -> None:
    keep()
    secret = settings().secrets / heads.SECRET
    before = secret.read_text(encoding="utf-8")
    secret.write_text("ab" * 32 + "\n", encoding="utf-8")
    try:
        file()
        assert keep() is not None
        assert tampering() is None
    finally:
        secret.write_text(before, encoding="utf-8")


def test_a_head_is_kept_once(owner: Owner) -> None:
    assert keep() is not None
    assert keep() is None
    file()
    assert keep() is not None
    assert len(heads.read()) == 2


def test_the_commands(owner: Owner, tmp_path: Path) -> None:
    """A line that was sent elsewhere finds what the installation itself could not."""
    given = runner.invoke(app, ["audit", "head"])
    assert given.exit_code == 0
    elsewhere = tmp_path / "heads.jsonl"
    elsewhere.write_text(given.stdout, encoding="utf-8")
    whole = runner.invoke(app, ["audit", "verify", "--heads", str(elsewhere)])
    assert (whole.exit_code, whole.stdout) == (
        0, "La historia está entera: 6 eventos, y los 1 que se guardaron firmados siguen en su lugar.\n",
    )  # fmt: skip
    owner("delete from intake.event where event_no = 6")
    owner("alter table intake.submission disable trigger check_transition")
    owner("update intake.submission set state = 'received' where submission_id = 3")
    owner(
        "update intake.chain_head set (event_no, hash) = (select event_no, hash from intake.event where event_no = 5)"
    )
    assert runner.invoke(app, ["audit", "verify"]).exit_code == 0
    broken = runner.invoke(app, ["audit", "verify", "--heads", str(elsewhere), "-l", "en"])
    assert broken.exit_code == 1
    assert "Event 6, which was signed and kept apart, is not in the chain any more" in broken.stderr
