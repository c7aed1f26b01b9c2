"""The comparison as the supervisor runs it: its command, what it may know, and the socket on which it answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path

from mesoregistry.local.holders import COMPARISON
from mesoregistry.local.portal_service import own_environment
from mesoregistry.settings import Settings

COMMAND = [sys.executable, "-m", "mesoregistry.comparison.service"]
SOCKET = "socket"
NOTHING = b"null"
"""The answer where there is nothing to tell, and to a message without a word."""
SECONDS, LONGEST = 20.0, 64


def folder(settings: Settings) -> Path:
    """The folder of the socket; in containers a volume that the portal sees, too."""
    return settings.home / "comparison"


def prepare(settings: Settings) -> dict[str, str]:
    """Its variables, as of the portal."""
    return own_environment(settings, COMPARISON)


def is_alive(settings: Settings, seconds: float = SECONDS) -> bool:
    """Whether it answers."""
    try:
        with reached(settings) as address, Client(address, "AF_UNIX") as connection:
            connection.send_bytes(b"")
            return connection.poll(seconds) and connection.recv_bytes(LONGEST) == NOTHING
    except (OSError, EOFError):
        return False


@contextmanager
def bound(settings: Settings) -> Iterator[str]:
    """An address to listen on; what a process that died left there is gone."""
    folder(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder(settings) / SOCKET).unlink(missing_ok=True)
    with reached(settings) as address:
        yield address


@contextmanager
def reached(settings: Settings) -> Iterator[str]:
    """The address, short whatever the home is called: the name of a socket may have 107 bytes.

    Raises:
        OSError: the service never ran here.
    """
    descriptor = os.open(folder(settings), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield (
            f"/proc/self/fd/{descriptor}/{SOCKET}"
            if sys.platform == "linux"
            else str(folder(settings) / SOCKET)
        )
    finally:
        os.close(descriptor)


def main() -> None:
    """The health check of its container: ``python -m mesoregistry.local.comparison_service``."""
    from mesoregistry.settings import settings

    sys.exit(None if is_alive(settings()) else "comparison: no answer")


if __name__ == "__main__":
    main()
