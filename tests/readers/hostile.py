"""Hostile files, each read as the intake reads it: what becomes of it, how long it takes, how much memory.

``python -m tests.readers.hostile [name ...]`` prints a table. Run by hand; what it printed stands in
docs/reference/hostile_files.md. A line that is not as it must be ends with an exclamation mark.
"""

from __future__ import annotations

import os
import re
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mesoregistry.readers.child import open_in_child
from mesoregistry.readers.parsers import import_parsers
from tests.readers import hostile_files as made
from tests.readers.files import LINES, layout

SECONDS, MEMORY = (
    5,
    200,
)  # the most that a file may take, and the most megabytes of the process that has it read


class Hostile(NamedTuple):
    """``rules``: of which one must be given; empty when the file is harmless and may be read."""

    name: str
    make: made.Make
    rules: str


UNSAFE, PROGRAMS = "file_unsafe file_unreadable", "file_with_programs"
FAR = "sheet_too_wide sheet_too_long file_took_too_long file_unreadable file_failed"
ANY = "file_unsafe file_unreadable file_truncated file_failed file_too_big"
LAST_ROW = '<row r="1048576"><c t="str"><v>x</v></c></row>'
TYPE = made.DOCTYPE + made.cells("")

# fmt: off
FILES: tuple[Hostile, ...] = (
    Hostile("two cells, A1 and XFD1048576", made.with_sheet(made.far('r="XFD1048576"')), FAR),
    Hostile("… in single quotes", made.with_sheet(made.far("r='XFD1048576'")), FAR),
    Hostile("… after a line break", made.with_sheet(made.far('\nr="XFD1048576"')), FAR),
    Hostile("… with blanks around the sign", made.with_sheet(made.far('r = "XFD1048576"')), FAR),
    Hostile("… as entities of numbers", made.with_sheet(made.far('r="&#88;FD1048576"')), FAR),
    Hostile("… the row alone says so", made.with_sheet(made.cells(LAST_ROW)), FAR),
    Hostile("a cell of a gigabyte", made.bomb, "file_too_big"),
    Hostile("1,048,576 blank cells", made.with_sheet(made.cells("<row>" + '<c s="0"/>' * 1_048_576 + "</row>")), ""),
    Hostile("billion laughs", made.with_sheet(made.LAUGHS + made.cells("<row><c><v>&a9;</v></c></row>")), UNSAFE),
    Hostile("a document type", made.with_sheet(TYPE), UNSAFE),
    Hostile("… after 1.2 MB of comment", made.with_sheet(f"<!--{'x' * 1_200_000}-->{TYPE}"), UNSAFE),
    Hostile("… in UTF-16", made.with_sheet(TYPE.encode("utf-16")), UNSAFE),
    Hostile("macros", made.with_part("xl/vbaProject.bin"), PROGRAMS),
    Hostile("a link to another workbook", made.with_part("xl/externalLinks/externalLink1.xml"), PROGRAMS),
    Hostile("an embedded program", made.with_part("xl/embeddings/oleObject1.bin"), PROGRAMS),
    Hostile("an embedded workbook", made.with_part("xl/embeddings/book.xlsx", b"PK\x03\x04"), PROGRAMS),
    Hostile("ActiveX", made.with_part("xl/activeX/activeX1.bin"), PROGRAMS),
    Hostile("a connection to a database", made.with_part("xl/connections.xml"), PROGRAMS),
    Hostile("a part called ../../escape", made.with_part("../../escape"), UNSAFE),
    Hostile("a part called /etc/passwd", made.with_part("/etc/passwd"), UNSAFE),
    Hostile("a part that is a symbolic link", made.linked, UNSAFE),
    Hostile("the same part twice", made.doubled, UNSAFE),
    Hostile("100,000 entries", made.many_entries, UNSAFE),
    Hostile("a directory that lies", made.lying, ANY),
    Hostile("2,000 sheets of one part", made.sheets, ""),
    Hostile("five million rows", made.text(lambda: LINES[:30] + "C-1;2024-03-15;A;B\n" * 5_000_000), "lines_too_many"),
    Hostile("two million columns", made.text(lambda: "x;" * 2_000_000 + "\n"), "line_too_long columns_too_many"),
    Hostile("300,000 unknown columns", made.wide(300_000), "columns_too_many"),
    Hostile("4,000 unknown columns", made.wide(4_000), ""),
    Hostile("a line of 200 MB", made.text(lambda: "Clave;Fecha\n" + "x" * 200 * 1024**2), "line_too_long"),
    Hostile("200 MB of zeros", lambda path: path.write_bytes(b"\0" * 200 * 1024**2), ANY),
    Hostile("an open quote, 40 MB", made.text(lambda: LINES + '"' + "x;y\n" * 10_000_000), "lines_too_many"),
    Hostile("250,000 open quotes", made.text(lambda: LINES + 'C-1;"a"b;c;d\n' * 250_000), "quote_misplaced"),
    Hostile("250,000 rows that are too long", made.text(lambda: LINES + "C-1;a;b;c;d\n" * 250_000), "faults_too_many"),
    Hostile("an ods cell that stands for 10^9", made.repeated(columns=10**9), "cells_repeated"),
    Hostile("an ods row that stands for 10^6", made.repeated(rows=10**6), "rows_repeated"),
    Hostile("1,000 ods rows of 1,000 cells in one", made.repeated(columns=1000, written=1000), ""),
)
# fmt: on


def measure(hostile: Hostile, path: Path) -> tuple[set[str], float, int]:
    """Rules, seconds of processor time, and the most megabytes of the process that has the file read."""
    with path.open("rb") as file:
        is_text = not file.read(4).startswith(b"PK")
    receiving, sending = os.pipe()
    if not (child := os.fork()):
        reading = open_in_child(path, layout("delimited" if is_text else "workbook"))
        used = [resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        seconds = sum(usage.ru_utime + usage.ru_stime for usage in used)
        most = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        rules = " ".join({f.rule for f in reading.findings})
        os.write(sending, f"{seconds}|{int(most[1]) // 1024 if most else 0}|{rules}".encode())
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as pipe:
        taken, megabytes, given = pipe.read().split("|")
    os.waitpid(child, 0)
    return set(given.split()), float(taken), int(megabytes)


def lines(names: list[str]) -> Iterator[str]:
    """The table."""
    import_parsers()  # the intake has them imported
    yield "| file | bytes | outcome | seconds of processor | memory of the parent |\n| --- | ---: | --- | ---: | ---: |"
    with tempfile.TemporaryDirectory() as folder:
        for hostile in FILES:
            if names and not any(name in hostile.name for name in names):
                continue
            path = Path(folder) / "f"
            hostile.make(path)
            rules, seconds, megabytes = measure(hostile, path)
            is_right = bool(not hostile.rules or rules & set(hostile.rules.split()))
            mark = "" if is_right and seconds < SECONDS and megabytes < MEMORY else " !"
            outcome = ", ".join(f"`{rule}`" for rule in sorted(rules)) or "read"
            size = path.stat().st_size
            yield f"| {hostile.name} | {size:,} | {outcome} | {seconds:.1f} | {megabytes} MB |{mark}"


if __name__ == "__main__":
    for line in lines(sys.argv[1:]):
        print(line, flush=True)
