"""Lines of the log without any value: an exception may quote a cell or a name, and so may an address."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from mesoregistry.database import DatabaseFault

Caught = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # sys.exc_info()


class WithoutValues(logging.Formatter):
    """Time, logger, level, and where an exception came from: its kind and its places in the program."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(name)s %(levelname)s")

    def formatException(self, ei: Caught) -> str:
        kind, error, trace = ei
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        text = kind.__name__ if kind else ""
        if isinstance(error, DatabaseFault):  # everything in it may be logged
            text += f" {error}"
        return "\n".join([text, *places])


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "mesoregistry.portal.log_format.WithoutValues"},
        "access": {"format": "%(asctime)s %(name)s %(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # its messages are constants and numbers of accounts
        "mesoregistry.portal.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
