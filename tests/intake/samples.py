"""Small layouts, tables and files for the tests of the intake; every person in them is invented."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import registry
from mesoregistry.readers.table import Decision, Header, Reading, Row, Table

CASE: dict[str, str] = {
    "No. de caso": "SV-001",
    "Fecha del hecho": "14/03/2024",
    "Fecha de registro": "20/03/2024",
    "Departamento": "San Salvador",
    "Municipio": "San Salvador",
    "Lugar": "calle",
    "Perfil": "individual",
    "Nombre de la defensora": "Rosaura Inventada Pérez",
    "Identidad": "mujer cis",
    "Edad": "41",
    "Teléfono": "7000-0001",
    "Tipos de agresión": "amenaza de muerte",
    "Derecho que defiende": "derechos de las mujeres",
    "Agresores": "policía",
    "Componente de género": "sí",
    "Denuncia": "no",
    "Verificación": "verificada",
    "Estado": "activo",
    "Relato": "Un relato inventado que nadie debe leer.",
}


def case(number: int, **changes: str) -> dict[str, str]:
    """One row of El Salvador's file, right in every cell but those changed (blanks in a header as ``_``)."""
    own = {
        "No. de caso": f"SV-{number:03d}",
        "Nombre de la defensora": f"Rosaura Inventada {number}",
        "Teléfono": f"7000-{number:04d}",
        "Relato": f"Relato inventado número {number}.",
    }
    return CASE | own | {name.replace("_", " "): value for name, value in changes.items()}


def salvadoran(
    rows: Sequence[Mapping[str, str]], extra: Sequence[str] = (), without: str = "", encoding: str = "cp1252"
) -> bytes:
    """El Salvador's CSV with these rows."""
    declared = registry("sv").sources[0].layouts[0].columns
    headers = [column.header for column in declared if column.header != without] + list(extra)
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, restval="", delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def honduran(
    cases: Mapping[str, str], period: dt.date, answered: str = "", saved: dt.datetime | None = None
) -> bytes:
    """Honduras's export of KoboToolbox: key -> verification of each case; the day of its last answer, of saving."""
    layout = registry("hn").sources[0].layouts[0]
    sheets: dict[str, list[list[object]]] = {}
    for group in (None, "victimas", "agresiones"):
        headers = [c.header for c in layout.columns if c.group == group]
        links = ["_submission__id"] if group else ["_id", "_index", "_submission_time"]
        sheets[group or "casos"] = [[*headers, *links]]
    for number, (key, verification) in enumerate(cases.items(), start=1):
        own = {
            "caso": key, "hecho/fecha": f"{period:%Y-%m}-{number:02d}", "perfil": "individual",
            "verificacion": verification, "estado": "activo", "_id": f"9{number}", "_index": number,
            "_submission_time": answered, "_submission__id": f"9{number}", "victimas/identidad": "mujer_cis",
            "victimas/nombre": f"Rosaura Inventada {key}", "agresiones/forma": "hostigamiento",
        }  # fmt: skip
        for rows in sheets.values():
            rows.append([own.get(str(header)) for header in rows[0]])
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    if saved is None:
        return stream.getvalue()
    return _saved_at(stream, saved)


def _saved_at(stream: io.BytesIO, saved: dt.datetime) -> bytes:
    """The workbook with another day of saving in its properties: openpyxl always writes today."""
    changed = io.BytesIO()
    with zipfile.ZipFile(stream) as archive, zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{saved:%FT%TZ}".encode(), content
                )
            copy.writestr(name, content)
    return changed.getvalue()


Declared = Mapping[str, object]


def layout(columns: Sequence[Declared], **more: object) -> Layout:
    body = {"id": "prueba", "format": "workbook", "columns": list(columns), **more}
    return Layout.model_validate(body)


def table(
    headers: str, *rows: Sequence[str | None], group: str | None = None, parents: Sequence[int] = ()
) -> Table:
    """A table of a sheet; headers by blanks, rows numbered from 2."""
    names = headers.split()
    return Table(
        sheet=group or "Hoja1",
        header_row=1,
        headers=tuple(Header(name, "ABCDEFGHIJ"[index]) for index, name in enumerate(names)),
        rows=[Row(number, tuple(cells)) for number, cells in enumerate(rows, start=2)],
        group=group,
        parents=parents,
    )


def reading(*tables: Table, **decisions: str) -> Reading:
    return Reading(list(tables), [Decision(topic, value) for topic, value in decisions.items()])
