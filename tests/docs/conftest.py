"""The site, built once from the pages as they are now."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from mesoregistry.authoring.reference.write import write
from mesoregistry.cli import app
from mesoregistry.settings import settings


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. A dead link or a page that the navigation lacks ends the build."""
    project, place = settings().project, tmp_path_factory.mktemp("site")
    shutil.copytree(project / "docs", place / "docs")
    shutil.copy(project / "mkdocs.yml", place)
    list(write(place / "docs", typer.main.get_command(app)))
    zensical = Path(sys.executable).with_name("zensical")
    built = subprocess.run(
        [zensical, "build", "--strict"], cwd=place, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return place / "site"
