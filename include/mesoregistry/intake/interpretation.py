"""What was read of a file: records for the warehouse, mentions and texts for the vault. Nothing here changes later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mesoregistry.findings import Finding
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.likely_columns import Unmatched
from mesoregistry.vault.mentions import Mention, SealedText


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Everything read. With a finding of severity ``stop`` there are no records.

    ``columns``: field -> ``{"group": str | None, "letters": {sheet: letter}}``, where its column stands.
    ``decisions``: kind of decision (sheets, header_row, encoding, ...) -> what was decided, one text a table.
    ``unmatched``: of each table that lacks columns.
    """

    records: Records = field(default_factory=Records)
    mentions: tuple[Mention, ...] = ()
    texts: tuple[SealedText, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    decisions: Mapping[str, list[str]] = field(default_factory=dict)
    unmatched: tuple[Unmatched, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether the file goes back whole."""
        return any(finding.severity == "stop" for finding in self.findings)


encode = json.JSONEncoder(ensure_ascii=False).encode


def landed_array(values: Sequence[str | None]) -> str | None:
    """Values of one record as a JSON array; ``None`` when none of them says anything."""
    for value in values:
        if value is not None:
            return encode(values)
    return None
