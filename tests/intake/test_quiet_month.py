"""A month without attacks, filed without a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mesoregistry import database, ledger
from mesoregistry.cli import app
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.load import load
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.quiet_month import file_quiet_month
from mesoregistry.intake.reprocess import reopen
from mesoregistry.ledger.verification import find_tampering
from mesoregistry.settings import Settings
from mesoregistry.warehouse.board import board
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import MARCH, described, filed, judged, state, waiting

APRIL_2 = dt.date(2024, 4, 2)


def cell(period: str = "2024-03") -> tuple[object, object]:
    (shown,) = [c for c in board(dt.date(2024, 4, 20)) if c["period"] == period]
    return shown["state"], shown["late"]


def test_it_counts_at_once_and_is_undone_like_any_filing(databases: Settings) -> None:
    quiet = file_quiet_month("sv", MARCH, APRIL_2)
    assert (quiet.version, quiet.state, quiet.duplicate) == (1, "accepted", False)
    assert described(quiet.submission_id) == "El Salvador, marzo 2024, v1: sin agresiones que registrar"
    assert (waiting("sv"), cell()) == ([], ("quiet", False))
    with database.transaction() as connection:
        assert ledger.needs_build(connection)
        assert find_tampering(connection) is None
    assert withdraw(quiet.submission_id, Reason.OTHER) is None
    assert cell() == ("withdrawn", False)
    assert file_quiet_month("sv", MARCH, dt.date(2024, 4, 9)).version == 2


def test_twice_is_once(databases: Settings) -> None:
    quiet = file_quiet_month("sv", MARCH, APRIL_2)
    second = file_quiet_month("sv", MARCH, dt.date(2024, 4, 9))
    assert (second.submission_id, second.duplicate) == (quiet.submission_id, True)


def test_a_file_takes_its_place_and_a_withdrawal_brings_it_back(databases: Settings, tmp_path: Path) -> None:
    quiet = file_quiet_month("sv", MARCH, APRIL_2)
    late = filed(tmp_path, salvadoran([case(1)]), dt.date(2024, 5, 2))
    assert load("sv") == [late]
    judged(late)
    accept("sv", [late])
    assert (state(quiet.submission_id), state(late)) == ("replaced", "accepted")
    assert withdraw(late, Reason.WRONG_FILE) == quiet.submission_id
    assert (state(quiet.submission_id), cell()[0]) == ("accepted", "quiet")


def test_a_month_with_a_file_is_not_quiet(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    with pytest.raises(Refused) as refusal:
        file_quiet_month("sv", MARCH, APRIL_2)
    assert refusal.value.finding.rule == "month_has_a_file"
    assert f"envío {number}" in refusal.value.finding.remedy.es


@pytest.mark.parametrize(
    ("day", "rule"), [(dt.date(2024, 3, 31), "month_not_over"), (dt.date(2024, 2, 1), "period_unknown")]
)
def test_too_early(databases: Settings, day: dt.date, rule: str) -> None:
    with pytest.raises(Refused) as refusal:
        file_quiet_month("sv", MARCH, day)
    assert refusal.value.finding.rule == rule


def test_there_is_nothing_to_take_in_again(databases: Settings) -> None:
    quiet = file_quiet_month("sv", MARCH, APRIL_2)
    assert reopen("sv", "2024-01", "2024-12") == []
    assert state(quiet.submission_id) == "accepted"


def test_the_command(databases: Settings, tmp_path: Path) -> None:
    month = ("--country", "NI", "--period", "2013-02")
    done = CliRunner().invoke(app, ["submit", "--nothing", *month])
    assert (done.exit_code, "sin agresiones que registrar" in done.output) == (0, True)
    file = tmp_path / "mes.csv"
    file.write_bytes(b"x")
    for arguments in (month, (str(file), "--nothing", *month)):
        assert CliRunner().invoke(app, ["submit", *arguments]).exit_code == 2


def test_only_a_submission_just_received_becomes_quiet(databases: Settings, tmp_path: Path) -> None:
    number = filed(tmp_path, salvadoran([case(1)]))
    load("sv")
    with pytest.raises(ledger.TransitionRefused), database.transaction() as connection:
        ledger.move(connection, number, ledger.Action.NOTHING_HAPPENED, is_quiet=True)
