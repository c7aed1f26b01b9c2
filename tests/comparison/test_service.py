"""The service as a process: it answers on its socket, and nothing of a file outlives the one that read it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mesoregistry.comparison.service import FOLDER
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
