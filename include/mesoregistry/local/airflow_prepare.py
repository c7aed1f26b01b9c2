"""What Airflow needs before it starts: its folders, the password of ``admin``, its database and pools."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.metadata import version
from pathlib import Path

from mesoregistry.local.airflow import airflow_env, command
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings

POOLS = {
    "dbt": {"slots": 1, "description": "One dbt at a time", "include_deferred": False},
    "again": {"slots": 1, "description": "Months of a backfill, one by one", "include_deferred": False},
    "intake": {"slots": 3, "description": "Files being taken in", "include_deferred": False},
}


def prepare(settings: Settings) -> bool:
    """Folders, the password of ``admin`` and the database of Airflow. True when the database was migrated."""
    home = settings.home / "airflow"
    home.mkdir(exist_ok=True)
    settings.logs.mkdir(exist_ok=True)
    if "simple" in airflow_env(settings)["AIRFLOW__CORE__AUTH_MANAGER"]:
        _private(home / "passwords.json", json.dumps({"admin": settings.secret("airflow_admin")}) + "\n")
    _private(home / "airflow.cfg", "# Everything is set by environment: local/airflow.py\n")
    if _at_head(settings):
        return False
    pools = home / "pools.json"
    _private(pools, json.dumps(POOLS))
    _call(settings, "db", "migrate")
    _call(settings, "pools", "import", str(pools))
    _remember_head(settings)
    return True


def _private(path: Path, text: str) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _call(settings: Settings, *arguments: str) -> None:
    log = settings.logs / "airflow-migrate.log"
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
        done = subprocess.run(
            command(*arguments),
            env=os.environ | airflow_env(settings),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            check=False,
        )
    if done.returncode:
        subcommand = " ".join(arguments[:2])
        raise LocalFault(f"«airflow {subcommand}» falló.", f"“airflow {subcommand}” failed.", log)


# The cheap way to know that there is nothing to migrate: importing Airflow to ask takes seconds.
def _at_head(settings: Settings) -> bool:
    import psycopg

    with psycopg.connect(settings.dsn("airflow")) as connection:
        if connection.execute("select to_regclass('public.alembic_version')").fetchone() == (None,):
            return False
        return (
            connection.execute(
                "select 1 from public.migration, public.alembic_version"
                " where name = %s and sha256 = version_num",
                [_mark(settings)],
            ).fetchone()
            is not None
        )


def _remember_head(settings: Settings) -> None:
    import psycopg

    with psycopg.connect(settings.dsn("airflow")) as connection:
        connection.execute(
            "insert into public.migration (name, sha256) select %s, version_num from public.alembic_version"
            " on conflict (name) do update set sha256 = excluded.sha256",
            [_mark(settings)],
        )


def _mark(settings: Settings) -> str:
    """What the database was migrated for: these versions, this way to log in, these pools."""
    manager = airflow_env(settings)["AIRFLOW__CORE__AUTH_MANAGER"]
    fab = f", FAB {version('apache-airflow-providers-fab')}" if "fab" in manager else ""
    return f"airflow {version('apache-airflow')}{fab}, pools {json.dumps(POOLS, sort_keys=True)}"
