"""What the values of a column look like, and how they may be shown: never a name, a phone or a narrative."""

from __future__ import annotations

import re

from mesoregistry.intake import lexical

DATE = re.compile(
    r"(\d{4}-\d{2}(-\d{2}([T ][\d:.+Z-]+)?)?|\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})( \d{1,2}:\d{2}.*)?|\d{1,2}/\d{4})"
)
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
PHONE = re.compile(r"\+?[\d ()./-]{7,}")
NAME = re.compile(r"([^\W\d_]\.?['’-]?)+( [^\W\d_]([^\W\d_]|['’.-])*){1,5}")
LETTER, DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
SHORT = 60
NULLS = ("", "-", "n/a", "s/d", "nd")  # those of every layout
MORE_NULLS = (
    "--", "---", ".", "n/d", "s/i", "na", "ninguno", "ninguna", "no aplica", "sin información", "sin informacion",
)  # fmt: skip
MARKS = {
    "yes": ("sí", "si", "s", "yes", "y", "verdadero", "true", "v", "1", "x"),
    "no": ("no", "n", "falso", "false", "f", "0"),
    "unknown": ("no se sabe", "sin dato", "desconocido", "nd", "s/d", "no sabe", "ns"),
}  # fmt: skip


def is_date(text: str) -> bool:
    return DATE.fullmatch(text.strip()) is not None


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text.strip()) is not None


def is_phone(text: str) -> bool:
    """Seven digits or more with the signs of a phone number, or an address of electronic mail."""
    return "@" in text or (PHONE.fullmatch(text.strip()) is not None and len(DIGIT.findall(text)) >= 7)


def is_boolean(text: str) -> bool:
    return any(text.strip().casefold() in marks for marks in MARKS.values())


def looks_like_name(text: str) -> bool:
    """Two to six words, two of them with a capital letter: ``Invented Person`` and ``Clínica Esperanza`` alike."""
    text = text.strip()
    return NAME.fullmatch(text) is not None and sum(word[:1].isupper() for word in text.split()) >= 2


def share(texts: list[str], test: object) -> float:
    """The part of the texts that pass a test; 0 of none."""
    assert callable(test)
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0.0


def shape(text: str) -> str:
    """``AA-9999`` of a key: letters and digits hidden, signs kept."""
    return DIGIT.sub("9", LETTER.sub("A", text))


WITHOUT_MEANING = frozenset(text.casefold() for text in (*NULLS, *MORE_NULLS))


def cleaned(cells: list[str | None]) -> list[str]:
    """The texts of a column, blanks folded, empty cells out, and those that mean nothing."""
    texts = (lexical.without_nulls(lexical.clean(cell), WITHOUT_MEANING) for cell in cells)
    return [text for text in texts if text]
