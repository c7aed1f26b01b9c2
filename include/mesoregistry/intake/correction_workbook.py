"""The correction workbook, written in a process of its own: a file that ends a parser ends that process alone."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import resource
import sys
import tempfile
from pathlib import Path

from mesoregistry import collector
from mesoregistry.findings import Language
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.workbook_marks import save

MEMORY = 2 * 1024**3  # address space over what this process has
SECONDS = 120  # of processor time
LINUX = sys.platform == "linux"


class NotMarked(Exception):
    """The file could not be opened once more within the limits, so there is no marked copy of it."""


def write(
    source: Path,
    report: Report,
    target: Path,
    language: Language = "es",
    memory: int = MEMORY,
    seconds: int = SECONDS,
) -> None:
    """Write the workbook of ``source``, marked, to ``target`` (xlsx).

    Raises:
        NotMarked: that happened; ``target`` was not written.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    child = multiprocessing.get_context("fork").Process(
        target=_write_within, args=(source, report, draft, language, memory, seconds), daemon=True
    )
    with collector.kept_from_fork():
        child.start()
    child.join()
    if child.exitcode != 0:
        draft.unlink(missing_ok=True)
        raise NotMarked
    draft.replace(target)


def _write_within(
    source: Path, report: Report, target: Path, language: Language, memory: int, seconds: int
) -> None:
    collector.leave_to_parent()
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if LINUX else 0
    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.disable()  # it would print frames of a parser that panics
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a parser that panics prints what it held
    # openpyxl writes each sheet into a temporary file: it lies where the target may lie, and nowhere else
    tempfile.tempdir = str(target.parent)
    save(source, report, target, language)
    os._exit(0)
