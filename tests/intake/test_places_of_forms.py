"""Places as forms and people write them, ``san_jose`` or ``Mixco, Guatemala``: found without an alias for each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.catalog.code_lists import read, term_key
from mesoregistry.catalog.seed_mistakes import rows as seed_rows
from mesoregistry.intake.check_file import check_file
from mesoregistry.settings import settings
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared, case, salvadoran
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "departamento", "field": "admin1"},
    {"header": "municipio", "field": "admin2"},
    {"header": "forma", "field": "form"},
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
def test_a_place_has_blanks_and_a_term_keeps_its_sign(tmp_path: Path, kind: str) -> None:
    rows: Rows = [
        ["caso", "departamento", "municipio", "forma"],
        ["A_1", "la_paz", "san__juan_nonualco", "amenaza_muerte"],
    ]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == []
    assert dict(out.records[0].values) == {
        "case_key": "A_1", "admin1": "la paz", "admin2": "san juan nonualco", "form": '["amenaza_muerte"]',
    }  # fmt: skip


def test_the_gate_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1), case(2, Departamento="san_salvador", Municipio="san_salvador")]))
    assert check_file(path, "sv", dt.date(2024, 3, 1)).findings == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize(
    ("department", "written", "own"),
    [
        ("San Salvador", "Mejicanos (San Salvador Centro)", "Mejicanos"),
        ("San Salvador", "San Salvador Centro / Mejicanos", "Mejicanos"),
        ("San Salvador", "San Salvador Centro, distrito Mejicanos", "Mejicanos"),
        ("Depto. de San Salvador", "Distrito Mejicanos", "Mejicanos"),
        ("San Salvador", "Distrito de Mejicanos, San Salvador Centro", "Mejicanos"),
        ("Sonsonate", "Distrito de Izalco, municipio de Sonsonate Este", "Izalco"),
        ("", "Distrito de Izalco, Sonsonate Este", "Izalco"),
        # a municipality of another department: one of the two is wrong
        ("Sonsonate", "Distrito de Izalco, San Salvador Centro", "Distrito de Izalco, San Salvador Centro"),
        ("Guatemala", "Mixco, Guatemala", "Mixco"),
        ("Guatemala", "Mixco, zona 4", "Mixco"),
        ("Guatemala", "Guatemala, zona 1", "Guatemala"),
        ("Guatemala", "Guatemala, Guatemala", "Guatemala"),
        ("DPTO GUATEMALA", "Mpio. Villa Nueva", "Villa Nueva"),
        ("Ciudad de México", "Alcaldía Cuauhtémoc", "Cuauhtémoc"),
        ("Francisco Morazán", "Distrito Central", "Distrito Central"),
        ("Francisco Morazán", "Municipio del Distrito Central", "Distrito Central"),
        # of two towns nobody can say which is meant
        ("San Salvador", "Sonsonate / Apopa", "Sonsonate / Apopa"),
        ("Managua", "Distrito I", "Distrito I"),
        ("Matagalpa", "Tuma-La Dalia", "Tuma-La Dalia"),
    ],
)
def test_a_municipality_with_what_lies_above_or_below_it(
    tmp_path: Path, kind: str, department: str, written: str, own: str
) -> None:
    rows: Rows = [["caso", "departamento", "municipio", "forma"], ["A", department, written, "robo"]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == [] and out.records[0].values["admin2"] == own


@pytest.mark.parametrize(
    "department", ["Depto. La Paz", "DPTO. DE LA PAZ", "Departamento de La Paz", "dep la paz"]
)
def test_a_department_in_short(tmp_path: Path, department: str) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1, Departamento=department, Municipio="Zacatecoluca")]))
    assert check_file(path, "sv", dt.date(2024, 3, 1)).findings == []


@pytest.mark.parametrize(
    ("country", "department", "names"),
    [
        ("HN-FM", "HN-FM.0801", ("Tegucigalpa", "Comayagüela", "Tegucigalpa, M.D.C.")),
        ("NI-AN", "NI-AN.9130", ("Siuna", "Municipality of Siuna")),
        ("NI-AN", "NI-AN.9110", ("Puerto Cabezas", "Pto. Cabezas", "Bilwi")),
        ("NI-AS", "NI-AS.9320", ("El Rama", "Municipality of El Rama")),
        ("GT-01", "GT-01.0101", ("Ciudad de Guatemala", "Guatemala")),
        ("GT-14", "GT-14.1401", ("Santa Cruz del Quiché", "Sta. Cruz del Quiché")),
        ("MX-ROO", "MX-ROO.23005", ("Cancún", "Benito Juárez")),
        ("MX-CHH", "MX-CHH.08037", ("Cd. Juárez", "Ciudad Juárez", "Juárez")),
    ],
)
def test_towns_by_the_names_that_are_in_use(country: str, department: str, names: tuple[str, ...]) -> None:
    terms = {(row[3], row[4]) for row in read(settings().seeds).terms if row[0] == "place_admin2"}
    keys = {(term_key(term), place) for term, place in terms}
    assert all((term_key(f"{country} {name}"), department) in keys for name in names)


def test_no_name_of_a_place_says_in_english_that_it_is_a_municipality() -> None:
    names = [row["name"] for row in seed_rows(settings().seeds, "place.csv")]
    assert names and not [name for name in names if "unicipality" in name or name.startswith("Municipio ")]
