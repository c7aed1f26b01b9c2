"""What is raised while a file is taken in: whether it lies with the file, and its finding, without any value."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import psycopg
from pyrage import DecryptError

from mesoregistry.catalog.messages import message
from mesoregistry.database import DatabaseFault
from mesoregistry.findings import Finding
from mesoregistry.intake.archive import ArchiveFault
from mesoregistry.local.fault import LocalFault

log = logging.getLogger(__name__)


def is_of_the_file(error: Exception) -> bool:
    """Whether the next file may do better: not when the server, the disk or a key fails, which fail for all."""
    if isinstance(error, DatabaseFault):
        return error.of_the_data
    return not isinstance(error, (OSError, DecryptError, LocalFault, psycopg.Error))


def failure(error: Exception, submission_id: int) -> Finding:
    """The finding of a file that raised. The text of the error may quote a cell, so neither it nor the log holds it."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    where = f"{Path(last.filename).name}:{last.lineno}" if last else "?"
    log.error("submission %s goes aside: %s at %s", submission_id, type(error).__name__, where)
    if isinstance(error, ArchiveFault):
        return message("file_lost").finding(found=str(error))
    if isinstance(error, DatabaseFault):
        return message("file_not_stored").finding(found=error.sqlstate or "DataError")
    return message("file_failed").finding(found=type(error).__name__)
