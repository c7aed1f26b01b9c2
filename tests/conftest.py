"""A PostgreSQL for the tests, and fresh databases on it.

``server`` starts one embedded server per pytest process, with a ``MESO_HOME`` and a port of its own, and
stops it at the end. ``databases`` gives a test a warehouse and a vault just migrated, in a tenth of a second,
and drops them after it; ``module_databases`` does the same once a module, and ``module_marts`` with the marts of no
file at all, so that the build of the module's files writes what is new and not every table. They change what
``settings()`` says, here and in child processes, so code under test needs no argument::

    def test_it(databases: Settings) -> None:
        with psycopg.connect(databases.dsn("warehouse", "loader")) as connection:
            ...

No test ever sees the real ``var/``: ``home`` is used by all of them.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest
from psycopg import sql

from mesoregistry.local import migrate, open_copies, postgres, roles
from mesoregistry.local.server import maintenance
from mesoregistry.settings import LOOPBACK, Settings, settings

NAMES = ("warehouse", "vault")
TEMPLATE, BUILT = "_template", "_built"
_taken: set[int] = set()

# The same examples in every run. `--hypothesis-profile=default` draws others, to look for what nobody thought of.
hypothesis.settings.register_profile("repeatable", derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes begin first, so that no worker is left with a long one at the end."""

    longest: dict[Path, int] = defaultdict(int)
    for item in items:
        minutes = (mark.args[0] for mark in item.iter_markers("slow"))
        longest[item.path] = max(longest[item.path], *minutes, 0)
    items.sort(key=lambda item: -longest[item.path])


@contextmanager
def environment(**values: str) -> Iterator[Settings]:
    """Settings with these variables set, for this process and its children."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        settings.cache_clear()
        yield settings()
    settings.cache_clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def temporary_home() -> Iterator[Path]:
    """An empty directory that the server's own user can reach, unlike pytest's."""
    path = Path(tempfile.mkdtemp(prefix="mesoregistry-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    """A ``MESO_HOME`` of the session's own."""
    for name in [name for name in os.environ if name.startswith("MESO_")]:
        del os.environ[name]
    with (
        temporary_home() as path,
        # every database of the session's server is a copy of one, with its roles
        environment(
            MESO_HOME=str(path / "var"),
            MESO_POSTGRES_PORT=str(free_port()),
            MESO_PORTAL_PORT=str(free_port()),
            MESO_ROLE_SUFFIX="",
        ),
    ):
        yield path / "var"
        open_copies.clear(settings())


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[Settings]:
    """The running server, with every role, and migrated databases to copy from."""
    with environment(MESO_DATABASE_SUFFIX=TEMPLATE) as settings_:
        postgres.start(settings_)
        with psycopg.connect(maintenance(settings_), autocommit=True) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(name)))
            connection.execute("select pg_reload_conf()")
        migrate.migrate(settings_)
    yield settings()
    postgres.stop(settings())


@contextmanager
def fresh_databases(server: Settings, template: str = TEMPLATE) -> Iterator[Settings]:
    # a name that is free again is used again: dbt reads its project anew for every name of a database
    number = next(n for n in itertools.count(1) if n not in _taken)
    suffix = f"_{os.getpid()}_{number}"
    with psycopg.connect(maintenance(server), autocommit=True) as connection:
        for name in NAMES:
            roles.ensure_database(connection, name + suffix, template=name + template)
            roles.grant_connections(connection, server.model_copy(update={"database_suffix": suffix}), name)
        _taken.add(number)
        try:
            with environment(MESO_DATABASE_SUFFIX=suffix) as settings_:
                yield settings_
        finally:
            # heads of a chain that ends with its database, and files and answers that nobody took from the inbox
            for folder in (server.audit, server.home / "inbox"):
                shutil.rmtree(folder, ignore_errors=True)
            for name in NAMES:
                connection.execute(
                    sql.SQL("drop database {} with (force)").format(sql.Identifier(name + suffix))
                )
            _taken.discard(number)


@pytest.fixture
def databases(server: Settings) -> Iterator[Settings]:
    """A warehouse and a vault for one test; what ``settings()`` says until it ends."""
    with fresh_databases(server) as settings_:
        yield settings_


@pytest.fixture(scope="module")
def module_databases(server: Settings) -> Iterator[Settings]:
    """A warehouse and a vault for the tests of a module. Not together with ``databases``."""
    with fresh_databases(server) as settings_:
        yield settings_


@pytest.fixture(scope="session")
def built_server(server: Settings) -> Settings:
    """The server, with databases to copy from that hold the marts of no file."""
    from mesoregistry.warehouse.build import build

    with fresh_databases(server) as settings_:
        assert build().failures == ()
        with psycopg.connect(maintenance(server), autocommit=True) as connection:
            for name in NAMES:
                roles.ensure_database(connection, name + BUILT, template=name + settings_.database_suffix)
    return server


@pytest.fixture(scope="module")
def module_marts(built_server: Settings) -> Iterator[Settings]:
    """As ``module_databases``, with the marts of no file."""
    with fresh_databases(built_server, BUILT) as settings_:
        yield settings_
