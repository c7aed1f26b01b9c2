"""Which service holds which secret, and no other: docs/operations.md shows it as a table.

Here it decides what a service finds in its environment. In containers it decides as well which files of secrets a
service can see: ``hand_out`` gives each a folder of its own.
"""

from __future__ import annotations

from pathlib import Path

from mesoregistry.local import archive_key, secrets
from mesoregistry.settings import Settings

WORK = frozenset(
    {
        "airflow_admin",
        "intake_signing",
        "ledger_signing",
        "loader",
        "transformer",
        "vault_field",
        "vault_file",
        "vault_mac",
    }
)
PORTAL, COMPARISON = "portal", "comparison"
# Airflow seals the arguments of triggers with ``airflow_fernet``, so each of its services needs it.
EACH = frozenset({"airflow", "airflow_fernet"})
HOLDERS: dict[str, frozenset[str]] = {
    "api-server": EACH | {"airflow_api_secret", "airflow_jwt", "loader"},
    # signs what the tasks show to the API server, and is what a local task is forked from
    "scheduler": EACH | WORK | {"airflow_jwt"},
    "dag-processor": EACH,
    "triggerer": EACH | {"listener"},
    "worker": EACH | WORK,
    # seals files with the public half of the key of the archive, and opens none
    PORTAL: frozenset({"portal", "portal_session", "portal_signing", secrets.ARCHIVE_RECIPIENT}),
    # finds names and keys of cases again, for the portal, and opens none
    COMPARISON: frozenset({"loader", "vault_mac"}),
}
"""Only ``migrate``, which ends, holds ``postgres``, ``analyst`` and all of these together."""

VARIABLES = {
    "airflow_fernet": "AIRFLOW__CORE__FERNET_KEY",
    "airflow_api_secret": "AIRFLOW__API__SECRET_KEY",
    "airflow_jwt": "AIRFLOW__API_AUTH__JWT_SECRET",
}


def variables(settings: Settings, service: str | None) -> dict[str, str]:
    """The secrets that go by environment: those of a service, or for a command all that are here.

    Raises:
        FileNotFoundError: one that the service holds was never written.
    """
    if service is None:
        names = {name for name in VARIABLES if (settings.secrets / name).exists()}
    else:
        names = VARIABLES.keys() & HOLDERS[service]
    return {VARIABLES[name]: settings.secret(name) for name in sorted(names)}


def hand_out(settings: Settings, folder: Path) -> None:
    """Write to ``folder/<service>`` the secrets that it holds, in place of what is there."""
    for service in HOLDERS:
        hand_out_to(service, settings, folder / service)


def hand_out_to(service: str, settings: Settings, place: Path) -> None:
    """The same for one service, into the folder ``place``."""
    # what was taken off this machine is handed to nobody
    names = HOLDERS[service] - (set() if archive_key.is_here(settings) else {archive_key.PRIVATE})
    place.mkdir(mode=0o700, exist_ok=True)
    for path in place.iterdir():
        if path.name not in names:
            path.unlink()
    for name in sorted(names):
        secrets.replace(place / name, f"{settings.secret(name)}\n")
