"""A file received: recognised by its bytes, sealed, counted in versions, or refused with a remedy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry import database, ledger
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.archive import unsealed
from mesoregistry.intake.periods import Refused, parse_period
from mesoregistry.intake.receive import receive
from mesoregistry.ledger import Action
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)


def file(folder: Path, content: bytes, name: str = "marzo.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_sealed_and_written_down(databases: Settings, tmp_path: Path) -> None:
    content = salvadoran([case(1)])
    receipt = receive(file(tmp_path, content, "caso de Ana.Paz"), "sv", MARCH, dt.date(2024, 4, 2))
    assert (receipt.version, receipt.duplicate, receipt.state) == (1, False, "received")
    with database.transaction() as connection:
        stored = ledger.submission(connection, receipt.submission_id)
        events = connection.execute("select action, detail from intake.event").fetchall()
    assert (stored.country, stored.source_id, stored.period, stored.filed_on) == (
        "sv",
        "sv_red",
        MARCH,
        dt.date(2024, 4, 2),
    )
    assert stored.extension == ""  # «.paz» is no extension
    assert events == [("received", {"sha256": stored.sha256, "filed_on": "2024-04-02"})]
    sealed = databases.archive / f"{stored.sha256}.age"
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert b"Rosaura" not in sealed.read_bytes()
    assert unsealed(stored.sha256) == ("caso de Ana.Paz", content)


def test_the_same_bytes_are_received_once(databases: Settings, tmp_path: Path) -> None:
    content = salvadoran([case(1)])
    first = receive(file(tmp_path, content), "sv", MARCH)
    second_receipt = receive(file(tmp_path, content, "copia.csv"), "sv", MARCH)
    elsewhere = receive(file(tmp_path, content), "sv", dt.date(2024, 4, 1))
    assert second_receipt.duplicate
    assert elsewhere.duplicate
    assert {second_receipt.submission_id, elsewhere.submission_id} == {first.submission_id}
    assert elsewhere.period == MARCH
    second = receive(file(tmp_path, salvadoran([case(1), case(2)])), "sv", MARCH)
    assert (second.version, second.duplicate) == (2, False)


def test_a_returned_file_may_come_again_as_it_was(databases: Settings, tmp_path: Path) -> None:
    path = file(tmp_path, salvadoran([case(1)]))
    first = receive(path, "sv", MARCH, dt.date(2024, 4, 2))
    with database.transaction() as connection:
        ledger.move(connection, first.submission_id, Action.RETURNED)
    second_receipt = receive(path, "sv", MARCH, dt.date(2024, 5, 3))
    assert (second_receipt.submission_id, second_receipt.duplicate, second_receipt.state) == (
        first.submission_id,
        False,
        "received",
    )
    with database.transaction() as connection:
        assert ledger.submission(connection, first.submission_id).filed_on == dt.date(2024, 5, 3)


def test_a_withdrawn_file_is_still_known(databases: Settings, tmp_path: Path) -> None:
    path = file(tmp_path, salvadoran([case(1)]))
    first = receive(path, "sv", MARCH)
    withdraw(first.submission_id, Reason.WRONG_FILE)
    second_receipt = receive(path, "sv", MARCH)
    assert (second_receipt.duplicate, second_receipt.state) == (True, "withdrawn")


@pytest.mark.parametrize(
    ("country", "period", "rule", "words"),
    [
        ("cr", MARCH, "country_unknown", "gt, hn, mx, ni, sv"),
        ("sv", dt.date(2031, 1, 1), "period_unknown", "2031-01"),
        ("sv", dt.date(1999, 1, 1), "period_unknown", "2012-01"),
    ],
)
def test_what_is_for_nobody_is_refused_kindly(
    databases: Settings, tmp_path: Path, country: str, period: dt.date, rule: str, words: str
) -> None:
    with pytest.raises(Refused) as caught:
        receive(file(tmp_path, b"x"), country, period)
    finding = caught.value.finding
    assert finding.rule == rule
    for text in (finding.message, finding.remedy):
        assert text.es
        assert text.en
    assert words in finding.message.es + finding.remedy.es
    with database.transaction() as connection:
        assert connection.execute("select count(*) from intake.submission").fetchone() == (0,)


@pytest.mark.parametrize("text", ["2024-13", "mayo", "2024", "24-05", "2024-05-15", ""])
def test_a_period_that_is_none(text: str) -> None:
    with pytest.raises(Refused):
        parse_period(text)


def test_a_period() -> None:
    assert parse_period(" 2024-05 ") == dt.date(2024, 5, 1)
