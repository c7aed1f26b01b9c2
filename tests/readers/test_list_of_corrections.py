"""The list of what to correct, filed as if it were the month: it is said what the file is."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from mesoregistry.catalog.registries import registry
from mesoregistry.findings import LANGUAGES, Language
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.workbook_marks import save
from mesoregistry.readers import open_table
from mesoregistry.settings import settings

SAMPLES = settings().registries / "samples"
COUNTRIES = {"sv": "sv.csv", "gt": "gt.xlsx", "hn": "hn.xlsx", "mx": "mx.xlsx", "ni": "ni.csv"}


def listed(folder: Path, country: str, language: Language) -> openpyxl.Workbook:
    """A sample with its cells marked."""
    layout = registry(country).sources[-1].layouts[-1]
    reading = open_table(SAMPLES / COUNTRIES[country], layout)
    decisions = {d.name: [d.value] for d in reading.decisions}
    save(SAMPLES / COUNTRIES[country], Report(layout.id, 1, [], decisions), folder / "marked.xlsx", language)
    return openpyxl.load_workbook(folder / "marked.xlsx")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", ["csv", "txt", "xlsx", "renamed"])
def test_the_list_alone_is_named_for_what_it_is(
    tmp_path: Path, country: str, language: Language, suffix: str
) -> None:
    book = listed(tmp_path, country, language)
    sheet = book.worksheets[0]
    path = tmp_path / f"mayo.{suffix.replace('renamed', 'xlsx')}"
    if suffix in ("csv", "txt"):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        with path.open("w", encoding="utf-8" if suffix == "csv" else "cp1252", newline="") as file:
            csv.writer(file, delimiter=";" if suffix == "csv" else "\t").writerows(rows)
    else:
        for other in book.worksheets[1:]:
            book.remove(other)
        sheet.title = sheet.title if suffix == "xlsx" else "Mayo" if country == "mx" else "Agresiones"
        book.save(path)
    reading = open_table(path, registry(country).sources[-1].layouts[-1])
    assert [f.rule for f in reading.findings] == ["file_of_corrections"]
