"""The services of docker-compose.yml as processes of this machine: same commands, same variables, folders of their own.

What differs, since there is neither Docker nor the image: names of hosts become ports of loopback, ``/state`` and
``/secrets`` become folders, and people log in with Airflow's simple manager (FAB is a package of the image). Started
by root, they run as the user of the image.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoregistry.local import postgres
from mesoregistry.local.holders import HOLDERS
from mesoregistry.local.sessions import Session, end
from mesoregistry.settings import LOOPBACK, Settings
from tests.conftest import environment, free_port, temporary_home

PROGRAM = Path(sys.executable).with_name("mesoregistry")
SIMPLE = "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
USER = 10001  # of the image


@lru_cache(maxsize=1)
def user_of_image() -> dict[str, Any]:
    """Arguments of ``Popen``; none where we may not choose, or where that user cannot read the project."""
    user: dict[str, Any] = {"user": USER, "group": USER, "extra_groups": []}
    if os.geteuid() != 0:
        return {}
    try:
        done = subprocess.run([PROGRAM, "--help"], capture_output=True, check=False, **user)
    except PermissionError:
        return {}
    return user if done.returncode == 0 else {}


@dataclass
class Containers:
    """``services`` is that part of docker-compose.yml, ``server`` the URL of the superuser without a path.

    ``more``: variables of all services that are other than in that file.
    """

    services: dict[str, Any]
    folder: Path
    server: str
    port: int
    more: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What the volumes are: ``state`` and ``airflow`` shared, the secrets of each service its own."""
        for name in ("state/airflow", "secrets/all", "secrets/each", "logs", "given"):
            (self.folder / name).mkdir(parents=True, mode=0o700)
        _hand_over(self.folder, *self.folder.rglob("*"))

    def variables(self, name: str) -> dict[str, str]:
        """The environment of a container; nothing of this process's own but the search path."""
        home = self._home(name)
        mine = self.folder / "secrets" / ("all" if name == "migrate" else f"each/{name}")
        address, owner = self.server.rsplit("@", 1)[1], self.server
        given: dict[str, str] = self.services[name]["environment"]
        moved = {
            "MESO_HOME": str(home),
            "MESO_SECRETS_FOLDER": str(mine),
            "MESO_DATABASE_URL": owner if name == "migrate" else f"postgresql://{address}",
            "MESO_AIRFLOW__CORE__AUTH_MANAGER": SIMPLE,
            "MESO_AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://{LOOPBACK}:{self.port}/execution/",
            "MESO_AIRFLOW__API__HOST": LOOPBACK,
            "MESO_AIRFLOW_PORT": str(self.port),
            "MESO_PORTAL_HOST": LOOPBACK,
            "MESO_PORTAL_PORT": os.environ["MESO_PORTAL_PORT"],
            "MESO_PORTAL_URL": "",
        }
        own = {"PATH": os.environ["PATH"], "HOME": str(home), "USER": "mesoregistry"}
        return own | given | moved | self.more

    def _home(self, name: str) -> Path:
        """``/state``: all of it where the volume is mounted, else Airflow's folder alone."""
        if any(volume.startswith("state:") for volume in self.services[name]["volumes"]):
            return self.folder / "state"
        home = self.folder / "homes" / name
        if not home.exists():
            home.mkdir(parents=True, mode=0o700)
            (home / "airflow").symlink_to(self.folder / "state" / "airflow")
            for volume in ("archive", "comparison"):
                if f"{volume}:/state/{volume}" in self.services[name]["volumes"]:
                    shared = self.folder / "state" / volume
                    shared.mkdir(mode=0o700, exist_ok=True)
                    (home / volume).symlink_to(shared)
                    _hand_over(shared)
            _hand_over(home.parent, home, *home.iterdir())
        return home

    def give(self, name: str, content: bytes) -> Path:
        """A file that the services can read."""
        path = self.folder / "given" / name
        path.write_bytes(content)
        _hand_over(path)
        return path

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A command in the container of a service."""
        return subprocess.run(
            [PROGRAM, *words],
            env=self.variables(name), capture_output=True, text=True, check=False, **user_of_image(),
        )  # fmt: skip

    def is_healthy(self, name: str) -> bool:
        """What the health check of a service says, asked in its container."""
        words = [sys.executable, *self.services[name]["healthcheck"]["test"][2:]]
        done = subprocess.run(words, env=self.variables(name), check=False, **user_of_image())
        return done.returncode == 0

    def start(self, name: str, replica: str = "", *more: str) -> None:
        """``replica``: of a service that runs more than once; ``more``: what a container has of its own, as words."""
        with (self.folder / "logs" / f"{name}{replica}.log").open("ab") as log:
            self.running[name + replica] = subprocess.Popen(
                [PROGRAM, *self.services[name]["command"], *more],
                env=self.variables(name), stdout=log, stderr=log, start_new_session=True, **user_of_image(),
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """End a container as the kernel would: every process of it at once."""
        process = self.running.pop(name)
        session = Session.of(process.pid)
        for member in session.members():
            member.kill()
        process.wait()

    def stop(self) -> None:
        end([Session.of(process.pid) for process in self.running.values() if process.poll() is None], 15)

    def started(self) -> list[str]:
        return [name for name in self.services if name in HOLDERS and not self.services[name].get("profiles")]


@contextmanager
def migrated(services: dict[str, Any], **more: str) -> Iterator[tuple[Settings, Containers]]:
    """The server in a home of its own, and ``migrate`` has ended; whatever is started is stopped at the end."""
    with (
        temporary_home() as path,
        environment(MESO_HOME=str(path / "server"), MESO_POSTGRES_PORT=str(free_port())) as config,
    ):
        containers = None
        try:
            postgres.start(config)
            owner = config.secret("postgres")
            server = f"postgresql://mesoregistry:{owner}@{LOOPBACK}:{config.postgres_port}"
            containers = Containers(services, path / "containers", server, free_port(), more)
            words = services["migrate"]["command"][0].split(";")[0].split()
            folder = str(containers.folder / "secrets" / "each")
            done = containers.run("migrate", *[folder if w == "/secrets/each" else w for w in words[1:]])
            assert done.returncode == 0, done.stderr
            yield config, containers
        finally:
            if containers:
                containers.stop()
            postgres.stop(config)


def _hand_over(*paths: Path) -> None:
    """Give files and folders to the user of the services."""
    if user_of_image():
        for path in paths:
            os.chown(path, USER, USER, follow_symlinks=False)
