"""Delimited text: encoding by BOM, then strict UTF-8, then the layout's own; the delimiter declared or detected."""

from __future__ import annotations

import bisect
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout, fields
from mesoregistry.findings import Finding
from mesoregistry.readers.broken_quotes import recovered, unwrapped
from mesoregistry.readers.encodings import Decoded, decode
from mesoregistry.readers.grid import Grid, Unreadable
from mesoregistry.readers.header_names import header_key, header_keys
from mesoregistry.readers.table import Decision, Reading

DELIMITERS = ",;\t|"
DEPTH = 40  # a header stands in the first lines
SHOWN = {"\t": "tab"}
COLUMNS = 5_000  # an export with a column for each choice has some hundreds


def grid_of(path: Path, layout: Layout, reading: Reading) -> Grid:
    """The one table of a text file. Raises ``Unreadable``."""
    return grid_of_bytes(path.read_bytes(), layout, reading)


def grid_of_bytes(content: bytes, layout: Layout, reading: Reading) -> Grid:
    """The same of what a text file holds."""
    decoded = decode(content, layout.encoding)
    text = decoded.text
    if (inner := unwrapped(text)) is not None:
        text = inner
        reading.findings.append(message("lines_quoted").finding())
    reading.decisions.append(Decision("encoding", decoded.encoding))
    if decoded.foreign:
        reading.decisions.append(Decision("declared_encoding", layout.encoding))
    if decoded.encoding in ("utf-16-le", "utf-16-be") and not layout.encoding.startswith("utf-16"):
        reading.findings.append(message("encoding_unmarked").finding(read=decoded.encoding.upper()))
    delimiter = _declared(text, layout, reading) or _delimiter(text)
    reading.decisions.append(Decision("delimiter", SHOWN.get(delimiter, delimiter)))
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    records, ends = _records(text, delimiter, layout, reading)
    if (widest := max(map(len, records), default=0)) > COLUMNS:
        raise Unreadable(message("columns_too_many").finding(found=widest, limit=COLUMNS))
    reading.findings += _mixed(decoded, ends)
    rows = [[cell if cell.strip() else None for cell in record] for record in records]
    lengths = [len(record) for record in records]
    return Grid(None, rows, lengths=lengths)


def _records(
    text: str, delimiter: str, layout: Layout, reading: Reading
) -> tuple[list[list[str]], list[int]]:
    """The rows, and for each the number of the line it ends in. Raises ``Unreadable``."""
    records: list[list[str]] = []
    ends: list[int] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
    except csv.Error:
        mended = recovered(text, delimiter, long_texts(layout))
        if mended.broken * 2 > len(mended.records):
            raise Unreadable(message("quotes_broken").finding(line=len(records) + 1)) from None
        reading.findings += mended.findings
        return mended.records, mended.ends
    return records, ends


def long_texts(layout: Layout) -> set[str]:
    """Keys of the headers of narratives, which may begin with a quotation."""
    kinds = {name: definition.kind for name, definition in fields().items()}
    narratives = [c for c in layout.columns if c.field and kinds[c.field] == "narrative"]
    # of a header of two rows, the lower one has the last part
    return header_keys(narratives) | {header_key(c.header.rsplit(" / ")[-1]) for c in narratives}


def _mixed(decoded: Decoded, ends: list[int]) -> Iterator[Finding]:
    """Each run of rows whose letters are stored in another way than those of most, by that way."""
    for encoding in sorted(set(decoded.foreign.values())):
        lines = [line for line, name in decoded.foreign.items() if name == encoding]
        runs: list[list[int]] = []
        for row in sorted({bisect.bisect_left(ends, line) + 1 for line in lines}):
            if runs and row == runs[-1][1] + 1:
                runs[-1][1] = row
            else:
                runs.append([row, row])
        listed = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
        yield message("encoding_mixed").finding(found=listed, read=encoding)


def _declared(text: str, layout: Layout, reading: Reading) -> str | None:
    """The separator of the layout; another one where the header shows that, as in an Excel of another language."""
    if layout.delimiter is None or layout.header_rows == 0:
        return layout.delimiter
    wanted, lines = header_keys(layout.columns), text[:60_000].splitlines()[:DEPTH]

    def headers(sign: str) -> int:
        return max(
            (len({header_key(cell.strip('"')) for cell in line.split(sign)} & wanted) for line in lines),
            default=0,
        )

    best: str = max((layout.delimiter, *DELIMITERS), key=headers)
    if headers(layout.delimiter) > 1 or headers(best) * 2 < len(wanted) or headers(best) < 2:
        return layout.delimiter
    reading.findings.append(
        message("delimiter_other").finding(found=SHOWN.get(best, best), wanted=layout.delimiter)
    )
    return best


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most fields, the same number in each."""
    best = (0, 0.0, "")
    for sign in DELIMITERS:
        try:
            sample = text[:60_000].splitlines(keepends=True)[:60]
            counts = [len(r) for r in csv.reader(sample, delimiter=sign) if r]
        except csv.Error:
            continue
        usual = max(set(counts), key=counts.count, default=1)
        share = counts.count(usual) / max(len(counts), 1)
        if usual > 1 and (share >= 0.5, usual * share) > (best[0] >= 1, best[1]):
            best = (1 if share >= 0.5 else 0, usual * share, sign)
    if best[2]:
        return best[2]
    if any(sign in text for sign in DELIMITERS):
        raise Unreadable(message("delimiter_unknown").finding())
    return ","
