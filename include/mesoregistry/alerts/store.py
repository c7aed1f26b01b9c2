"""``ops.alert``: open while something is wrong. The same fault again is counted; it is not told again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import kwargs_row

from mesoregistry.database import Connection


@dataclass(frozen=True, slots=True)
class Alert:
    """One row of ``ops.alert``. ``key``: what is wrong, as ``registry__hn.check`` or ``inbox.hn``."""

    alert_id: int
    key: str
    fingerprint: str
    country: str | None
    message: str
    depends_on: str | None
    run_id: str | None
    opened_at: dt.datetime
    last_at: dt.datetime
    attempts: int
    told_at: dt.datetime | None


COLUMNS = ", ".join(Alert.__slots__)


def open_alert(
    connection: Connection,
    key: str,
    message: str,
    *,
    country: str | None = None,
    depends_on: str | None = None,
    about: str | None = None,
) -> None:
    """Open an alert, or count one that is open already.

    ``message`` holds no value of a file and no name. ``about``: what makes it the same fault; by default the message.
    """
    fingerprint = hashlib.sha256((about or message).encode()).hexdigest()
    connection.execute(
        "insert into ops.alert (key, fingerprint, country, message, depends_on) values (%s, %s, %s, %s, %s)"
        " on conflict (key, fingerprint) where closed_at is null do update set"
        " attempts = alert.attempts + 1, last_at = clock_timestamp(), depends_on = excluded.depends_on",
        [key, fingerprint, country, message, depends_on],
    )


def keep(
    connection: Connection, key: str, messages: Mapping[str, str], *, country: str | None = None
) -> None:
    """Make these the open alerts of a key: what each is about -> its message. What is open already is left alone."""
    close(connection, key, list(messages))
    for about, message in messages.items():
        connection.execute(
            "insert into ops.alert (key, fingerprint, country, message) values (%s, %s, %s, %s)"
            " on conflict (key, fingerprint) where closed_at is null do nothing",
            [key, hashlib.sha256(about.encode()).hexdigest(), country, message],
        )


def close(connection: Connection, key: str, but: Sequence[str] = ()) -> None:
    """Close the alerts of a key; ``but`` those about these texts."""
    kept = [hashlib.sha256(about.encode()).hexdigest() for about in but]
    connection.execute(
        "update ops.alert set closed_at = clock_timestamp()"
        " where key = %s and closed_at is null and fingerprint <> all(%s)",
        [key, kept],
    )


def open_alerts(connection: Connection, condition: str = "true", values: Sequence[Any] = ()) -> list[Alert]:
    """Alerts that are open, oldest first, that meet a condition of SQL."""
    with connection.cursor(row_factory=kwargs_row(Alert)) as cursor:
        query = f"select {COLUMNS} from ops.alert where closed_at is null and {condition} order by alert_id"
        return cursor.execute(query.encode(), values).fetchall()
