"""What the supervisor looks at besides the lives of its services: the server, and whether work moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mesoregistry.local import postgres
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings

SILENT = 3  # looks without an answer
ANSWER = 5.0  # seconds for one; the supervisor looks at nothing else meanwhile
LONGEST_PAUSE = 60.0  # seconds before another look after looks that failed


@dataclass(slots=True)
class Watch:
    """``look`` is called every ``seconds``. It returns the services that must start anew, with the reason of each."""

    seconds: float
    look: Callable[[], Mapping[str, str]]
    due: float = 0.0
    failures: int = 0

    def take_turn(self, say: Callable[[str], None]) -> Mapping[str, str]:
        """Look when it is time. A look that fails is reported, and comes again after a growing pause."""
        if time.monotonic() < self.due:
            return {}
        try:
            stuck = self.look()
            self.failures = 0
        except Exception as error:  # whatever it is, the services go on
            stuck = {}
            self.failures += 1
            say(error.text.en if isinstance(error, LocalFault) else type(error).__name__)
        pause = min(2.0**self.failures, LONGEST_PAUSE) if self.failures else 0.0
        self.due = time.monotonic() + max(self.seconds, pause)
        return stuck


@dataclass(slots=True)
class Silence:
    """A service that answered once in its life and does not any more: ``SILENT`` looks later it must start anew.

    ``answers`` is given how many seconds it may take; ``session`` says which life of the service it is.
    """

    name: str
    answers: Callable[[float], bool]
    session: Callable[[], object]
    heard: object = None
    silent: int = 0

    def stuck(self) -> Mapping[str, str]:
        session = self.session()
        if self.answers(ANSWER):
            self.heard, self.silent = session, 0
            return {}
        self.silent = self.silent + 1 if session is not None and session == self.heard else 0
        if self.silent < SILENT:
            return {}
        self.silent = 0
        return {self.name: "does not answer"}


def keep_server(settings: Settings) -> Mapping[str, str]:
    """Start the embedded server when it does not run.

    Raises:
        LocalFault: it does not start.
    """
    if not settings.database_url and not postgres.running(settings):
        postgres.start(settings)
    return {}
