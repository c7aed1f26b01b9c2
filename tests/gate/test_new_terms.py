"""Lists that are written while a process runs: what it remembers of them is as old as they are."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mesoregistry.catalog.registries import registry
from mesoregistry.findings import Address
from mesoregistry.gate.memory_tables import empty_tables
from mesoregistry.gate.suggestions import suggestion
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.foreign import places_of
from mesoregistry.intake.going_back import is_step_back
from mesoregistry.intake.tellings import Telling, columns
from mesoregistry.ledger import unfiled
from mesoregistry.settings import settings
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import MARCH


@pytest.fixture
def seeds(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "seeds"
    shutil.copytree(settings().seeds, folder)
    with environment(MESO_SEEDS=str(folder)):
        yield folder


def write(path: Path, **row: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names, restval="", lineterminator="\n").writerow(row)


def test_a_term_and_a_place_are_suggested_once_they_are_written(seeds: Path) -> None:
    assert suggestion("form", "form", "sv", "Zumbamientto").es == ""
    write(seeds / "code_map.csv", list="form", country="sv", term="zumbamiento", code="harassment")
    assert "«zumbamiento»" in suggestion("form", "form", "sv", "Zumbamientto").es
    assert "zacamilpas" not in places_of(seeds, "sv")
    assert suggestion("admin1", None, "sv", "Zacamilpa").es == ""
    write(seeds / "place.csv", place_id="SV99", country="sv", level="admin1", name="Zacamilpas")
    assert "zacamilpas" in places_of(seeds, "sv")
    assert "«Zacamilpas»" in suggestion("admin1", None, "sv", "Zacamilpa").es


def test_what_goes_back_is_known_by_the_words_of_today(seeds: Path) -> None:
    file = unfiled("sv", "sv_red", MARCH, dt.date(2024, 4, 2))
    own, before = (
        [Telling("SV-1", 1, Address(None, 2), tuple(v if n == "verification" else None for n in columns()))]
        for v in ("recién llegadito", "bien comprobadito")
    )
    assert not is_step_back(file, own, before)
    write(seeds / "code_map.csv", list="verification", country="sv", term="recién llegadito", code="received")
    write(
        seeds / "code_map.csv", list="verification", country="sv", term="bien comprobadito", code="verified"
    )
    assert is_step_back(file, own, before)


def test_the_rules_read_the_lists_of_today_and_no_row_of_another_file(seeds: Path, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1, Tipos_de_agresión="Zumbamiento")]))
    assert "form_known" in [finding.rule for finding in check_file(path, "sv", MARCH).findings]
    write(seeds / "code_map.csv", list="form", country="sv", term="zumbamiento", code="harassment")
    assert "form_known" not in [finding.rule for finding in check_file(path, "sv", MARCH).findings]
    sv = registry("sv")
    source = sv.source_for(MARCH)
    assert source
    with empty_tables(sv, source) as connection:
        assert connection.execute("select count(*) from raw.sv").fetchone() == (0,)
        assert connection.execute("select count(*) from intake.submission").fetchone() == (0,)


def test_files_that_are_checked_at_one_time_do_not_see_each_other(home: Path, tmp_path: Path) -> None:
    paths = []
    for number in range(6):
        path = tmp_path / f"{number}.csv"
        faulty = [case(n, Perfil="") for n in range(number)]  # as many faults as its number
        path.write_bytes(salvadoran([*faulty, case(900 + number)]))
        paths.append(path)
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda path: check_file(path, "sv", MARCH), paths * 3))
    counts = [sum(f.severity == "error" for f in report.findings) for report in reports]
    assert counts == [0, 1, 2, 3, 4, 5] * 3


def test_a_term_counts_in_its_own_span_of_months(seeds: Path, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1, Tipos_de_agresión="Zumbamiento", Fecha_del_hecho="14/01/2024")]))
    term = {"list": "form", "country": "sv", "term": "zumbamiento", "code": "harassment"}
    write(seeds / "code_map.csv", **term, valid_from="2024-02-01", valid_to="2024-02-29")
    known = {
        month: "form_known" not in [f.rule for f in check_file(path, "sv", dt.date(2024, month, 1)).findings]
        for month in (1, 2, 3)
    }
    assert known == {1: False, 2: True, 3: False}


def test_the_tables_of_every_source_stay_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that checks is confined before a file comes, and can make none: of the ninth source it failed."""
    sv = registry("sv")
    sources = [sv.sources[-1].model_copy(update={"id": f"sv_{number}"}) for number in range(12)]
    for source in sources:
        with empty_tables(sv, source):
            pass
    monkeypatch.delattr("duckdb.connect")
    for source in sources:
        with empty_tables(sv, source) as connection:
            assert connection.execute("select count(*) from intake.submission").fetchone() == (0,)
