"""The first month of a country's registry is its own, and no year is written into a rule."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.check_file import check_file
from mesoregistry.settings import settings
from tests.conftest import environment
from tests.gate.test_every_rule import findings
from tests.intake.samples import case, honduran, salvadoran

RULE = "event_date_not_before_registry"
MONTH = dt.date(2024, 3, 1)


def file_of(folder: Path, country: str, year: int) -> Path:
    """Two cases of a year, filed in March 2024."""
    if country == "hn":
        path = folder / "mes.xlsx"
        path.write_bytes(honduran({"A": "verificada", "B": "verificada"}, dt.date(year, 3, 1)))
        return path
    rows = [case(n, Fecha_del_hecho=f"1{n}/03/{year}", Fecha_de_registro="") for n in (1, 2)]
    path = folder / "mes.csv"
    path.write_bytes(salvadoran(rows))
    return path


@pytest.mark.parametrize("country", ["sv", "hn"])
def test_a_registry_that_began_later_asks_about_what_was_before(tmp_path: Path, country: str) -> None:
    text = (settings().registries / f"{country}.yml").read_text(encoding="utf-8")
    (tmp_path / "registros").mkdir()
    (tmp_path / "registros" / f"{country}.yml").write_text(
        text.replace("valid_from: 2012-01-01", "valid_from: 2018-01-01"), encoding="utf-8"
    )
    path = file_of(tmp_path, country, 2015)
    usual = check_file(path, country, MONTH)
    with environment(MESO_REGISTRIES=str(tmp_path / "registros")):
        later = check_file(path, country, MONTH)
        since = check_file(file_of(tmp_path, country, 2018), country, MONTH)
    assert RULE not in [f.rule for f in usual.findings]
    assert [f.severity for f in later.findings if f.rule == RULE] == ["warning"] * 2
    assert RULE not in [f.rule for f in since.findings]


def test_who_keeps_it_now_may_register_what_happened_before() -> None:
    """In Guatemala another source kept the registry until 2019."""
    assert RULE not in [f.rule for f in findings("gt", {"event_date": "2016-05-01"})]
    assert RULE in [f.rule for f in findings("gt", {"event_date": "2011-05-01"})]
