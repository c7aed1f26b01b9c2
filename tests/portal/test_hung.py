"""A portal that lives and answers nobody is started anew, by the supervisor's own look at it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mesoregistry.local import portal_service, supervisor
from mesoregistry.local.holders import PORTAL
from mesoregistry.local.service import Service
from mesoregistry.local.watch import Silence, Watch
from mesoregistry.settings import Settings
from tests.conftest import free_port
from tests.local.processes import until


@pytest.fixture
def signals() -> Iterator[None]:
    """The supervisor takes two signals for itself: in a process of tests the next test needs what they did before."""
    taken = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in taken.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
def test_a_portal_that_hangs_is_started_anew(config: Settings, tmp_path: Path) -> None:
    own = config.model_copy(
        update={"home": tmp_path, "secrets_folder": config.secrets, "portal_port": free_port()}
    )
    own.run.mkdir()
    own.logs.mkdir()
    (own.home / "archive").mkdir()
    service = Service(PORTAL, portal_service.COMMAND, portal_service.prepare(own))
    silence = Silence(
        PORTAL, partial(portal_service.is_alive, own), lambda: supervisor.written(own).get(PORTAL)
    )
    watches = [Watch(0.5, silence.stuck)]
    boss = supervisor.Supervisor([service], os.environ, own.run, own.logs, 5.0, watches)
    lives: list[object] = []

    def hang_it_once() -> None:
        try:
            until(lambda: silence.heard is not None, 60)
            first = supervisor.written(own)[PORTAL]
            for process in first.members():
                process.suspend()
            until(lambda: silence.heard not in (None, first), 90)
            lives.extend([first, supervisor.written(own)[PORTAL]])
        finally:
            boss.stop.set()

    other = threading.Thread(target=hang_it_once)
    other.start()
    began = time.monotonic()
    boss.run()
    other.join()
    assert len(lives) == 2
    assert time.monotonic() - began < 150


def test_a_service_that_never_answered_is_left_to_start() -> None:
    answers = iter([False] * 5 + [True] + [False] * 4)
    silence = Silence("x", lambda seconds: next(answers), lambda: "life")
    assert [bool(silence.stuck()) for _ in range(10)] == [False] * 8 + [True, False]
