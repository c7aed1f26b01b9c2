"""A closed process leaves no core and is not read by others of its user; nor is what it forks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import ctypes, os, resource, sys
def report():
    readable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE
    print(__name__, sys.argv[1:], readable, *resource.getrlimit(resource.RLIMIT_CORE), flush=True)
report()
if os.fork() == 0:
    report()
    os._exit(0)
os.wait()
"""


def run(folder: Path, *words: str) -> list[str]:
    (folder / "probe.py").write_text(PROBE)
    command = f"ulimit -S -c $(ulimit -H -c); exec {sys.executable} -m {' '.join(words)}"
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="prctl")
def test_it_is_closed_and_so_are_its_forks(tmp_path: Path) -> None:
    line = "__main__ ['--flag', 'word'] 0 0 0"
    assert run(tmp_path, "mesoregistry.local.closed", "probe", "--flag", "word") == [line, line]


@pytest.mark.skipif(sys.platform != "linux", reason="prctl")
def test_a_plain_process_is_open(tmp_path: Path) -> None:
    assert {line.split()[-3] for line in run(tmp_path, "probe", "word")} == {"1"}
