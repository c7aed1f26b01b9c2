"""What the tasks of ``upkeep`` call; what they raise is that of ``intake.tasks``."""

from __future__ import annotations

from mesoregistry import alerts, database, ledger
from mesoregistry.catalog.registries import countries
from mesoregistry.findings import Text
from mesoregistry.gate.country_mistakes import mistakes, names_of_stopped, working_countries
from mesoregistry.intake import deadlines, failed_runs, file_alerts, inbox, refusals, retention
from mesoregistry.intake.rule_digest import rule_digest
from mesoregistry.intake.task_faults import MISTAKES, NothingToDo, Stopped, in_words
from mesoregistry.ledger import heads, verification
from mesoregistry.local import cleaning, month_keys
from mesoregistry.local.backup import take
from mesoregistry.settings import settings

OVERLOOKED_AFTER = 3.0  # minutes: whoever files is heard by the watcher within seconds

VERIFIED = Text("la cadena se verificó hace menos de un día", "the chain was verified less than a day ago")
NOT_DUE = Text("no toca", "not due")
NOTHING_EXPIRED = Text("ningún plazo se cumplió", "nothing has come to its term")
NO_PLACE = Text("no hay dónde: MESO_BACKUP_TO", "there is no place for it: MESO_BACKUP_TO")


def sweep() -> int:
    """Receive what lies in the inbox; returns how many files."""
    return len(inbox.sweep())


def overlooked() -> dict[str, int]:
    """How many files wait, by each country whose DAG must be called because nothing has taken them for minutes.

    A country whose last run failed is called after pauses that grow, and at once when its rules or its catalogue have
    changed. One whose inbox refused a file is called once: its run shows that.
    """
    with database.transaction() as connection:
        refused = refusals.countries_without_run(connection)
        counts = {}
        for country in working_countries():
            waiting = len(ledger.overlooked(connection, country, OVERLOOKED_AFTER))
            if country in refused or (waiting and not _is_paused(connection, country)):
                counts[country] = waiting
        return counts


def _is_paused(connection: database.Connection, country: str) -> bool:
    open_ = alerts.open_alerts(connection, "starts_with(key, %s)", [f"registry__{country}."])
    return alerts.is_paused(open_, rule_digest(country))


def check_catalogue() -> None:
    """Raise ``Stopped`` while a registry, rules or seeds have mistakes: their country stops, and no other."""
    known = mistakes()
    if known:
        lines = [mistake for of_country in known.values() for mistake in of_country]
        raise Stopped("\n".join([in_words(MISTAKES.format(countries=names_of_stopped(known))), *lines]))


def send_alerts() -> int:
    """Look at deadlines and at what was mended, and send the alerts that nobody was told of; returns how many.

    Raises ``NotSent`` when a webhook or a mail server does not take them.
    """
    with database.transaction() as connection:
        for country in countries():
            file_alerts.close_mended(connection, country)
        deadlines.keep(connection)
        failed_runs.keep(connection)
    with database.transaction() as connection:
        return alerts.deliver(connection, settings())


def verify_chain() -> None:
    """Keep the newest event signed outside of the database, and verify the chain of events once a day.

    Raises:
        NothingToDo: it was verified less than a day ago, and was whole.
        Stopped: it is not whole; the message holds the number of the event or submission.
    """
    with database.transaction() as connection:
        if not verification.is_due(connection):
            heads.keep(connection)
            raise NothingToDo(VERIFIED)
        tampering = verification.verify(connection)
    if tampering is not None:
        raise Stopped(f"{in_words(tampering.text)} → mesoregistry audit verify")
    with database.transaction() as connection:
        heads.keep(connection)


def back_up() -> None:
    """Ship the WAL, and once a day take a backup. Raises ``NothingToDo`` unless one was taken."""
    if take.nightly(settings()) is None:
        raise NothingToDo(NOT_DUE if settings().backup_to else NO_PLACE)


def keep_month_keys() -> list[str]:
    """Make the keys of this month and the next; destroy those whose time is over. Returns the months of the latter.

    A key is kept while a file waits to be taken in that came in its month or before. Raises ``NothingToDo``.
    """
    with database.transaction() as connection:
        waiting_since = ledger.waiting_since(connection)
    with database.open_connection("vault") as vault, database.guarded("month keys"):
        month_keys.ensure(vault, settings())
        destroyed = month_keys.destroy(vault, settings(), waiting_since)
    if not destroyed:
        raise NothingToDo(NOT_DUE)
    return [f"{month:%Y-%m}" for month in destroyed]


def expire() -> dict[str, int]:
    """Delete names and files that their source keeps no longer; how many of each. Raises ``NothingToDo``."""
    expired = retention.expire()
    if not expired.submissions:
        raise NothingToDo(NOTHING_EXPIRED)
    return {"submissions": expired.submissions, "mentions": expired.mentions, "texts": expired.texts}


def clean() -> None:
    """Shorten logs, and once a day forget old ones. Raises ``NothingToDo`` when it was done today."""
    if not cleaning.clean(settings()):
        raise NothingToDo(NOT_DUE)
