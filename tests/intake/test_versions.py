"""Versions of a month: which one stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.findings import Severity
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import Reason, confirm, withdraw
from mesoregistry.intake.load import load
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import described, filed, finding, judged, rules, state


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
    assert rules(partial) == ["file_partial", "older_file_counts"]
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
    assert described(first) == "El Salvador, marzo 2024, v1: 2 filas, 1 por corregir"
