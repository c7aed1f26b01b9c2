"""The first sheet of a template: what each column holds, how it is written, and an invented example."""

from __future__ import annotations

import datetime as dt
from math import ceil
from typing import Any

from mesoregistry.catalog.columns import Column
from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.layouts import Layout
from mesoregistry.findings import Language, Text
from mesoregistry.readers.own_sheets import TEMPLATE
from mesoregistry.template.allowed import Allowed, Cell, separator

TITLE = Text("Registro de {month}", "Registry of {month}")
STEPS = (
    Text(
        "Escriba los casos del mes en la hoja «{sheet}», uno por fila. No cambie los encabezados.",
        "Write the cases of the month in the sheet “{sheet}”, one a row. Do not change the headers.",
    ),
    Text(
        "Deje vacío lo que no sabe. No invente un día, una edad ni un nombre.",
        "Leave empty what you do not know. Do not make up a day, an age or a name.",
    ),
    Text(
        "Si solo conoce el mes o el año, escriba el mes o el año.",
        "If you know the month or the year alone, write the month or the year.",
    ),
    Text(
        "Los nombres, los teléfonos y el relato van solo en sus columnas: ahí se guardan bajo llave.",
        "Names, phones and the narrative go in their own columns alone: there they are kept under lock and key.",
    ),
    Text(
        "Guarde el archivo y preséntelo. Esta hoja no se cuenta; puede dejarla.",
        "Save the file and file it. This sheet is not counted; you may leave it in.",
    ),
)
HEADERS = (
    Text("Columna", "Column"), Text("Qué va", "What it holds"), Text("Cómo se escribe", "How it is written"),
    Text("Ejemplo inventado", "Invented example"), Text("Palabras de la lista", "Words of the list"),
)  # fmt: skip
WIDTHS = (34, 34, 44, 26, 80)  # characters
LINE = 13  # points
IGNORED = Text("No se registra; puede quedar vacía.", "Not taken; it may stay empty.")
SEVERAL = Text("Varios valores, separados por «{separator}»", "Several values, separated by “{separator}”")
BLANK = Text("un espacio", "a blank")
DATE = Text("Un día: {day}; o solo {other}", "A day: {day}; or only {other}")
YES_NO = Text("Sí o No; vacío si no se sabe", "Yes or No; empty when not known")
NUMBER = Text("Un número entero", "A whole number")
FROM_LIST = Text("Una palabra de la lista", "A word of the list")
FREE = Text("Texto", "Text")


def fill(sheet: Any, allowed: Allowed, cases: str, formats: dict[str, Any], language: Language) -> None:
    """Write the instructions for ``allowed``; ``cases`` is the name of the sheet of the cases."""
    layout = allowed.layout
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write_row(0, 0, [TEMPLATE, layout.id, layout.version], formats["mark"])
    sheet.write_string(1, 0, _title(allowed, language), formats["title"])
    for number, step in enumerate(STEPS, start=1):
        sheet.write_string(1 + number, 0, f"{number}. {step.in_(language).format(sheet=cases)}")
    first = len(STEPS) + 3
    for position, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.write_string(first, position, header.in_(language), formats["header"])
        sheet.set_column(position, position, width)
    for number, column in enumerate(layout.columns, start=first + 1):
        texts = _line(column, allowed, language)
        sheet.set_row(
            number,
            LINE * max(ceil((len(text) or 1) / width) for text, width in zip(texts, WIDTHS, strict=True)),
        )
        for position, text in enumerate(texts):
            sheet.write_string(number, position, text, formats["wrapped"])


def _title(allowed: Allowed, language: Language) -> str:
    from babel.dates import format_skeleton

    return TITLE.in_(language).format(month=format_skeleton("yMMMM", allowed.period, locale=language))


def _line(column: Column, allowed: Allowed, language: Language) -> tuple[str, ...]:
    name = f"{column.group}: {column.header}" if column.group else column.header
    if column.field is None:
        return name, "", IGNORED.in_(language), "", ""
    known = fields()[column.field]
    label = known.es if language == "es" else known.en
    terms = " · ".join(allowed.terms(column, language))
    return (
        name,
        label,
        _how(column, allowed.layout, language),
        _shown(allowed.example(column), column, allowed),
        terms,
    )


def _how(column: Column, layout: Layout, language: Language) -> str:
    assert column.field
    known = fields()[column.field]
    if (mark := separator(column)) is not None:
        return SEVERAL.in_(language).format(separator=BLANK.in_(language) if mark == " " else mark)
    if known.kind == "date" and not column.part:
        day, *others = [_as_typed(form) for form in (column.formats or layout.dates)]
        return DATE.in_(language).format(day=day, other=", ".join(others)) if others else day
    if known.kind == "boolean":
        return YES_NO.in_(language)
    if known.kind == "number" or column.part:
        return NUMBER.in_(language)
    return (FROM_LIST if known.list or column.field.startswith("admin") else FREE).in_(language)


def _as_typed(form: str) -> str:
    return dt.date(2024, 5, 14).strftime(form)


def _shown(example: Cell, column: Column, allowed: Allowed) -> str:
    if isinstance(example, dt.date):
        return example.strftime((column.formats or allowed.layout.dates)[0])
    return "" if example is None else str(example)
