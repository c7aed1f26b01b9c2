"""From the answer of a process that checks to the report of its file."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from pydantic import ValidationError

from mesoregistry.catalog.messages import message
from mesoregistry.checking.job import ANSWER, Answer
from mesoregistry.findings import Finding
from mesoregistry.intake.check_file import Report, check_file, check_unnamed
from mesoregistry.readers.table import Reading

log = logging.getLogger(__name__)


def report_of(text: bytes, country: str, month: dt.date | None) -> tuple[dt.date, Report]:
    """What a process answered, as a report for a month; of another shape, a finding that quotes nothing."""
    try:
        answer = ANSWER.validate_json(text)
    except ValidationError as error:  # its text quotes the answer
        answer = Answer(failure=(type(error).__name__, ""))
    if answer.report is not None and answer.month is not None:
        return answer.month, answer.report
    kind, place = answer.failure
    log.error("a check failed: %s at %s", kind, place)
    return unread(country, month, message("file_failed").finding(found=kind))


def unread(country: str, month: dt.date | None, finding: Finding) -> tuple[dt.date, Report]:
    """The report of a file of which nothing is known but this."""

    def read(*_: object) -> Reading:
        return Reading(findings=[finding])

    if month:
        return month, check_file(Path(), country, month, read=read)
    return check_unnamed(Path(), country, read)
