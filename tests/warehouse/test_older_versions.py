"""What stood stands until the row that replaces it is let in: in the marts, in every order of filing.

Each order has a month of its own, so that one build shows them all.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.answers import Reason, confirm, withdraw
from mesoregistry.settings import Settings
from mesoregistry.warehouse.board import board
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran
from tests.warehouse.months import counted, file_month, rules, take_in

pytestmark = pytest.mark.slow(1)
ORDERS = {"in order": 1, "together": 2, "older last": 3, "withdrawn between": 4, "waits twice": 5}
UNREAD, DOUBTED, RENAMED = 6, 7, 8  # months
FORMS = {1: "amenaza de muerte", 2: "amenaza de muerte", 3: "amenaza de muerte"}


def month(number: int) -> dt.date:
    return dt.date(2024, number, 1)


def content(period: int, forms: dict[int, str], extra: str = "", **changes: str) -> bytes:
    """A file of a month: its cases, with the keys of the month, and their forms."""
    rows = [
        case(
            100 * period + number,
            Tipos_de_agresión=form,
            Fecha_del_hecho=f"1{number}/{period:02d}/2024",
            Fecha_de_registro=f"2{number}/{period:02d}/2024",
            **changes,
        )
        for number, form in forms.items()
    ]
    return salvadoran(rows, extra=[extra] if extra else [])


def names(period: int, forms: dict[int, str]) -> dict[str, str]:
    """The cases that must count, by their keys in the month."""
    return {f"SV-{100 * period + number}": form for number, form in forms.items()}


def standing(period: int) -> dict[str, str]:
    return {k: v for k, v in counted("sv", build_first=False).items() if k.startswith(f"SV-{period}")}


@pytest.fixture(scope="module")
def filed(module_marts: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Every order filed and built: the number of the file that waits, by order."""
    folder = tmp_path_factory.mktemp("files")
    last: dict[str, int] = {}
    mistyped = {1: "robo", 2: "amenaza de muerte", 3: "Hostigamento"}

    def file(period: int, forms: dict[int, str], day: int) -> int:
        return file_month(folder, "sv", content(period, forms), dt.date(2024, 8, day), month(period))

    for order in ("in order", "withdrawn between", "waits twice"):
        file(ORDERS[order], FORMS, 1)
    take_in("sv")
    other = file(ORDERS["withdrawn between"], {1: "robo", 4: "robo", 5: "robo"}, 2)
    file(ORDERS["waits twice"], FORMS | {3: "Hostigamiénto raro"}, 2)
    last["older last"] = file(ORDERS["older last"], mistyped, 3)
    take_in("sv")
    withdraw(other, Reason.WRONG_FILE)
    file(ORDERS["older last"], FORMS, 1)
    file(ORDERS["together"], FORMS, 1)
    for order in ("in order", "together", "withdrawn between", "waits twice"):
        last[order] = file(ORDERS[order], mistyped, 3)
    file(UNREAD, FORMS, 1)
    broken = content(UNREAD, FORMS, Responsable="yo").replace(b"SV-602;", b"SV-602;;")
    last["unread"] = file_month(folder, "sv", broken, dt.date(2024, 8, 3), month(UNREAD))
    for day, forms in ((2, FORMS), (3, {1: "robo", 2: "amenaza de muerte", 9: "Hostigamento"})):
        august = content(RENAMED, forms)
        last["renamed"] = file_month(folder, "sv", august, dt.date(2024, 9, day), month(RENAMED))
    file(DOUBTED, FORMS, 1)
    doubted = content(DOUBTED, {1: "robo", 2: "robo", 4: "robo"}, extra="Alias")
    last["doubted"] = file_month(folder, "sv", doubted, dt.date(2024, 8, 3), month(DOUBTED))
    take_in("sv")
    assert build().failures == ()
    return last


@pytest.mark.parametrize("order", ORDERS)
def test_a_version_that_waits_removes_nothing(filed: dict[str, int], order: str) -> None:
    period = ORDERS[order]
    assert standing(period) == names(period, {1: "theft_damage", 2: "death_threat", 3: "death_threat"})
    assert rules(filed[order], "error") == ["form_known"]
    assert "older_case_counts" in rules(filed[order], "note")
    [cell] = [c for c in board() if c["period"] == f"{month(period):%Y-%m}"]
    assert (cell["state"], cell["rows"], cell["older_rows"]) == ("to_correct", 2, 1)


def test_a_row_that_cannot_be_read_may_be_any_case(filed: dict[str, int]) -> None:
    assert set(standing(UNREAD)) == set(names(UNREAD, FORMS))
    assert "older_case_kept" in rules(filed["unread"], "note")


def test_a_row_under_a_new_key_may_be_the_case_that_is_missing(filed: dict[str, int]) -> None:
    """Key and form mistyped at once: the third case counts on until the row under the new key is mended."""
    assert standing(RENAMED) == names(RENAMED, {1: "theft_damage", 2: "death_threat", 3: "death_threat"})
    assert "older_case_kept" in rules(filed["renamed"], "note")


def test_a_doubt_about_the_file_leaves_the_older_one(filed: dict[str, int]) -> None:
    assert standing(DOUBTED) == names(DOUBTED, dict.fromkeys(FORMS, "death_threat"))
    assert "older_file_counts" in rules(filed["doubted"], "note")
    [cell] = [c for c in board() if c["period"] == f"{month(DOUBTED):%Y-%m}"]
    assert (cell["state"], cell["rows"], cell["older_rows"]) == ("to_confirm", 0, 3)


def test_the_row_let_in_takes_the_place_of_the_older_one(filed: dict[str, int], tmp_path: Path) -> None:
    mended = {1: "robo", 2: "amenaza de muerte", 3: "hostigamiento"}
    for period in ORDERS.values():
        file_month(tmp_path, "sv", content(period, mended), dt.date(2024, 9, 1), month(period))
    confirm(filed["doubted"])
    take_in("sv")
    counts = counted("sv")
    for period in ORDERS.values():
        assert standing(period) == names(period, {1: "theft_damage", 2: "death_threat", 3: "harassment"})
    assert standing(DOUBTED) == names(DOUBTED, dict.fromkeys((1, 2, 4), "theft_damage"))
    assert {cell["older_rows"] for cell in board()} == {0, 1}  # 1: the row that cannot be read
    assert build(full_refresh=True).failures == ()
    assert counted("sv") == counts
