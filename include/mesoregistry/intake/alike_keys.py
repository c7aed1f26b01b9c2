"""Keys of one file that are not the same and look it: two cases, or one case typed in two ways. Somebody has to say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.landed_records import Records
from mesoregistry.vault.case_keys import normal

ZEROS = re.compile(r"(?<!\d)0+(?=\d)")  # before a number: 0012, SV-01
ENDS = " .,;:-_/*"
LOOK_ALIKES = str.maketrans("OIL", "011")


def alike_keys(records: Records, letters: Mapping[str, str]) -> Iterator[Finding]:
    """The rows whose key differs from an earlier one in zeros before a number, signs at an end, O for 0 or I for 1.

    ``letters``: the column of the key by sheet. The keys are not quoted: a name may stand among them.
    """
    column = records.column("case_key")
    earlier = _earlier_alike([key for key in column if key])
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


def _earlier_alike(keys: Collection[str]) -> dict[str, str]:
    """Each normal form that looks like an earlier one, with that one."""
    forms = dict.fromkeys(form for form in map(normal, keys) if form)
    firsts: dict[str, str] = {}
    first_of = {form: firsts.setdefault(_likeness(form), form) for form in forms if not form.isalpha()}
    return {form: first for form, first in first_of.items() if form != first}


def _likeness(form: str) -> str:
    return ZEROS.sub("", form.translate(LOOK_ALIKES)).strip(ENDS)
