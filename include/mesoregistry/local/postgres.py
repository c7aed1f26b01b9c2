"""The embedded PostgreSQL: made once, started when it is not running, stopped without a trace.

It listens on 127.0.0.1 only, asks everybody for a SCRAM password, and keeps statements and row values out of
its log. With ``MESO_DATABASE_URL`` set nothing here does anything.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import psutil

from mesoregistry.local import secrets, wal_spool
from mesoregistry.local.cluster import Cluster, find, options_line
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.folders import make_private
from mesoregistry.local.lock import locked
from mesoregistry.local.ports import must_be_free
from mesoregistry.settings import LOOPBACK, Settings

MAJOR = "18"
OPTIONS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "150",
    "shared_buffers": "256MB",
    # a file of 35,000 rows writes that much; with less, each page is written whole again after each checkpoint
    "max_wal_size": "1GB",
    # names must not reach the log of the server
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


def start(settings: Settings) -> None:
    """Start the server unless it runs. Safe when two processes do it at once."""
    if settings.database_url:
        return
    make_private(settings)
    if (settings.home / "postgres" / "PG_VERSION").exists():
        _check_major(find(settings))
    secrets.ensure(settings)
    with locked(settings.run / "postgres.lock"):
        cluster = find(settings)
        if process(cluster):
            return
        if not (cluster.data / "PG_VERSION").exists():
            _create(cluster, settings)
        must_be_free(settings.postgres_port, "MESO_POSTGRES_PORT")
        _forget_the_dead(cluster)
        _run(cluster, settings)


def stop(settings: Settings) -> None:
    """Stop the server: sessions end, nothing is left running."""
    if settings.database_url or not (settings.home / "postgres").exists():
        return
    with locked(settings.run / "postgres.lock"):
        cluster = find(settings)
        server = process(cluster)
        if server is None:
            return
        log = log_file(settings)
        if cluster.command("pg_ctl", "-D", str(cluster.data), "-s", "-w", "-m", "fast", "stop", log=log):
            server.kill()
        server.wait(timeout=10)


def running(settings: Settings) -> bool:
    """Whether the embedded server of this ``MESO_HOME`` runs."""
    return (settings.home / "postgres").exists() and process(find(settings)) is not None


def process(cluster: Cluster) -> psutil.Process | None:
    """The server's first process; ``None`` when the file left behind names a dead or a strange one."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
        candidate = psutil.Process(pid)
        ours = str(cluster.data) in candidate.cmdline() and candidate.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return candidate if ours else None


def log_file(settings: Settings) -> Path:
    return settings.logs / "postgres.log"


def _forget_the_dead(cluster: Cluster) -> None:
    """After a kill the file names a dead server, which PostgreSQL sees; or its number is now another program's."""
    left = cluster.data / "postmaster.pid"
    if left.exists() and psutil.pid_exists(int(left.read_text().split("\n", 1)[0])):
        left.unlink()


def _create(cluster: Cluster, settings: Settings) -> None:
    """Make the cluster beside its place and move it there whole, so that a death leaves no half of it."""
    draft = cluster.data.with_name("postgres.new")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    cluster.give(draft)
    with tempfile.NamedTemporaryFile("w", dir=cluster.data.parent) as password:
        password.write(settings.secret("postgres"))
        password.flush()
        cluster.give(Path(password.name))
        failed = cluster.command(
            "initdb",
            f"--pgdata={draft}",
            "--username=mesoregistry",
            f"--pwfile={password.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            log=log_file(settings),
        )
    if failed:
        raise LocalFault(
            "No se pudo crear la base de datos.", "The database could not be made.", log_file(settings)
        )
    draft.rename(cluster.data)


def _check_major(cluster: Cluster) -> None:
    major = (cluster.data / "PG_VERSION").read_text().strip()
    if major != MAJOR:
        raise LocalFault(
            f"{cluster.data} es de PostgreSQL {major} y aquí corre el {MAJOR}: "
            "sáquele una copia con pg_dumpall de su versión, o indique ese servidor en MESO_DATABASE_URL.",
            f"{cluster.data} belongs to PostgreSQL {major} and this is {MAJOR}: "
            "dump it with the pg_dumpall of its version, or name that server in MESO_DATABASE_URL.",
        )


def _run(cluster: Cluster, settings: Settings) -> None:
    given = options_line(
        OPTIONS | {"port": str(settings.postgres_port)} | wal_spool.options(settings, cluster)
    )
    log = log_file(settings)
    log.touch(mode=0o600)
    os.chmod(log, 0o600)
    if cluster.command("pg_ctl", "-D", str(cluster.data), "-s", "-w", "-o", given, "start", log=log):
        raise LocalFault("PostgreSQL no arrancó.", "PostgreSQL did not start.", log)
