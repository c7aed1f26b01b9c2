"""Each control is taken out of a copy of the project, and its test must fail: ``python -m tests.controls [text ...]``.

With the control in place the test must pass: one that fails anyway shows nothing.

A control that can go missing in silence is none. Run by hand: each takes as long as its test. Those of ``controls.yml``
are against attackers, with ``--mishaps`` those of ``mishaps.yml`` against accidents. ``--table`` prints what stands in
docs/explanation/threat-model.md, or in docs/explanation/mishaps.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from mesoregistry.settings import PROJECT

THREATS, MISHAPS = (Path(__file__).with_name(f"{name}.yml") for name in ("controls", "mishaps"))
LEFT_OUT = shutil.ignore_patterns(".venv", "var", ".git", "site", "*cache*", "*.egg-info")
PASSED, FAILED = 0, 1  # status of pytest; 2 to 5: the test itself could not be run
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Control:
    """``text`` of ``file`` becomes ``without``; then ``test`` must fail."""

    threat: str
    control: str
    file: str
    text: str
    without: str
    test: str


def controls(file: Path = THREATS) -> list[Control]:
    return [Control(**row) for row in yaml.safe_load(file.read_text(encoding="utf-8"))]


def table(file: Path = THREATS) -> str:
    """What is in the page: threat, control, file, test."""
    rows = [f"| {c.threat} | {c.control} | `{c.file}` | `{c.test}` |" for c in controls(file)]
    first = "threat" if file == THREATS else "mishap"
    return "\n".join([f"| {first} | control | file | test |", "| --- | --- | --- | --- |", *rows]) + "\n"


def failures(test: str, copy: Path) -> str | None:
    """The lines that say what failed, "" when the test passes, None when it could not be run as it should."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", test]
    paths = {"PYTHONPATH": f"{copy / 'include'}:{copy}"}
    result = subprocess.run(
        command, cwd=copy, env=os.environ | paths, capture_output=True, text=True, timeout=900, check=False
    )
    lines = [line for line in result.stdout.splitlines() if line.startswith("FAILED ")]
    if result.returncode == PASSED:
        return ""
    return "; ".join(lines) if result.returncode == FAILED and lines else None


def verdict(control: Control, copy: Path) -> str:
    """``seen`` when the test passes with the control and fails without it."""
    if failures_with_all(control.test, copy) != "":
        return "NO TEST"
    path = copy / control.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(control.text, control.without), encoding="utf-8")
    try:
        return SEEN if failures(control.test, copy) else "NOT SEEN"
    finally:
        path.write_text(whole, encoding="utf-8")


@cache
def failures_with_all(test: str, copy: Path) -> str | None:
    """As ``failures`` with every control in its place: a test that fails then shows nothing."""
    return failures(test, copy)


def main(words: Sequence[str]) -> int:
    """Try the controls whose text holds one of ``words``, or all. Returns the status of the process."""
    file = MISHAPS if "--mishaps" in words else THREATS
    if "--table" in words:
        print(table(file), end="")
        return 0
    words = [word for word in words if word != "--mishaps"]
    chosen = [c for c in controls(file) if not words or any(word in c.control + c.file for word in words)]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(PROJECT, copy, ignore=LEFT_OUT)
        Path(folder).chmod(0o755)
        for control in chosen:
            outcome = verdict(control, copy)
            missed += outcome != SEEN
            print(f"{outcome:<8}  {control.file}: {control.control}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} seen")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
