"""No room on the disk: nothing is acknowledged, nothing half-written stays, and it is taken when there is room."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoregistry import database, ledger
from mesoregistry.intake import inbox
from mesoregistry.intake.receive import receive
from mesoregistry.settings import PROJECT, Settings
from tests.conftest import free_port, temporary_home
from tests.intake import filled_disk
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)
AGE = "87"  # of files that no other test has filed
TAKE_IN = "import logging; logging.basicConfig(); from mesoregistry.intake.load import load; load('sv')"
# a disk of its own takes the right to mount one; on the machines that check every change there is one of the two
UNSHARE = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n", "--preserve-env"]
ROOM = 200  # bytes that a file may grow to: a sealed copy is larger


def without_room(work: Callable[[], object]) -> str:
    """The error of ``work`` in a process that may write no larger file; sockets are not limited."""

    def limited(queue: multiprocessing.SimpleQueue[str]) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
        try:
            work()
            queue.put("")
        except OSError as error:
            queue.put(type(error).__name__)

    context = multiprocessing.get_context("fork")
    queue: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
    process = context.Process(target=limited, args=(queue,))
    process.start()
    error = queue.get()
    process.join()
    return error


def known() -> int:
    with database.transaction() as connection:
        return len(ledger.select(connection, "true", []))


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_that_cannot_be_sealed_is_not_received(databases: Settings, tmp_path: Path) -> None:
    path = tmp_path / "marzo.csv"
    path.write_bytes(salvadoran([case(1, Edad=AGE)]))
    before = left_in(databases.archive)
    assert without_room(lambda: receive(path, "sv", MARCH)) == "OSError"
    assert (known(), left_in(databases.archive)) == (0, before)
    receive(path, "sv", MARCH)
    assert (known(), len(left_in(databases.archive))) == (1, len(before) + 1)


def test_a_file_of_the_inbox_stays_there(databases: Settings) -> None:
    folder = databases.home / "inbox" / "sv"
    inbox.sweep()
    before = left_in(databases.archive)
    content = salvadoran([case(2, Edad=AGE)])
    (folder / "2024-03 marzo.csv").write_bytes(content)
    without_room(lambda: inbox.sweep(0.0))
    assert known() == 0
    waiting = [path for path in (databases.home / "inbox").rglob("*.csv") if path.is_file()]
    assert [path.read_bytes() for path in waiting] == [content]
    inbox.sweep(0.0)
    assert (known(), len(left_in(databases.archive))) == (1, len(before) + 1)


def test_a_log_that_cannot_be_written_holds_up_no_file(databases: Settings, tmp_path: Path) -> None:
    numbers = []
    for number in (3, 4):
        path = tmp_path / f"mes {number}.csv"
        path.write_bytes(salvadoran([case(number, Edad=AGE)]))
        numbers.append(receive(path, "sv", MARCH).submission_id)
    with database.transaction() as connection:
        lost, whole = (ledger.submission(connection, number) for number in numbers)
    (databases.archive / f"{lost.sha256}.age").unlink()  # what becomes of it is written to the log
    with open("/dev/full", "w", encoding="utf-8") as full:  # refuses every byte, as a full disk does
        subprocess.run([sys.executable, "-c", TAKE_IN], stdout=full, stderr=full, check=False)
    with database.transaction() as connection:
        states = [ledger.submission(connection, number).state for number in numbers]
    assert states == [ledger.State.RETURNED, ledger.State.IN_REVIEW]
    assert whole.sha256 != lost.sha256


def may_mount() -> bool:
    return subprocess.run([*AS_ROOT, *UNSHARE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.slow(1)
@pytest.mark.skipif(not may_mount(), reason="no right to mount a small disk")
def test_a_disk_that_fills_up_under_the_server_loses_nothing() -> None:
    """Server, its log, sealed files and our logs on one disk, with eight sizes of what is left of it."""
    with temporary_home() as folder:
        done = subprocess.run(
            [*AS_ROOT, *UNSHARE, sys.executable, "-m", "tests.intake.filled_disk", str(folder)],
            env=os.environ | {"MESO_HOME": str(folder), "MESO_POSTGRES_PORT": str(free_port())},
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
    [line] = [line for line in done.stdout.splitlines() if line.startswith("result:")] or [done.stderr]
    result: dict[str, Any] = json.loads(line.removeprefix("result:"))
    assert (
        result["full"] > 0 and result["faults"]["receive OSError"] and result["faults"]["load DatabaseFault"]
    )
    assert len(result["acknowledged"]) > 2 and result["lost"] == []
    assert result["states"] == {"in_review": len(filled_disk.LEFT)}
    assert result["rows"] == [filled_disk.ROWS] * len(filled_disk.LEFT)
    assert [len(counts) for counts in result["sealed"]] == [1, 1]  # as many of every file
    assert (result["tampering"], result["drafts"]) == (None, [])
