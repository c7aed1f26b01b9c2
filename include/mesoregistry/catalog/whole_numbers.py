"""Whole numbers that a program wrote with decimals."""

from __future__ import annotations

import re

WHOLE = re.compile(r"(\d+)[.,]0+")


def without_decimals(text: str) -> str:
    """``7`` of ``7.0`` and ``7,00``; any other text as it is."""
    match = WHOLE.fullmatch(text)
    return match[1] if match else text
