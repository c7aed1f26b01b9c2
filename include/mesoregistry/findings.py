"""A finding: one problem in an extract, with its cell, in Spanish and English.

The lowest layer of the package. Readers, the catalogue and the gate all report through it, so that a
team gets every problem at once and in one shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import ClassVar, Literal

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, Language] = ("es", "en")


class Severity(StrEnum):
    """What a finding does to the load."""

    STOP = "stop"  # the file is returned whole
    ERROR = "error"  # the row is kept out until it is corrected
    WARNING = "warning"  # the row waits until the team confirms the value
    NOTE = "note"  # shown to the team; nothing waits


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the two languages of the registry. In YAML: a mapping with exactly ``es`` and ``en``."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    es: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in one language."""
        return self.es if language == "es" else self.en

    def format(self, **values: object) -> Text:
        """Both texts with their placeholders filled, by a ``Text`` in its language.

        Raises:
            KeyError: a placeholder has no value.
        """
        es, en = (
            {name: value.in_(spoken) if isinstance(value, Text) else value for name, value in values.items()}
            for spoken in LANGUAGES
        )
        return Text(self.es.format(**es), self.en.format(**en))


def joined(texts: Iterable[Text], separator: str = ", ") -> Text:
    """Texts one after the other, in each language."""
    listed = list(texts)
    return Text(*(separator.join(text.in_(spoken) for text in listed) for spoken in LANGUAGES))


QUOTED = Text("«{text}»", "“{text}”")  # what somebody wrote, in any message
SEVERITY_NAMES = {
    Severity.STOP: Text("devuelve el archivo", "returns the file"),
    Severity.ERROR: Text("por corregir", "to correct"),
    Severity.WARNING: Text("por confirmar", "to confirm"),
    Severity.NOTE: Text("aviso", "note"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where something stands in a file, as a person sees it in Excel: row counted from 1, column as letters.

    ``sheet`` is ``None`` in a text file; without ``row`` the whole sheet or column is meant.
    """

    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """``Hoja1!C7``, as Excel writes it."""
        sheet = f"{self.sheet}!" if self.sheet else ""
        return f"{sheet}{self.column or ''}{self.row or ''}"


WHOLE_FILE = Address()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``value`` is empty for every field of the vault, whatever the rule.

    ``quotes``: texts of the file (a header, the title of a sheet) that the message repeats between quotation marks;
    what is stored outside the vault has a mark in their place.

    ``sheet``/``row``/``column`` are the address a person sees in Excel (row counted from 1, column as
    letters). ``record`` is the landed record that waits, ``None`` for a finding about the whole file.
    """

    rule: str
    severity: Severity
    message: Text
    remedy: Text
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None
    value: str | None = None
    expected: Text | None = None
    record: int | None = None
    quotes: tuple[str, ...] = ()

    @property
    def scope(self) -> Literal["file", "cell"]:
        """Whether it is about the whole file or about a row or cell."""
        return "file" if self.row is None else "cell"

    @property
    def cell(self) -> str | None:
        """``Hoja1!C7``, as Excel writes it; ``None`` for a finding about the whole file."""
        return None if self.row is None else str(Address(self.sheet, self.row, self.column))

    def as_json(self, language: Language = "es") -> dict[str, object]:
        """The stable shape of ``mesoregistry check --json`` (design, section 10)."""
        body = asdict(self)
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "scope": self.scope,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "value": body["value"],
            "message": self.message.in_(language),
            "remedy": self.remedy.in_(language),
            "expected": self.expected.in_(language) if self.expected else None,
        }
