"""How far a file reaches is seen before a parser opens it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.sniff import kind_of

LINES = "A-1;2024-03-01;amenaza\n"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("Clave;Fecha;Forma\n" + LINES * 300_001, ("lines_too_many", None)),
        ("Clave;Fecha;Forma\r" + LINES.replace("\n", "\r") * 300_001, ("lines_too_many", None)),
        ("Clave;Fecha;Forma\n" + LINES + "x" * (4 * 1024**2 + 1) + "\n", ("line_too_long", 3)),
        ("x;" * (3 * 1024**2), ("line_too_long", 1)),
    ],
    ids=["five million rows begin so", "lines of old Macs", "one line of megabytes", "millions of columns"],
)
def test_a_text_that_no_month_has_is_refused_unread(
    content: str, refusal: tuple[str, int | None], tmp_path: Path
) -> None:
    """Looked at in pieces: the memory of a piece, and milliseconds."""
    path = tmp_path / "f.csv"
    path.write_text(content, encoding="utf-8", newline="")
    with pytest.raises(Unreadable) as raised:
        kind_of(path)
    finding = raised.value.finding
    assert (finding.rule, finding.row) == refusal
    assert finding.severity == "stop"


def test_as_many_lines_as_the_limit_are_read(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(LINES * 300_000 + "x" * (4 * 1024**2), encoding="utf-8")
    assert kind_of(path) == "text"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ('<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="1001">'
         "<text:p>x</text:p></table:table-cell></table:table-row>", "cells_repeated"),
        ('<table:table-row table:number-rows-repeated="500000"><table:table-cell office:value-type="float"'
         ' office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>', "rows_repeated"),
        ('<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
         ' table:number-columns-repeated="16384"/></table:table-row>', None),
        ('<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string">'
         "<text:p>x</text:p></table:table-cell></table:table-row>", None),
    ],
    ids=["a cell that stands for many", "a row that stands for many", "emptiness to the end", "a thousand"],
)  # fmt: skip
def test_an_ods_in_which_one_cell_stands_for_thousands(row: str, rule: str | None, tmp_path: Path) -> None:
    path = tmp_path / "f.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:body><table:table>{row}</table:table></office:body>")
    if rule is None:
        assert kind_of(path) == "ods"
        return
    with pytest.raises(Unreadable) as raised:
        kind_of(path)
    assert raised.value.finding.rule == rule
