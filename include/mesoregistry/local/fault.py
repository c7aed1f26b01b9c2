"""A fault of the machine, in both languages: what happened, and what to do."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.faults import Fault
from mesoregistry.findings import Text
from mesoregistry.settings import settings


class LocalFault(Fault):
    """Something on this machine keeps a service from running; ``log`` is where more is written."""

    def __init__(self, es: str, en: str, log: Path | None = None) -> None:
        self._text = Text(es, en)
        self.log = log
        super().__init__(en)

    @property
    def text(self) -> Text:
        return self._text

    def __str__(self) -> str:
        line = self.text.in_(settings().language)
        return f"{line} ({self.log})" if self.log else line
