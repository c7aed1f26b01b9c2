"""The embedded server: made once, started again after a kill, for this machine only, as root and as anybody."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from mesoregistry.local import migrate, postgres, secrets
from mesoregistry.local.cluster import OUTSIDE, find
from mesoregistry.local.fault import LocalFault
from mesoregistry.local.watch import Watch, keep_server
from mesoregistry.settings import LOOPBACK, PROJECT, Settings
from tests.conftest import environment, free_port, temporary_home
from tests.local.processes import of_ours, until

START = """
from mesoregistry.local import postgres
from mesoregistry.settings import settings
postgres.start(settings())
"""
AS_ANYBODY = """
from mesoregistry.local import postgres
from mesoregistry.local.cluster import find
from mesoregistry.settings import settings
import os, psycopg
postgres.start(settings())
with psycopg.connect(settings().dsn("postgres")) as connection:
    print(connection.execute("show server_version_num").fetchone()[0], os.geteuid())
print(postgres.process(find(settings())).uids().real)
postgres.stop(settings())
print(postgres.running(settings()))
"""

# this Python, or the system's of the same version: that of a virtual environment may sit in a closed folder
PYTHONS = (
    sys.executable,
    shutil.which("python{}.{}".format(*sys.version_info[:2]), path="/usr/local/bin:/usr/bin"),
)
PACKAGES = {
    "PATH": os.defpath,
    "PYTHONPATH": os.pathsep.join([str(PROJECT / "include"), sysconfig.get_path("purelib")]),
    "PYTHONDONTWRITEBYTECODE": "1",
}


@pytest.fixture
def own() -> Iterator[Settings]:
    """A server of the test's own, stopped at the end."""
    with (
        temporary_home() as path,
        environment(MESO_HOME=str(path / "var"), MESO_POSTGRES_PORT=str(free_port())) as config,
    ):
        try:
            yield config
        finally:
            postgres.stop(config)


def pid(settings: Settings) -> int:
    process = postgres.process(find(settings))
    assert process is not None
    return process.pid


def test_start_and_stop_are_safe_to_repeat(own: Settings) -> None:
    postgres.start(own)
    first = pid(own)
    postgres.start(own)
    assert pid(own) == first
    postgres.stop(own)
    postgres.stop(own)
    assert not postgres.running(own)
    assert of_ours(own) == {}


