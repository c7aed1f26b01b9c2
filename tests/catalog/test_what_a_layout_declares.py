"""What a layout declares is held against itself when it is read, not against each file that a team sends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.catalog.declared_values import mistakes_of_values
from mesoregistry.catalog.registries import CatalogFault, read
from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from tests.intake.extracts import write
from tests.sheets import Rows

HEAD = """country: pa
name: {es: Panamá, en: Panama}
time_zone: America/Panama
sources:
  - id: pa_red
    network: {es: Red, en: Network}
    valid_from: 2023-01-01
    unit: event
    scope: women
    mode: replaces
    layouts:
      - id: pa_libro
        format: FORMAT
"""
MONTHS = """        given: {form: acoso}
        columns:
          - {header: Provincia, field: admin1}
          - {header: Abril, counts: month, gives: {event_date: "{year}-04"}}
          - {header: Mayo, counts: month, gives: {event_date: "{year}-05"}}
"""
CASES = """        LINE
        columns:
          - {header: Fecha, field: event_date}
          - {header: Forma, field: form}
          - COLUMN
"""
PROFILE = "{header: Perfil, field: profile}"


def written(folder: Path, body: str, kind: str = "workbook") -> Path:
    (folder / "pa.yml").write_text(HEAD.replace("FORMAT", kind) + body, encoding="utf-8")
    return folder


def mistakes(folder: Path, column: str = PROFILE, line: str = "encoding: cp1252") -> list[str]:
    written(folder, CASES.replace("COLUMN", column).replace("LINE", line))
    try:
        registry = read(folder)["pa"]
    except CatalogFault as fault:
        return fault.mistakes
    return list(mistakes_of_values(registry, settings().seeds))


@pytest.mark.parametrize(("suffix", "kind"), [("csv", "delimited"), ("xlsx", "workbook"), ("kobo", "kobo")])
def test_months_that_run_across_need_no_other_column_for_the_date(
    tmp_path: Path, suffix: str, kind: str
) -> None:
    layout = read(written(tmp_path, MONTHS, kind))["pa"].sources[0].layouts[0]
    rows: Rows = [["Provincia", "Abril", "Mayo"], ["Colón", 4, 2], ["Chiriquí", 0, 1]]
    table = open_table(write(tmp_path / "f", suffix, rows), layout)
    out = interpret(table, layout, {}, period=dt.date(2024, 5, 1))
    assert [(r.values["admin1"], r.values["event_date"], r.values["form"]) for r in out.records] == [
        ("Colón", "2024-05", '["acoso"]'), ("Colón", "2024-05", '["acoso"]'), ("Chiriquí", "2024-05", '["acoso"]'),
    ]  # fmt: skip


def test_a_column_of_counts_that_gives_no_date_leaves_its_events_without_one(tmp_path: Path) -> None:
    body = f"{MONTHS}          - {{header: Otros, counts: each, gives: {{place_type: calle}}}}\n"
    with pytest.raises(CatalogFault) as fault:
        read(written(tmp_path, body))
    assert fault.value.mistakes == ["pa.yml: sources.0.layouts.0: no column for event_date"]


@pytest.mark.parametrize(
    ("column", "mistake"),
    [
        ("{header: Perfil, field: profile, default: indibidual}", "default: 'indibidual' is no term of the list"),
        ("{header: Fin, field: event_date_end, default: mañana}", "default: 'mañana' is no date in the formats"),
        ("{header: Denuncia, field: complaint_filed, default: quizá}", "default: 'quizá' is neither yes nor no"),
        ("{header: Grupo, field: collective_identified, default: varias}", "default: 'varias' is no whole number"),
        ("{header: Robos, counts: each, gives: {place_type: cayye}}", "gives.place_type: 'cayye' is no term of the"),
        ("{header: Mayo, counts: each, gives: {recorded_on: mayo}}", "gives.recorded_on: 'mayo' is no date"),
        ("{header: Cuándo, precision_of: event_date_end}", "precision_of: no column for event_date_end"),
    ],
)  # fmt: skip
def test_a_value_that_no_cell_may_hold_is_named(tmp_path: Path, column: str, mistake: str) -> None:
    [only] = mistakes(tmp_path, column)
    assert only.startswith(f"pa.yml: sources.0.layouts.0.columns.2.{mistake}")


@pytest.mark.parametrize(
    "column",
    [
        "{header: Perfil, field: profile, default: INDIVIDUAL}",
        "{header: Fin, field: event_date_end, default: 2024-05}",
        "{header: Denuncia, field: complaint_filed, default: no}",
        "{header: Grupo, field: collective_identified, default: '1'}",
        "{header: Robos, counts: each, gives: {place_type: calle, event_date_end: '{year}-05'}}",
        "{header: Cuándo, precision_of: event_date}",
    ],
)
def test_a_value_that_a_cell_may_hold_is_taken(tmp_path: Path, column: str) -> None:
    assert mistakes(tmp_path, column) == []


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("given: {profile: indibidual}", "given.profile: 'indibidual' is no term of the list profile"),
        ("booleans: {yes: [afirma, niega], no: [niega]}", "booleans: a word in two lists: 'niega' (yes, no)"),
        ("names: {withheld: [Vecina], missing: [vecina]}", "names: a word in two lists: 'vecina' (withheld, missing)"),
        ("sheets: '(enero|mayo'", "sheets: '(enero|mayo' is no regular expression"),
        ("{valid_from: 2024-06-01, valid_to: 2024-01-31}", "valid_to: 2024-01-31 is before valid_from, 2024-06-01"),
    ],
)  # fmt: skip
def test_words_that_cannot_hold_are_named(tmp_path: Path, line: str, mistake: str) -> None:
    own = "\n        ".join(line.strip("{}").split(", ")) if line.startswith("{") else line
    [only] = mistakes(tmp_path, "{header: Nota, ignored: x}", own)
    assert only.startswith(f"pa.yml: sources.0.layouts.0.{mistake}")
