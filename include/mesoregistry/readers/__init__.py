"""From a file to tables of text: ``open_table`` reads any file, one module a format."""

from __future__ import annotations

import zipfile
from pathlib import Path

from mesoregistry import collector
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.findings import Finding, Text
from mesoregistry.readers.grid import Unreadable
from mesoregistry.readers.parts import programs
from mesoregistry.readers.saved_at import saved_at
from mesoregistry.readers.sniff import Kind
from mesoregistry.readers.table import Decision, Reading, Table

BOOK = Text("un libro de Excel o LibreOffice", "a workbook of Excel or LibreOffice")
PLAIN = Text("un texto CSV", "a CSV text")
KIND_NAMES: dict[Kind, Text] = {
    "xlsx": BOOK, "xlsb": BOOK, "xls": BOOK, "ods": BOOK, "text": PLAIN,
    "texts": Text("varios CSV en un zip", "several CSV in a zip"),
}  # fmt: skip
FORMAT_NAMES = {"workbook": BOOK, "delimited": PLAIN, "uwazi": Text("el CSV de Uwazi", "the CSV of Uwazi")}
MOST_FAULTS = 20_000  # of a file; nobody reads them, and what asks for more is no registry


@collector.paused()
def open_table(path: Path, layout: Layout) -> Reading:
    """Read a file as its layout says: tables of text with addresses, what was decided, what is wrong.

    Never raises for what is in the file: a file that cannot be taken gives a finding of severity ``stop``.
    """
    reading = Reading(decisions=[Decision("layout", layout.id)])
    try:
        reading.tables = _tables(path, layout, reading)
    except Unreadable as fault:
        reading.tables = []
        reading.findings.append(fault.finding)
        reading.guess = fault.guess
        return reading
    except MemoryError:
        raise
    except Exception as error:  # its text may quote the file; its type does not
        return Reading(findings=[message("file_failed").finding(found=type(error).__name__)])
    if len(reading.findings) > MOST_FAULTS:
        return Reading(findings=[message("faults_too_many").finding(limit=MOST_FAULTS)])
    if not any(table.rows for table in reading.tables[:1]) and not any(f.row for f in reading.findings):
        reading.findings.append(message("no_rows").finding())
    return reading


def _tables(path: Path, layout: Layout, reading: Reading) -> list[Table]:
    from mesoregistry.readers import delimited, header, kobo, own_sheets, sniff, uwazi, workbook

    kind = sniff.kind_of(path)
    textual = layout.format in ("delimited", "uwazi")
    if textual and kind != "text" and own_sheets.is_own_workbook(path):
        return [_of_own_workbook(path, kind, layout, reading)]
    if layout.format != "kobo" and textual != (kind == "text"):
        if kind == "text" and own_sheets.is_list_of_text(path):
            raise Unreadable(message("file_of_corrections").finding())
        own, agreed = KIND_NAMES[kind], FORMAT_NAMES[layout.format]
        raise Unreadable(message("file_not_of_layout").finding(found=own, wanted=agreed))
    reading.decisions.append(Decision("format", kind))
    reading.findings += _programs(path)
    if kind != "text" and (saved := saved_at(path)):
        reading.decisions.append(Decision("saved_at", saved))
    if layout.format == "kobo":
        return kobo.tables(path, kind, layout, reading)
    if layout.format == "uwazi":
        return [uwazi.table(path, layout, reading)]
    if layout.format == "delimited":
        return [header.table_of(delimited.grid_of(path, layout, reading), layout, reading)]
    grids = workbook.sheets(path, kind, layout, reading)
    reading.decisions.append(Decision("sheets", ", ".join(grid.name or "" for grid in grids)))
    return [header.table_of(grid, layout, reading) for grid in grids]


def _programs(path: Path) -> list[Finding]:
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        return programs(archive)


def _of_own_workbook(path: Path, kind: Kind, layout: Layout, reading: Reading) -> Table:
    """A text file that comes as the workbook with its cells marked, or as the template filled in."""
    from mesoregistry.readers import header, uwazi, workbook

    reading.decisions.append(Decision("format", kind))
    [grid] = workbook.sheets(path, kind, layout, reading, wanted="")
    grid.name = None
    of_grid = uwazi.table_of_grid if layout.format == "uwazi" else header.table_of
    return of_grid(grid, layout, reading)
