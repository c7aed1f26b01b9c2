"""Files of five formats with odd texts, numbers and dates in random cells, of every source in turn.

``python -m tests.intake.fuzz 20000 [seed]`` is the long run.

Each is read, interpreted, and judged with the others of its batch. What raises is counted; so is ``file_failed``,
which stands for something that was raised.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import xlsxwriter
import xlwt

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.model import Layout, Registry, Source
from mesoregistry.catalog.registries import registries
from mesoregistry.gate import memory
from mesoregistry.intake.check_file import numbered_tokens
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.landed_records import Records
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from tests.intake.samples import case
from tests.planting import columns_of_a_row, good_row
from tests.readers.xlsb import write as write_xlsb

MARCH = dt.date(2024, 3, 1)
MEMORY = Path("/dev/shm")  # a disk would take half of the time
KINDS = ("csv", "xlsx", "xls", "xlsb", "ods")
BATCH = 200  # files whose records are judged together
DIGITS = "0123456789²³①⑩٢۳༣½Ⅷ〇一１𝟙"
ODD = (
    "\0", "\x07", "\x1b[2J", "\t", "\r\n", "\u2028", "\u202e", "\ufeff", "\u00a0", "\u0301", "\u200d", "İ", "ß",
    "ﷺ", "𝕬", "🙂", "\U0010ffff", "\ufffe", "'", '"', "\\", "%s", "{0}", "$1", "=1+1", "@x", "-", "--", "|", ";",
    "null", "nan", "inf", "-inf", "1e999", "0x1F", "1_000", "1.000,5", "9" * 400, "\\u0000", '["a"]', "'; drop table x",
    "]]>", "<a>", "&amp;", "#N/A", "_x0000_",
)  # fmt: skip
SHAPES = (
    "marzo {}", "{} marzo {}", "{} de marzo de {}", "{}/{}/{}", "{}-{}-{}", "{}.{}.{}", "mar-{}", "{}", "{}T{}:{}",
    "{}~", "aprox. {}", "{} {} {}", "{}.{}", "{},{}", "${}", "{} años", "0{}", "00{}/00{}", "{}-W{}", "{}Z",
)  # fmt: skip
NUMBERS = (
    0.0,
    -1.0,
    1e308,
    -1e308,
    5e-324,
    0.1 + 0.2,
    2958465.0,
    2958466.0,
    1e15,
    60.0,
    -0.5,
    45366.99999999,
)


@dataclass(frozen=True)
class Target:
    """A source whose files are made, its layout for text and the same columns as a workbook."""

    registry: Registry
    source: Source
    text: Layout
    book: Layout

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.text.columns]

    def good_row(self, number: int) -> list[str | float]:
        if self.registry.country == "sv":
            return [case(number).get(header, "") for header in self.headers]
        return [*good_row(self.text.columns, number, self.text)]


def targets() -> list[Target]:
    """The layout of today of every source, on one sheet with one row of headers."""
    sources = [(registry_, source) for registry_ in registries().values() for source in registry_.sources]
    return [_target(registry_, source, source.layouts[-1]) for registry_, source in sources]


def _target(registry_: Registry, source: Source, layout: Layout) -> Target:
    plain = {"header_rows": 1, "sheets": "", "columns": tuple(columns_of_a_row(layout))}
    text = "uwazi" if layout.format == "uwazi" else "delimited"
    book = "kobo" if layout.format == "kobo" else "workbook"
    return Target(
        registry_,
        source,
        layout.model_copy(update=plain | {"format": text, "delimiter": ";"}),
        layout.model_copy(update=plain | {"format": book, "delimiter": None}),
    )


def odd_text(chance: random.Random) -> str:
    """A text that nobody types on purpose, or a date or number made of digits that are none."""
    if chance.random() < 0.5:
        shape = chance.choice(SHAPES)
        numbers = ["".join(chance.choices(DIGITS, k=chance.choice((1, 2, 4, 5)))) for _ in range(3)]
        return shape.format(*numbers)
    return "".join(
        chance.choice(ODD) if chance.random() < 0.6 else chr(chance.randrange(1, 0xD800))
        for _ in range(chance.randint(1, 6))
    )


def table_of_odd_cells(chance: random.Random, target: Target) -> list[list[str | float]]:
    """A header and up to three rows; one to six cells, rarely one of the header, are odd."""
    rows: list[list[str | float]] = [list(target.headers)]
    rows += [target.good_row(n) for n in range(1, chance.randint(2, 4))]
    for _ in range(chance.randint(1, 6)):
        row = 0 if chance.random() < 0.03 else chance.randrange(1, len(rows))
        odd: str | float = chance.choice(NUMBERS) if row and chance.random() < 0.15 else odd_text(chance)
        rows[row][chance.randrange(len(target.headers))] = odd
    return rows


def write(path: Path, kind: str, rows: Sequence[Sequence[str | float]], chance: random.Random) -> None:
    """The rows as a file of a kind; a number is sometimes formatted as a date."""
    if kind == "csv":
        lines = (";".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows)
        path.write_bytes("\n".join(lines).encode(chance.choice(("utf-8", "utf-8-sig", "utf-16")), "replace"))
    elif kind == "xlsx":
        _xlsx(path, rows, chance)
    elif kind == "xls":
        _xls(path, rows, chance)
    elif kind == "xlsb":
        write_xlsb(path, rows)
    else:
        _ods(path, rows, chance)


def _xlsx(path: Path, rows: Sequence[Sequence[str | float]], chance: random.Random) -> None:
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        sheet = book.add_worksheet("Hoja1")
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(r, c, cell)
                else:
                    sheet.write_number(r, c, cell, chance.choice((None, date)))


def _xls(path: Path, rows: Sequence[Sequence[str | float]], chance: random.Random) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hoja1")
    date = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write(r, c, cell)
            else:
                sheet.write(r, c, cell, chance.choice((xlwt.Style.default_style, date)))
    book.save(str(path))


def _ods(path: Path, rows: Sequence[Sequence[str | float]], chance: random.Random) -> None:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell, chance) for cell in row) + "</table:table-row>"
        for row in rows
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content {names} office:version="1.3"><office:body><office:spreadsheet>'
            f'<table:table table:name="Hoja1">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )


def _ods_cell(cell: str | float, chance: random.Random) -> str:
    if isinstance(cell, str):
        plain = "".join(c for c in cell if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
        return f'<table:table-cell office:value-type="string"><text:p>{escape(plain)}</text:p></table:table-cell>'
    if chance.random() < 0.5:
        day = chance.choice(("2024-13-45", "0000-00-00", "99999-01-01", "2024-03-14T99:99:99", "", "²"))
        return f'<table:table-cell office:value-type="date" office:date-value="{day}"/>'
    return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'


def run(files: int, seed: int) -> Counter[str]:
    """What was raised, and how many files went how far (``read``, ``stopped``, ``records``)."""
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    turns = cycle(targets())
    for start in range(0, files, BATCH):
        target = next(turns)
        batch = list(_interpretations(target, range(start, min(start + BATCH, files)), chance, outcomes))
        outcomes["records"] += sum(len(out.records) for out in batch)
        try:
            outcomes["findings"] += _judge(target, batch)
        except Exception as error:
            outcomes[f"raised gate {error!r}"] += 1
    return outcomes


def _interpretations(
    target: Target, numbers: range, chance: random.Random, outcomes: Counter[str]
) -> Iterator[Interpretation]:
    """Files of one source, written and read; ``outcomes`` is counted up."""
    known = vocabulary(settings().seeds, target.registry.country, target.source.id)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "f"
        for number in numbers:
            kind = KINDS[number % len(KINDS)]
            layout = target.text if kind == "csv" else target.book
            write(path, kind, table_of_odd_cells(chance, target), chance)
            try:
                out = interpret(open_table(path, layout), layout, known, target.source.unit)
            except Exception as error:
                outcomes[f"raised {kind} {error!r}"] += 1
                continue
            outcomes["stopped" if out.stopped else "read"] += 1
            outcomes["findings"] += len(out.findings)
            for finding in out.findings:
                if finding.rule == "file_failed":
                    outcomes[f"raised {kind} {finding.message.en}"] += 1
            yield out


def _judge(target: Target, batch: Sequence[Interpretation]) -> int:
    """The number of findings of the gate."""
    records = Records.joined([with_tokens(out, numbered_tokens(out)).records for out in batch])
    columns = next(out.columns for out in batch if out.records)
    files = {1: (records.landed(), columns)}
    judged = memory.check_files(files, target.registry, target.source, MARCH, dt.date(2024, 4, 2))
    return sum(len(findings) for findings in judged.values())


def main(files: int, seed: int) -> int:
    """Run and print what came of it. Returns the status of the process."""
    start = time.monotonic()
    counts = run(files, seed)
    raised = [outcome for outcome in counts if outcome.startswith("raised")]
    print(f"files {files}, seed {seed}, raised {sum(counts[r] for r in raised)}, findings {counts['findings']}, "
          f"read {counts['read']}, stopped {counts['stopped']}, records {counts['records']}, "
          f"seconds {time.monotonic() - start:.0f}")  # fmt: skip
    for outcome in raised:
        print(counts[outcome], outcome)
    return 1 if raised else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
