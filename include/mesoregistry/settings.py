"""Every setting, read once. The only module that looks at the environment."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from mesoregistry.alert_settings import AlertSettings

if TYPE_CHECKING:
    from sqlalchemy import URL

PROJECT = Path(__file__).resolve().parents[2]
ALIASES = PROJECT / "include" / "mesoregistry" / "authoring" / "place_aliases.yml"
LOOPBACK = "127.0.0.1"


class Settings(AlertSettings):
    """Environment variables with the prefix ``MESO_``; see ``.env.example``."""

    model_config = SettingsConfigDict(env_prefix="MESO_", extra="ignore")

    project: Path = Field(default=PROJECT, description="The folder of this repository.")
    home: Path = Field(default=PROJECT / "var", description="State: database, secrets, archive, logs.")
    secrets_folder: Path | None = Field(
        default=None,
        description="The secrets that this process may have; empty: `secrets` in MESO_HOME, with all of them.",
    )
    database_url: str | None = Field(
        default=None,
        description="Another server, as postgresql://user:password@host:port/ ; empty: the embedded one.",
    )
    registries: Path = Field(default=PROJECT / "include" / "registries", description="The catalogue.")
    expectations: Path = Field(default=PROJECT / "expectations", description="The rules.")
    seeds: Path = Field(default=PROJECT / "dbt" / "seeds", description="Code lists and code maps.")
    place_aliases: Path = Field(default=ALIASES, description="Other names of places, for their seeds.")
    dbt_project: Path = Field(default=PROJECT / "dbt", description="The dbt project.")
    postgres_port: int = Field(default=55432, description="Port of the embedded PostgreSQL, on 127.0.0.1.")
    airflow_port: int = Field(default=8080, description="Port of the Airflow UI, on 127.0.0.1.")
    portal_port: int = Field(default=8090, description="Port of the portal of the teams, on 127.0.0.1.")
    portal_host: str = Field(default=LOOPBACK, description="Where the portal listens.")
    portal_url: str = Field(
        default="", description="How people reach the portal; empty: http://localhost:PORT."
    )
    sandbox: Literal["required", "optional"] = Field(
        default="required",
        description="optional: files are read even where the system grants no sandbox (docs/adr/0017).",
    )
    database_suffix: str = Field(
        default="",
        pattern="^[a-z0-9_]*$",
        description="Added to the names of the databases: two installations on one server.",
    )
    role_suffix: str | None = Field(
        default=None,
        pattern="^[a-z0-9_]*$",
        description="Added to the names of the roles; without it `MESO_DATABASE_SUFFIX`.",
    )
    backup_to: Path | None = Field(
        default=None, description="Folder of another disk for backups; `upkeep` takes one each night."
    )
    backup_recipient: str | None = Field(
        default=None,
        description="Public key of age that backups are encrypted to: `mesoregistry backup-key`.",
    )
    backup_keep: int = Field(default=14, ge=1, description="How many backups are kept.")
    month_key_days: int = Field(default=4, ge=0, description="Days for which a month's key outlives it.")
    keep_days: int = Field(
        default=30, ge=1, description="Days that logs of tasks and Airflow's history are kept."
    )
    language: Literal["es", "en"] = Field(default="es", description="Language of messages: es or en.")

    @field_validator("home", "backup_to", "secrets_folder", mode="after")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and path.absolute()

    @property
    def secrets(self) -> Path:
        return self.secrets_folder or self.home / "secrets"

    @property
    def archive(self) -> Path:
        """Sealed copies of every file received, by SHA-256."""
        return self.home / "archive"

    @property
    def audit(self) -> Path:
        """Signed heads of the chain of events; whoever operates the installation copies them elsewhere."""
        return self.home / "audit"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def run(self) -> Path:
        """Locks and process ids of the services that run here."""
        return self.home / "run"

    def secret(self, name: str) -> str:
        """The secret ``name``, one line; written at first start by ``local.secrets``, mode 0600.

        Raises:
            FileNotFoundError: it was never written.
        """
        return (self.secrets / name).read_text(encoding="utf-8").strip()

    @property
    def server(self) -> URL:
        """The server, without a database: user ``mesoregistry``, who owns the databases."""
        from sqlalchemy import URL, make_url  # a tenth of a second, which most commands do not need

        if self.database_url:
            return make_url(self.database_url).set(drivername="postgresql+psycopg")
        where = ("mesoregistry", self.secret("postgres"), LOOPBACK, self.postgres_port)
        return URL.create("postgresql+psycopg", *where)

    def database(self, name: str, role: str | None = None) -> URL:
        """A database as a SQLAlchemy URL (psycopg 3); ``role``: of ``local.secrets.ROLES``, without it the owner."""
        url = self.server.set(database=name + self.database_suffix)
        return url.set(username=self.role(role), password=self.secret(role)) if role else url

    def role(self, name: str) -> str:
        """The role ``name`` as the server knows it. Roles are of the server, so each installation has its own."""
        return name + (self.database_suffix if self.role_suffix is None else self.role_suffix)

    def dsn(self, name: str, role: str | None = None) -> str:
        """The same for psycopg itself."""
        url = self.database(name, role).set(drivername="postgresql")
        return url.render_as_string(hide_password=False)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings()


def change_settings(**values: object) -> Settings:
    """Other settings for this process and those it starts."""
    for name, value in values.items():
        os.environ[f"MESO_{name.upper()}"] = str(value)
    settings.cache_clear()
    return settings()
