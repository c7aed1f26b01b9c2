"""What the task of a build leaves in its log: each model with its seconds, and no line about leaked semaphores."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys

import pytest

from mesoregistry.settings import Settings
from mesoregistry.warehouse import tasks
from tests.warehouse.filing import file, prepare

pytestmark = pytest.mark.slow(1)
# a task of Airflow ends so: nothing that Python does at its end is done
TASK = """
import os
from mesoregistry.settings import settings
from mesoregistry.warehouse.dbt import invoke, release_locks
invocation = invoke(settings(), "parse")
assert invocation.success, invocation.fault
release_locks()
os._exit(0)
"""


def test_no_semaphore_is_said_to_have_leaked(databases: Settings) -> None:
    done = subprocess.run([sys.executable, "-c", TASK], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "leaked" not in done.stderr


def test_each_model_has_a_line_with_its_seconds(
    databases: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare()
    file("sv", dt.date(2024, 3, 1), dt.date(2024, 4, 2), [])
    tasks.build()
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Todo de nuevo: \d+\.\d s", lines[0])
    assert any(re.fullmatch(r"fct_attack: success, \d+\.\d s", line) for line in lines)
    assert not any(line.startswith("not_null_") for line in lines), "tests that pass are not listed"
