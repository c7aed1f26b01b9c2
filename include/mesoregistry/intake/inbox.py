"""The inbox: files left in ``var/inbox/<cc>/2024-05 anything.xlsx`` are received and moved away."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

from mesoregistry import database, steps
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.registries import registry
from mesoregistry.findings import Finding
from mesoregistry.gate.country_mistakes import working_countries
from mesoregistry.intake import archive, refusals
from mesoregistry.intake.periods import Refused, parse_period
from mesoregistry.intake.receive import Receipt, receive_content, refuse_large
from mesoregistry.intake.taking import TakenFile, move_apart, taken_file
from mesoregistry.settings import settings

log = logging.getLogger(__name__)
STILL = 30.0  # seconds without a change before a file is looked at; a pause in a copy may be longer
NAME = re.compile(r"(?P<period>\d{4}-\d{2})(?!\d).*", re.S)
ANSWER = ".respuesta.txt"
WORKING = ".tomados"
UNFINISHED = (
    ANSWER,
    ".part",
    ".filepart",
    ".crdownload",
    ".tmp",
)  # programs that copy give these names meanwhile


def folder(country: str) -> Path:
    """Where the files of a country are left."""
    return settings().home / "inbox" / country


def sweep(still: float = STILL) -> list[Receipt]:
    """Receive every file that is whole. A refused one is sealed and taken away as well; an answer says why.

    One that cannot be read or moved away stays for the next sweep; the others go on.
    """
    receipts = []
    with database.open_connection() as kept:
        for country in working_countries():
            _open_to_its_group_only(folder(country))
            for path in _files(country, still):
                try:
                    receipts += _take(path, country, kept)
                except OSError as error:
                    # the name of the file may be a person's, so it is not logged
                    log.warning("inbox/%s: a file stays where it is: %s", country, error.strerror)
            refusals.close_answered(country, _answered(country))
    return receipts


def _open_to_its_group_only(inbox: Path) -> None:
    """The inbox is made for us alone; a team may be given it as a group, nobody else."""
    inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = inbox.stat().st_mode & 0o7777
    if mode & 0o007:
        inbox.chmod(mode & ~0o007)


def _files(country: str, still: float) -> Iterator[Path]:
    """What a sweep that died had moved already, then what was left since."""
    inbox = folder(country)
    left = (path for path in inbox.iterdir() if not path.name.startswith((".", "~$")))
    for path in [*sorted((inbox / WORKING).glob("*/*")), *sorted(left)]:
        whole = not path.name.lower().endswith(UNFINISHED)
        if whole and path.is_file() and time.time() - path.lstat().st_mtime >= still:
            yield path


def _take(path: Path, country: str, kept: database.Connection) -> list[Receipt]:
    if path.is_symlink():
        raise OSError(0, "a link is not followed")
    try:
        refuse_large(path.stat().st_size)
    except Refused as refusal:
        _answer(country, path.name.encode("utf-8", "replace"), refusal.finding)
        return []  # it stays: sealing it would take as much memory as reading it
    if path.parent == folder(country):
        steps.announce("take")
        path = move_apart(path, folder(country) / WORKING)
    steps.announce("taken")
    with taken_file(path) as file:
        if file is None:
            return []
        steps.announce("read")
        receipts = _receive(file, country, kept)
        steps.announce("kept")
        # the sealed copy is the one that stays; a name must not lie here in the open
        file.remove()
    return receipts


def _receive(file: TakenFile, country: str, kept: database.Connection) -> list[Receipt]:
    name = file.path.name
    try:
        match = NAME.fullmatch(name)
        if match is None:
            raise Refused(message("name_without_month").finding())
        return [receive_content(name, file.content, country, parse_period(match["period"]), kept=kept)]
    except Refused as refusal:
        sha256 = hashlib.sha256(file.content).hexdigest()
        archive.keep(name, file.content, sha256, refused=True)
        _answer(country, file.content, refusal.finding)
        return []


def _answer(country: str, content: bytes, finding: Finding) -> None:
    """Why a file was not received, under a name that tells nobody anything: the file's own may be a person's."""
    digest = hashlib.sha256(content).hexdigest()[:8]
    path = folder(country) / f"{registry(country).today()} {digest}{ANSWER}"
    text = f"{finding.message.es} {finding.remedy.es}\n\n{finding.message.en} {finding.remedy.en}\n"
    path.write_text(text, encoding="utf-8")
    refusals.record(country, digest, path.name, finding)


def _answered(country: str) -> list[str]:
    """The digests in the names of the answers that lie in an inbox."""
    return [path.name.removesuffix(ANSWER)[-8:] for path in folder(country).glob(f"*{ANSWER}")]
