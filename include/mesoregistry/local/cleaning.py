"""What grows without end, kept small: logs of the services, logs of tasks, the history in Airflow's own database."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import time
from pathlib import Path

from mesoregistry import clock
from mesoregistry.local.airflow import airflow_env, command
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.folders import UMASK
from mesoregistry.settings import Settings

LARGEST = 20 * 1024**2  # bytes of a service's log
DAY = 24 * 3600.0
# History only. ``trigger`` holds the watchers of the ledger, which are as old as the installation; ``dag`` and
# ``dag_version`` are what is there.
TABLES = (
    "dag_run", "task_instance", "task_instance_history", "task_reschedule", "xcom", "log", "job", "asset_event",
    "import_error", "callback", "deadline",
)  # fmt: skip
DONE = "cleaned"  # its time is that of the last cleaning


def clean(settings: Settings) -> bool:
    """Shorten the logs; once a day forget what is older than ``MESO_KEEP_DAYS``. Whether that was now.

    Raises:
        LocalFault: Airflow could not clean its database.
    """
    shorten_logs(settings)
    done = settings.run / DONE
    if done.exists() and time.time() - done.stat().st_mtime < DAY:
        return False
    forget_task_logs(settings.home / "airflow" / "logs", settings.keep_days)
    forget_runs(settings)
    done.touch(mode=0o600)
    return True


def shorten_logs(settings: Settings) -> int:
    """Put aside each log of a service that has grown large, and begin it anew; how many.

    The services keep their files open for appending, so the file is emptied in its place. Lines written in between are
    lost.
    """
    count = 0
    for path in settings.logs.glob("*.log"):
        if path.stat().st_size > LARGEST:
            kept = path.with_name(f"{path.name}.1")
            shutil.copyfile(path, kept)
            kept.chmod(0o666 & ~UMASK)
            os.truncate(path, 0)
            count += 1
    return count


def forget_task_logs(folder: Path, days: int) -> int:
    """Delete the logs of tasks that are older, and the folders that are empty then; how many files."""
    oldest, count = time.time() - days * DAY, 0
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(place) / name
            if path.lstat().st_mtime < oldest:
                path.unlink()
                count += 1
        if place != str(folder) and not os.listdir(place):
            os.rmdir(place)
    return count


def forget_runs(settings: Settings) -> None:
    """Take out of Airflow's database the history that is older, with Airflow's own command, as a worker runs it."""
    before = clock.now() - dt.timedelta(days=settings.keep_days)
    log = settings.logs / "airflow-clean.log"
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        done = subprocess.run(
            command(
                "db", "clean", "--yes", "--skip-archive", "--tables", ",".join(TABLES),
                "--clean-before-timestamp", before.isoformat(),
            ),
            env=os.environ | airflow_env(settings, "worker"),
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False,
        )  # fmt: skip
    if done.returncode:
        raise LocalFault("«airflow db clean» falló.", "“airflow db clean” failed.", log)
