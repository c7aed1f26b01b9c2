"""The keys of months: each opens what was received in its month, and is destroyed some days after the month has ended.

A file is sealed to two keys: that of the archive, whose private half may be off this machine, and that of the month,
with which it is taken in. After the second is destroyed only the first opens it. The private halves lie in
``month_keys`` of the home and are in no backup; the public ones lie with the archive, for those who seal and open
nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from pyrage import RecipientError, x25519

from mesoregistry import clock
from mesoregistry.local import secrets
from mesoregistry.months import next_month
from mesoregistry.settings import Settings

Connection: TypeAlias = "psycopg.Connection[Any]"

NAME, GONE = "%Y-%m", ".gone"


def this_month() -> dt.date:
    """The first day of the month that it is, in UTC."""
    return clock.now().date().replace(day=1)


def private_halves(settings: Settings) -> dict[dt.date, x25519.Identity]:
    """The keys of months that are here, by month."""
    keys = {}
    for path in _files(_private(settings)):
        with contextlib.suppress(FileNotFoundError):  # destroyed meanwhile
            keys[_month(path)] = x25519.Identity.from_str(path.read_text(encoding="utf-8").strip())
    return keys


def recipient(settings: Settings) -> x25519.Recipient | None:
    """The public key that what comes in now is sealed to: of this month, else of the newest month before it.

    ``None`` where no key of a month was made: what is received then opens with the key of the archive alone.
    """
    for path in reversed(_files(_public(settings))):
        if _month(path) <= this_month():
            with contextlib.suppress(FileNotFoundError, RecipientError):
                return x25519.Recipient.from_str(path.read_text(encoding="utf-8").strip())
    return None


def ensure(connection: Connection, settings: Settings) -> None:
    """Make the keys of this month and of the next one, unless they are there, and write them down.

    That of the next is made now, so that whoever only seals finds it at the turn of the month. Called by two processes
    at once, both find one key.
    """
    _private(settings).mkdir(mode=0o700, exist_ok=True)
    _public(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
    for month in (this_month(), next_month(this_month())):
        path = _private(settings) / f"{month:{NAME}}"
        if not path.exists():
            secrets.write(path, f"{x25519.Identity.generate()}\n")
        text = str(x25519.Identity.from_str(path.read_text(encoding="utf-8").strip()).to_public())
        connection.execute(
            "insert into vault.month_key (recipient, month) values (%s, %s) on conflict do nothing",
            [text, month],
        )
        public = _public(settings) / path.name
        if not public.exists() or public.read_text(encoding="utf-8").strip() != text:
            secrets.replace(public, f"{text}\n")


def destroy(
    connection: Connection, settings: Settings, waiting_since: dt.date | None = None
) -> list[dt.date]:
    """Destroy the keys of months that ended ``MESO_MONTH_KEY_DAYS`` ago, and write down when.

    ``waiting_since``: the day since which a file waits to be taken in; the key of its month is kept, and later ones.

    Returns:
        The months whose keys went.
    """
    today, destroyed = clock.now().date(), []
    for path in _private(settings).glob(f".*{GONE}"):  # of a process that died
        path.unlink(missing_ok=True)
    for path in _files(_private(settings)):
        month = _month(path)
        is_over = next_month(month) + dt.timedelta(days=settings.month_key_days) <= today
        if is_over and not (waiting_since and waiting_since.replace(day=1) <= month):
            _erase(path)
            (_public(settings) / path.name).unlink(missing_ok=True)
            destroyed.append(month)
    # also that of a process which died between the two
    connection.execute(
        "update vault.month_key set destroyed_at = clock_timestamp()"
        " where destroyed_at is null and not recipient = any(%s)",
        [[str(key.to_public()) for key in private_halves(settings).values()]],
    )
    return destroyed


def _erase(path: Path) -> None:
    """Write over a key before its name goes. A disk that moves what it writes may keep the old block for a while."""
    path = path.rename(path.with_name(f".{path.name}{GONE}"))  # nobody reads it half written over
    with path.open("r+b", buffering=0) as file:
        file.write(b"\0" * path.stat().st_size)
        os.fsync(file.fileno())
    path.unlink()
    secrets.sync_folder(path.parent)


def _private(settings: Settings) -> Path:
    return settings.home / "month_keys"


def _public(settings: Settings) -> Path:
    return settings.archive / "month_recipients"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]"))


def _month(path: Path) -> dt.date:
    return dt.datetime.strptime(path.name, NAME).replace(tzinfo=dt.UTC).date()
