"""What ``doctor`` checks of this machine: files of others, room, ports, versions, the age of the backups."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import tempfile
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from mesoregistry import clock
from mesoregistry.findings import Text
from mesoregistry.settings import LOOPBACK, settings

ROOM = 2 * 1024**3  # bytes: a build of ten years writes about one and a half
OLDEST_BACKUP = dt.timedelta(hours=36)


def nothing_is_open_to_others() -> Text | None:
    """Whether nobody else on the machine can read the home or walk into it."""
    from mesoregistry.local.folders import open_to_others

    if not (paths := open_to_others(settings())):
        return None
    listed = ", ".join(map(str, paths[:5]))
    return Text(
        f"Otros de esta máquina pueden leer {listed}. Ciérrelo: chmod -R go= {settings().home}",
        f"Others on this machine can read {listed}. Close it: chmod -R go= {settings().home}",
    )


def there_is_room() -> Text | None:
    """Whether the disk of the home has room for a build."""
    free = shutil.disk_usage(settings().home).free
    if free >= ROOM:
        return None
    return Text(
        f"Quedan {free // 1024**2} MB en el disco: haga lugar (docs/runbooks/full-disk.md).",
        f"{free // 1024**2} MB are left on the disk: make room (docs/runbooks/full-disk.md).",
    )


def ports_are_ours() -> Text | None:
    """Whether no other program listens where ours would start."""
    from mesoregistry.local import postgres, supervisor

    config = settings()
    needed = {}
    if not config.database_url and not postgres.running(config):
        needed["MESO_POSTGRES_PORT"] = config.postgres_port
    if not supervisor.alive(config):
        needed["MESO_AIRFLOW_PORT"] = config.airflow_port
        needed["MESO_PORTAL_PORT"] = config.portal_port
    taken = [f"{name}={port}" for name, port in needed.items() if _listens(port)]
    if not taken:
        return None
    return Text(
        f"Otro programa usa {', '.join(taken)}: elija otro puerto.",
        f"Another program uses {', '.join(taken)}: choose another port.",
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((LOOPBACK, port)) == 0


def versions_are_right() -> Text | None:
    """Whether each package is of a version that the project asks for."""
    from packaging.requirements import Requirement

    wrong = []
    for line in requires("mesoregistry") or []:
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(wanted.name)
        except PackageNotFoundError:
            installed = "–"
        if not wanted.specifier.contains(installed, prereleases=True):
            wrong.append(f"{wanted.name} {installed} ({wanted.specifier})")
    if not wrong:
        return None
    return Text(
        f"Paquetes de otra versión: {', '.join(wrong)}. Instálelos: make install.",
        f"Packages of another version: {', '.join(wrong)}. Install them: make install.",
    )


def backups_are_fresh() -> Text | None:
    """Whether the last backup was taken since yesterday; it is verified when it is taken."""
    from mesoregistry.local.backup import take

    config = settings()
    if config.backup_to is None or config.backup_recipient is None:
        return Text(
            "No hay copias de respaldo: MESO_BACKUP_TO y MESO_BACKUP_RECIPIENT (docs/runbooks/restore.md).",
            "There are no backups: MESO_BACKUP_TO and MESO_BACKUP_RECIPIENT (docs/runbooks/restore.md).",
        )
    known = take.backups(config.backup_to)
    if known and clock.now() - take.made_at(known[-1]) <= OLDEST_BACKUP:
        return None
    last = f"{take.made_at(known[-1]):%Y-%m-%d}" if known else "–"
    return Text(
        f"La última copia de respaldo es del {last}: mesoregistry backup, y mire por qué falló «upkeep».",
        f"The last backup is of {last}: mesoregistry backup, and see why “upkeep” failed.",
    )


def reader_is_confined() -> Text | None:
    """Whether the process that reads a file is confined; a small file is read to see."""
    from mesoregistry.catalog.model import Layout
    from mesoregistry.readers import sandbox
    from mesoregistry.readers.child import open_in_child

    with tempfile.NamedTemporaryFile() as file:
        # raises SandboxRefused, whose text is what is wrong
        open_in_child(
            Path(file.name), Layout.model_validate({"id": "x", "format": "delimited", "columns": []})
        )
    if settings().sandbox == "required":
        return None
    return Text(
        "MESO_SANDBOX=optional: los archivos se leen aunque el sistema no encierre al lector"
        f" ({', '.join(measure.__name__ for measure in sandbox.MEASURES)}). Quite esa línea si puede.",
        "MESO_SANDBOX=optional: files are read even where the system does not confine the reader"
        f" ({', '.join(measure.__name__ for measure in sandbox.MEASURES)}). Take that line away if you can.",
    )
