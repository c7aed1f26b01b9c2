"""The outcome of a run of the gate: which files go back, how many findings, which rules could not be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mesoregistry.findings import Language
from mesoregistry.gate.rule_text import rule_message


@dataclass(frozen=True)
class Verdict:
    """``stopped``: submission -> rules that return it. ``counts``: severity -> findings.

    ``broken``: rules that could not be evaluated; nothing is accepted then. ``failed``: rules of the marts that
    do not hold. ``run``: the number in ``ops.gate_run``, ``None`` when nothing was judged.
    """

    run: int | None
    stopped: Mapping[int, list[str]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def success(self) -> bool:
        """Whether nothing goes back, every rule could be evaluated, and the marts hold."""
        return not (self.stopped or self.broken or self.failed)

    def summary(self, language: Language = "es") -> str:
        """One sentence without any value: ``devuelto el envío 12: Falta la columna «…».``"""
        es = language == "es"
        parts = []
        if self.broken:
            start = "no se pudieron evaluar las reglas" if es else "these rules could not be asked:"
            parts.append(f"{start} {', '.join(self.broken)}")
        for submission, rules in self.stopped.items():
            start = "devuelto el envío" if es else "returned: submission"
            texts = " ".join(rule_message(rule, language) for rule in rules)
            parts.append(f"{start} {submission}: {texts}")
        parts += [f"{rule}: {rule_message(rule, language)}" for rule in self.failed]
        if not parts:
            return "Todo pasa la puerta." if es else "Everything passes the gate."
        return "; ".join(parts)
