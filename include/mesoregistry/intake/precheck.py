"""``mesoregistry check``: everything a file would be told, with nothing stored and no server."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Finding, Language
from mesoregistry.gate import memory
from mesoregistry.intake.interpret import Interpretation, fill_tokens, interpret
from mesoregistry.intake.receive import source_of
from mesoregistry.readers.child import open_in_child
from mesoregistry.settings import settings
from mesoregistry.vault.identity import Identity, normal

ORDER = {"stop": 0, "error": 1, "warning": 2, "note": 3}


@dataclass(frozen=True)
class Report:
    """What the file would be told. ``decisions``: what was decided on the way (sheet, header row, encoding)."""

    layout: str
    rows: int
    findings: list[Finding]
    decisions: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self, language: Language = "es") -> dict[str, object]:
        """The stable shape of ``check --json``."""
        return {
            "layout": self.layout,
            "rows": self.rows,
            "findings": [finding.as_json(language) for finding in self.findings],
        }


def check_file(path: Path, country: str, period: dt.date | None = None) -> Report:
    """Read, interpret and judge a file. ``period`` is this month when it is not said.

    Raises ``Refused`` for an unknown country or period.
    """
    today = dt.date.today()
    period = period or today.replace(day=1)
    source = source_of(country, period, today)
    layout = next((y for y in source.layouts if y.covers(period)), source.layouts[-1])
    reading = open_in_child(path, layout)
    read = interpret(reading, layout, vocabulary(settings().seeds, country, source.id))
    findings = list(read.findings)
    if not any(f.severity == "stop" for f in findings):
        _number_identities(read)
        findings += memory.check_records(
            [_landed(read, at) for at in range(len(read.records))],
            read.columns,
            registries()[country],
            source,
            period,
            today,
        )
    findings.sort(key=lambda f: (ORDER[f.severity], f.sheet or "", f.row or 0, f.column or ""))
    return Report(layout.id, len(read.records), findings, read.decisions)


def _number_identities(read: Interpretation) -> None:
    """Tokens for this look alone: the same name, however it is written, the same number."""
    numbers: dict[tuple[str, str], str] = {}
    tokens: dict[Identity, str] = {}
    for identity in (mention.identity for mention in read.mentions):
        one = (identity.kind, normal(identity.name, identity.kind))
        tokens[identity] = numbers.setdefault(one, f"{len(numbers) + 1:032x}")
    fill_tokens(read, tokens)


def _landed(read: Interpretation, at: int) -> dict[str, object]:
    record = read.records[at]
    keys: dict[str, object] = {
        "_record": record.number,
        "_sheet": record.sheet,
        "_row": record.row,
        "_children": json.dumps(record.children) if record.children else None,
    }
    return keys | dict(record.values)
