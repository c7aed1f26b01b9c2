"""What fails is tried again after a pause that grows, and at once when what it depends on has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mesoregistry import clock
from mesoregistry.alerts.store import Alert

FIRST = dt.timedelta(minutes=5)
LONGEST = dt.timedelta(hours=6)


def pause_after(attempts: int) -> dt.timedelta:
    """How long nothing is tried after so many failures: five minutes, twice as long each time, six hours at most."""
    return min(FIRST * (1 << min(attempts - 1, 10)), LONGEST)


def is_paused(alerts: Sequence[Alert], depends_on: str, now: dt.datetime | None = None) -> bool:
    """Whether one of these open alerts says to wait: nothing that it depends on has changed since."""
    now = now or clock.now()
    return any(a.depends_on == depends_on and now < a.last_at + pause_after(a.attempts) for a in alerts)
