"""Airflow as it runs here: its settings, all by environment, and its processes."""

from __future__ import annotations

import os
import sys

from mesoregistry.settings import LOOPBACK, Settings

OVERRIDE = "MESO_AIRFLOW__"
# One name, one value, wherever Airflow runs; what docker-compose.yml changes is in its own environment.
FIXED = {
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__CORE__PARALLELISM": "3",
    "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": "2",
    "AIRFLOW__CORE__AUTH_MANAGER": (
        "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
    ),
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
    "AIRFLOW__API__WORKERS": "1",
    "AIRFLOW__API__HOST": LOOPBACK,
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "300",
    "AIRFLOW__DAG_PROCESSOR__PRINT_STATS_INTERVAL": "0",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "120",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE": "3",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW": "5",
    "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
    # Airflow sets the modes of its logs itself, whatever the umask
    "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
    "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


def airflow_env(settings: Settings) -> dict[str, str]:
    """Every variable Airflow's processes and their tasks need, on top of the process's own.

    ``MESO_AIRFLOW__X__Y`` in the environment stands over ``AIRFLOW__X__Y`` here. A plain ``AIRFLOW__X__Y`` does
    not: whoever works with Airflow has such variables set, and they are for another Airflow.
    """
    overrides = {n.removeprefix("MESO_"): value for n, value in os.environ.items() if n.startswith(OVERRIDE)}
    return FIXED | _own_settings(settings) | _of_this_home(settings) | overrides


def _own_settings(settings: Settings) -> dict[str, str]:
    values = {
        "MESO_HOME": str(settings.home),
        "MESO_POSTGRES_PORT": str(settings.postgres_port),
        "MESO_AIRFLOW_PORT": str(settings.airflow_port),
        "MESO_LANGUAGE": settings.language,
        "MESO_DATABASE_URL": settings.database_url,
        "MESO_DATABASE_SUFFIX": settings.database_suffix,
        "MESO_ROLE_SUFFIX": settings.role_suffix,
    }
    return {name: value for name, value in values.items() if value}


def _of_this_home(settings: Settings) -> dict[str, str]:
    home = settings.home / "airflow"
    database = settings.database("airflow", "airflow").render_as_string(hide_password=False)
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(settings.project / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(settings.project / "plugins"),
        "AIRFLOW__CORE__FERNET_KEY": settings.secret("airflow_fernet"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url(settings)}/execution/",
        "AIRFLOW__API__PORT": str(settings.airflow_port),
        "AIRFLOW__API__BASE_URL": url(settings),
        "AIRFLOW__API__SECRET_KEY": settings.secret("airflow_api_secret"),
        "AIRFLOW__API_AUTH__JWT_SECRET": settings.secret("airflow_jwt"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": database,
    }


def url(settings: Settings) -> str:
    return f"http://{LOOPBACK}:{settings.airflow_port}"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def services() -> dict[str, list[str]]:
    """The four processes in the order they start. Task logs are read from the disk they share."""
    return {
        "api-server": command("api-server"),
        "scheduler": command("scheduler", "--skip-serve-logs"),
        "dag-processor": command("dag-processor"),
        "triggerer": command("triggerer", "--skip-serve-logs"),
    }
