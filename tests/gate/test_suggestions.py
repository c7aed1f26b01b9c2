"""What a value may have been meant as: by the likeness of the whole word, and nothing when nothing is near."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.gate.suggestions import suggestion
from mesoregistry.intake.check_file import check_file
from mesoregistry.readers.workbook import readable
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import MARCH


@pytest.mark.parametrize(
    ("field", "list_name", "value", "near"),
    [
        ("form", "form", "Amenasa", "«amenaza»"),
        ("form", "form", "AMENASAS", "«amenazas»"),
        ("form", "form", "Acozo", "«acoso»"),
        ("form", "form", "Forma de agresión", ""),
        ("form", "form", "Otro texto que nadie conoce", ""),
        ("admin1", None, "Sonsonete", "«Sonsonate»"),
        ("admin1", None, "Apopa", "está en San Salvador"),
        ("admin2", None, "Apoppa", "«Apopa»"),
        ("admin2", None, "Nada parecido", ""),
        ("narrative", None, "Amenasa", ""),
    ],
)
def test_by_the_whole_word(field: str, list_name: str | None, value: str, near: str) -> None:
    text = suggestion(field, list_name, "sv", value)
    assert near in text.es and bool(text.es) is bool(near) and bool(text.en) is bool(near)


def test_a_municipality_of_another_department_says_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1, Departamento="Sonsonate", Municipio="Apopa")]))
    [finding] = [f for f in check_file(path, "sv", MARCH).findings if f.rule == "admin2_known"]
    assert "está en San Salvador" in finding.remedy.es and "lies in San Salvador" in finding.remedy.en


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?i)agresiones.*", "agresiones…"),
        ("(?i)(enero|febrero).*", "enero, febrero…"),
        ("", "1"),
        ("a[bc]+", "1"),
    ],
)
def test_no_pattern_is_shown(pattern: str, text: str) -> None:
    assert readable(pattern) == text
