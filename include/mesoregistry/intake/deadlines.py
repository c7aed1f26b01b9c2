"""Deadlines: a month that was not filed, a file that is not corrected or not even reviewed, in days of its country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mesoregistry import alerts, database, ledger
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Text
from mesoregistry.intake.task_faults import in_words
from mesoregistry.ledger import Submission
from mesoregistry.months import due_on, next_month
from mesoregistry.settings import settings

NOT_FILED = Text(
    "{country}: falta el mes {month}, que se debía el {day}. Pídalo al equipo; si no hubo agresiones:"
    " mesoregistry submit --country {code} --period {month} --nothing",
    "{country}: the month {month} was not filed; it was due on {day}. Ask the team; if there were no attacks:"
    " mesoregistry submit --country {code} --period {month} --nothing",
)
NOT_CORRECTED = Text(
    "{file}. Espera la respuesta del equipo desde el {day}. → mesoregistry findings {number}",
    "{file}. It waits for the team's answer since {day}. → mesoregistry findings {number}",
)
NOT_ACCEPTED = Text(
    "{file}. Espera desde el {day} y nadie la ha revisado. → mesoregistry status, docs/runbooks/stuck-file.md",
    "{file}. It waits since {day} and was not reviewed. → mesoregistry status, docs/runbooks/stuck-file.md",
)


def key_of(country: str) -> str:
    """The key of the alerts about a country's deadlines."""
    return f"deadline.{country}"


def keep(connection: database.Connection) -> None:
    """Open an alert for each deadline that has passed, once, and close those that were met since."""
    for country, registry in registries().items():
        today = registry.today()
        messages = dict(_not_filed(connection, registry, today)) | dict(_waiting(connection, country, today))
        alerts.keep(connection, key_of(country), messages, country=country)


def _not_filed(
    connection: database.Connection, registry: Registry, today: dt.date
) -> Iterator[tuple[str, str]]:
    """The months since the first that was filed: what each alert is about, and its message."""
    filed = {
        month
        for (month,) in connection.execute(
            "select distinct period from intake.submission where country = %s and state <> 'withdrawn'",
            [registry.country],
        )
    }
    month, days = min(filed, default=today), dt.timedelta(settings().days_to_file)
    while due_on(month) + days < today:
        if month not in filed and registry.source_for(month):
            text = NOT_FILED.format(
                country=in_words(registry.name),
                code=registry.country,
                month=f"{month:%Y-%m}",
                day=due_on(month),
            )
            yield f"not filed {month:%Y-%m}", in_words(text)
        month = next_month(month)


def _waiting(connection: database.Connection, country: str, today: dt.date) -> Iterator[tuple[str, str]]:
    """The files that wait for too long, for the team or for us."""
    limits = ((NOT_CORRECTED, ledger.WITH_THE_TEAM, settings().days_to_correct),
              (NOT_ACCEPTED, ledger.WAITING, settings().days_to_accept))  # fmt: skip
    for text, states, days in limits:
        for submission in ledger.unmended(connection, country, states):
            if (today - submission.filed_on).days >= days:
                yield f"{states[0]} {submission.submission_id}", _message(connection, submission, text)


def _message(connection: database.Connection, submission: Submission, text: Text) -> str:
    number = submission.submission_id
    file = ledger.describe(connection, number, settings().language)
    return in_words(text.format(file=file, day=submission.filed_on, number=number))
