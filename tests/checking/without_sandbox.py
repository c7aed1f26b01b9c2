"""The processes that check, on a system that refuses a measure of the sandbox."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.checking import __main__ as program
from mesoregistry.readers import sandbox


def seccomp(_: Path | None) -> None:
    raise OSError


if __name__ == "__main__":
    sandbox.MEASURES = (sandbox.landlock, sandbox.no_capabilities, seccomp)
    program.main()
