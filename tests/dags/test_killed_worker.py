"""A worker that is killed with a file in its hands: the file is taken in within a minute, whatever else waits."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from mesoregistry.months import add_months
from mesoregistry.settings import Settings
from tests.dags.live import file_month, has_ended, running
from tests.dags.test_live import GOOD, MARCH
from tests.intake.samples import honduran
from tests.local.processes import until
from tests.local.test_storm import workers

pytestmark = [pytest.mark.slow(3), pytest.mark.stack]
HEALED = 60.0  # seconds until the task that was killed has begun anew: its retry_delay is twenty
PATIENCE = 240.0


def tries(config: Settings) -> list[tuple[str, str, int]]:
    """The tasks of El Salvador that have one: number, state, try."""
    with psycopg.connect(config.dsn("airflow", "airflow")) as connection:
        query = "select id::text, state, try_number from task_instance where dag_id = 'registry__sv' and state <> ''"
        return connection.execute(query).fetchall()


def kill_worker(config: Settings) -> bool:
    """Kill the worker that has taken a task of El Salvador, whether it has begun it or not."""
    ids = [number for number, _, _ in tries(config)]
    for process in workers(config):
        with suppress(psutil.NoSuchProcess):
            if any(number in " ".join(process.cmdline()) for number in ids):
                for member in [process, *process.children(recursive=True)]:
                    member.kill()
                return True
    return False


def test_a_task_of_a_killed_worker_is_tried_again_while_others_wait(tmp_path: Path) -> None:
    with running() as config:
        number = file_month(tmp_path, "sv", MARCH, GOOD)
        until(lambda: kill_worker(config), PATIENCE)
        began, count = time.monotonic(), 0
        while not any(attempt > 1 and state in ("running", "success") for _, state, attempt in tries(config)):
            assert time.monotonic() - began < HEALED
            month = add_months(MARCH, -count)
            file_month(tmp_path, "hn", month, honduran({f"HN-{count}": "verificada"}, month))
            count += 1
            time.sleep(1)
        print(f"tried again after {time.monotonic() - began:.1f} s, while {count} files of Honduras came in")
        until(lambda: has_ended(number), PATIENCE)
