"""Every setting, read once. The only module that looks at the environment."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url

PROJECT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"


class Settings(BaseSettings):
    """Environment variables with the prefix ``MESO_``; see ``.env.example``."""

    model_config = SettingsConfigDict(env_prefix="MESO_", extra="ignore")

    project: Path = PROJECT
    home: Path = Field(default=PROJECT / "var", description="State: database, secrets, archive, logs.")
    database_url: str | None = Field(
        default=None,
        description="Another server, as postgresql://user:password@host:port/ ; empty: the embedded one.",
    )
    registries: Path = Field(default=PROJECT / "include" / "registries", description="The catalogue.")
    expectations: Path = Field(default=PROJECT / "expectations", description="The rules.")
    seeds: Path = Field(default=PROJECT / "dbt" / "seeds", description="Code lists and code maps.")
    dbt_project: Path = PROJECT / "dbt"
    postgres_port: int = 55432
    airflow_port: int = 8080
    language: str = Field(default="es", description="Language of messages: es or en.")

    @property
    def secrets(self) -> Path:
        return self.home / "secrets"

    @property
    def archive(self) -> Path:
        """Sealed copies of every file received, by SHA-256."""
        return self.home / "archive"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    def secret(self, name: str) -> str:
        """The secret ``name``, one line; written at first start by ``local.secrets``, mode 0600."""
        return (self.secrets / name).read_text(encoding="utf-8").strip()

    @cached_property
    def server(self) -> URL:
        """The server, without a database: user ``mesoregistry``, who owns the three databases."""
        if self.database_url:
            return make_url(self.database_url).set(drivername="postgresql+psycopg")
        return URL.create(
            "postgresql+psycopg",
            username="mesoregistry",
            password=self.secret("postgres"),
            host=LOOPBACK,
            port=self.postgres_port,
        )

    def database(self, name: str) -> URL:
        """``airflow``, ``vault`` or ``warehouse`` on the server, as a SQLAlchemy URL (psycopg 3)."""
        return self.server.set(database=name)

    def dsn(self, name: str) -> str:
        """The same for psycopg itself."""
        return self.database(name).set(drivername="postgresql").render_as_string(hide_password=False)


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings()
