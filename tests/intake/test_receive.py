"""A file received: recognised by its bytes, sealed, counted in versions, or refused with a remedy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry import database, ledger
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.archive import unsealed
from mesoregistry.intake.decisions import ReturnReason, restore, send_back
from mesoregistry.intake.erase import erase_file
from mesoregistry.intake.load import load
from mesoregistry.intake.periods import Refused, parse_period
from mesoregistry.intake.receive import receive
from mesoregistry.ledger import Action, State
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import judged, state

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


def test_a_withdrawn_file_is_filed_again_as_a_new_version(databases: Settings, tmp_path: Path) -> None:
    """As it was: a withdrawal is no verdict about the bytes, and the month may have been the wrong one."""
    path = file(tmp_path, salvadoran([case(1)]))
    first = receive(path, "sv", MARCH)
    withdraw(first.submission_id, Reason.WRONG_FILE)
    second = receive(path, "sv", MARCH)
    assert (second.version, second.duplicate, second.state) == (2, False, "received")
    assert receive(path, "sv", MARCH).duplicate, "it stands now"
    assert load("sv") == [second.submission_id], "its sealed receipt is that of the new version"
    judged(second.submission_id)
    accept("sv", [second.submission_id])
    assert state(second.submission_id) == "accepted"
    withdraw(second.submission_id, Reason.WRONG_PERIOD)
    third = receive(path, "sv", dt.date(2024, 4, 1))
    assert (third.version, third.duplicate) == (1, False)
    with pytest.raises(Refused) as caught:
        restore(second.submission_id, Action.WITHDRAWN)
    assert "se presentó otra vez" in caught.value.finding.message.es, "the same bytes do not stand twice"
    assert not erase_file(submission(second.submission_id)), "the sealed copy is that of the third"
    assert unsealed(submission(third.submission_id).sha256)


@pytest.mark.parametrize("how", ["asked", "erased", "person erased"])
def test_what_a_person_asked_to_be_gone_is_not_filed_again(
    databases: Settings, tmp_path: Path, how: str
) -> None:
    path = file(tmp_path, salvadoran([case(1)]))
    first = receive(path, "sv", MARCH).submission_id
    if how == "person erased":
        load("sv")
        judged(first)
        accept("sv", [first])
        with database.transaction() as connection:
            ledger.move(connection, first, Action.PERSON_ERASED, State.ACCEPTED)
    withdraw(first, Reason.ASKED if how == "asked" else Reason.OTHER)
    if how == "erased":
        with database.transaction() as connection:
            ledger.move(connection, first, Action.ERASED)
    for month in (MARCH, dt.date(2024, 4, 1)):
        with pytest.raises(Refused) as caught:
            receive(path, "sv", month)
        assert "pidió que se retirara" in caught.value.finding.message.es
    assert not receive(file(tmp_path, salvadoran([case(2)])), "sv", MARCH).duplicate, (
        "without her it is taken"
    )


def test_what_was_sent_back_is_not_filed_again_for_its_month(databases: Settings, tmp_path: Path) -> None:
    path = file(tmp_path, salvadoran([case(1)]))
    first = receive(path, "sv", MARCH).submission_id
    load("sv")
    judged(first)
    accept("sv", [first])
    send_back(first, ReturnReason.OF_ANOTHER_MONTH)
    second = receive(path, "sv", MARCH)
    assert (second.submission_id, second.duplicate) == (first, True)
    assert not receive(path, "sv", dt.date(2024, 4, 1)).duplicate


def submission(number: int) -> ledger.Submission:
    with database.transaction() as connection:
        return ledger.submission(connection, number)


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
