"""The files of the embedded server: copied while it runs, verified, and started once to see that they work."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from pathlib import Path

from mesoregistry.local.backup.rows import row_hashes
from mesoregistry.local.cluster import Cluster, find, options_line
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import LOOPBACK, Settings

QUIET = {"archive_mode": "off", "log_error_verbosity": "terse", "log_min_error_statement": "panic"}


def log_file(settings: Settings) -> Path:
    return settings.logs / "backup.log"


def copy(settings: Settings) -> Path:
    """A verified copy of the server's files, beside them; whoever calls removes it.

    Raises:
        LocalFault: the copy could not be made, or is not what its manifest says.
    """
    cluster, log = find(settings), log_file(settings)
    place = cluster.data.with_name("postgres.copy")
    remove(place)
    place.mkdir(mode=0o700)
    cluster.give(place)
    with tempfile.NamedTemporaryFile("w", dir=cluster.data.parent) as passwords:
        passwords.write(f"*:*:*:*:{settings.secret('postgres')}\n")
        passwords.flush()
        cluster.give(Path(passwords.name))
        failed = cluster.command(
            "pg_basebackup", f"--pgdata={place}", "--format=plain", "--wal-method=stream", "--checkpoint=fast",
            "--no-password", f"--host={LOOPBACK}", f"--port={settings.postgres_port}", "--username=mesoregistry",
            log=log, variables={"PGPASSFILE": passwords.name},
        )  # fmt: skip
    if failed:
        raise LocalFault("No se pudo copiar la base de datos.", "The database could not be copied.", log)
    verify(cluster, place, log)
    return place


def verify(cluster: Cluster, place: Path, log: Path) -> None:
    """Hold a copy to its manifest: every file, its size and checksum, and that its WAL can be read."""
    if cluster.command("pg_verifybackup", "--quiet", str(place), log=log):
        raise LocalFault("La copia de la base está dañada.", "The copy of the database is damaged.", log)


def trial(settings: Settings, place: Path) -> dict[str, str]:
    """Start the copy on a free port and read every row; its hashes. The copy is changed by this.

    Raises:
        LocalFault: it does not start.
    """
    cluster, log = find(settings), log_file(settings)
    copied = Cluster(cluster.programs, place, cluster.account)
    port = _free_port()
    given = options_line(
        {"listen_addresses": LOOPBACK, "unix_socket_directories": "", "port": str(port), **QUIET}
    )
    if copied.command("pg_ctl", "-D", str(place), "-s", "-w", "-o", given, "start", log=log):
        raise LocalFault("La copia de la base no arranca.", "The copy of the database does not start.", log)
    try:
        return row_hashes(settings.model_copy(update={"postgres_port": port}))
    finally:
        copied.command("pg_ctl", "-D", str(place), "-s", "-w", "-m", "immediate", "stop", log=log)


def remove(place: Path) -> None:
    if place.exists():
        shutil.rmtree(place)


def give_all(cluster: Cluster, place: Path) -> None:
    """Hand unpacked files to the server's user, for nobody else to read."""
    for folder, _, names in os.walk(place):
        os.chmod(folder, 0o700)
        cluster.give(Path(folder))
        for name in names:
            (Path(folder) / name).chmod(0o600)
            cluster.give(Path(folder) / name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
