"""The inbox: files left in ``var/inbox/<cc>/2024-05 anything.xlsx`` are received and moved away."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

from mesoregistry import database
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Finding
from mesoregistry.intake.receive import Receipt, Refused, parse_period, receive
from mesoregistry.settings import settings

log = logging.getLogger(__name__)
STILL = 5.0  # seconds without a change: the copy is finished
NAME = re.compile(r"(?P<period>\d{4}-\d{2})(?!\d).*")
ANSWER = ".respuesta.txt"


def folder(country: str) -> Path:
    """Where the files of a country are left."""
    return settings().home / "inbox" / country


def sweep(still: float = STILL) -> list[Receipt]:
    """Receive every file that has stopped growing. A refused one stays, with an answer beside it.

    One that cannot be read or moved away stays too, for the next sweep; the others go on.
    """
    receipts = []
    with database.open_connection() as kept:
        for country in registries():
            for path in _files(country, still):
                try:
                    receipts += _take(path, country, kept)
                except OSError as error:
                    # the name of the file may be a person's, so it is not logged
                    log.warning("inbox/%s: a file stays where it is: %s", country, error.strerror)
    return receipts


def _take(path: Path, country: str, kept: database.Connection) -> list[Receipt]:
    match = NAME.fullmatch(path.name)
    try:
        if match is None:
            raise Refused(message("period_unknown").finding(found="?", since="2012-01"))
        receipt = receive(path, country, parse_period(match["period"]), kept=kept)
    except Refused as refusal:
        _answer(path, refusal.finding)
        return []
    # the sealed copy is the one that is kept; a name must not stay here in the open
    path.unlink()
    path.with_name(path.name + ANSWER).unlink(missing_ok=True)
    return [receipt]


def _files(country: str, still: float) -> Iterator[Path]:
    inbox = folder(country)
    inbox.mkdir(parents=True, exist_ok=True)
    for path in sorted(inbox.iterdir()):
        hidden = path.name.startswith((".", "~$")) or path.name.endswith(ANSWER)
        if path.is_file() and not hidden and time.time() - path.stat().st_mtime >= still:
            yield path


def _answer(path: Path, finding: Finding) -> None:
    text = f"{finding.message.es} {finding.remedy.es}\n\n{finding.message.en} {finding.remedy.en}\n"
    path.with_name(path.name + ANSWER).write_text(text, encoding="utf-8")
