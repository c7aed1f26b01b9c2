"""What the tests of this package ask about processes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psutil

from mesoregistry.findings import Text
from mesoregistry.settings import Settings


def silent(_text: Text) -> AbstractContextManager[None]:
    """A step of which nothing is shown."""
    return nullcontext()


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until ``holds()``; fail after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def command(process: psutil.Process) -> str:
    """Its command line; empty when it ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def of_ours(settings: Settings) -> dict[int, str]:
    """Every living process of this ``MESO_HOME``: by its words, its environment or its sockets.

    A way of its own, unlike that of ``down``, so that the one can be held to the other. Airflow writes titles
    over words and environment, but each of its processes holds a connection or its parent does.
    """
    ports = {settings.postgres_port, settings.airflow_port}
    at_ports = {c.pid for c in psutil.net_connections() for end in (c.laddr, c.raddr) if _port(end) in ports}
    processes: dict[int, str] = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words = " ".join(process.cmdline())
            named = str(settings.home) in words or process.environ().get("MESO_HOME") == str(settings.home)
            if named or process.pid in at_ports:
                for member in [process, *process.children(recursive=True)]:
                    processes[member.pid] = words or member.name()
    return {pid: words for pid, words in processes.items() if pid not in _ourselves()}


def listening(settings: Settings) -> set[tuple[str, int]]:
    """Where these processes listen: address and port."""
    pids = of_ours(settings)
    return {
        (c.laddr.ip, c.laddr.port)
        for c in psutil.net_connections()
        if c.laddr and c.status == psutil.CONN_LISTEN and c.pid in pids
    }


def _port(end: Any) -> int | None:
    return getattr(end, "port", None)


def _ourselves() -> set[int]:
    me = psutil.Process()
    return {me.pid, *(process.pid for process in me.parents())}
