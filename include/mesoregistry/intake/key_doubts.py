"""Keys of cases that a program changed: a number shown in short, and a date where the others are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.landed_records import Record
from mesoregistry.vault.case_keys import SCIENTIFIC

MONTH = "ene|feb|mar|abr|may|jun|jul|ago|sep|sept|oct|nov|dic|jan|apr|aug|dec"
DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d([ T].*)?|\d{{1,2}}/\d{{1,2}}/\d{{4}}|({MONTH})\.?[-/ ]\d{{2,4}}|\d{{1,2}}[-/ ]({MONTH})\.?",
    re.I,
)


def key_doubts(records: Sequence[Record], letters: Mapping[str, str]) -> Iterator[Finding]:
    """Keys that a program changed: a number shown in short, and a date where the others are none.

    ``letters``: the column of the key by sheet.
    """
    keys = [(record, key) for record in records if (key := record.values.get("case_key"))]
    dates = {record.number for record, key in keys if DATE.fullmatch(key)}
    few = len(dates) * 2 < len(keys)
    for record, key in keys:
        address = Address(record.sheet, record.row, letters.get(record.sheet or ""))
        if SCIENTIFIC.fullmatch(key):
            yield message("case_key_cut").finding(address, field="case_key", value=key, record=record.number)
        elif few and record.number in dates:
            yield message("case_key_is_date").finding(
                address, field="case_key", value=key, record=record.number
            )
