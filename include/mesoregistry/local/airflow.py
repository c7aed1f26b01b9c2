"""Airflow as it runs here: its settings, all by environment, and its processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from mesoregistry.local import holders, server
from mesoregistry.settings import LOOPBACK, Settings

OVERRIDE = "MESO_AIRFLOW__"
ALERTS = ("MESO_ALERT_WEBHOOK", "MESO_ALERT_MAIL_SERVER")  # addresses that may hold passwords
OF_THE_PORTAL = "MESO_PORTAL_MAIL_SERVER"  # so may this one, which no service of Airflow needs
SENDERS = (None, "scheduler", "worker")  # commands, and the services in which tasks run
LOCAL_EXECUTOR = "watchful_executor.WatchfulLocalExecutor"
# One name, one value, wherever Airflow runs; what docker-compose.yml changes is in its own environment.
FIXED = {
    # plugins/watchful_executor.py: Airflow's own leaves the task of a worker that was killed for minutes
    "AIRFLOW__CORE__EXECUTOR": LOCAL_EXECUTOR,
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__CORE__PARALLELISM": "3",
    "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": "2",
    "AIRFLOW__CORE__AUTH_MANAGER": (
        "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
    ),
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
    "AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME": "43200",  # a session, at most; plugins/idle_sessions.py ends it sooner
    "AIRFLOW__API__WORKERS": "1",
    "AIRFLOW__API__HOST": LOOPBACK,
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
    # a mistake in a registry is shown within half a minute
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "20",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "300",
    "AIRFLOW__DAG_PROCESSOR__PRINT_STATS_INTERVAL": "0",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "120",
    # the tasks of a scheduler that was killed are taken up by the next one when its heartbeat is 30 s old; by default
    # that is looked at in five minutes
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "20",
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


def airflow_env(settings: Settings, service: str | None = None) -> dict[str, str]:
    """Every variable Airflow's processes and their tasks need, on top of the process's own.

    ``service`` gets the secrets that it holds and no others; a command (``None``) those that are here.

    ``MESO_AIRFLOW__X__Y`` in the environment stands over ``AIRFLOW__X__Y`` here. A plain ``AIRFLOW__X__Y`` does
    not: whoever works with Airflow has such variables set, and they are for another Airflow.
    """
    overrides = {n.removeprefix("MESO_"): value for n, value in os.environ.items() if n.startswith(OVERRIDE)}
    given = _own_settings(settings) | _of_this_home(settings) | holders.variables(settings, service)
    if service not in SENDERS:
        given |= dict.fromkeys(ALERTS, "")
    if service is not None:
        given[OF_THE_PORTAL] = ""
    return FIXED | given | overrides


def _own_settings(settings: Settings) -> dict[str, str]:
    values = {
        "MESO_HOME": str(settings.home),
        "MESO_SECRETS_FOLDER": str(settings.secrets_folder or ""),
        "MESO_POSTGRES_PORT": str(settings.postgres_port),
        "MESO_AIRFLOW_PORT": str(settings.airflow_port),
        "MESO_LANGUAGE": settings.language,
        "MESO_DATABASE_URL": server.without_owner(settings) if settings.database_url else None,
        "MESO_DATABASE_SUFFIX": settings.database_suffix,
        "MESO_ROLE_SUFFIX": settings.role_suffix,
    }
    return {name: value for name, value in values.items() if value}


def _of_this_home(settings: Settings) -> dict[str, str]:
    home = settings.home / "airflow"
    database = settings.database("airflow", "airflow")
    # psycopg 3 binds a path into a document as text, which PostgreSQL refuses: Airflow's graphs of assets would
    # answer 500 (docs/adr/0011)
    blocking = database.set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(settings.project / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(settings.project / "plugins"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url(settings)}/execution/",
        "AIRFLOW__API__PORT": str(settings.airflow_port),
        "AIRFLOW__API__BASE_URL": url(settings),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": blocking,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": database.render_as_string(hide_password=False),
    }


def url(settings: Settings) -> str:
    return f"http://{LOOPBACK}:{settings.airflow_port}"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mesoregistry.local.closed", "airflow", *arguments]


def services() -> dict[str, list[str]]:
    """The four processes in the order they start. Task logs are read from the disk they share."""
    return {
        "api-server": command("api-server"),
        "scheduler": command("scheduler", "--skip-serve-logs"),
        "dag-processor": command("dag-processor"),
        "triggerer": command("triggerer", "--skip-serve-logs"),
    }


def service_of(arguments: Sequence[str]) -> str | None:
    """The service that these words start: ``["celery", "worker"]`` is ``worker``; ``None`` for a command."""
    name = (
        arguments[1]
        if list(arguments[:1]) == ["celery"] and len(arguments) > 1
        else next(iter(arguments), "")
    )
    return name if name in holders.HOLDERS else None
