"""Keys that another case of another month has: asked first, and in the marts the older case counts on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.intake.answers import confirm
from mesoregistry.settings import Settings
from tests.intake.samples import case, honduran, salvadoran
from tests.intake.submissions import state
from tests.warehouse.months import counted, file_month, rules, take_in

pytestmark = pytest.mark.slow(1)
ASKED = ("stop", "error", "warning")
THREAT, THEFT = "amenaza de muerte", "robo"


def month(number: int) -> dt.date:
    return dt.date(2024, number, 1)


def row(key: int, period: int, form: str, woman: str) -> dict[str, str]:
    return case(
        key,
        Tipos_de_agresión=form,
        Fecha_del_hecho=f"1{key % 10}/{period:02d}/2024",
        Fecha_de_registro="",
        Nombre_de_la_defensora=f"{woman} Inventada",
    )


def file(folder: Path, period: int, day: int, *rows: dict[str, str]) -> int:
    return file_month(folder, "sv", salvadoran(rows), dt.date(2024, 9, day), month(period))


def test_a_source_that_replaces(databases: Settings, tmp_path: Path) -> None:
    women = ["Alba", "Berta", "Celia", "Dora"]
    first = [row(n, 3, THREAT, woman) for n, woman in enumerate(women, start=1)]
    file(tmp_path, 3, 1, *first)
    take_in("sv")
    before = {f"SV-00{n}": "death_threat" for n in (1, 2, 3, 4)}
    assert counted("sv") == before
    anew = file(
        tmp_path, 4, 2, *(row(n, 4, THEFT, w) for n, w in enumerate(["Eva", "Flor", "Gala"], start=1))
    )
    slip = file(tmp_path, 5, 3, row(1, 5, THEFT, "Eva"), row(51, 5, THEFT, "Flor"), row(52, 5, THEFT, "Gala"))
    elsewhere = file(
        tmp_path, 6, 4, row(2, 6, THEFT, "Berta"), row(61, 6, THEFT, "Flor"), row(62, 6, THEFT, "Gala")
    )
    take_in("sv")
    assert (state(anew), rules(anew, *ASKED)) == ("returned", ["keys_begin_anew"])
    assert (state(slip), rules(slip, *ASKED)) == ("to_confirm", ["key_of_other_case"])
    assert (state(elsewhere), rules(elsewhere, "error", "warning", "note")) == (
        "accepted",
        ["case_told_elsewhere"],
    )
    others = dict.fromkeys(("SV-051", "SV-052", "SV-061", "SV-062"), "theft_damage")
    assert counted("sv") == before | others | {"SV-002": "theft_damage"}
    confirm(slip)
    take_in("sv")
    assert counted("sv") == before | others | {"SV-001": "theft_damage", "SV-002": "theft_damage"}


def honduran_of(women: dict[str, str], number: int, answered: str) -> bytes:
    """Honduras's export, with other women in the cases."""
    return honduran(dict.fromkeys(women, "recibida"), month(number), answered)


def test_a_source_that_adds(databases: Settings, tmp_path: Path) -> None:
    def export(number: int, women: dict[str, str], day: int) -> int:
        path = tmp_path / "export.xlsx"
        path.write_bytes(honduran_of(women, number, f"2024-0{number}-25T10:00:00"))
        book = openpyxl.load_workbook(path)
        names = [cell.value for cell in book["victimas"][1]].index("victimas/nombre") + 1
        for line, woman in enumerate(women.values(), start=2):
            book["victimas"].cell(line, names).value = f"{woman} Inventada"
        book.save(path)
        return file_month(tmp_path, "hn", path.read_bytes(), dt.date(2024, 9, day), month(number), ".xlsx")

    export(3, {"1": "Alba", "2": "Berta", "3": "Celia"}, 1)
    take_in("hn")
    anew = export(4, {"1": "Eva", "2": "Flor", "3": "Gala"}, 2)
    slip = export(5, {"2": "Eva", "51": "Flor", "52": "Gala"}, 3)
    once_more = export(6, {"3": "Celia", "61": "Flor", "62": "Gala"}, 4)
    take_in("hn")
    assert (state(anew), rules(anew, *ASKED)) == ("returned", ["keys_begin_anew"])
    assert "key_of_other_case" in rules(slip, *ASKED) and state(slip) == "to_confirm"
    assert not {"key_of_other_case", "keys_begin_anew"} & {*rules(once_more, *ASKED)}
    assert counted("hn").keys() == {"1", "2", "3", "51", "52", "61", "62"}
