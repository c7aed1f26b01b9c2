"""A program in the place of a parser tries what a hostile file would make it do; each measure is also tried alone."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mesoregistry.catalog.model import Layout
from mesoregistry.readers import child, sandbox
from mesoregistry.readers.child import open_in_child
from mesoregistry.readers.sandbox import SandboxRefused
from mesoregistry.readers.table import Decision, Reading
from tests.conftest import environment
from tests.readers.files import layout, plain


def outcomes(
    monkeypatch: pytest.MonkeyPatch, path: Path, attempts: dict[str, Callable[[], object]]
) -> dict[str, str]:
    """What became of each attempt of a program that reads ``path``: its result, or the type of what it raised."""

    def attempt(action: Callable[[], object]) -> str:
        try:
            return repr(action())
        except Exception as error:
            return type(error).__name__

    def program(_: Path, __: Layout) -> Reading:
        return Reading(decisions=[Decision(name, attempt(action)) for name, action in attempts.items()])

    monkeypatch.setattr(child, "open_table", program)
    return {decision.name: decision.value for decision in open_in_child(path, layout()).decisions}


def test_it_reads_its_file_and_no_other(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = plain(tmp_path / "own.xlsx"), plain(tmp_path / "other.xlsx")
    secret = home / "secrets" / "of_this_test"  # a name that no other test reads
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.touch(0o600)  # as every secret is: the doctor looks at all of them
    secret.write_text("key")
    assert outcomes(
        monkeypatch,
        own,
        {
            "own": lambda: own.read_bytes()[:2],
            "other": other.read_bytes,
            "list": lambda: os.listdir(tmp_path),
            "secret": secret.read_text,
            "passwd": Path("/etc/passwd").read_text,
            "environment of the parent": Path(f"/proc/{os.getpid()}/environ").read_bytes,
            "memory of the parent": Path(f"/proc/{os.getpid()}/mem").read_bytes,
            "write own": lambda: own.write_bytes(b""),
            "write new": lambda: (tmp_path / "new").write_bytes(b"x"),
            "write code": lambda: (Path(sandbox.__file__).parent / "x.py").write_bytes(b""),
            "delete": other.unlink,
        },
    ) == {"own": "b'PK'"} | dict.fromkeys(
        (
            "other", "list", "secret", "passwd", "environment of the parent", "memory of the parent", "write own",
            "write new", "write code", "delete",
        ),
        "PermissionError",
    )  # fmt: skip
    assert other.exists() and own.stat().st_size > 0 and not (tmp_path / "new").exists()


def test_it_starts_nothing_and_speaks_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def call(function: str, *arguments: object) -> None:
        if getattr(libc, function)(*arguments) == -1:
            raise OSError(ctypes.get_errno(), function)

    attempts: dict[str, Callable[[], object]] = {
        "internet": lambda: socket.socket(socket.AF_INET),
        "local": lambda: socket.socket(socket.AF_UNIX),
        "fork": os.fork,
        "exec": lambda: os.execv("/bin/true", ["true"]),
        "signal": lambda: os.kill(parent, 0),
        "trace": lambda: call("ptrace", 16, parent, 0, 0),
        "name space": lambda: call("unshare", 0x10000000),
        "memory file": lambda: os.memfd_create("x"),
        "lift a limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)),
    }
    assert outcomes(monkeypatch, plain(tmp_path / "f.xlsx"), attempts) == dict.fromkeys(
        attempts, "PermissionError"
    ) | {"lift a limit": "ValueError"}


def test_its_limits_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    kinds = {"core": resource.RLIMIT_CORE, "size": resource.RLIMIT_FSIZE, "processes": resource.RLIMIT_NPROC}
    attempts: dict[str, Callable[[], object]] = {
        name: partial(resource.getrlimit, kind) for name, kind in kinds.items()
    }
    attempts["files"] = lambda: resource.getrlimit(resource.RLIMIT_NOFILE)
    attempts["environment"] = lambda: dict(os.environ)
    attempts["memory"] = lambda: 0 < resource.getrlimit(resource.RLIMIT_AS)[1] < 1 << 50
    attempts["time"] = lambda: resource.getrlimit(resource.RLIMIT_CPU)
    assert outcomes(monkeypatch, plain(tmp_path / "f.xlsx"), attempts) == {
        "core": "(0, 0)",
        "size": "(0, 0)",
        "processes": "(0, 0)",
        "files": "(64, 64)",
        "environment": "{}",
        "memory": "True",
        "time": "(120, 121)",
    }


def test_without_capabilities_root_is_a_user_like_any_other(tmp_path: Path) -> None:
    def status() -> list[str]:
        sandbox.no_capabilities(tmp_path)
        return Path("/proc/self/status").read_text().splitlines()

    assert _in_child(status) == ("0" * 16, "0" * 16)


def _in_child(work: Callable[[], list[str]]) -> tuple[str, str]:
    """The effective and the permitted capabilities that a forked process sees after ``work``."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=lambda: theirs.send(work()))
    process.start()
    lines = {line.split(":")[0]: line.split(":")[1].strip() for line in ours.recv() if ":" in line}
    process.join()
    return lines["CapEff"], lines["CapPrm"]


@pytest.mark.parametrize("measure", [measure.__name__ for measure in sandbox.MEASURES])
def test_a_measure_that_is_refused_leaves_the_file_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measure: str
) -> None:
    def refused(_: Path) -> None:
        raise OSError

    refused.__name__ = measure
    measures = [refused if m.__name__ == measure else m for m in sandbox.MEASURES]
    monkeypatch.setattr(sandbox, "MEASURES", measures)
    path = plain(tmp_path / "f.xlsx")
    with pytest.raises(SandboxRefused, match=measure):
        open_in_child(path, layout())
    with environment(MESO_SANDBOX="optional"):
        assert open_in_child(path, layout()).tables
