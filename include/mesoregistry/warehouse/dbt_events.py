"""dbt without its events: what became of each node stands in the results, and nothing else of them is kept.

dbt makes a message of each event (a connection taken, a statement sent, a row of its cache) before it asks whether
anybody reads it: a sixth of the work of a small build.
"""

from __future__ import annotations

from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager


class _NoEvents(EventManager):
    def fire_event(self, *event: object, **options: object) -> None:
        """Make no message of it."""


def leave_out_events() -> None:
    """For what dbt does in this process from now on."""
    ctx_set_event_manager(_NoEvents())
