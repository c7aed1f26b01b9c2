"""What people and programs type in the place of a value: errors, other letters, other dates, other words."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date

ERRORS = (
    "#¡DIV/0!",
    "#N/D",
    "#¡REF!",
    "#NAME?",
    "#DIV/0!",
    "#N/A",
    "#¿NOMBRE?",
    "#VALOR!",
    "#REF",
    "#DIV/0",
    "=#REF!",
    "#NAME",
)
DASHES = tuple(lambda text, dash=dash: text.replace("-", dash) for dash in "\u2212\u2011\u2013")
ENTITIES = str.maketrans(
    {"á": "&aacute;", "é": "&eacute;", "í": "&iacute;", "ó": "&oacute;", "ú": "&uacute;"}
)
CYRILLIC = str.maketrans("HMBP", "\u041d\u041c\u0412\u0420")


def _answer(yes: str, no: str) -> dict[str, str]:
    return {"s": yes, "n": no}


def spoken(text: str) -> str:
    return _answer("Verdadero", "FALSO").get(text[:1].lower(), text)


def short(text: str) -> str:
    return _answer("S", "N").get(text[:1].lower(), text)


def pointed(text: str) -> str:
    return _answer("SI.", "No.").get(text[:1].lower(), text)


def other_signs(day: dt.date, form: str) -> str:
    """The order of the layout, with signs that another program puts."""
    return f"{day:%d-%m-%Y}" if form.startswith("%d") else f"{day:%Y.%m.%d}"


def long(day: dt.date, form: str) -> str:
    return format_date(day, "EEEE d 'de' MMMM 'de' y", locale="es")


def serial(day: dt.date, form: str) -> str:
    return str((day - dt.date(1899, 12, 30)).days)
