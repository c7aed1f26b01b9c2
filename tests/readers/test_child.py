"""The child reads the same, and its death is a finding."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import child, open_table
from mesoregistry.readers.child import READING, Reader, open_in_child
from mesoregistry.readers.table import Decision, Reading
from tests.readers.files import layout, plain, rules, text


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
    os.kill(os.getpid(), signal.SIGKILL)
    return Reading()


@pytest.mark.parametrize("read", [_spin, _eat, _crash])
def test_a_child_that_ends_badly_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path, Layout], Reading]
) -> None:
    monkeypatch.setattr(child, "open_table", read)
    reading = open_in_child(tmp_path / "f", layout(), seconds=1)
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
        [decision] = open_in_child(tmp_path / "f", layout()).decisions
    if decision.value == "open":
        pytest.skip("this kernel grants no network namespace to us")
    assert decision.value == "OSError"


def test_one_child_reads_many_files_and_its_end_is_one_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, _: Layout) -> Reading:
        if path.name == "bad":
            os.kill(os.getpid(), signal.SIGKILL)
        return Reading(decisions=[Decision("child", str(os.getpid()))])

    monkeypatch.setattr(child, "open_table", read)
    with Reader(seconds=10) as reader:
        first, second, bad, third = (
            reader.read(tmp_path / name, layout()) for name in ("a", "b", "bad", "c")
        )
    assert rules(bad) == [("file_took_too_long", None)]
    assert first.decisions == second.decisions != third.decisions


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
        with Reader() as reader:
            readings = [reader.read(tmp_path / "f", layout()) for _ in range(2)]
    assert [reading.decisions[0].value for reading in readings] == ["closed", "closed"]
