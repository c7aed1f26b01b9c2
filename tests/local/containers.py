"""The services of docker-compose.yml as processes of this machine: same commands, same variables, folders of their own.

What differs, since there is neither Docker nor the image: names of hosts become ports of loopback, ``/state`` and
``/secrets`` become folders, and people log in with Airflow's simple manager (FAB is a package of the image).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mesoregistry.local.holders import HOLDERS
from mesoregistry.local.sessions import Session, end
from mesoregistry.settings import LOOPBACK

PROGRAM = Path(sys.executable).with_name("mesoregistry")
SIMPLE = "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"


@dataclass
class Containers:
    """``services`` is that part of docker-compose.yml, ``server`` the URL of the superuser without a path."""

    services: dict[str, Any]
    folder: Path
    server: str
    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What the volumes are: ``state`` and ``airflow`` shared, the secrets of each service its own."""
        for name in ("state/airflow", "secrets/all", "secrets/each", "logs"):
            (self.folder / name).mkdir(parents=True, mode=0o700)

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
        return {"PATH": os.environ["PATH"], "HOME": str(home)} | given | moved

    def _home(self, name: str) -> Path:
        """``/state``: all of it where the volume is mounted, else Airflow's folder alone."""
        if any(volume.startswith("state:") for volume in self.services[name]["volumes"]):
            return self.folder / "state"
        home = self.folder / "homes" / name
        if not home.exists():
            home.mkdir(parents=True, mode=0o700)
            (home / "airflow").symlink_to(self.folder / "state" / "airflow")
            if "archive:/state/archive" in self.services[name]["volumes"]:
                (self.folder / "state" / "archive").mkdir(mode=0o700, exist_ok=True)
                (home / "archive").symlink_to(self.folder / "state" / "archive")
            if "comparison:/state/comparison" in self.services[name]["volumes"]:
                (self.folder / "state" / "comparison").mkdir(mode=0o700, exist_ok=True)
                (home / "comparison").symlink_to(self.folder / "state" / "comparison")
        return home

    def run(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A command in the container of a service."""
        return subprocess.run(
            [PROGRAM, *words], env=self.variables(name), capture_output=True, text=True, check=False
        )

    def start(self, name: str) -> None:
        with (self.folder / "logs" / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [PROGRAM, *self.services[name]["command"]],
                env=self.variables(name), stdout=log, stderr=log, start_new_session=True,
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
