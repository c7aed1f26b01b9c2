"""One fault gives one finding at its own cell, and no two that say opposite things."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.check_file import check_file
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"Fecha_del_hecho": "14/03/1924", "Fecha_de_registro": ""}, ["event_date_not_before_registry"]),
        ({"Fecha_del_hecho": "14/03/2042"}, ["event_date_not_after_filing"]),
        ({"Fecha_del_hecho": "#¡REF!", "Fecha_de_registro": ""}, ["cell_error"]),
        ({"Tipos_de_agresión": "#N/D"}, ["cell_error"]),
        ({"Perfil": "#VALOR!"}, ["cell_error"]),
        ({"Nombre_de_la_defensora": "EJEMPLO"}, ["name_sample"]),
        ({"Fecha_del_hecho": "44986"}, ["date_serial_month"]),
        ({"Fecha_del_hecho": "01/02/2023"}, ["event_is_late"]),
        ({"Fecha_del_hecho": "", "Fecha_de_registro": ""}, ["event_date_present"]),
    ],
    ids=str,
)
def test_one_fault_one_finding(tmp_path: Path, changes: dict[str, str], rules: list[str]) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1), case(2, **changes)]))
    assert [f.rule for f in check_file(path, "sv", MARCH).findings] == rules


def test_two_faults_are_two_findings(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(
        salvadoran([case(1, Fecha_del_hecho="#N/D", Fecha_de_registro="", Tipos_de_agresión="")])
    )
    assert [f.rule for f in check_file(path, "sv", MARCH).findings] == ["cell_error", "form_present"]


def test_a_question_about_the_month_is_not_answered_by_the_rows(tmp_path: Path) -> None:
    """«Look at the year» stands alone: no row says that its late date needs nothing."""
    path = tmp_path / "mes.csv"
    changes = {"Fecha_del_hecho": "14/03/2023", "Fecha_de_registro": ""}
    path.write_bytes(salvadoran([case(number, **changes) for number in range(1, 6)]))
    assert [f.rule for f in check_file(path, "sv", MARCH).findings] == ["dates_of_other_month"]
