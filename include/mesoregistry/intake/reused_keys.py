"""Keys of a file that an older file gave to other cases: where a team numbers its cases anew each month.

By its key alone such a case would take the place of the older one, in whatever month that is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Finding
from mesoregistry.intake import tellings
from mesoregistry.intake.last_tellings import Cases
from mesoregistry.intake.tellings import Telling
from mesoregistry.ledger import Submission

FEWEST = 3  # cases; fewer are slips
MONTH = 7  # characters of 2024-05


def reused_keys(mine: Cases, theirs: Cases, tellers: Mapping[str, Submission], month: str) -> list[Finding]:
    """A question for each key that seems to be another case's; where most are, the file goes back."""
    reused = [key for key in theirs if key in mine and is_another(mine[key], theirs[key])]
    if len(reused) >= FEWEST and 2 * len(reused) >= len(mine):
        [(period, _)] = Counter(tellers[key].period for key in reused).most_common(1)
        return [
            message("keys_begin_anew").finding(
                count=len(reused), found=f"{period:%Y-%m}", wanted=f"{month}-01"
            )
        ]
    return list(_at_their_rows("key_of_other_case", reused, mine, theirs, tellers))


def moved_cases(
    moved: Sequence[str], mine: Cases, theirs: Cases, tellers: Mapping[str, Submission]
) -> list[Finding]:
    """A note for each case that another month told otherwise and that is told here from now on."""
    return list(_at_their_rows("case_told_elsewhere", moved, mine, theirs, tellers))


def _at_their_rows(
    rule: str, keys: Sequence[str], mine: Cases, theirs: Cases, tellers: Mapping[str, Submission]
) -> Iterator[Finding]:
    for key in keys:
        row, before, file = mine[key][0], theirs[key][0], tellers[key]
        yield message(rule).finding(
            row.address, record=row.record, place=str(before.address), period=f"{file.period:%Y-%m}",
            version=file.version, day=file.filed_on.isoformat(),
        )  # fmt: skip


def is_another(own: Sequence[Telling], before: Sequence[Telling]) -> bool:
    """Whether two tellings under one key are of two cases: of other months, and of other women or all else differs."""
    if not _differ("event_date", own, before, MONTH):
        return False
    if all(_values("defender_token", rows) for rows in (own, before)):
        return _differ("defender_token", own, before)
    return _differ("form", own, before) and _differ("admin1", own, before)


def _differ(name: str, own: Sequence[Telling], before: Sequence[Telling], length: int | None = None) -> bool:
    """Whether both say it, and nothing in common; a text that is shorter than ``length`` says too little."""
    pairs = [_values(name, rows) for rows in (own, before)]
    if length and any(len(text) < length for texts in pairs for text in texts):
        return False
    mine, theirs = ({text[:length] for text in texts} for texts in pairs)
    return bool(mine) and bool(theirs) and not mine & theirs


def _values(name: str, rows: Sequence[Telling]) -> set[str]:
    """What some rows hold in a landed column, the elements of its arrays each by itself."""
    position = tellings.columns().index(name)
    texts = {row.values[position] for row in rows} - {None}
    listed = (json.loads(text) if text and text.startswith("[") else [text] for text in texts)
    return {text for texts in listed for text in texts if text}
