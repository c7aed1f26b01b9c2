"""Airflow in a process of its own: it reads its settings while it is imported, and must not read those of tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from mesoregistry.local.airflow import airflow_env
from mesoregistry.settings import PROJECT, Settings

PREAMBLE = f"""
import json, sys
sys.path[:0] = [{str(PROJECT / "plugins")!r}]
def answer(value):
    print("answer:" + json.dumps(value))
"""


def run_in_airflow(settings: Settings, code: str, *arguments: str, **variables: str) -> Any:
    """What ``code`` answers (``answer(value)``), run with the settings Airflow has in the stack."""
    done = subprocess.run(
        [sys.executable, "-c", PREAMBLE + code, *arguments],
        env=os.environ | airflow_env(settings) | variables,
        cwd=settings.home,
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [line for line in done.stdout.splitlines() if line.startswith("answer:")]
    assert answers, done.stderr[-3000:]
    return json.loads(answers[-1].removeprefix("answer:"))
