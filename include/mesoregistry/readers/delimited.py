"""Delimited text: encoding by BOM, then strict UTF-8, then the layout's own; the delimiter declared or detected."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from pathlib import Path

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.findings import Address
from mesoregistry.readers.grid import Grid, Unreadable
from mesoregistry.readers.table import Decision, Reading

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ",;\t|"
# no Spanish text holds these; a Mac or DOS file read as cp1252 does
FOREIGN = re.compile("[‡Ž¤¢£¥ŒÐ]|(?<=[a-z])[–—œ‚¡](?=[a-z])")


def grid_of(path: Path, layout: Layout, reading: Reading) -> Grid:
    """The one table of a text file. Raises ``Unreadable``."""
    text, encoding = _decode(path.read_bytes(), layout.encoding)
    reading.decisions.append(Decision("encoding", encoding))
    delimiter = layout.delimiter or _delimiter(text)
    reading.decisions.append(Decision("delimiter", {"\t": "tab"}.get(delimiter, delimiter)))
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    records = _records(text, delimiter)
    rows = [[cell if cell.strip() else None for cell in record] for record in records]
    lengths = [len(record) for record in records]
    return Grid(None, rows, lengths=lengths)


def _records(text: str, delimiter: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append(record)
    except csv.Error as error:
        open_ended = "unexpected end" in str(error)
        rule = "quote_open" if open_ended else "quote_misplaced"
        raise Unreadable(message(rule).finding(Address(row=len(records) + 1))) from None
    return records


def _decode(content: bytes, own: str) -> tuple[str, str]:
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding, own), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = _strictly(content, own, own)
        letters = sum(ord(c) > 127 for c in text)
        if own == "cp1252" and len(FOREIGN.findall(text)) * 4 > letters:
            raise Unreadable(message("encoding_doubtful").finding(wanted=own)) from None
        return text, own


def _strictly(content: bytes, encoding: str, own: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(message("encoding_doubtful").finding(wanted=own)) from None


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
