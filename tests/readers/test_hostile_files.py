"""What no program writes into a file is refused before it is read, and what is not used is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.readers import open_table
from tests.readers import hostile_files
from tests.readers.files import LINES, layout, rules, text


@pytest.mark.parametrize(
    "make",
    [
        hostile_files.doubled,
        hostile_files.linked,
        hostile_files.many_entries,
        hostile_files.with_part("../../escape"),
        hostile_files.with_part("xl\\..\\..\\escape"),
        hostile_files.with_part("/etc/passwd"),
        hostile_files.with_part("XL/WORKSHEETS/SHEET1.XML"),
    ],
    ids=[
        "a part twice",
        "a link",
        "100,000 parts",
        "up and out",
        "up and out, backwards",
        "elsewhere",
        "in capitals",
    ],
)
def test_parts_that_no_program_writes(tmp_path: Path, make: hostile_files.Make) -> None:
    make(tmp_path / "f.xlsx")
    assert rules(open_table(tmp_path / "f.xlsx", layout())) == [("file_unsafe", None)]


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.xlsx"]
)
def test_macros_and_links_are_noted_and_never_opened(tmp_path: Path, part: str) -> None:
    hostile_files.with_part(part)(tmp_path / "f.xlsx")
    reading = open_table(tmp_path / "f.xlsx", layout())
    assert rules(reading) == [("file_with_programs", None)]
    assert [f.severity for f in reading.findings] == ["note"] and reading.tables


def test_more_than_anybody_reads(tmp_path: Path) -> None:
    hostile_files.wide(5_000)(tmp_path / "f.csv")
    assert rules(open_table(tmp_path / "f.csv", layout("delimited"))) == [("columns_too_many", None)]
    assert rules(text(tmp_path / "f.csv", LINES + "C-1;a;b;c;d\n" * 20_001)) == [("faults_too_many", None)]
