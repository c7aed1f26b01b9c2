"""A word that no list knows, corrected before: the page says what was written in its place, and in which month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.comparison.differences import DIFFERENCES
from mesoregistry.settings import Settings
from tests.comparison.test_compare import APRIL, MARCH, accepted, differences
from tests.intake.samples import case, salvadoran

MAY = dt.date(2024, 5, 1)
WORD, FORM = "Amedrentamiento", "Tipos_de_agresión"


def of(month: dt.date, *rows: dict[str, str]) -> bytes:
    days = {"Fecha_del_hecho": f"14/{month:%m/%Y}"}
    return salvadoran([case(number + 100 * month.month, **(days | row)) for number, row in enumerate(rows)])


def proposed(folder: Path, content: bytes, month: dt.date = MAY) -> list[tuple[str, str, str, str]]:
    seen = differences(folder, "sv", content, month)
    assert seen
    return [(c.field.es, c.typed, c.written, c.month) for c in seen.corrections]


def test_the_last_correction_of_the_same_word_in_the_same_column(databases: Settings, tmp_path: Path) -> None:
    repeated = of(MAY, {FORM: WORD.upper()}, {})
    assert proposed(tmp_path, repeated) == []
    accepted(tmp_path, "sv", of(MARCH, {FORM: WORD}, {}), dt.date(2024, 4, 2))
    assert proposed(tmp_path, repeated) == [], "nobody corrected it"
    accepted(tmp_path, "sv", of(MARCH, {FORM: "hostigamiento"}, {}), dt.date(2024, 4, 3))
    assert proposed(tmp_path, repeated) == [("forma de agresión", WORD.upper(), "hostigamiento", "2024-03")]
    accepted(tmp_path, "sv", of(APRIL, {FORM: WORD}, {}), dt.date(2024, 5, 2), APRIL)
    accepted(tmp_path, "sv", of(APRIL, {FORM: "amenaza de muerte"}, {}), dt.date(2024, 5, 3), APRIL)
    assert proposed(tmp_path, repeated) == [
        ("forma de agresión", WORD.upper(), "amenaza de muerte", "2024-04")
    ]
    other = of(MAY, {"Perpetrador_estatal": WORD, FORM: "hostigamiento"})
    assert proposed(tmp_path, other) == [], "in another column it may mean another thing"


@pytest.mark.parametrize(
    "corrected",
    ["Rosaura Inventada", "", "hostigamiento; amenaza de muerte; difamación", f"{WORD}; hostigamiento"],
)
def test_what_is_no_correction_is_not_proposed(databases: Settings, tmp_path: Path, corrected: str) -> None:
    """Another word that no list knows, which may be a name; nothing; more than one; the word itself and one more."""
    accepted(tmp_path, "sv", of(MARCH, {FORM: WORD}, {}), dt.date(2024, 4, 2))
    accepted(tmp_path, "sv", of(MARCH, {FORM: corrected}, {}), dt.date(2024, 4, 3))
    seen = differences(tmp_path, "sv", of(MAY, {FORM: WORD}, {}), MAY)
    assert seen and seen.corrections == ()
    assert b"Rosaura" not in DIFFERENCES.dump_json(seen)


def test_a_place_that_is_near_too(databases: Settings, tmp_path: Path) -> None:
    """What is near a word of a list lands readable."""
    accepted(tmp_path, "sv", of(MARCH, {"Departamento": "Sonsonete"}), dt.date(2024, 4, 2))
    accepted(tmp_path, "sv", of(MARCH, {"Departamento": "Sonsonate"}), dt.date(2024, 4, 3))
    [(field, typed, written, month)] = proposed(tmp_path, of(MAY, {"Departamento": "Sonsonete"}))
    assert (field, typed, written, month) == ("departamento o estado", "Sonsonete", "Sonsonate", "2024-03")
