"""Alerts: what somebody must be told, once a fault; kept in ``ops.alert`` until it is mended."""

from mesoregistry.alerts.channels import NotSent, alert_file
from mesoregistry.alerts.delivery import deliver
from mesoregistry.alerts.pauses import is_paused, pause_after
from mesoregistry.alerts.store import Alert, close, keep, open_alert, open_alerts

__all__ = [
    "Alert",
    "NotSent",
    "alert_file",
    "close",
    "deliver",
    "is_paused",
    "keep",
    "open_alert",
    "open_alerts",
    "pause_after",
]
