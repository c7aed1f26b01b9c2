"""New passwords and keys for the roles of the server and for Airflow. What holds them is started anew afterwards."""

from __future__ import annotations

import os
import subprocess

import psycopg
from psycopg import Connection, sql

from mesoregistry.local import airflow, secrets, sender_keys, vault_keys
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.lock import locked
from mesoregistry.local.roles import ensure_roles
from mesoregistry.local.server import server
from mesoregistry.settings import Settings
from mesoregistry.steps import announce

OWNER = "postgres"
FERNET = "airflow_fernet"


def rotate(settings: Settings, name: str) -> None:
    """Change one secret, those of the vault apart. Calling it once more finishes what a death left.

    Raises:
        LocalFault: the server does not let us in, or Airflow could not seal its connections anew.
    """
    with locked(settings.run / "keys.lock"):
        if name == OWNER:
            _owner(settings)
        elif name == FERNET:
            _fernet(settings)
        else:
            secrets.replace(settings.secrets / name, secrets.MAKERS[name]() + "\n")
            announce("secret written")
            if name in sender_keys.SENDERS:
                with psycopg.connect(settings.dsn("vault")) as vault:
                    sender_keys.record(vault, settings)
            if name in secrets.ROLES:  # after a death the next migration does the same
                with server(settings) as connection:
                    ensure_roles(connection, settings)


def _owner(settings: Settings) -> None:
    """The new password is on the disk before the server has it; ``server`` tries both."""
    if settings.database_url:
        raise LocalFault(
            "Este servidor no es el nuestro: cambie la contraseña en él y en MESO_DATABASE_URL.",
            "This server is not ours: change the password there and in MESO_DATABASE_URL.",
        )
    path = settings.secrets / OWNER
    secrets.write(vault_keys.next_file(path), secrets.MAKERS[OWNER]() + "\n")
    new = vault_keys.next_file(path).read_text(encoding="utf-8").strip()
    with server(settings) as connection:
        user = settings.server.username or ""
        connection.execute(
            sql.SQL("alter role {} password {}").format(
                sql.Identifier(user), sql.Literal(verifier(connection, user, new))
            )
        )
    announce("owner changed")
    vault_keys.promote(path)


def verifier(connection: Connection, role: str, password: str) -> str:
    """The SCRAM verifier of a password: the password itself stays here."""
    return connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()


def _fernet(settings: Settings) -> None:
    """Airflow reads «new,old» and seals its connections and variables with the first."""
    path = settings.secrets / FERNET
    if "," not in settings.secret(FERNET):
        secrets.replace(path, f"{secrets.MAKERS[FERNET]()},{settings.secret(FERNET)}\n")
    announce("fernet of both")
    with psycopg.connect(settings.dsn("airflow")) as connection:
        used = connection.execute("select to_regclass('public.connection')").fetchone() != (None,)
    if used:
        log = settings.logs / "airflow-migrate.log"
        with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
            done = subprocess.run(
                airflow.command("rotate-fernet-key"),
                env=os.environ | airflow.airflow_env(settings),
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False,
            )  # fmt: skip
        if done.returncode:
            raise LocalFault("«airflow rotate-fernet-key» falló.", "“airflow rotate-fernet-key” failed.", log)
    secrets.replace(path, settings.secret(FERNET).split(",")[0] + "\n")
