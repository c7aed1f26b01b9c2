"""``mesoregistry check``: every finding that a file would get, with nothing stored and no server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Finding, Language
from mesoregistry.gate import memory
from mesoregistry.gate.opposed import doubts_of
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.marking import MARKED, with_marks
from mesoregistry.intake.opened_findings import opened_finding
from mesoregistry.intake.other_month import month_of, span_of, with_question
from mesoregistry.intake.periods import source_of, today_in
from mesoregistry.intake.separation import known_texts, separate
from mesoregistry.readers.child import open_in_child
from mesoregistry.readers.table import Reading
from mesoregistry.settings import settings
from mesoregistry.vault.identity import Identity, normal
from mesoregistry.vault.store import SHEET

ORDER = {"stop": 0, "error": 1, "warning": 2, "note": 3}


@dataclass(frozen=True)
class Report:
    """The findings of a file, the gravest first.

    ``source``: id of the source that keeps the registry; ``layout``: of the layout it was read by. ``rows``: records
    read, from ``dates[0]`` to ``dates[1]`` (ISO 8601); ``guess``: the month that they are of. ``decisions``: kind of
    decision (sheets, header_row, encoding, ...) -> what was decided, one text a table.
    """

    layout: str
    rows: int
    findings: list[Finding]
    decisions: Mapping[str, list[str]] = field(default_factory=dict)
    source: str = ""
    dates: tuple[str, str] | None = None
    guess: dt.date | None = None

    def as_json(self, language: Language = "es") -> dict[str, object]:
        """The stable shape of ``check --json``."""
        return {
            "layout": self.layout,
            "rows": self.rows,
            "findings": [finding.as_json(language) for finding in self.findings],
        }


def check_file(
    path: Path, country: str, period: dt.date | None = None, filed_on: dt.date | None = None
) -> Report:
    """Read, interpret and judge a file of a country.

    ``period`` is the first day of a month; the month of filing when it is not given, and then nothing is asked about
    a file of another month. ``filed_on``: the day as of which it is judged; today when it is not given.

    Raises:
        Refused: the catalogue lacks the country, or none of its sources kept the registry in the period.
    """
    day = filed_on or today_in(country)
    month = period or day.replace(day=1)
    source = source_of(country, month, day)
    layout = source.layout_for(month)
    terms = vocabulary(settings().seeds, country, source.id)
    plain = with_question(interpret(_reading(path, layout, month), layout, terms, source.unit, month), period)
    # as it would land, so that the gate sees the same; what is sealed is opened in this process alone
    separated = separate(plain, known_texts(plain, country, layout, terms))
    interpretation = with_marks(with_tokens(separated, tokens := numbered_tokens(separated)), tokens)
    mark_texts = {token: str(identity.name) for identity, token in tokens.items() if identity.kind in MARKED}
    findings = list(interpretation.findings)
    if not interpretation.stopped:
        filed, doubts = (registries()[country], source, month, day), {1: doubts_of(findings)}
        landed = {1: (interpretation.records.landed(), interpretation.columns)}
        findings += memory.check_files(landed, *filed, mark_texts, doubts)[1]
    titles = _titles(separated)
    shown = sorted((opened_finding(finding, mark_texts, titles) for finding in findings), key=_order)
    span = (span_of(plain.records), month_of(plain.records, day))
    return Report(layout.id, len(interpretation.records), shown, plain.decisions, source.id, *span)


def _reading(path: Path, layout: Layout, month: dt.date) -> Reading:
    if layout.covers(month):
        return open_in_child(path, layout)
    return Reading(findings=[message("layout_missing").finding(found=f"{month:%Y-%m}")])


def _order(finding: Finding) -> tuple[int, str, int, str]:
    """The gravest first, then as they stand in the file."""
    return (ORDER[finding.severity], finding.sheet or "", finding.row or 0, finding.column or "")


def _titles(separated: Interpretation) -> dict[str, str]:
    """The title of each sheet by its number."""
    return {str(m.position): str(m.identity.name) for m in separated.mentions if m.field == SHEET}


def numbered_tokens(interpretation: Interpretation) -> dict[Identity, str]:
    """Tokens for this check alone: the same name, however it is written, gets the same number."""
    numbers: dict[tuple[str, str], str] = {}
    tokens: dict[Identity, str] = {}
    for identity in {mention.identity: None for mention in interpretation.mentions}:
        name = (identity.kind, normal(identity.name, identity.kind))
        tokens[identity] = numbers.setdefault(name, f"{len(numbers) + 1:032x}")
    return tokens
