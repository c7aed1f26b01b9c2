"""The base of what ends a command or a task in words: what happened, and what to do."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.findings import Text

DISK_FULL = Text(
    "El disco está lleno. Haga lugar y repita: docs/runbooks/full-disk.md.",
    "The disk is full. Make room and repeat: docs/runbooks/full-disk.md.",
)
NO_ANSWER = Text(
    "La base de datos no responde o no deja entrar. Enciéndala (mesoregistry up) y mire mesoregistry doctor.",
    "The database does not answer or does not let us in. Start it (mesoregistry up), see mesoregistry doctor.",
)


class Fault(Exception):
    """Something keeps the work from going on.

    ``text`` holds no value of a file and no name: it may be shown and logged. ``log`` is where more is written;
    ``status`` is how the command ends: 2 when a file of the installation is to be mended, 3 otherwise.
    """

    log: Path | None = None
    status = 3

    @property
    def text(self) -> Text:
        """In both languages; by default what the exception was made with."""
        return Text(str(self), str(self))


def database_text(sqlstate: str | None, known: str) -> Text:
    """What a person does about it, by the class of the SQLSTATE; a server that is away gives none."""
    kind = (sqlstate or "")[:2]
    if sqlstate == "53100":
        return DISK_FULL
    if not kind or kind in {"08", "57"}:
        return NO_ANSWER
    if sqlstate in {"42P01", "3F000", "42703", "3D000"}:
        return Text(
            f"A la base de datos le falta algo: mesoregistry migrate, y luego mesoregistry build. ({known})",
            f"The database lacks something: mesoregistry migrate, and then mesoregistry build. ({known})",
        )
    return Text(f"La base de datos no aceptó esto: {known}.", f"The database did not accept this: {known}.")
