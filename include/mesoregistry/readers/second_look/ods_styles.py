"""Styles of an ods that change what a cell says (OpenDocument 1.3, part 3, 16.2, 16.29, 20.380)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
STYLE, NUMBER = (f"{{{OASIS.format(name)}}}" for name in ("style", "datastyle"))


@dataclass(slots=True)
class Styles:
    """By name of style: ``digits`` that a number shows at least; ``shown``: characters of a date; ``struck``."""

    digits: dict[str, int] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)

    def add(self, element: Any) -> bool:
        """Take in a style; whether the element was one."""
        name = element.get(f"{STYLE}name", "")
        if element.tag == f"{NUMBER}number-style":
            self.digits[name] = _digits(element)
        elif element.tag == f"{NUMBER}date-style":
            self._add_date(name, element)
        elif element.tag == f"{STYLE}style":
            self._add_style(name, element)
        else:
            return False
        return True

    def _add_date(self, name: str, element: Any) -> None:
        shown = {part.tag.removeprefix(NUMBER) for part in element}
        if "year" in shown and not {"day", "hours"} & shown:
            self.shown[name] = len("2024-05" if "month" in shown else "2024")

    def _add_style(self, name: str, element: Any) -> None:
        data = element.get(f"{STYLE}data-style-name", "")
        self.digits[name] = self.digits.get(data, 0)
        if data in self.shown:
            self.shown[name] = self.shown[data]
        properties = element.find(f"{STYLE}text-properties")
        if properties is not None:
            lines = (properties.get(f"{STYLE}text-line-through-{kind}", "none") for kind in ("style", "type"))
            if any(line != "none" for line in lines):
                self.struck.add(name)


def _digits(style: Any) -> int:
    """Of a format of whole numbers, the digits it shows at least."""
    number = style.find(f"{NUMBER}number")
    if number is None or number.get(f"{NUMBER}decimal-places", "0") != "0":
        return 0
    return int(number.get(f"{NUMBER}min-integer-digits", "0"))
