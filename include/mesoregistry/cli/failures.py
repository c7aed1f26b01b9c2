"""How a command ends that cannot go on: one sentence, what to do, where the log is; our frames with ``--debug``."""

from __future__ import annotations

import errno
import sys
import traceback

import typer

from mesoregistry.faults import DISK_FULL, NO_ANSWER, Fault
from mesoregistry.findings import Language, Text

DEBUG = "--debug"
UNKNOWN = Text(
    "Falló el programa ({kind}). Lo que estaba a medias no cuenta: repita la orden. Si vuelve a fallar, repítala con"
    " --debug y envíe lo que diga a quien lo mantiene: no lleva nombres.",
    "The program failed ({kind}). What was half done does not count: repeat the command. If it fails again, repeat it"
    " with --debug and send what it prints to whoever maintains it: it holds no names.",
)
SETTING = Text(
    "{variable} no vale: {reason}. Los valores: .env.example",
    "{variable} is wrong: {reason}. See .env.example",
)
FILE = Text(
    "No se pudo abrir o escribir un archivo: {reason}.", "A file could not be opened or written: {reason}."
)


def debugging() -> bool:
    """Whether ``--debug`` was given, which is taken out: it may stand anywhere but in Airflow's own commands."""
    given = DEBUG in sys.argv[1:] and sys.argv[1:2] != ["airflow"]
    if given:
        sys.argv.remove(DEBUG)
    return given


def end(error: Exception, *, debug: bool) -> int:
    """Print what happened and what to do; the status of the command."""
    if debug:
        # our lines of code only: the message of an exception may hold a name
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
        typer.secho("".join(traceback.format_list(frames)) + type(error).__qualname__, fg="red", err=True)
    text = _text(error)
    language = _language()
    log = error.log if isinstance(error, Fault) else None
    lines = [text.in_(language)] if language else [text.es, text.en]
    typer.secho("\n".join(lines) + (f" ({log})" if log else ""), fg="red", err=True)
    return error.status if isinstance(error, Fault) else 3


def _text(error: Exception) -> Text:
    if isinstance(error, Fault):
        return error.text
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return DISK_FULL if full else FILE.format(reason=error.strerror or type(error).__name__)
    kind = type(error)
    if (kind.__module__, kind.__name__) == ("pydantic_core._pydantic_core", "ValidationError"):
        return _setting(error) or UNKNOWN.format(kind=kind.__name__)
    if kind.__module__.startswith("psycopg") and kind.__name__ == "OperationalError":
        return NO_ANSWER
    return UNKNOWN.format(kind=kind.__qualname__)


def _setting(error: Exception) -> Text | None:
    """The variable that is wrong, without its value: it may be a password."""
    if getattr(error, "title", "") != "Settings":
        return None
    first = error.errors(include_input=False)[0]  # type: ignore[attr-defined]
    variable = "MESO_" + "_".join(str(part) for part in first["loc"]).upper()
    return SETTING.format(variable=variable, reason=first["msg"])


def _language() -> Language | None:
    """The language of messages; none while the settings themselves are wrong."""
    from mesoregistry.settings import settings

    try:
        return settings().language
    except ValueError:
        return None
