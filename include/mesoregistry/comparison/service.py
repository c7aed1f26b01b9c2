"""The service that compares: ``python -m mesoregistry.comparison.service`` answers on a socket that the portal knows.

It holds what the portal must not: the rows that are landed, and the key by which names are found again. What it is
handed is a file that somebody is about to file, so it answers only about the cases that this file names, and of what
is sealed it says no value.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from multiprocessing.connection import Connection, Listener

from mesoregistry import clock
from mesoregistry.comparison.compare import compare
from mesoregistry.comparison.differences import DIFFERENCES, QUESTION, Differences, Question
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.receive import EXTENSIONS, LARGEST
from mesoregistry.intake.unseal import copy_in_memory
from mesoregistry.local import comparison_service, open_copies
from mesoregistry.local.closed import close_process
from mesoregistry.local.comparison_service import NOTHING
from mesoregistry.local.folders import close_to_others
from mesoregistry.settings import settings

TOGETHER = 2  # files that are read at a time; the others wait
FOLDER = "comparison"  # of open copies: it clears none of those of a country


def main() -> None:
    close_to_others()
    close_process()
    open_copies.clear(settings(), FOLDER)  # what a process that was killed was reading
    with comparison_service.bound(settings()) as address, Listener(address, "AF_UNIX") as listener:
        turns = threading.Semaphore(TOGETHER)
        while True:
            threading.Thread(target=_serve, args=(listener.accept(), turns), daemon=True).start()


def _serve(connection: Connection, turns: threading.Semaphore) -> None:
    with connection:
        try:
            head, _, content = connection.recv_bytes(LARGEST + 1024).partition(b"\n")
            # who asks whether it lives waits for no file: a service that is busy must not be held to hang
            with turns if head else nullcontext():
                connection.send_bytes(answer(head, content))
        except (EOFError, OSError):
            return  # nobody waits any more


def answer(head: bytes, content: bytes) -> bytes:
    """The differences as JSON, or ``NOTHING``. A fault leaves its kind in the log, and no value."""
    try:
        differences = _compared(QUESTION.validate_json(head), content) if head else None
        return DIFFERENCES.dump_json(differences) if differences else NOTHING
    except Refused:
        return NOTHING
    except Exception as fault:  # whatever a file provokes, the next one is taken
        print(f"{clock.now():%Y-%m-%dT%H:%M:%SZ}", type(fault).__name__, flush=True)
        return NOTHING


def _compared(question: Question, content: bytes) -> Differences | None:
    extension = question.extension if question.extension in EXTENSIONS else ""
    with copy_in_memory(FOLDER, extension, content) as path:
        return compare(path, question.country, question.month, question.waiting)


if __name__ == "__main__":
    main()
