"""The real files through the portal, in a process of their own: Django reads its settings once in each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mesoregistry.settings import PROJECT

pytestmark = [pytest.mark.slow(5), pytest.mark.stack]


def test_real_files_go_through_the_portal() -> None:
    folder = Path(__file__).parent / "portal"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-m", "long"]
    done = subprocess.run(
        [*command, str(folder)], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stdout[-6000:]
