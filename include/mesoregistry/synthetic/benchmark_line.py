"""A line of the bench, and how its processor time is measured."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. ``value``: the least processor time of its runs; ``base``: the line it is compared with.

    ``reach``: its limit, a ratio where there is a base, else seconds (megabytes where ``unit`` is MB).
    """

    name: str
    rows: int
    value: float
    base: str | None = None
    ratio: float | None = None
    reach: float | None = None
    unit: str = "s"


def seconds(
    action: Callable[[], object], runs: int = 2, of_others: Callable[[], float] = lambda: 0.0
) -> float:
    """Of processor time, its own and that of processes it waits for: what else the machine does changes it little.

    ``of_others``: the processor time, so far, of processes that work for it, as a server does.
    """
    taken = []
    for _ in range(runs):
        began = _processor_time() + of_others()
        action()
        taken.append(_processor_time() + of_others() - began)
    return min(taken)


def _processor_time() -> float:
    usages = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
