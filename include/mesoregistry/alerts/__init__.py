"""Alerts: what somebody must be told, once a fault; kept in ``ops.alert`` until it is mended."""

from mesoregistry.alerts.pauses import is_paused, pause_after
from mesoregistry.alerts.store import Alert, close, open_alert, open_alerts

__all__ = ["Alert", "close", "is_paused", "open_alert", "open_alerts", "pause_after"]
