"""``new-layout``: what is found in a file of every kind, what is guessed of it, and that nobody in it is printed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

from mesoregistry.catalog.model import Layout, fields
from mesoregistry.catalog.registries import registries
from mesoregistry.cli import app
from mesoregistry.readers.kobo import SYSTEM
from mesoregistry.settings import Settings, settings
from tests.authoring import team_files
from tests.sheets import save_sheets

OF_KOBO = {"_id", "_uuid", "_submission_time"}  # what Kobo adds, which a draft never takes
SAMPLES = sorted((settings().registries / "samples").iterdir(), key=lambda path: path.name)
HEADERS = ["Clave", "Fecha del hecho", "Forma", "Nombre", "Apodo"]
ROWS = [
    ["A-1", "2025-03-04", "amenaza de muerte", team_files.NAMES[0], "La Chela"],
    ["A-2", "2025-03-05", "vigilancia", team_files.NAMES[1], "Nena"],
    ["A-3", "2025-03-06", "vigilancia", team_files.NAMES[2], "Nena"],
]


def printed(path: Path, *options: str, status: int = 0) -> str:
    run = CliRunner().invoke(app, ["new-layout", str(path), *options])
    assert run.exit_code == status, run.output
    return run.stdout


def saved(folder: Path, kind: str, rows: list[list[str]]) -> Path:
    """Rows as a file of a kind: a workbook's ending, or a delimiter."""
    if len(kind) > 1:
        return save_sheets(folder / f"casos.{kind}", kind, {"Hoja1": rows})
    path = folder / "casos.txt"
    path.write_text("\n".join(kind.join(row) for row in rows), encoding="utf-8")
    return path


def parsed(text: str) -> Layout:
    """What is printed is a layout that the catalogue accepts."""
    [body] = yaml.safe_load(text)
    return Layout.model_validate(body)


def fields_of(layout: Layout) -> dict[str, str | None]:
    return {column.header: column.field for column in layout.columns}


def is_choice(header: str, layout: Layout) -> bool:
    """Whether a column is one of the choices of another, which a draft takes as one question."""
    return any(header.startswith(f"{column.header}/") for column in layout.columns)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_layouts_of_the_catalogue_are_found_again_from_their_samples(sample: Path) -> None:
    """Format, headers and groups all of them; fields nine in ten, and never another side of the registry."""
    known = registries()[sample.stem].sources[-1].layouts[-1]
    drafted = parsed(printed(sample, "--country", sample.stem))
    assert (drafted.format, drafted.header_rows) == (known.format, known.header_rows)
    of_kobo = known.format == "kobo"
    questions = [
        c
        for c in known.columns
        if not (c.ignored and is_choice(c.header, known)) and not (of_kobo and c.header in SYSTEM | OF_KOBO)
    ]
    assert [(c.group, c.header) for c in drafted.columns] == [(c.group, c.header) for c in questions]
    wrong = [
        (mine.header, mine.field, own.field)
        for mine, own in zip(drafted.columns, questions, strict=True)
        if mine.field != own.field
    ]
    assert len(wrong) * 10 <= len(known.columns), wrong
    sides = {name: definition.side for name, definition in fields().items()}
    assert not any(
        own and sides[own] == "vault" and mine and sides[mine] != "vault" for _, mine, own in wrong
    )


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods", ";", ",", "\t", "|"])
def test_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    text = printed(saved(tmp_path, kind, [HEADERS, *ROWS]))
    layout = parsed(text)
    assert fields_of(layout) == {
        "Clave": "case_key", "Fecha del hecho": "event_date", "Forma": "form", "Nombre": "defender_name",
        "Apodo": None,
    }  # fmt: skip
    assert layout.delimiter == (kind if len(kind) == 1 else None)
    assert "«vigilancia», «amenaza de muerte»" in text


@pytest.mark.parametrize("write", [team_files.workbook, team_files.text_file, team_files.kobo])
def test_no_name_phone_or_narrative_is_printed(write: object, tmp_path: Path) -> None:
    assert callable(write)
    text = printed(write(tmp_path / "archivo.xlsx"))
    for private in team_files.PRIVATE:
        assert private not in text
    for word in {word for name in team_files.NAMES for word in name.split()}:
        assert word not in text


def test_a_column_that_nobody_knows_is_masked(tmp_path: Path) -> None:
    path = tmp_path / "casos.csv"
    path.write_text("\n".join(";".join(row) for row in [HEADERS, *ROWS]), encoding="utf-8")
    text = printed(path)
    assert "Nena" not in text and "Chela" not in text
    assert 'header: "Apodo", ignored: "TODO: its field, or why it is not taken"' in text


