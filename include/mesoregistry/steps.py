"""Names of the steps of intake and build, announced as audit events, so that a test can end the process at each."""

from __future__ import annotations

import sys

EVENT = "mesoregistry.step"


def announce(name: str) -> None:
    """Raise the audit event of a step. It costs nothing while no audit hook listens."""
    sys.audit(EVENT, name)
