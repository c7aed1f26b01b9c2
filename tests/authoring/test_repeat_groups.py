"""A KoboToolbox form whose repeat groups hold perpetrators, or nothing that the registry takes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.cli import app
from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from mesoregistry.settings import Settings
from tests.sheets import save_sheets

TAIL = ("_index", "_parent_table_name", "_parent_index", "_submission__id")
MAIN = [
    ("caso", "hecho/fecha", "hecho/provincia", "hecho/que_paso", "medidas", "_id", "_uuid", "_index"),
    ("CR-1", "2025-03-04", "Limón", "amenaza_de_muerte", "ninguna", "71", "u1", "1"),
    ("CR-2", "2025-03-11", "Heredia", "ciberacoso", "ninguna", "72", "u2", "2"),
    ("CR-3", "2025-03-25", "Limón", "amenaza_de_muerte", "escolta", "73", "u3", "3"),
]
PERPETRATORS = [
    ("responsables/responsable", *TAIL),
    ("policia", "1", "Agresiones", "1", "71"),
    ("", "2", "Agresiones", "1", "71"),
    ("crimen_organizado", "3", "Agresiones", "1", "71"),
    ("policia", "4", "Agresiones", "3", "73"),
]
VISITS = [
    ("visitas/quien_fue", *TAIL),
    ("comité", "1", "Agresiones", "2", "72"),
]


def form(path: Path) -> Path:
    return save_sheets(path, "xlsx", {"Agresiones": MAIN, "responsables": PERPETRATORS, "visitas": VISITS})


def drafted(folder: Path) -> Path:
    path = form(folder / "formulario.xlsx")
    chosen = ["--field", "perpetrator=responsables/responsable", "--field", "form=hecho/que_paso"]
    command = ["new-country", "cr", "--name", "Costa Rica", "--since", "2025-01", "--from", str(path)]
    run = CliRunner().invoke(app, [*command, *chosen])
    assert run.exit_code == 0, run.output
    return path


def test_perpetrators_of_a_group_are_those_of_the_case(copy: Settings, tmp_path: Path) -> None:
    path = drafted(tmp_path)
    source = registries()["cr"].sources[0]
    [column] = [c for c in source.layouts[0].columns if c.field == "perpetrator"]
    assert column.group == "responsables"
    read = interpret(
        open_table(path, source.layouts[0]),
        source.layouts[0],
        vocabulary(copy.seeds, "cr", source.id),
    )
    assert [record.values["perpetrator"] for record in read.records] == [
        '["policia", "crimen_organizado"]', None, '["policia"]',
    ]  # fmt: skip


def test_a_group_that_is_not_taken_leaves_a_sample(copy: Settings, tmp_path: Path) -> None:
    drafted(tmp_path)
    columns = registries()["cr"].sources[0].layouts[0].columns
    assert {c.group for c in columns if c.ignored} >= {"visitas"}
    assert (copy.registries / "samples" / "cr.xlsx").exists()


def test_a_term_of_a_list_is_no_empty_cell(copy: Settings, tmp_path: Path) -> None:
    drafted(tmp_path)
    assert "ninguna" not in registries()["cr"].sources[0].layouts[0].nulls


CHOICES = [
    ("agresiones/tipo/amenaza_de_muerte", "agresiones/tipo/ciberacoso", *TAIL),
    ("1", "1", "1", "Agresiones", "1", "71"),
    ("0", "1", "2", "Agresiones", "2", "72"),
    ("1", "0", "3", "Agresiones", "3", "73"),
]
FLAT = [
    ("caso", "hecho/fecha", "hecho/provincia", *(f"agresiones[{n}]/tipo/{form}" for n in (1, 2)
     for form in ("amenaza_de_muerte", "ciberacoso")), "_id"),
    ("CR-1", "2025-03-04", "Limón", "1", "1", "", "", "71"),
    ("CR-2", "2025-03-11", "Heredia", "0", "1", "", "", "72"),
    ("CR-3", "2025-03-25", "Limón", "1", "0", "0", "1", "73"),
]  # fmt: skip


def with_choices(folder: Path, kind: str) -> Path:
    """An export whose repeat group has the choices of one question and nothing else."""
    path = folder / f"formulario.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(FLAT)
        return path
    with xlsxwriter.Workbook(path) as book:
        for name, table in (("Agresiones", [(*row[:3], *row[5:]) for row in MAIN]), ("agresiones", CHOICES)):
            sheet = book.add_worksheet(name if name == "agresiones" else "Casos")
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_choices_in_a_group_are_one_question_of_it(copy: Settings, tmp_path: Path, kind: str) -> None:
    path = with_choices(tmp_path, kind)
    command = ["new-country", "cr", "--name", "Costa Rica", "--since", "2025-01", "--from", str(path)]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 0, run.output
    source = registries()["cr"].sources[0]
    [column] = [c for c in source.layouts[0].columns if c.group == "agresiones"]
    assert (column.header, column.field) == ("agresiones/tipo", "form")
    assert column.split is not None and column.split.choices
    known = vocabulary(copy.seeds, "cr", source.id)
    read = interpret(open_table(path, source.layouts[0]), source.layouts[0], known)
    assert [f.rule for f in read.findings if f.severity != "note"] == []
    last = '["amenaza_de_muerte"]' if kind == "xlsx" else '["amenaza_de_muerte", "ciberacoso"]'
    assert [record.values["form"] for record in read.records] == [
        '["amenaza_de_muerte", "ciberacoso"]', '["ciberacoso"]', last,
    ]  # fmt: skip
