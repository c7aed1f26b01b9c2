"""Three files that no sample of the project resembles, as teams of other countries might keep them. All invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from tests.sheets import save_sheets

NAMES = (
    "Yarisel Quintanar Ovalle",
    "Maribel Zárate Pinzón",
    "Dilcia Camarena Rudas",
    "Noris Atencio Villalaz",
)
PHONES = ("+507 6123-9871", "6455-0192", "+507 6001-7733", "6899-4410")
STORIES = (
    "Salía de la asamblea cuando dos hombres en moto la siguieron hasta la casa de su hermana y le gritaron.",
    "En la madrugada rompieron el candado del local y dejaron un papel con su nombre sobre la mesa de trabajo.",
)
PRIVATE = (*NAMES, *PHONES, *STORIES)

GROUPS = {
    "Ficha": ("N.º de ficha", "Ingresada el"),
    "Lugar": ("Provincia", "Distrito", "Zona"),
    "La defensora": ("Nombre completo", "Años cumplidos", "Se reconoce como", "Celular"),
    "Lo que pasó": ("Cuándo", "Qué le hicieron", "¿Quién fue?", "Qué defiende"),
}
ALONE = ("¿Denunció?", "Qué sucedió", "Digitó")


def workbook(path: Path) -> Path:
    """Two header rows under a title; titles of groups merged over their columns, others over both rows.

    Four cases; one has two forms in its cell, so five attacks.
    """
    day = dt.date
    rows = [
        ("F-01", day(2025, 3, 20), "Chiriquí", "David", "urbano", NAMES[0], 34, "mujer cis", PHONES[0],
         day(2025, 3, 2), "amenaza de muerte", "policía", "derechos de las mujeres", "Sí", STORIES[0], "AB"),
        ("F-02", day(2025, 3, 21), "Colón", "Portobelo", "rural", NAMES[1], 41, "mujer", PHONES[1],
         day(2025, 3, 9), "vigilancia; amedrentamiento", "crimen organizado", "educación", "No", STORIES[1], "AB"),
        ("F-03", day(2025, 3, 28), "Chiriquí", "Boquete", "rural", NAMES[2], None, "mujer trans", PHONES[2],
         day(2025, 3, 14), "amedrentamiento", "familia o pareja", "educación", "No", None, "CD"),
        ("F-04", day(2025, 4, 1), "Darién", "Chepigana", "rural", NAMES[3], 58, "mujer", PHONES[3],
         day(2025, 3, 30), "allanamiento", "policía; comunidad", "pueblos indígenas", "Sí", None, "CD"),
    ]  # fmt: skip
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Fichas 2025")
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range(0, 0, 0, 5, "Registro de agresiones, marzo de 2025")
        column = 0
        for title, labels in GROUPS.items():
            sheet.merge_range(2, column, 2, column + len(labels) - 1, title)
            sheet.write_row(3, column, labels)
            column += len(labels)
        for label in ALONE:
            sheet.merge_range(2, column, 3, column, label)
            column += 1
        for number, row in enumerate(rows, start=4):
            for position, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, position, dt.datetime.combine(value, dt.time()), date)
                elif value is not None:
                    sheet.write(number, position, value)
        book.add_worksheet("Instrucciones").write(0, 0, "Una fila por ficha; no borre columnas.")
    return path


def text_file(path: Path) -> Path:
    """Fields between ``|``; a case has a row for each victim and form: three cases, six rows, six attacks."""
    lines = [
        "EXPEDIENTE|FECHA_HECHO|PROVINCIA|CANTON|VICTIMA|SEXO|TIPO_AGRESION|RESPONSABLE|CAUSA|RESUMEN|DIGITADOR",
        f"EC-7|05-03-2025|Azuay|Cuenca|{NAMES[0]}|mujer|HOSTIGAMIENTO|policía|educación|{STORIES[0]}|r1",
        f"EC-7|05-03-2025|Azuay|Cuenca|{NAMES[0]}|mujer|HOSTIGAMIENTO LABORAL|policía|educación|{STORIES[0]}|r1",
        f"EC-7|05-03-2025|Azuay|Cuenca|{NAMES[1]}|mujer trans|HOSTIGAMIENTO|policía|educación|{STORIES[0]}|r1",
        f"EC-8|17-03-2025|Loja|Loja|{NAMES[2]}|mujer|TORTURA|militares|reunión|{STORIES[1]}|r2",
        f"EC-8|17-03-2025|Loja|Loja|{NAMES[2]}|mujer|HOSTIGAMIENTO LABORAL|militares|reunión|{STORIES[1]}|r2",
        f"EC-9|s/i|Pichincha|Quito|{NAMES[3]}|mujer|ALLANAMIENTO|desconocido|s/i||r2",
    ]
    lines[-1] = (
        lines[-1].replace("|s/i|Pichincha", "|29-03-2025|Pichincha").replace("desconocido", "empresas")
    )
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


def kobo(path: Path) -> Path:
    """A form with two repeat groups. Case 1: two people, two forms; case 2: one and one; case 3: one and two.

    So 4 + 1 + 2 attacks.
    """
    main = [
        ("caso", "hecho/fecha", "hecho/provincia", "hecho/canton", "responsables", "responsables/policia",
         "responsables/crimen_organizado", "responsables/desconocido_virtual", "derecho", "denuncia",
         "verificado", "relato", "_id", "_uuid", "_submission_time", "_index"),
        ("CR-1", "2025-03-04", "Limón", "Talamanca", "policia crimen_organizado", "1", "1", "0",
         "pueblos_indigenas", "no", "verificada", STORIES[0], "71", "u1", "2025-03-09T10:00:00", "1"),
        ("CR-2", "2025-03-11", "Heredia", "Heredia", "desconocido_virtual", "0", "0", "1",
         "derechos_de_las_mujeres", "si", "recibida", "", "72", "u2", "2025-03-12T10:00:00", "2"),
        ("CR-3", "2025-03-25", "Limón", "Limón", "policia", "1", "0", "0", "pueblos_indigenas", "no",
         "recibida", STORIES[1], "73", "u3", "2025-03-27T10:00:00", "3"),
    ]  # fmt: skip
    tail = ("_index", "_parent_table_name", "_parent_index", "_submission__id")
    people = [
        ("personas/nombre", "personas/identidad", "personas/edad", "personas/celular", *tail),
        (NAMES[0], "mujer_cis", "33", PHONES[0], "1", "Agresiones", "1", "71"),
        (NAMES[1], "mujer_trans", "27", PHONES[1], "2", "Agresiones", "1", "71"),
        (NAMES[2], "mujer_cis", "", PHONES[2], "3", "Agresiones", "2", "72"),
        (NAMES[3], "mujer_cis", "61", "", "4", "Agresiones", "3", "73"),
    ]
    forms = [
        ("agresion/que_paso", "agresion/canal", *tail),
        ("amenaza_de_muerte", "presencial", "1", "Agresiones", "1", "71"),
        ("violencia_fisica", "presencial", "2", "Agresiones", "1", "71"),
        ("ciberacoso", "digital", "3", "Agresiones", "2", "72"),
        ("invasion_de_finca", "presencial", "4", "Agresiones", "3", "73"),
        ("amenaza_de_muerte", "digital", "5", "Agresiones", "3", "73"),
    ]
    return save_sheets(path, "xlsx", {"Agresiones": main, "personas": people, "agresion": forms})