def test_two_starts_at_once_make_one_server(own: Settings) -> None:
    both = [subprocess.Popen([sys.executable, "-c", START]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    with psycopg.connect(own.dsn("postgres")) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_after_a_kill_it_starts_again_with_what_was_committed(own: Settings) -> None:
    postgres.start(own)
    with psycopg.connect(own.dsn("postgres")) as connection:
        connection.execute("create table kept as select 1 as a")
    psutil.Process(pid(own)).kill()
    until(lambda: not postgres.running(own))
    until(lambda: of_ours(own) == {})
    postgres.start(own)
    with psycopg.connect(own.dsn("postgres")) as connection:
        assert connection.execute("select a from kept").fetchone() == (1,)


def test_the_supervisor_starts_what_was_killed(own: Settings) -> None:
    postgres.start(own)
    first = pid(own)
    psutil.Process(first).kill()
    until(lambda: not postgres.running(own))
    until(lambda: of_ours(own) == {})
    Watch(0.0, lambda: keep_server(own)).take_turn(print)
    assert pid(own) != first


def test_nobody_enters_without_a_password(server: Settings) -> None:
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(host=LOOPBACK, port=server.postgres_port, user="mesoregistry", dbname="postgres")
    with psycopg.connect(server.dsn("postgres")) as connection:
        assert (
            connection.execute(
                "select rolname from pg_authid where rolcanlogin and rolpassword not like 'SCRAM-SHA-256$%'"
            ).fetchall()
            == []
        )


def test_values_stay_out_of_its_log(databases: Settings) -> None:
    planted = "Ximena Quiroga Nosuch"
    with psycopg.connect(databases.dsn("warehouse"), autocommit=True) as connection:
        connection.execute("create table public.one (a text primary key, b int)")
        connection.execute("insert into public.one values (%s, 1)", [planted])
        for statement in ("insert into public.one values (%s, 1)", "select %s::int", "select nothing(%s)"):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, [planted])
        with pytest.raises(psycopg.Error):
            connection.execute(f"insert into public.one values ('{planted}', 1)")
    log = postgres.log_file(databases).read_text()
    assert "duplicate key" in log
    assert f"({planted})" not in log
    assert f"'{planted}'" not in log
    assert "STATEMENT:" not in log


def test_a_taken_port_is_said_in_words(own: Settings) -> None:
    with socket.create_server((LOOPBACK, own.postgres_port)), pytest.raises(LocalFault) as raised:
        postgres.start(own)
    assert "MESO_POSTGRES_PORT" in raised.value.text.es
    assert str(own.postgres_port) in raised.value.text.en


def test_data_of_another_major_version_are_refused(own: Settings) -> None:
    cluster = find(own)
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(LocalFault) as raised:
        postgres.start(own)
    assert "belongs to PostgreSQL 16" in raised.value.text.en
    assert "pg_dumpall" in raised.value.text.es


def test_a_server_that_cannot_be_reached_is_said_without_its_password(home: Path) -> None:
    url = f"postgresql://somebody:unsaid@{LOOPBACK}:{free_port()}/"
    with environment(MESO_DATABASE_URL=url) as config, pytest.raises(LocalFault) as raised:
        migrate.migrate(config)
    assert f"somebody@{LOOPBACK}" in raised.value.text.es
    assert "unsaid" not in raised.value.text.es + raised.value.text.en


def test_secrets_are_for_nobody_else_and_never_written_again(own: Settings) -> None:
    secrets.ensure(own)
    assert own.secrets.stat().st_mode & 0o777 == 0o700
    before = {file.name: file.read_text() for file in own.secrets.iterdir()}
    assert set(before) == set(secrets.MAKERS)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in own.secrets.iterdir())
    assert len(set(before.values())) == len(before)
    secrets.ensure(own)
    assert {file.name: file.read_text() for file in own.secrets.iterdir()} == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_as_anybody_it_runs_as_that_user() -> None:
    nobody = pwd.getpwnam("nobody")
    python = next((python for python in PYTHONS if python and _runs(python, nobody.pw_uid)), None)
    if python is None:
        pytest.skip("no Python here that others may run with the packages of this one")
    with temporary_home() as path:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
        done = subprocess.run(
            [python, "-c", AS_ANYBODY],
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            env=PACKAGES | {"MESO_HOME": str(path / "var"), "MESO_POSTGRES_PORT": str(free_port())},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    version, user, owner, running = done.stdout.split()
    assert version.startswith(postgres.MAJOR)
    assert user == owner == str(nobody.pw_uid)
    assert running == "False"


def _runs(python: str, user: int) -> bool:
    try:
        probe = [python, "-c", "import psycopg, mesoregistry"]
        return not subprocess.run(
            probe, user=user, env=PACKAGES, cwd="/", capture_output=True, check=False
        ).returncode
    except PermissionError:
        return False


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root, whose folders others cannot walk to")
def test_as_root_in_a_closed_folder_the_data_sit_where_their_user_can_walk() -> None:
    with temporary_home() as path:
        path.chmod(0o700)
        with environment(MESO_HOME=str(path / "var"), MESO_POSTGRES_PORT=str(free_port())) as config:
            postgres.start(config)
            try:
                link = config.home / "postgres"
                assert link.is_symlink()
                assert link.resolve().is_relative_to(OUTSIDE)
                assert psutil.Process(pid(config)).uids().real == find(config).data.stat().st_uid != 0
                with psycopg.connect(config.dsn("postgres")) as connection:
                    assert connection.execute("select 1").fetchone() == (1,)
            finally:
                postgres.stop(config)
                shutil.rmtree((config.home / "postgres").resolve().parent)


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root, whose folders others cannot walk to")
def test_data_that_outlived_their_home_are_named_and_kept() -> None:
    """With the folder the secrets were deleted: PostgreSQL answered that the password was wrong."""
    with temporary_home() as path:
        path.chmod(0o700)
        with environment(MESO_HOME=str(path / "var"), MESO_POSTGRES_PORT=str(free_port())) as config:
            postgres.start(config)
            postgres.stop(config)
            left = (config.home / "postgres").resolve()
            try:
                shutil.rmtree(config.home)
                with pytest.raises(LocalFault) as refusal:
                    postgres.start(config)
                assert f"rm -rf {left.parent}" in str(refusal.value)
                assert (left / "PG_VERSION").exists()
            finally:
                shutil.rmtree(left.parent)
            postgres.start(config)
            postgres.stop(config)
            shutil.rmtree((config.home / "postgres").resolve().parent)
