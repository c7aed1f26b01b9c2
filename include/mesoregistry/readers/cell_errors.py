"""Errors of a spreadsheet that stand as text: what a CSV keeps of them, or a cell whose values were pasted."""

from __future__ import annotations

import re

# What is shown where a value is not available has no common shape; the languages of Excel and LibreOffice:
NOT_AVAILABLE = (
    "N/A", "N/D", "ND", "N/V", "NV", "N/B", "N/DISP", "I/T", "I/R", "YOK", "Н/Д", "Н/Б", "NAV", "SAKNAS", "PUUTTUU",
    "HIÁNYZIK", "BRAK", "GETTING_DATA", "OBTENIENDO_DATOS",
)  # fmt: skip
# What is left of them where somebody took the mark away:
WITHOUT_MARK = (
    "REF", "DIV/0", "NAME", "NOMBRE", "VALUE", "VALOR", "NULL", "NULO", "NUM", "NÚM", "ERROR", "N/A N/A",
    "DELETED", "ELIMINADO",
)  # fmt: skip
# The others end in a mark: #REF!, #¡DIV/0!, #¿NOMBRE?, #WERT!, #NAME?
MARKED = r"[¡¿]?[^\W\d_][\w/.ÑÁÉÍÓÚ-]*(?: ?[\w/.-]+)?[!?]"
NAMED = "|".join(map(re.escape, (*NOT_AVAILABLE, *WITHOUT_MARK)))
# Err:502 of LibreOffice, in its languages; ##### of a column that was too narrow when the file was saved as text;
# =#REF! of a formula; #¡DIV/0 without its mark
NUMBERED = r"(?:err[: ]\d{3}|(?:err(?:eur|ore?|o)?|fehler|fout|chyba|błąd) ?[: ] ?5\d\d)"
ONE = rf"(?:[=¡]?\#(?:{NAMED})!?|[=¡]?\#{MARKED}|\#[¡¿][\w/]+|{NUMBERED}|\#{{3,}})"
WHOLE = re.compile(rf"\s*{ONE}\s*", re.IGNORECASE)
IN_A_LIST = re.compile(rf"(?:^|[;|,\n\x1f])\s*{ONE}\s*(?:$|[;|,\n\x1f])", re.IGNORECASE)
# a formula that is shown, or was saved, in the place of its value: =A2, ='Hoja 1'!$B$3&"-", =SUMA(C2:C9); Excel and
# LibreOffice write their names in capitals, so that a sentence is none
FORMULA = re.compile(
    r"\s*['’]?=[@+-]?\(*(?:(?:'[^']{1,40}'|\$?[^\W\d]\w{0,39})[!.])?"
    r"(?:\$?[A-Z]{1,3}\$?\d{1,7}(?![\w.-])|[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ\d.]+\().*",
    re.DOTALL,
)
# no error is without one of these
SIGNS = ("#", "=", "rr:", "rr ", "rror", "rro:", "rro ", "reur", "ehler", "out:", "hyba", "łąd")
LONGEST = 200  # a longer text is a narrative, which may quote an error


def is_error(text: str) -> bool:
    """Whether a cell holds an error of a spreadsheet, alone or in a list, or a formula where its value should be."""
    if not any(sign in text for sign in SIGNS):
        return False
    if WHOLE.fullmatch(text) or FORMULA.fullmatch(text):
        return True
    return len(text) < LONGEST and IN_A_LIST.search(text) is not None
