"""``make clean`` keeps what cannot be made anew; ``make wipe`` asks for the word; the demo has a home of its own."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mesoregistry.intake.receive import receive
from mesoregistry.local.cluster import OUTSIDE
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import PROJECT, Settings, settings
from mesoregistry.synthetic.demo_home import must_hold_invented_only, use_demo_home
from mesoregistry.synthetic.extracts import Plan
from tests.conftest import environment
from tests.intake.samples import case, salvadoran

KEPT = ("var/secrets/vault_mac", "var/archive/x.age", "var/postgres/PG_VERSION", "var/inbox/sv/2024-05.csv")
MADE_ANEW = ("var/dbt/target/manifest.json", "var/gx/page.html", ".venv/pyvenv.cfg", "site/index.html")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with our Makefile and something in each place."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    for name in (*KEPT, *MADE_ANEW):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def make(folder: Path, target: str, typed: str = "", **variables: str) -> int:
    words = ["make", "--silent", target, *(f"{name}={value}" for name, value in variables.items())]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MESO_")}
    done = subprocess.run(
        words, cwd=folder, env=environ, input=typed, text=True, capture_output=True, check=False
    )
    return done.returncode


def there(folder: Path) -> set[str]:
    return {name for name in (*KEPT, *MADE_ANEW) if (folder / name).exists()}


def test_clean_keeps_keys_files_and_databases(project: Path) -> None:
    assert make(project, "clean") == 0
    assert there(project) == set(KEPT)


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", "var\n"])
def test_wipe_without_the_word_deletes_nothing(project: Path, typed: str) -> None:
    assert make(project, "wipe", typed) != 0
    assert there(project) == {*KEPT, *MADE_ANEW}


def test_wipe_with_the_word(project: Path) -> None:
    assert make(project, "wipe", "wipe\n") == 0
    assert not (project / "var").exists()


def test_wipe_deletes_the_home_that_is_set(project: Path) -> None:
    (project / "var").rename(project / "elsewhere")
    assert make(project, "wipe", "wipe\n", MESO_HOME="elsewhere") == 0
    assert not (project / "elsewhere").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's data sit outside of the project")
def test_wipe_deletes_the_data_outside_too_those_of_the_demos_included(project: Path) -> None:
    outside = [OUTSIDE / f"wipe-{os.getpid()}-{number}" for number in range(2)]
    for home, folder in zip((project / "var", project / "var" / "demo-24"), outside, strict=True):
        (folder / "postgres").mkdir(parents=True)
        shutil.rmtree(home / "postgres", ignore_errors=True)
        home.mkdir(exist_ok=True)
        (home / "postgres").symlink_to(folder / "postgres")
    assert make(project, "wipe", "wipe\n") == 0
    assert [folder for folder in outside if folder.exists()] == []


def test_the_demo_has_a_home_and_ports_of_its_own(home: Path) -> None:
    real = settings()
    for months, name in ((None, "demo-decade"), (24, "demo-24")):
        with environment(
            MESO_HOME=str(home), MESO_POSTGRES_PORT="55432", MESO_AIRFLOW_PORT="8080", MESO_DATABASE_SUFFIX=""
        ):
            config = use_demo_home(months)
            assert config.home == real.home / name
            assert (config.postgres_port, config.airflow_port) == (55433, 8081)
            assert settings() == config
            assert use_demo_home(months) == config  # a second one goes on in the same place


def test_the_demo_refuses_a_home_with_real_files(databases: Settings, tmp_path: Path) -> None:
    path = tmp_path / "mes.csv"
    path.write_bytes(salvadoran([case(1)]))
    nothing = Plan((), tmp_path, tmp_path)
    must_hold_invented_only(nothing)
    receive(path, "sv", dt.date(2024, 3, 1))
    with pytest.raises(LocalFault) as raised:
        must_hold_invented_only(nothing)
    assert "1 archivos que no son de esta demostración" in raised.value.text.es
