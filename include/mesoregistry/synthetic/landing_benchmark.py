"""Landing beside ``COPY`` of the same bytes, on a server of its own that is thrown away."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.database import Connection, transaction
from mesoregistry.intake.check_file import numbered_tokens
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.land import copy_records, ensure_raw_tables
from mesoregistry.intake.landed_records import Records
from mesoregistry.local import cluster, migrate, postgres
from mesoregistry.readers import open_table
from mesoregistry.settings import LOOPBACK, change_settings, settings
from mesoregistry.synthetic.benchmark_line import Line, seconds
from mesoregistry.synthetic.cases import Extract


def landing(path: Path, extract: Extract) -> Iterator[Line]:
    """Two lines: the rows of a file copied as the server itself wrote them, and landed."""
    layout = extract.source.layout_for(extract.period)
    terms = vocabulary(settings().seeds, extract.country, extract.source.id)
    read = interpret(open_table(path, layout), layout, terms, extract.source.unit)
    records = with_tokens(read, numbered_tokens(read)).records
    with _server() as process, transaction() as connection:
        ensure_raw_tables(connection, registries())
        _land(connection, extract, records)
        content = _written(connection, extract.country)
        of_server = partial(_time_of, process)
        copied = seconds(lambda: _copy(connection, extract.country, content), 3, of_server)
        landed = seconds(lambda: _land(connection, extract, records), 3, of_server)
    yield Line("COPY of the rows as bytes", len(records), copied)
    yield Line("landing", len(records), landed, "COPY of the rows as bytes", landed / copied, 1.5)


def _land(connection: Connection, extract: Extract, records: Records) -> None:
    connection.execute(f"truncate raw.{extract.country}".encode())
    given = {"_submission": 1, "_source": extract.source.id, "_period": extract.period}
    copy_records(connection, extract.country, records, given)


def _written(connection: Connection, country: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"copy raw.{country} to stdout".encode()) as copy:
        return b"".join(map(bytes, copy))


def _copy(connection: Connection, country: str, content: bytes) -> None:
    connection.execute(f"truncate raw.{country}".encode())
    with connection.cursor() as cursor, cursor.copy(f"copy raw.{country} from stdin".encode()) as copy:
        copy.write(content)


def _time_of(server: psutil.Process) -> float:
    """Processor time so far of a server and of every process it started."""
    own = server.cpu_times()
    ended = own.children_user + own.children_system
    living = (child.cpu_times() for child in server.children(recursive=True))
    return float(own.user + own.system + ended + sum(child.user + child.system for child in living))


@contextmanager
def _server() -> Iterator[psutil.Process]:
    """A new server with empty databases, in the place of the one that the settings say; nothing of it is left."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="mesoregistry-bench-") as folder:
        Path(folder).chmod(0o755)  # the server may have to run as another user
        os.environ.pop("MESO_DATABASE_URL", None)
        config = change_settings(home=Path(folder) / "var", postgres_port=_free_port())
        try:
            postgres.start(config)
            migrate.migrate(config)
            process = postgres.process(cluster.find(config))
            assert process is not None
            yield process
        finally:
            postgres.stop(config)
            os.environ.clear()
            os.environ.update(before)
            settings.cache_clear()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
