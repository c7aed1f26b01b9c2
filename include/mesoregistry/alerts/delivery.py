"""Alerts are told once, together: what was opened since goes out as one message."""

from __future__ import annotations

from mesoregistry.alerts.channels import send
from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.settings import Settings

SUBJECT = Text("Mesoregistry: {number} avisos", "Mesoregistry: {number} alerts")
MENDED = Text("(ya resuelto)", "(mended since)")
# what mended itself before anybody was told is told too, unless it is of long ago
UNSENT = (
    "select alert_id, message, closed_at is not null from ops.alert where told_at is null"
    " and (closed_at is null or opened_at > now() - interval '1 day') order by alert_id for update skip locked"
)


def deliver(connection: Connection, config: Settings) -> int:
    """Send the alerts that nobody was told of; returns how many. To be called in a transaction of its own.

    Raises:
        NotSent: a channel did not take them; they stay unsent.
    """
    unsent = connection.execute(UNSENT.encode()).fetchall()
    if not unsent:
        return 0
    mended = MENDED.in_(config.language)
    lines = [f"{message} {mended}" if closed else str(message) for _, message, closed in unsent]
    send(config, SUBJECT.format(number=len(lines)).in_(config.language), lines)
    connection.execute(
        "update ops.alert set told_at = clock_timestamp() where alert_id = any(%s)",
        [[alert_id for alert_id, *_ in unsent]],
    )
    return len(lines)
