"""What the pages say beyond the ledger's own words: names of actions, reasons, roles, and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language

from mesoregistry.catalog.registries import registries
from mesoregistry.comparison.differences import Kind
from mesoregistry.findings import Language, Text
from mesoregistry.intake.answers import Reason
from mesoregistry.ledger import Action
from mesoregistry.portal.models import Role
from mesoregistry.vault.marks import PATTERN

SEALED = Text("(dato protegido)", "(protected)")
ACTIONS: dict[str, Text] = {
    Action.RECEIVED: Text("Se recibió y se guardó sellada", "Received and kept under seal"),
    Action.RECEIVED_AGAIN: Text("Se recibió otra vez", "Received again"),
    Action.LANDED: Text("Se leyó", "Read"),
    Action.JUDGED: Text("Se revisó", "Checked"),
    Action.RETURNED: Text("Se devolvió", "Returned"),
    Action.KEPT: Text(
        "Se leyó otra vez; lo que contaba sigue contando", "Read anew; what counted goes on counting"
    ),
    Action.NOTHING_HAPPENED: Text("El equipo dijo: sin agresiones", "The team said: no attacks"),
    Action.ASKED: Text("Quedó una pregunta para el equipo", "A question was left for the team"),
    Action.ACCEPTED: Text("Entró al registro", "Entered the registry"),
    Action.CONFIRMED: Text("El equipo confirmó los valores", "The team confirmed the values"),
    Action.APPROVED: Text(
        "La coordinación dio por buenos los valores", "The coordination approved the values"
    ),
    Action.REPLACED: Text("La reemplazó una versión nueva", "Replaced by a newer version"),
    Action.REINSTATED: Text("Volvió a contar", "Counts again"),
    Action.REOPENED: Text("Se abrió otra vez para revisarla", "Opened again for checking"),
    Action.WITHDRAWN: Text("El equipo la retiró", "Withdrawn by the team"),
    Action.SENT_BACK: Text("La coordinación la devolvió", "Sent back by the coordination"),
    Action.RESTORED: Text("Se deshizo: cuenta otra vez", "Undone: it counts again"),
    Action.ERASED: Text("Se borró", "Erased"),
    Action.PERSON_ERASED: Text("Se borró a una persona", "A person was erased"),
    Action.EXPIRED: Text(
        "Se cumplió el plazo: se borraron nombres y archivo", "The term is over: names and file were erased"
    ),
}
REASONS: dict[str, Text] = {
    Reason.WRONG_FILE: Text("No era este archivo", "It was not this file"),
    Reason.WRONG_PERIOD: Text("No era este mes", "It was not this month"),
    Reason.REPEATED: Text("Ya estaba presentado", "It had been filed already"),
    Reason.ASKED: Text("Lo pidió una persona nombrada en él", "A person named in it asked for it"),
    Reason.OTHER: Text("Otra razón", "Another reason"),
}
ROLES: dict[str, Text] = {
    Role.TEAM: Text("Equipo de país", "Country team"),
    Role.COORDINATOR: Text("Coordinación", "Coordination"),
    Role.AUDITOR: Text("Auditoría", "Audit"),
}
DIFFERENCES: dict[str, Text] = {
    Kind.NEW: Text("Casos nuevos", "New cases"),
    Kind.LATE: Text("Casos nuevos de meses anteriores", "New cases of earlier months"),
    Kind.CORRECTED: Text("Casos corregidos", "Corrected cases"),
    Kind.GONE: Text("Casos que ya no están", "Cases that are gone"),
    Kind.UNCHANGED: Text("Casos sin cambio", "Unchanged cases"),
}
EMPTY = Text("(vacío)", "(empty)")
DECISIONS: dict[str, Text] = {
    "sheets": Text("Hojas leídas", "Sheets read"),
    "header_row": Text("Fila de encabezado", "Header row"),
}
FORMATS: dict[str, Text] = {
    "workbook": Text("hoja de cálculo", "spreadsheet"),
    "delimited": Text("texto (CSV)", "text (CSV)"),
    "kobo": Text("exportación de KoboToolbox", "export of KoboToolbox"),
    "uwazi": Text("exportación de Uwazi", "export of Uwazi"),
}


def language() -> Language:
    """The language of this page."""
    return "en" if get_language() == "en" else "es"


def layout_of(country: str, layout: str) -> str:
    """What kind of file a layout is for; empty for one that the country does not have."""
    formats = (
        each.format
        for source in registries()[country].sources
        for each in source.layouts
        if each.id == layout
    )
    return FORMATS[kind].in_(language()) if (kind := next(formats, None)) else ""


def decisions(made: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What the reader decided, each with its title."""
    return [
        (title.in_(language()), ", ".join(dict.fromkeys(made[kind])))
        for kind, title in DECISIONS.items()
        if kind in made
    ]


def month_name(month: dt.date, spoken: Language | None = None) -> str:
    """``mayo de 2024``, in the language of the page or in another."""
    return str(format_skeleton("yMMMM", month, locale=spoken or language()))


def day_name(day: dt.date) -> str:
    """``3 de mayo de 2024``."""
    return str(format_date(day, "long", locale=language()))


def without_marks(text: str) -> str:
    """A stored text with what is sealed in the vault left out."""
    return PATTERN.sub(SEALED.in_(language()), text)
