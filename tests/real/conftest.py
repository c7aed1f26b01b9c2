"""Skip without the files; the tests' own catalogue, code map and database."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.settings import PROJECT
from tests.conftest import environment
from tests.real.files import HERE, REALDATA, REGISTRIES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if REALDATA.is_dir():
        return
    missing = pytest.mark.skip(reason=f"the real files are not here: {REALDATA} (MESO_REALDATA)")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(missing)


@pytest.fixture(scope="package")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's seeds with the terms of the real files in the code map."""
    folder = tmp_path_factory.mktemp("seeds")
    shutil.copytree(PROJECT / "dbt" / "seeds", folder, dirs_exist_ok=True)
    with (
        (HERE / "code_map.csv").open(encoding="utf-8", newline="") as more,
        (folder / "code_map.csv").open("a", encoding="utf-8", newline="") as code_map,
    ):
        csv.writer(code_map, lineterminator="\n").writerows(list(csv.reader(more))[1:])
    return folder


@pytest.fixture(scope="package", autouse=True)
def catalogue(home: Path, seeds: Path) -> Iterator[None]:
    """Everything reads the tests' own registries."""
    with environment(MESO_REGISTRIES=str(REGISTRIES), MESO_SEEDS=str(seeds)):
        yield
