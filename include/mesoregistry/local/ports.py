"""A port that another program has is reported before anything is started on it."""

from __future__ import annotations

import socket

from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import LOOPBACK


def must_be_free(port: int, variable: str) -> None:
    """Raises ``LocalFault`` when something listens on ``port``; it names the variable that chooses another."""
    with socket.socket() as probe:
        if probe.connect_ex((LOOPBACK, port)) == 0:
            raise LocalFault(
                f"El puerto {port} ya lo usa otro programa: elija otro en {variable}.",
                f"Another program uses port {port}: choose another in {variable}.",
            )
