"""An installation on a disk that is filled up while files come: ``python -m tests.intake.filled_disk FOLDER``.

The test starts it with ``unshare``, so that the disk is seen by nobody else and goes with the process. Database, its
log, sealed files and our own logs are on it: each of them may be what has no room.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from mesoregistry import database, ledger
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.ledger.verification import verify
from mesoregistry.local import migrate, postgres
from mesoregistry.local.watch import keep_server
from mesoregistry.settings import Settings, settings
from mesoregistry.vault import seal
from tests.intake.samples import case, salvadoran

MEGABYTE = 1024 * 1024
SIZE = 700  # megabytes of the disk: the server as it is new, and room for all files
LEFT = (0, 1, 2, 4, 8, 12, 16, 24)  # megabytes that are free while a file is received and loaded
ROWS = 1000


@contextmanager
def filled(folder: Path, left: int) -> Iterator[None]:
    """All of the disk but ``left`` megabytes is taken."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        while True:
            status = os.statvfs(folder)
            free = status.f_bavail * status.f_frsize - left * MEGABYTE
            try:
                os.posix_fallocate(file.fileno(), 0, max(free, 1))
            except OSError:  # the server took some meanwhile
                continue
            break
    yield
    filler.unlink()


def fault(work: Callable[[], object]) -> str:
    """The type of the error of ``work``, or nothing."""
    try:
        work()
    except Exception as error:
        return type(error).__name__
    return ""


def fill_and_free(config: Settings) -> dict[str, Any]:
    """A file at each size of ``LEFT``; then each that was not acknowledged comes again, as a team would send it."""
    faults: Counter[str] = Counter()
    acknowledged, down = [], 0
    files = {
        left: salvadoran([case(number * ROWS + k) for k in range(ROWS)]) for number, left in enumerate(LEFT)
    }
    for left, content in files.items():
        with filled(config.home, left):
            if refused := fault(lambda: file_(content)):  # noqa: B023
                faults[f"receive {refused}"] += 1
            else:
                acknowledged.append(left)
            faults[f"load {fault(lambda: load('sv'))}"] += 1
        down += not answers(config)
        until_it_answers(config)
    lost = [left for left in acknowledged if not is_kept(files[left])]
    for left in files.keys() - set(acknowledged):
        file_(files[left])
    load("sv")
    return {"acknowledged": acknowledged, "lost": lost, "faults": faults, "down": down} | at_the_end(config)


def answers(config: Settings) -> bool:
    return not fault(lambda: psycopg.connect(config.dsn("warehouse")).close())


def until_it_answers(config: Settings) -> None:
    """The server, once there is room: it comes back by itself, or the supervisor starts it."""
    end = time.monotonic() + 60
    while not answers(config) and time.monotonic() < end:
        keep_server(config)
        time.sleep(0.2)


def file_(content: bytes) -> None:
    path = Path("/dev/shm") / f"filled-disk-{os.getpid()}.csv"  # of the team, not on the disk
    path.write_bytes(content)
    try:
        receive(path, "sv", dt.date(2024, 3, 1))
    finally:
        path.unlink()


def is_kept(content: bytes) -> bool:
    """Whether a file stands in the ledger and its sealed copy opens, whole."""
    import hashlib

    sha256 = hashlib.sha256(content).hexdigest()
    with database.transaction() as connection:
        known = ledger.select(connection, "sha256 = %s", [sha256])
    sealed = settings().archive / f"{sha256}.age"
    return len(known) == 1 and seal.open_file(sealed.read_bytes())[1] == content


def at_the_end(config: Settings) -> dict[str, Any]:
    """What is in the databases and on the disk, by file: rows, mentions and texts, states."""
    with database.transaction() as connection:
        states = Counter(str(known.state) for known in ledger.select(connection, "true", []))
        tampering = verify(connection)
    with psycopg.connect(config.dsn("warehouse")) as warehouse, psycopg.connect(config.dsn("vault")) as vault:
        rows = warehouse.execute("select count(*) from raw.sv group by _submission").fetchall()
        sealed = [
            vault.execute(f"select count(*) from vault.{table} group by submission_id".encode()).fetchall()
            for table in ("mention", "text")
        ]
    return {
        "states": states,
        "rows": [count for (count,) in rows],
        "sealed": [sorted({count for (count,) in counts}) for counts in sealed],
        "tampering": None if tampering is None else tampering.text.en,
        "drafts": [path.name for path in config.archive.rglob("*.new")],
        "full": postgres.log_file(config).read_text(encoding="utf-8").count("No space left on device"),
    }


def main(folder: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=755", "tmpfs", folder], check=True)
    config = settings()
    postgres.start(config)
    migrate.migrate(config)
    print("result:" + json.dumps(fill_and_free(config)))
    postgres.stop(config)


if __name__ == "__main__":
    main(sys.argv[1])
