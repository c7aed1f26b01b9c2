"""``mesoregistry check``: every finding that a file would get, with nothing stored and no server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry import collector
from mesoregistry.catalog.registries import registries
from mesoregistry.catalog.spellings import Spelling
from mesoregistry.findings import Finding, Language
from mesoregistry.gate import memory
from mesoregistry.gate.collapse import one_for_each_cell
from mesoregistry.gate.opposed import doubts_of
from mesoregistry.intake.file_read import FileRead, Read, of_month, read_file
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.likely_columns import Unmatched
from mesoregistry.intake.marking import MARKED, with_marks
from mesoregistry.intake.opened_finding import opened_finding
from mesoregistry.intake.other_month import month_of, span_of
from mesoregistry.intake.periods import Refused, source_of, today_in, undecided
from mesoregistry.intake.unknown_terms import Place, places_of
from mesoregistry.months import add_months
from mesoregistry.readers.child import open_in_child
from mesoregistry.settings import settings
from mesoregistry.vault.identity import Identity, normal
from mesoregistry.vault.mentions import SHEET

ORDER = {"stop": 0, "error": 1, "warning": 2, "note": 3}


@dataclass(frozen=True)
class Report:
    """The findings of a file, the gravest first.

    ``source``: id of the source that keeps the registry; ``layout``: of the layout it was read by. ``rows``: records
    read, from ``dates[0]`` to ``dates[1]`` (ISO 8601); ``guess``: the month that they are of. ``decisions``: kind of
    decision (sheets, header_row, encoding, ...) -> what was decided, one text a table. ``unmatched``: of each table
    that lacks columns. ``places``: those that nobody knows.
    """

    layout: str
    rows: int
    findings: list[Finding]
    decisions: Mapping[str, list[str]] = field(default_factory=dict)
    source: str = ""
    dates: tuple[str, str] | None = None
    guess: dt.date | None = None
    unmatched: tuple[Unmatched, ...] = ()
    places: tuple[Place, ...] = ()

    def as_json(self, language: Language = "es") -> dict[str, object]:
        """The stable shape of ``check --json``."""
        return {
            "layout": self.layout,
            "rows": self.rows,
            "findings": [finding.as_json(language) for finding in self.findings],
        }


@collector.paused()
def check_file(
    path: Path,
    country: str,
    period: dt.date | None = None,
    filed_on: dt.date | None = None,
    spellings: Sequence[Spelling] = (),
    read: Read = open_in_child,
) -> Report:
    """Read, interpret and judge a file of a country.

    ``period`` is the first day of a month; the month of filing when it is not given, and then nothing is asked about
    a file of another month. ``filed_on``: the day as of which it is judged; today when it is not given.
    ``spellings``: headers to try beside those that the layout knows. ``read``: how its bytes become tables.

    Raises:
        Refused: the catalogue lacks the country, or none of its sources kept the registry in the period.
    """
    day = filed_on or today_in(country)
    return _judged(read_file(path, country, period or day.replace(day=1), day, spellings, read), period)


@collector.paused()
def check_unnamed(path: Path, country: str, read: Read = open_in_child) -> tuple[dt.date, Report]:
    """The month that the file itself tells, and ``check_file`` for it; the file is read once where one layout holds.

    The month before this one where the file tells none, or one that nobody may file. Raises as ``check_file``.
    """
    day = today_in(country)
    first = read_file(path, country, day.replace(day=1), day, read=read)
    month = _possible(country, month_of(first.plain.records, day), day)
    source = source_of(country, month, day)
    if first.is_by(source, source.layout_for(month)):
        return month, _judged(of_month(first, month), month)
    return month, _judged(read_file(path, country, month, day, read=read), month)


def _possible(country: str, guess: dt.date | None, day: dt.date) -> dt.date:
    """The guess where a file may be filed for it, else the month before this one."""
    try:
        if guess:
            source_of(country, guess, day)
            return guess
    except Refused:
        pass
    return add_months(day.replace(day=1), -1)


def _judged(file: FileRead, period: dt.date | None) -> Report:
    """``period``: the month that somebody said it is of, or that it seems to be of."""
    separated = file.separated(period)
    # as it would land, so that the gate sees the same; what is sealed is opened in this process alone
    interpretation = with_marks(with_tokens(separated, tokens := numbered_tokens(separated)), tokens)
    mark_texts = {token: str(identity.name) for identity, token in tokens.items() if identity.kind in MARKED}
    findings = list(interpretation.findings)
    if not interpretation.stopped:
        filed = (registries()[file.country], file.source, file.month, file.day)
        landed = {1: (interpretation.records.landed(), interpretation.columns)}
        findings += memory.check_files(landed, *filed, mark_texts, {1: doubts_of(findings)})[1]
    findings += undecided(file.layout)
    titles = _titles(separated)
    unique = one_for_each_cell(findings)
    shown = sorted((opened_finding(finding, mark_texts, titles) for finding in unique), key=_order)
    span = (span_of((plain := file.plain).records), month_of(plain.records, file.day))
    read = (file.layout.id, len(interpretation.records), shown, plain.decisions, file.source.id)
    places = places_of(shown, plain.records, settings().seeds, file.country)
    return Report(*read, *span, plain.unmatched, places)


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
