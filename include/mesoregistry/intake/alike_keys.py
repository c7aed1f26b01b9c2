"""Keys of one file that are not the same and look it: two cases, or one case typed in two ways. Somebody has to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.key_likeness import alike
from mesoregistry.intake.landed_records import Records
from mesoregistry.vault.case_keys import normal


def alike_keys(records: Records, letters: Mapping[str, str]) -> Iterator[Finding]:
    """The rows whose key looks like that of an earlier row, and is another.

    ``letters``: the column of the key by sheet. The keys are not quoted: a name may stand among them.
    """
    column = records.column("case_key")
    forms = map(normal, dict.fromkeys(key for key in column if key))
    earlier = alike(form for form in forms if form)
    places: dict[str, int] = {}
    for index, key in enumerate(column) if earlier else ():
        form = normal(key)
        if form is None:
            continue
        record = records[index]
        places.setdefault(form, record.row)
        if other := earlier.get(form):
            address = Address(record.sheet, record.row, letters.get(record.sheet or ""))
            yield message("case_key_alike").finding(
                address, field="case_key", record=record.number, place=places[other]
            )
