"""Skip without the files; the tests' own catalogue, code map and database."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.settings import PROJECT, Settings
from tests.conftest import environment, fresh_databases
from tests.real.files import HERE, REALDATA, REGISTRIES
from tests.real.stages import Stages, take_through


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


@pytest.fixture(scope="package")
def dbt_project(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's dbt with the seeds above."""
    folder = tmp_path_factory.mktemp("dbt")
    shutil.copytree(
        PROJECT / "dbt", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("target", "logs")
    )
    shutil.copytree(seeds, folder / "seeds", dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="package")
def stages(
    server: Settings, catalogue: None, dbt_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    """Every file received, landed, judged, accepted, and staged; then what is left is looked at."""
    with fresh_databases(server):
        yield take_through(tmp_path_factory.mktemp("stages"), dbt_project)
