"""How the portal asks the service: within seconds, or the page says that the comparison is not there."""

from __future__ import annotations

import datetime as dt
from multiprocessing.connection import Client
from pathlib import Path

from pydantic import ValidationError

from mesoregistry.comparison.differences import DIFFERENCES, QUESTION, Differences, Question, Waiting
from mesoregistry.local import comparison_service
from mesoregistry.settings import settings

LONGEST = 1024**2 * 8  # bytes of an answer
PATIENCE = 30.0  # seconds


def differences(
    name: str, content: bytes, country: str, month: dt.date, waiting: Waiting, patience: float = PATIENCE
) -> Differences | None:
    """What a file would change; ``None`` when the service does not say it: it goes back whole, or nobody answers."""
    question = Question(Path(name).suffix.lower(), country, month, waiting)
    try:
        with comparison_service.reached(settings()) as address, Client(address, "AF_UNIX") as connection:
            connection.send_bytes(QUESTION.dump_json(question) + b"\n" + content)
            if not connection.poll(patience):
                return None
            answer = connection.recv_bytes(LONGEST)
        return None if answer == comparison_service.NOTHING else DIFFERENCES.validate_json(answer)
    except (OSError, EOFError, ValidationError):
        return None
