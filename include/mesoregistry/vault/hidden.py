"""Text that names a person: it is a text like any other, but shows nothing when it is printed."""

from __future__ import annotations


class Hidden(str):
    """``repr`` and ``%r`` give ``<hidden>``; so do tracebacks with locals, asserts and containers."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"