def test_a_name_typed_among_the_forms_is_masked(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        ["A-4", "2025-03-07", "Marta Invento", "x", ""],
        ["A-5", "2025-03-07", "Marta Invento", "x", ""],
    ]
    path = tmp_path / "casos.csv"
    path.write_text("\n".join(";".join(row) for row in [HEADERS, *rows]), encoding="utf-8")
    text = printed(path)
    assert "Marta" not in text
    assert "1 more without a code, not shown" in text


def test_what_somebody_says_goes_before_what_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "casos.csv"
    path.write_text("\n".join(";".join(row) for row in [HEADERS, *ROWS]), encoding="utf-8")
    layout = parsed(printed(path, "--field", "defender_name=Apodo", "--field", "organisation_name=Nombre"))
    assert fields_of(layout)["Apodo"] == "defender_name"
    assert fields_of(layout)["Nombre"] == "organisation_name"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--field", "forma=Forma"), "campo desconocido: forma"),
        (("--field", "form=Tipo"), "no tiene la columna: Tipo"),
        (("--field", "form"), "--field"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    path = tmp_path / "casos.csv"
    path.write_text("\n".join(";".join(row) for row in [HEADERS, *ROWS]), encoding="utf-8")
    run = CliRunner().invoke(app, ["new-layout", str(path), *options])
    assert run.exit_code == 2
    assert message in run.stderr


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "casos.xlsx"
    path.write_bytes(b"PK\x03\x04 nada")
    run = CliRunner().invoke(app, ["new-layout", str(path)])
    assert run.exit_code == 2
    assert "incompleto" in run.stderr


def test_a_country_without_forms_is_refused_and_nothing_is_written(tmp_path: Path, copy: object) -> None:
    path = tmp_path / "casos.csv"
    path.write_text(
        "Clave;Fecha;Equis\nA-1;2025-03-04;qué será\nA-2;2025-03-05;otra cosa\n", encoding="utf-8"
    )
    command = ["new-country", "pa", "--name", "Panamá", "--from", str(path)]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 2
    assert '--field form="..."' in run.stderr and "Equis" in run.stderr
    assert not (settings().registries / "pa.yml").exists()
    assert CliRunner().invoke(app, [*command, "--field", "form=Equis"]).exit_code == 0
    assert registries()["pa"].sources[0].layouts[0].columns[2].field == "form"


def test_a_country_that_cannot_be_finished_leaves_nothing(tmp_path: Path, copy: Settings) -> None:
    path = tmp_path / "casos.csv"
    path.write_text("\n".join(";".join(row) for row in [HEADERS, *ROWS]), encoding="utf-8")
    seeds = {file.name: file.read_bytes() for file in copy.seeds.iterdir()}
    samples = copy.registries / "samples"
    samples.rename(tmp_path / "away")
    samples.write_text("a file where the folder should be", encoding="utf-8")
    command = ["new-country", "pa", "--name", "Panamá", "--from", str(path)]
    assert isinstance(CliRunner().invoke(app, command).exception, OSError)
    assert not (copy.registries / "pa.yml").exists()
    assert {file.name: file.read_bytes() for file in copy.seeds.iterdir()} == seeds
    assert "pa" not in registries()
    samples.unlink()
    (tmp_path / "away").rename(samples)
    assert CliRunner().invoke(app, command).exit_code == 0
    assert CliRunner().invoke(app, command).exit_code == 2  # it is there already, and stays
    assert (copy.registries / "pa.yml").exists()


ENGLISH = """incident_date,district,attack_type,victim_type,aggressor,hrd_area,gender_based,victim_name,notes
2025-03-01,Cayo,threat,individual,police,land,yes,Ana Pech Cal,x
2025-03-11,Belize,harassment,individual,unknown,environment,no,Rosa Coc Ack,y
2025-03-20,Toledo,surveillance,collective,company,land,yes,,z
"""


def test_headers_in_english_and_values_that_know_better(tmp_path: Path) -> None:
    """A district of Belize is a department here, and a column called profile with genders in it is the gender."""
    path = tmp_path / "cases.csv"
    path.write_text(ENGLISH, encoding="utf-8")
    assert fields_of(parsed(printed(path, "--country", "bz"))) == {
        "incident_date": "event_date", "district": "admin1", "attack_type": "form", "victim_type": "profile",
        "aggressor": "perpetrator", "hrd_area": "right_defended", "gender_based": "gender_component",
        "victim_name": "defender_name", "notes": None,
    }  # fmt: skip
    path.write_text(
        "fecha,agresión,perfil\n2025-03-01,amenaza de muerte,mujer\n2025-03-02,vigilancia,mujer trans\n",
        encoding="utf-8",
    )
    assert fields_of(parsed(printed(path)))["perfil"] == "defender_gender"


def test_a_header_of_three_rows(tmp_path: Path) -> None:
    """The sex of two people stands under titles of titles."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Fecha", "Forma", "Personas", None, None, None],
        [None, None, "Víctima", None, "Agresor", None],
        [None, None, "Sexo", "Edad", "Sexo", "Tipo"],
        ["2025-03-01", "vigilancia", "mujer", 41, "hombre", "policía"],
        ["2025-03-02", "amenaza de muerte", "mujer", 32, "hombre", "comunidad"],
    ):
        sheet.append(row)
    for merged in ("A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "casos.xlsx")
    drafted = parsed(printed(tmp_path / "casos.xlsx"))
    assert drafted.header_rows == 3
    fields = fields_of(drafted)
    assert fields["Personas / Víctima / Sexo"] == "defender_gender"
    assert fields["Personas / Agresor / Sexo"] is None


def test_the_sex_of_the_aggressor_is_not_hers(tmp_path: Path) -> None:
    """Taken for hers, women would become men."""
    path = tmp_path / "casos.csv"
    path.write_text(
        "Fecha;Forma;Víctima / Sexo;Agresor / Sexo;Agresor / Tipo\n2025-03-01;vigilancia;mujer;hombre;policía\n"
        "2025-03-02;amenaza de muerte;mujer trans;hombre;comunidad\n2025-03-03;vigilancia;mujer;mujer;policía\n",
        encoding="utf-8",
    )
    drafted = fields_of(parsed(printed(path)))
    assert drafted["Víctima / Sexo"] == "defender_gender"
    assert drafted["Agresor / Sexo"] is None


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_is_of_something_else_is_no_field_of_the_event(tmp_path: Path, delimiter: str) -> None:
    """Her birth, her home, the complaint and the aggressor have dates, places and a sex of their own."""
    headers = (
        "Fecha de nacimiento",
        "Municipio de residencia",
        "Sexo del agresor",
        "Fecha de la denuncia",
        "Forma",
    )
    rows = (
        ("03/02/1990", "San Salvador", "hombre", "02/03/2025", "vigilancia"),
        ("04/02/1985", "Sonsonate", "hombre", "03/03/2025", "amenaza de muerte"),
        ("05/02/1970", "Sonsonate", "mujer", "05/03/2025", "vigilancia"),
    )
    path = tmp_path / "casos.csv"
    path.write_text("\n".join(delimiter.join(row) for row in (headers, *rows)), encoding="utf-8")
    drafted = fields_of(parsed(printed(path, "--country", "sv", status=1)))
    assert drafted == dict.fromkeys(headers) | {"Forma": "form"}
    dated = [
        (*headers, "Fecha", "Municipio", "Sexo"),
        *((*row, "01/03/2025", "Apopa", "mujer trans") for row in rows),
    ]
    path.write_text("\n".join(delimiter.join(row) for row in dated), encoding="utf-8")
    drafted = fields_of(parsed(printed(path, "--country", "sv")))
    assert drafted == dict.fromkeys(headers) | {
        "Forma": "form", "Fecha": "event_date", "Municipio": "admin2", "Sexo": "defender_gender",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "header"),
    [
        ("Presunto responsable", "Sexo"),
        ("Actor", "Género actor"),
        ("¿Quién fue?", "Sexo"),
        ("Responsable", "Edad"),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", ";"])
def test_what_is_of_the_aggressor_is_not_taken_for_hers(
    tmp_path: Path, kind: str, before: str, header: str
) -> None:
    own = [*HEADERS[:4], before, header]
    rows = [[*row[:4], "policía", "41" if header == "Edad" else "hombre"] for row in ROWS]
    taken = fields_of(parsed(printed(saved(tmp_path, kind, [own, *rows]))))
    assert taken[header] is None and "defender_gender" not in taken.values()
    hers = [*HEADERS[:3], before, "Nombre", header]
    rows = [[*row[:3], "policía", row[3], "41" if header == "Edad" else "mujer"] for row in ROWS]
    taken = fields_of(parsed(printed(saved(tmp_path, kind, [hers, *rows]))))
    wanted = {"Sexo": "defender_gender", "Edad": "defender_age"}.get(header)
    assert taken[header] == wanted
