"""A KoboToolbox form whose repeat groups hold perpetrators, or nothing that the registry takes."""

from __future__ import annotations

from pathlib import Path

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
