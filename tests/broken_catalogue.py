"""The catalogue with a typo in one of its files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.settings import PROJECT, Settings
from tests.conftest import environment

RIGHT, WRONG = "unit: event", "unit: evento"
MISTAKE = "mx.yml: sources.0.unit: Input should be 'attack', 'event' or 'violation'"


def copied(folder: Path) -> Path:
    """A copy of the catalogue."""
    return Path(shutil.copytree(PROJECT / "include" / "registries", folder / "registries"))


def break_mexico(catalogue: Path) -> None:
    """A typo in ``mx.yml``."""
    path = catalogue / "mx.yml"
    text = path.read_text(encoding="utf-8")
    assert RIGHT in text
    path.write_text(text.replace(RIGHT, WRONG), encoding="utf-8")


def mend_mexico(catalogue: Path) -> None:
    """The file as it was."""
    shutil.copy(PROJECT / "include" / "registries" / "mx.yml", catalogue / "mx.yml")


@contextmanager
def mexico_broken(folder: Path) -> Iterator[Settings]:
    """Settings under which the registry of Mexico has a mistake, for this process and its children."""
    catalogue = copied(folder)
    break_mexico(catalogue)
    with environment(MESO_REGISTRIES=str(catalogue)) as config:
        yield config
