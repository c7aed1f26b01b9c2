"""The child reads the same, and its death is a finding."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import child, open_table
from mesoregistry.readers.child import READING, Reader, open_in_child
from mesoregistry.readers.table import Decision, Reading
from tests.readers.files import layout, plain, rules, text


def empty(path: Path) -> Path:
    path.touch()
    return path


def test_the_child_reads_the_same(tmp_path: Path) -> None:
    path = plain(tmp_path / "f.xlsx")
    direct, in_child = open_table(path, layout()), open_in_child(path, layout())
    assert READING.dump_json(in_child) == READING.dump_json(direct)
    assert in_child.tables[0].rows == direct.tables[0].rows
    text(tmp_path / "f.csv", "")
    assert rules(open_in_child(tmp_path / "f.csv", layout("delimited"))) == [("file_empty", None)]


def _spin(_: Path, __: Layout) -> Reading:
    while True:
        pass


def _eat(_: Path, __: Layout) -> Reading:
    return Reading(decisions=[Decision("bytes", "x" * 4 * 1024**3)])


def _crash(_: Path, __: Layout) -> Reading:
    ctypes.string_at(0)
    return Reading()


@pytest.mark.parametrize("read", [_spin, _eat, _crash])
def test_a_child_that_ends_badly_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path, Layout], Reading]
) -> None:
    monkeypatch.setattr(child, "open_table", read)
    reading = open_in_child(empty(tmp_path / "f"), layout(), seconds=1)
    assert rules(reading) == [("file_took_too_long", None)]
    assert reading.findings[0].severity == "stop"


def test_the_child_has_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def call(_: Path, __: Layout) -> Reading:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=2).close()
            except OSError as error:
                return Reading(decisions=[Decision("network", type(error).__name__)])
            return Reading(decisions=[Decision("network", "open")])

        monkeypatch.setattr(child, "open_table", call)
        [decision] = open_in_child(empty(tmp_path / "f"), layout()).decisions
    assert decision.value == "PermissionError"


def test_each_file_has_a_child_of_its_own_and_its_end_is_one_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, _: Layout) -> Reading:
        if path.name == "bad":
            ctypes.string_at(0)
        return Reading(decisions=[Decision("child", str(os.getpid()))])

    monkeypatch.setattr(child, "open_table", read)
    reader = Reader(seconds=10)
    first, second, bad, third = (
        reader.read(empty(tmp_path / name), layout()) for name in ("a", "b", "bad", "c")
    )
    assert rules(bad) == [("file_took_too_long", None)]
    assert len({reading.decisions[0].value for reading in (first, second, third)}) == 3


def test_a_busy_machine_refuses_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only processor time counts: a child that waits for its turn for seven seconds has used none."""

    def wait(_: Path, __: Layout) -> Reading:
        time.sleep(7)
        return Reading(decisions=[Decision("child", "read")])

    monkeypatch.setattr(child, "open_table", wait)
    assert open_in_child(empty(tmp_path / "f"), layout(), seconds=1).decisions[0].value == "read"


def test_a_worker_that_is_a_daemon_reads_too(tmp_path: Path) -> None:
    """As a worker of Celery is, to which multiprocessing refuses children."""
    path = plain(tmp_path / "f.xlsx")
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    process = context.Process(
        target=lambda: answers.put(READING.dump_json(open_in_child(path, layout()))), daemon=True
    )
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert answers.get() == READING.dump_json(open_table(path, layout()))


def test_a_child_that_never_answers_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "open_table", lambda *_: time.sleep(60))
    reading = Reader(patience=1).read(empty(tmp_path / "f"), layout())
    assert rules(reading) == [("file_took_too_long", None)]


def test_an_answer_of_another_shape_is_a_finding_that_does_not_quote_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Strange:
        @staticmethod
        def dump_json(_: Reading) -> bytes:
            return b'{"tables": "Rosaura"}'

        validate_json = READING.validate_json

    monkeypatch.setattr(child, "READING", Strange)
    reading = open_in_child(plain(tmp_path / "f.xlsx"), layout())
    assert rules(reading) == [("file_failed", None)]
    assert "Rosaura" not in repr(reading)


def test_what_a_parser_prints_reaches_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def panic(_: Path, __: Layout) -> Reading:
        os.write(2, b"panicked at the row of Rosaura")
        return Reading()

    monkeypatch.setattr(child, "open_table", panic)
    assert open_in_child(empty(tmp_path / "f"), layout()).findings == []
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("extra", [0, 1])
def test_a_cell_longer_than_a_sheet_can_hold_waits(tmp_path: Path, extra: int) -> None:
    """Rules look at each character; a cell of megabytes would hold up a country."""
    path = tmp_path / "f.csv"
    text(path, "Clave;Fecha;Forma\nA-1;2024-03-01;amenaza\nA-2;2024-03-02;" + "x" * (32_767 + extra) + "\n")
    broken = {rule for rule, _ in rules(open_in_child(path, layout("delimited")))}
    assert ("cell_too_long" in broken) is bool(extra)


def test_the_child_holds_no_file_of_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.fileno()

        def look(_: Path, __: Layout) -> Reading:
            try:
                os.fstat(number)
            except OSError:
                return Reading(decisions=[Decision("socket", "closed")])
            return Reading(decisions=[Decision("socket", "open")])

        monkeypatch.setattr(child, "open_table", look)
        readings = [open_in_child(empty(tmp_path / "f"), layout()) for _ in range(2)]
    assert [reading.decisions[0].value for reading in readings] == ["closed", "closed"]
