"""The service as a process: it answers on its socket, and nothing of a file outlives the one that read it."""

from __future__ import annotations

import subprocess
import threading
from multiprocessing import Pipe
from pathlib import Path

from mesoregistry.comparison.service import FOLDER, _serve
from mesoregistry.local import comparison_service, open_copies
from mesoregistry.settings import settings
from tests.local.processes import until


def test_what_a_killed_process_left_is_gone_when_it_starts(home: Path) -> None:
    left = open_copies.memory_folder(settings(), FOLDER, 0) / "0123456789abcdef.csv"
    left.write_bytes(b"Rosaura Inventada")
    assert not comparison_service.is_alive(settings())
    process = subprocess.Popen(comparison_service.COMMAND)
    try:
        until(lambda: comparison_service.is_alive(settings()), 60)
        assert not left.exists()
        assert comparison_service.folder(settings()).stat().st_mode & 0o077 == 0
    finally:
        process.terminate()
        process.wait(20)
    assert not comparison_service.is_alive(settings())


def test_a_service_that_is_busy_says_that_it_lives() -> None:
    """It would be held to hang, and started anew in the middle of somebody's file."""
    asking, answering = Pipe()
    asking.send_bytes(b"")
    threading.Thread(target=_serve, args=(answering, threading.Semaphore(0)), daemon=True).start()
    assert asking.poll(10)
    assert asking.recv_bytes() == comparison_service.NOTHING
