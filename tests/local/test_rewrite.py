"""What was deleted is in no file of the server after a rewrite, even if somebody was reading meanwhile."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest

from mesoregistry.local import rewrite
from mesoregistry.local.cluster import find
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings


def files_with(settings: Settings, needle: bytes) -> list[str]:
    files = [path for path in find(settings).data.rglob("*") if path.is_file()]
    names = []
    for path in files:
        with suppress(FileNotFoundError):  # the server takes files of its own away meanwhile
            if needle in path.read_bytes():
                names.append(path.name)
    return names


def written(settings: Settings) -> bytes:
    """A row of the vault that is on the disk: the bytes that it seals."""
    needle = secrets.token_hex(40)
    with psycopg.connect(settings.dsn("vault"), autocommit=True) as owner:
        owner.execute(
            "insert into vault.text (submission_id, record_no, field, position, sealed) values (1, 1, 'x', 0, %s)",
            [needle.encode()],
        )
        owner.execute("checkpoint")
    return needle.encode()


@contextmanager
def reader(settings: Settings) -> Iterator[psycopg.Connection]:
    """A query of somebody else that is still open: the server keeps for it what it may yet look at."""
    with psycopg.connect(settings.dsn("vault", "loader")) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("select count(*) from pg_database")
        yield connection


def delete(settings: Settings) -> None:
    with psycopg.connect(settings.dsn("vault"), autocommit=True) as owner:
        owner.execute("delete from vault.text")


def test_a_deleted_row_is_on_no_page(databases: Settings) -> None:
    needle = written(databases)
    delete(databases)
    assert files_with(databases, needle)
    assert rewrite.rewrite(databases)
    assert files_with(databases, needle) == []


def test_it_waits_for_who_may_still_read_the_row(databases: Settings) -> None:
    needle = written(databases)
    with reader(databases) as somebody:
        delete(databases)
        end = threading.Timer(1.5, somebody.rollback)
        end.start()
        began = time.monotonic()
        assert rewrite.rewrite(databases)
        assert time.monotonic() - began > 1
        end.join()
    assert files_with(databases, needle) == []


def test_a_query_that_does_not_end_is_named(databases: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrite, "LONGEST", 0.3)
    written(databases)
    with reader(databases) as somebody:
        delete(databases)
        with pytest.raises(LocalFault, match=rf"PostgreSQL {somebody.info.backend_pid}\b"):
            rewrite.rewrite(databases)


def recycled(settings: Settings) -> bytes:
    """A row that was deleted long ago, and is left in segments of the WAL that the server keeps to write into later."""
    needle = secrets.token_hex(40)
    with psycopg.connect(settings.dsn("vault"), autocommit=True) as owner:
        owner.execute("create table public.filler (text text)")
        for _ in range(4):
            owner.execute(
                "insert into public.filler select %s || n from generate_series(1, 150000) as n", [needle]
            )
            owner.execute("select pg_switch_wal()")
        owner.execute("drop table public.filler")
        for _ in range(2):
            owner.execute("checkpoint")
    return needle.encode()


def test_a_segment_of_the_wal_that_waits_to_be_written_again_is_empty(databases: Settings) -> None:
    needle = recycled(databases)
    with psycopg.connect(databases.dsn("vault"), autocommit=True) as owner:
        current = owner.execute("select pg_walfile_name(pg_current_wal_insert_lsn())").fetchone()
    assert current is not None
    assert any(name > current[0] for name in files_with(databases, needle)), "nothing was recycled"
    assert rewrite.rewrite(databases)
    assert files_with(databases, needle) == []
