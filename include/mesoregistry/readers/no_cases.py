"""Rows under a header that are no cases, each by itself: totals, notes, the header again, a row of tags."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from mesoregistry.readers.cell_errors import is_error
from mesoregistry.readers.header_again import is_header

LABEL = (
    r"(gran |sub[- ]?)?total(es)?\b[^\d:=]*|[Σ∑]|suma(s|toria)?( total)?( de [^\d:=]+)?|"
    r"t o t a l|(son|hay|van|suman)(?= +\d)|"
    r"(casos|agresiones|registros|hechos)( registrad[oa]s| del mes)?(?= *[:=] *\d)|"
    r"(n\.?|no\.?|núm\.?|número|num\.?|cantidad) (total )?de [^\d:=]+"
)
COUNTED = r"casos?|agresi[oó]n(es)?|registros?|hechos?|filas?|cases|attacks|rows"
TOTAL = re.compile(
    rf"\s*(?P<label>(gran )?total(es)? (19|20)\d\d|{LABEL})\s*[:=]?\s*"
    rf"((?P<number>[\d.,]+)\s*({COUNTED})?)?\s*\.?",
    re.I,
)
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\s*[\d.,]+\s*%?\s*")
COUNT = re.compile(rf"\s*(?P<number>[\d.,]+)\s*(%|{COUNTED})?\s*\.?\s*", re.I)  # 7 casos
# of the Humanitarian Exchange Language: #affected+f
TAG = re.compile(r"\s*#[^\W\d_][^\s!?+]*(\s*\+\s*\w+)*\s*")
MONTH = "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic"
STATISTIC = re.compile(
    r"\s*(promedio|media|mediana|m[áa]ximo|m[íi]nimo|porcentaje|average|mean)\b[^\d]*", re.I
)
SIGNED = re.compile(
    r"\s*((revis|elabor|aprob|autoriz|prepar|digit|registr)(ado|ada|ó|o) ?(por)?|(firma|vo\.? ?bo|responsable)\b[^:]*)"
    r"\s*:\s*",
    re.I,
)
# beside its text: Nota | ..., Fecha de corte | ...; a count of a part of the cases
LABELLED = re.compile(
    r"\s*(notas?|obs(ervaci[oó]n(es)?)?|aclaraci[oó]n(es)?|fuentes?|notes?|sources?|actualizado|actualizaci[oó]n|"
    r"fecha de (corte|elaboraci[oó]n|actualizaci[oó]n)|"
    r"(casos|agresiones|registros|hechos|cases) [^\W\d]+( [^\W\d]+)?)\s*:?\s*",
    re.I,
)
# a line drawn by hand, the end, the title of a month or of half of it, a count of rows: each is a whole text
LINE = (
    r"[-=_*~·.–—#]{3,}|fin|the end|\d+ (casos?|registros?|agresiones|hechos|filas|cases|rows)( en total)?\.?|"
    r"[uú]ltima (l[ií]nea|fila)|(©|copyright\b).*|\(?\d+ (rows?|filas?|records?) (affected|afectadas|selected)\)?|"
    r"n *= *\d+|"
    r"(casos|agresiones|registros|hechos|cases) [^\W\d]+( [^\W\d]+)? *[:=] *\d+|"
    r"(export(ed|ad[oa]|aci[oó]n)|generad[oa]|generated|printed|impres[oa]|descargad[oa]|downloaded)\b.*\d.*|"
    rf"(mes de |(primera|segunda) (quincena|semana)( de)? ?)?({MONTH})[a-zé]*\.?( de(l)?)?( (19|20)\d\d)?"
    r"(\W+(primera|segunda) (quincena|semana))?"
)
NOTE = re.compile(
    rf"\s*({LINE})\s*$|"
    r"\s*(\*+|\(\*+\)|[¹²³†])\s*\w+\W+\w+\W+\w|\s*[\[(]?(notas?|obs(ervaci[oó]n(es)?)?|fuentes?|elabor(ad[oa]s?|aci[oó]n|ó)|"
    r"(última |fecha de )?actualiza(d[oa]s?|ci[oó]n)|fecha de (corte|elaboraci[oó]n)|(los |estos )?datos (preliminares|"
    r"parciales|al|con corte|son)|informaci[oó]n (preliminar|al|con corte)|p[aá]gina \d|(esta|la presente) (tabla|hoja|"
    r"matriz)|est[eo] (cuadro|archivo|registro)|cifras|revis(ado|ó)|aprob(ado|ó)|fin de(l| la)|notes?|sources?|updated|"
    r"(last )?update|prepared by|data as of|page \d|end of)\b(?!\s*\d+\s*$)(?=\W+\w)",
    re.I,
)
SEPARATOR = "\x1e"  # between records, in ASCII
ALIKE = str.maketrans("123456789", "0" * 9)
WHOLE = (TOTAL, STATISTIC, SIGNED, LABELLED)
# where these ask for the digits of a year, any four of them will do
WHOLE_SHAPES = tuple(re.compile(pattern.pattern.replace("(19|20)", r"\d\d"), re.I) for pattern in WHOLE)
NOTE_SHAPE = re.compile(NOTE.pattern.replace("(19|20)", r"\d\d"), re.I)


def no_case(cells: Sequence[str | None], headers: Sequence[str], is_first: bool) -> str | None:
    """The rule that a row breaks which is no case; ``None`` for any other row.

    Args:
        is_first: whether the row stands right under the header, where a form writes its questions once more.
    """
    filled = [(position, cell) for position, cell in enumerate(cells) if cell]
    if not filled:
        return None
    first = filled[0][1]
    if (
        max(len(cells), len(headers)) > 2
        and TOTAL.fullmatch(first)
        and all(COUNT.fullmatch(c) for _, c in filled[1:])
    ):
        return "totals_row"
    if first.lstrip().startswith("#") and all(
        TAG.fullmatch(cell) and not is_error(cell) for _, cell in filled
    ):
        return "tags_row"
    if is_note(filled, headers):
        return "note_row"
    return "header_again" if is_header(filled, headers, is_first) else None


def begin_no_case(texts: Collection[str]) -> frozenset[str]:
    """Those with which a row may begin that is a total, a note, a signature or a row of tags."""
    # running keys differ in their digits alone: one look at what they have in common is enough for thousands
    shapes = _shapes(texts)
    telling = {shape for shape in set(shapes) if _begins(shape, WHOLE_SHAPES, NOTE_SHAPE)}
    pairs = zip(texts, shapes, strict=True)
    return frozenset(text for text, shape in pairs if shape in telling and _begins(text, WHOLE, NOTE))


def _shapes(texts: Collection[str]) -> list[str]:
    """Each text with its digits alike; all are changed as one text, which takes a third of the time."""
    shapes = SEPARATOR.join(texts).translate(ALIKE).split(SEPARATOR)
    return shapes if len(shapes) == len(texts) else [text.translate(ALIKE) for text in texts]


def _begins(text: str, whole: Sequence[re.Pattern[str]], note: re.Pattern[str]) -> bool:
    return (
        text.lstrip().startswith("#") or any(p.fullmatch(text) for p in whole) or note.match(text) is not None
    )


def is_note(filled: Sequence[tuple[int, str]], headers: Sequence[str]) -> bool:
    """Whether a row says one thing, at its beginning, and begins as notes do; or who signs, or a statistic."""
    first, others = filled[0][1], [cell for _, cell in filled[1:]]
    if STATISTIC.fullmatch(first) and others and all(NUMBER.fullmatch(cell) for cell in others):
        return True
    if (SIGNED.fullmatch(first) or LABELLED.fullmatch(first)) and len(filled) == 2 < len(headers):
        return True
    return alone(filled, headers) and NOTE.match(first) is not None


def alone(filled: Sequence[tuple[int, str]], headers: Sequence[str]) -> bool:
    """Whether a row holds one text, in one of its first two cells or over several that are merged."""
    return len(headers) > 2 and filled[0][0] < 2 and len({cell for _, cell in filled}) == 1


def is_head(cell: tuple[int, str], before: Sequence[str | None], after: Sequence[str | None]) -> bool:
    """Whether a text alone in its row, in capitals or with a colon, heads the rows below: its key has no digits."""
    position, text = cell
    keys = [row[position] if position < len(row) else None for row in (before, after) if any(row)]
    is_marked = text.isupper() or text.rstrip().endswith(":")
    return (
        is_marked and any(after) and not DIGIT.search(text) and all(key and DIGIT.search(key) for key in keys)
    )
