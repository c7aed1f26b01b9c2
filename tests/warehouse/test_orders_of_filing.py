"""Files of a month in orders that people file them in, and what then stands in the marts.

Each order has a month of its own, so that one build shows them all.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.answers import Reason, confirm, withdraw
from mesoregistry.intake.receive import receive
from mesoregistry.ledger.states import NEXT
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, honduran, salvadoran
from tests.intake.submissions import state
from tests.warehouse.filing import rows
from tests.warehouse.months import counted, file_month, rules, take_in

pytestmark = pytest.mark.slow(1)
SAVED = dt.datetime(2024, 9, 1, 12)
WRONG = {"Tipos_de_agresión": "Hostigamento"}
SV = {"quotes": 1, "turns": 2, "late": 3, "again": 4, "first gone": 5, "empty": 6, "returns": 7}


def month(number: int) -> dt.date:
    return dt.date(2023, number, 1)


def cases(number: int, *numbers: int, wrong: int = 0) -> list[dict[str, str]]:
    return [
        case(
            100 * number + n,
            Fecha_del_hecho=f"{n + 10}/{number:02d}/2023",
            Fecha_de_registro="",
            **{"Tipos_de_agresión": "robo"} | (WRONG if n == wrong else {}),
        )
        for n in numbers
    ]


def broken(content: bytes) -> bytes:
    """Every row with a quotation mark that begins a cell and does not end it."""
    head, *lines = content.split(b"\r\n")
    return b"\r\n".join([head, *(line.replace(b";individual;", b';"indi"vidual;') for line in lines)])


class Filing:
    """Numbers of files by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers: dict[str, int] = {}

    def sv(self, name: str, content: bytes, day: int) -> None:
        period = month(SV[name.rpartition(" ")[0]])
        self.numbers[name] = file_month(self.folder, "sv", content, dt.date(2024, 9, day), period)

    def hn(self, name: str, number: int, stages: dict[str, str], answered: str, day: int) -> None:
        content = honduran(stages, month(number), answered, SAVED + dt.timedelta(days=day))
        self.numbers[name] = file_month(
            self.folder, "hn", content, dt.date(2024, 9, day), month(number), ".xlsx"
        )


def first_turn(filing: Filing) -> None:
    for name, number in SV.items():
        filing.sv(f"{name} 1", salvadoran(cases(number, 1, 2, 3)), 5)
    filing.hn("back 1", 1, dict.fromkeys("ABC", "verificada"), "2023-02-01T10:00:00", 5)
    # the later month comes first, with the newer answers of a case that both tell
    filing.hn("later month", 3, {"P": "verificada", "Q": "recibida"}, "2023-04-20T10:00:00", 5)
    take_in("sv")
    take_in("hn")


def second_turn(filing: Filing) -> None:
    filing.sv("quotes 2", broken(salvadoran(cases(1, 1, 2, 3))), 6)
    filing.sv("turns 2", salvadoran(cases(2, 1, 2, 3, wrong=3)), 6)
    filing.sv("late 2", salvadoran(cases(3, 1, 2)), 2)
    filing.sv("again 2", salvadoran(cases(4, 1, 2)), 6)
    filing.sv("first gone 2", salvadoran(cases(5, 1, 2, 3, wrong=3)), 6)
    filing.sv("empty 2", salvadoran([]), 6)
    filing.sv("returns 2", salvadoran(cases(7, 1, 2)), 6)
    filing.hn("back 2", 1, dict.fromkeys("AB", "verificada"), "2023-02-02T10:00:00", 6)
    filing.hn("earlier month", 2, {"P": "recibida", "R": "recibida"}, "2023-03-10T10:00:00", 6)
    take_in("sv")
    take_in("hn")


def third_turn(filing: Filing) -> None:
    confirm(filing.numbers["back 2"])
    take_in("hn")
    filing.hn("back 3", 1, dict.fromkeys("ABC", "verificada"), "2023-02-03T10:00:00", 7)
    filing.sv("turns 3", salvadoran(cases(2, 1, 2, 3, wrong=1)), 7)
    withdraw(filing.numbers["first gone 1"], Reason.WRONG_FILE)
    withdraw(filing.numbers["returns 2"], Reason.WRONG_FILE)
    filing.sv("again 3", salvadoran(cases(4, 1, 2, 3)), 7)
    take_in("sv")
    take_in("hn")


@pytest.fixture(scope="module")
def filing(module_databases: Settings, tmp_path_factory: pytest.TempPathFactory) -> Filing:
    filing = Filing(tmp_path_factory.mktemp("files"))
    first_turn(filing)
    second_turn(filing)
    third_turn(filing)
    assert build().failures == ()
    return filing


def standing(number: int) -> set[int]:
    """The cases of a month of El Salvador that count, by the end of their keys."""
    keys = {int(key.removeprefix("SV-")) for key in counted("sv", build_first=False)}
    return {key - 100 * number for key in keys if key // 100 == number}


def test_a_file_of_which_most_rows_are_broken_goes_back_and_replaces_nothing(filing: Filing) -> None:
    assert rules(filing.numbers["quotes 2"], "stop", "error") == ["quotes_broken"]
    assert state(filing.numbers["quotes 2"]) == "returned"
    assert standing(1) == {1, 2, 3}


def test_two_versions_in_turn_wrong_in_another_row_lose_none(filing: Filing) -> None:
    assert standing(2) == {1, 2, 3}
    assert state(filing.numbers["turns 3"]) == "to_correct"


def test_a_file_of_an_earlier_day_that_comes_later_replaces_nothing(filing: Filing) -> None:
    assert standing(3) == {1, 2, 3}


def test_a_replaced_file_that_comes_again_says_which_one_counts(filing: Filing, tmp_path: Path) -> None:
    assert filing.numbers["again 3"] == filing.numbers["again 1"]
    assert standing(4) == {1, 2}
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran(cases(4, 1, 2, 3)))
    receipt = receive(path, "sv", month(4), dt.date(2024, 9, 8))
    assert receipt.duplicate and receipt.submission_id == filing.numbers["again 1"]
    shown = NEXT[receipt.state].es
    assert "es la que cuenta" in shown and "retire la más nueva" in shown


def test_what_was_replaced_counts_again_when_the_newer_is_withdrawn(filing: Filing) -> None:
    assert standing(7) == {1, 2, 3}
    assert state(filing.numbers["returns 1"]) == "accepted"


def test_the_version_that_stood_is_withdrawn_while_the_next_waits(filing: Filing) -> None:
    assert standing(5) == {1, 2}


def test_a_month_without_rows_is_asked_about_first(filing: Filing) -> None:
    assert standing(6) == {1, 2, 3}
    assert "no_rows" in rules(filing.numbers["empty 2"], "warning")


def test_a_case_that_was_gone_and_is_told_again_counts_again(filing: Filing) -> None:
    assert {"A", "B", "C"} <= counted("hn", build_first=False).keys()


def test_an_earlier_month_that_comes_later_takes_nothing_back(filing: Filing) -> None:
    assert rules(filing.numbers["earlier month"], "warning") != []
    query = (
        "select count(*) from marts.fct_attack where country_code = 'hn' and is_counted"
        " and verification_code = 'verified' and event_start between '2023-03-01' and '2023-03-31'"
    )
    assert rows(query) == [(1,)]
