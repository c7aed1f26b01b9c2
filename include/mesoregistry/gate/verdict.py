"""What the gate says of a run: which files go back, which rows wait, which rules could not be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mesoregistry.findings import Language
from mesoregistry.gate.rule_text import words


@dataclass(frozen=True)
class Verdict:
    """``stopped``: submission -> rules that return it. ``counts``: severity -> findings.

    ``broken``: rules that could not be asked; nothing is accepted then. ``failed``: rules of the marts.
    """

    run: int | None
    stopped: Mapping[int, list[str]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def success(self) -> bool:
        return not (self.stopped or self.broken or self.failed)

    def words(self, language: Language = "es") -> str:
        """In words, without a value: ``devuelto el envío 12: Falta la columna «…».``"""
        es = language == "es"
        parts = []
        if self.broken:
            said = "no se pudieron evaluar las reglas" if es else "these rules could not be asked:"
            parts.append(f"{said} {', '.join(self.broken)}")
        for submission, rules in self.stopped.items():
            said = "devuelto el envío" if es else "returned: submission"
            parts.append(f"{said} {submission}: {' '.join(words(rule, language) for rule in rules)}")
        parts += [f"{rule}: {words(rule, language)}" for rule in self.failed]
        if not parts:
            return "Todo pasa la puerta." if es else "Everything passes the gate."
        return "; ".join(parts)
