"""What each file says, worked out from the file itself with ``csv`` and ``openpyxl`` and never with our readers.

Each function gives a mapping of landed values by row number in the file, as the reference page on architecture says.
Only fields a file has are there; ``None`` where the row says nothing. Tokens are left out: they are random to us.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import openpyxl

from tests.real import files
from tests.real.files import REALDATA, RealFile

Row = dict[str, str | None]
Truth = dict[int, Row]


def array(values: Iterable[str | None]) -> str | None:
    listed = list(values)
    return json.dumps(listed, ensure_ascii=False) if any(v is not None for v in listed) else None


def numbered(path: str, encoding: str = "utf-8") -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV with a header, by the number of the record as a spreadsheet would show it."""
    packed = (REALDATA / path).read_bytes()
    text = (gzip.decompress(packed) if path.endswith(".gz") else packed).decode(encoding)
    first = text.splitlines()[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    header = [name.strip() for name in next(reader)]
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            yield number, dict(zip(header, cells, strict=False))


def sheet(path: str, number: int = 0) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(REALDATA / path, data_only=True)
    return list(book.worksheets[number].iter_rows(values_only=True))


def table(path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The first table of a CSV or workbook, cells as text."""
    if path.endswith(".csv"):
        yield from numbered(path)
        return
    rows = sheet(path)
    header = [str(name).strip() for name in rows[0]]
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell is not None for cell in cells):
            yield number, {h: _text(cell) for h, cell in zip(header, cells, strict=False)}


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}"
    return "" if cell is None else str(cell)


# --- Article 19 -----------------------------------------------------------------------------------------------

KINDS = (
    "Ataque a redes, comunicaciones digitales y sistemas informáticos",
    "Intervención o vigilancia ilegal de comunicaciones",
    "Bloqueo, alteración o remoción de información",
    "Uso ilegítimo del poder público",
    "Ataque a bienes materiales",
    "Intimidación y hostigamiento",
    "Privación de la libertad",
    "Ataque físico",
    "Amenaza",
)
NOTHING = {"", "n", "nnn", "nnnn", "nnnnn", "nnnnnnn", "n/a", "undefined"}


def identity(name: str) -> str:
    key = name.strip().lower()
    if key in NOTHING:
        return "missing"
    if key == "se reserva":
        return "withheld"
    return "collective" if key in {"colectivo", "colectiva"} else "named"


def articulo19() -> Truth:
    result: Truth = {}
    for number, row in numbered(files.ARTICULO19.path):
        day, month, year = row["Fecha"].split("/")
        date = re.match(r"(\d\d)/(\d\d)/(\d{4})", row["Día y hora de verificación"])
        assert date
        roles = row["Cargo"].replace("Reportero, columnista y", "Reportero; columnista y").split(",")
        result[number] = {
            "case_key": row["Folio"],
            "event_date": None if year == "0000" else f"{year}-{month}-{day}",
            "recorded_on": None if date[3] == "0000" else f"{date[3]}-{date[2]}-{date[1]}",
            "admin1": row["Estado"].strip(),
            "admin2": row["Municipio"].strip(),
            "form": array(re.findall("|".join(KINDS), row["Tipo de agresión"])),
            "perpetrator": array(
                p.strip() for p in row["Perpetrador"].split(",") if p.strip().lower() not in NOTHING
            ),
            "defender_identity": array(identity(name) for name in row["Nombre"].split(",")),
            "defender_occupation": array(
                None if r.strip().lower() in NOTHING else r.strip().replace(";", ",") for r in roles
            ),
        }
    return result


# --- INE Guatemala --------------------------------------------------------------------------------------------

SUFFERED = ("violencia física", "violencia psicológica", "violencia sexual", "violencia patrimonial")


def ine() -> Truth:
    result: Truth = {}
    for number, row in numbered(files.INE.path):
        filed = f"{row['ANO_EMISION']}-{int(row['MES_EMISION']):02d}-{int(row['DIA_EMISION']):02d}"
        happened = f"{row['HEC_ANO']}-{int(row['HEC_MES']):02d}-{int(row['HEC_DIA']):02d}"
        place = int(row["HEC_DEPTOMCPIO"])
        marks = row["HEC_TIPAGRE"]
        result[number] = {
            "recorded_on": filed,
            "event_date": None if row["HEC_ANO"] == "9999" else happened,
            "admin1": None if place == 9999 else f"{place // 100:02d}",
            "admin2": None if place == 9999 else f"{place:04d}",
            "scope": row["HEC_AREA"],
            "form": array(name for name, mark in zip(SUFFERED, marks, strict=True) if mark == "1"),
            "perpetrator": array([row["VIC_REL_AGR"].strip() or None]),
            "protection_measure": array([row["MEDIDAS_SEGURIDAD"].strip() or None]),
            "defender_gender": array([row["VIC_SEXO"]]),
            "defender_age": array([None if row["VIC_EDAD"] in ("99", " ") else row["VIC_EDAD"]]),
            "defender_ethnicity": array([row["VIC_GRUPET"].strip() or None]),
        }
    return result


# --- Global Witness ---------------------------------------------------------------------------------------------

COUNTRIES = {"gt": "Guatemala", "hn": "Honduras", "mx": "Mexico", "ni": "Nicaragua"}


def global_witness(country: str) -> Truth:
    return {
        number: {
            "case_key": row["id"],
            "event_date": row["date"],
            # a department is read by its name, whatever stands in front of it
            "admin1": " ".join(row["local_region"].split()).removeprefix("Departamento de ") or None,
            "form": array(["asesinato"]),
            "perpetrator": array([row["perpetrator_type"] or None]),
            "defender_identity": array(["named"]),
            "defender_gender": array([row["gender"] or None]),
            "defender_age": array([row["age"] or None]),
            "defender_role": array([row["person_characteristics"] or None]),
        }
        for number, row in numbered(files.LED)
        if row["country"] == COUNTRIES[country]
    }


# --- Costa Rica -------------------------------------------------------------------------------------------------


def costa_rica() -> Truth:
    text = (REALDATA / files.COSTA_RICA.path).read_text(encoding="cp1252")
    return {
        number: {
            "event_date": year,
            "form": array([kind]),
            "collective_identified": count,
        }
        for number, (year, _, kind, count) in enumerate(csv.reader(text.splitlines()), start=1)
    }


def costa_rica_crosstab() -> Truth:
    """Two rows of kinds, and what stands in the same column below: other tables of the sheet."""
    rows = sheet(files.COSTA_RICA_CROSSTAB.path)
    [index] = [n for n, cells in enumerate(rows) if "Homicidios dolosos contra mujeres " in cells]
    column = rows[index].index("Homicidios dolosos contra mujeres ")
    return {
        number: {"event_date": "2016", "form": array([_text(cells[column]) or None])}
        for number, cells in enumerate(rows, start=1)
        if number > index + 1 and any(cell is not None for cell in cells)
    }


# --- KoboToolbox -----------------------------------------------------------------------------------------------


def chosen(row: dict[str, str], question: str, choices: Sequence[str]) -> list[str]:
    """Choices whose own column says yes; failing all of them, the question's cell."""
    yes = [c for c in choices if row.get(f"{question}/{c}", "").lower() in ("1", "true")]
    return yes or row.get(question, "").split()


def diets(file: RealFile) -> Truth:
    kinds = ("gluten_free", "vegan", "vegetarian", "lactose_free")
    return {
        number: {
            "case_key": row["restaurant_name"],
            "event_date": "2001",
            "form": array(chosen(row, "dietary_accommodations", kinds)),
        }
        for number, row in table(file.path)
    }


FLUIDS = {"yes": "yes", "no": "no", "no___unsure": "unknown", "yes__and_some_": "yes", "": None}


def animals(file: RealFile) -> Truth:
    """In XML names or in Spanish labels: the same animals."""
    labels = "labels" in file.path
    shape = (
        "Características externas/¿Qué tipo de simetría tiene?"
        if labels
        else "What_kind_of_symmetry_do_you_have"
    )
    kinds = ("Esférico", "Radial", "Bilateral") if labels else ("spherical", "radial", "bilateral")
    result: Truth = {}
    for number, row in table(file.path):
        values = list(row.values())
        result[number] = {
            "event_date": row["start"][:10],
            "form": array(chosen(row, shape, kinds)),
            "collective_identified": values[-3] or None,
            "gender_component": _fluids(values[-2]),
            "complaint_filed": values[-1].lower() or None,
        }
    return result


def _fluids(answer: str) -> str | None:
    labels = {"Sí": "yes", "Sí, y algún espacio extracelular": "yes", "No / Inseguro": "unknown"}
    return labels[answer] if answer in labels else FLUIDS[answer]


def nests() -> Truth:
    """Trees are forms, nests are targets (eggs for an age), by the submission they belong to."""
    main = sheet(files.NESTS.path)[1:]
    trees = sheet(files.NESTS.path, 1)[1:]
    nested = sheet(files.NESTS.path, 2)[1:]
    of_tree = {tree[1]: tree[3] for tree in trees}
    return {
        number: {
            "case_key": str(index),
            "event_date": str(start)[:10],
            "form": array(str(tree[0]) for tree in trees if tree[3] == index),
            "defender_age": array(str(nest[1]) for nest in nested if of_tree[nest[4]] == index),
        }
        for number, (start, _, index) in enumerate(main, start=2)
    }


def restaurants(file: RealFile) -> Truth:
    return {
        number: {
            "event_date": "2004",
            "form": array(chosen(row, "eatery_type", ("sit_down", "takeaway"))),
            "organisation_identity": array(["named"]),
        }
        for number, row in table(file.path)
    }


def quotes(file: RealFile) -> Truth:
    return {
        number: {
            "event_date": "2005",
            "form": array(["amenaza"]),
            "complaint_filed": row["Some_other_question"],
        }
        for number, row in table(file.path)
    }


def places(file: RealFile) -> Truth:
    return {
        number: {
            "event_date": row["start"][:10],
            "form": array(["amenaza"]),
            "admin2": row["Just_a_regular_text_question"],
        }
        for number, row in table(file.path)
    }


def emperors(file: RealFile) -> Truth:
    return {
        number: {"event_date": "2007", "form": array([row["fav_emperor"]])}
        for number, row in table(file.path)
    }


# --- Ona ---------------------------------------------------------------------------------------------------------


def known(cell: str) -> str | None:
    text = cell.strip()
    return None if text.lower() in ("", "n/a", "na") else text


def pizzas(file: RealFile) -> Truth:
    toppings = ("cheese", "pepperoni", "sausauge", "green_peppers", "mushrooms", "anchovies")
    return {
        number: {
            "case_key": row["_uuid"],
            "event_date": known(row["date"]),
            "gender_component": known(row["pizza_fan"]),
            "place_type": known(row["pizza_type"]),
            "form": array(filter(None, map(known, chosen(row, "favorite_toppings", toppings)))),
            "defender_identity": array(["named"]),
            "defender_age": array([known(row["age"])]),
            "defender_gender": array([known(row["gender"])]),
        }
        for number, row in table(file.path)
    }


def transport(file: RealFile) -> Truth:
    result: Truth = {}
    for number, row in table(file.path):
        [question] = {re.sub("_facility.*", "_facility", h) for h in row if "available_transportation" in h}
        kinds = [h.removeprefix(question + "/") for h in row if h.startswith(question + "/")]
        result[number] = {
            "case_key": row["_uuid"],
            "event_date": row["_submission_time"][:10],
            "form": array(chosen(row, question, kinds)),
        }
    return result


def families() -> Truth:
    result: Truth = {}
    for number, row in numbered(files.FAMILIES.path):
        kids = [n for n in (1, 2, 3) if known(row[f"kids/kids_details[{n}]/kids_name"])]
        shots = (known(cell) for header, cell in row.items() if "immunization_info" in header)
        browsers = (
            h.split("/")[1] for h, cell in row.items() if h.startswith("web_browsers/") and cell == "True"
        )
        result[number] = {
            "case_key": row["_uuid"],
            "event_date": row["_submission_time"][:10],
            "gender_component": {"1": "yes", "0": "no"}[row["kids/has_kids"]],
            "form": array(filter(None, shots)),
            "context": array(browsers),
            "defender_identity": array("named" for _ in kids),
            "defender_age": array(row[f"kids/kids_details[{n}]/kids_age"] for n in kids),
        }
    return result


def browsers(file: RealFile) -> Truth:
    result: Truth = {}
    for number, row in numbered(file.path):
        used: list[str] = []
        for n in (1, 2):
            question = f"grp1/grp2/browser_use[{n}]/grp3/grp4/grp5/browsers"
            used += chosen(row, question, ("firefox", "chrome", "ie", "safari"))
        result[number] = {
            "event_date": "2014",
            "form": array(used),
            "defender_identity": array(["named"]),
            "defender_age": array([row["age"]]),
        }
    return result


def openings() -> Truth:
    months = {"May": "05"}
    result: Truth = {}
    for number, row in numbered(files.OPENINGS.path):
        day, month, year = row["DATE OUVERTURE"].split("-")
        result[number] = {
            "case_key": row["PCode"],
            "event_date": f"19{year}-{months[month]}-{day}",
            "form": array(["amenaza"]),
            "admin1": row["REGION"],
        }
    return result


# --- Uwazi -------------------------------------------------------------------------------------------------------


def uwazi() -> Truth:
    result: Truth = {}
    for number, row in numbered(files.UWAZI.path):
        day, month, year = row["Date label"].split("/")
        result[number] = {
            "case_key": row["Title"],
            "event_date": f"{year}-{month}-{day}",
            "collective_identified": row["numeric label"].strip(),
            "place_type": row["select_label"].strip(),
            "form": array(row["Multi Select Label"].strip().split("|")),
        }
    return result


def thesauri(language: str) -> Truth:
    """A nested value is the part after ``::``; an empty member of a list is nothing."""
    select, multi = {
        "es": ("Select Property__es", "multiselect_property__es"),
        "en": ("select_property__en", "Multiselect Property__en"),
    }[language]
    return {
        number: {
            "case_key": row["title"],
            "event_date": {"es": "2022", "en": "2023"}[language],
            "place_type": row[select].rsplit("::", 1)[-1].strip() or None,
            "form": array(part.rsplit("::", 1)[-1].strip() for part in row[multi].split("|") if part.strip()),
        }
        for number, row in numbered(files.THESAURI.path)
    }


PROFILES = {files.COSTA_RICA: "colectivo"} | dict.fromkeys(files.RESTAURANTS, "organización")


@cache
def of(file: RealFile) -> Truth:
    """The truth of any file that is taken through all the stages, with the profile its layout gives."""
    profile = PROFILES.get(file, "individual")
    return {number: {"profile": profile, **row} for number, row in _rows_of(file).items()}


def _rows_of(file: RealFile) -> Truth:
    single: dict[RealFile, Callable[[], Truth]] = {
        files.ARTICULO19: articulo19,
        files.INE: ine,
        files.COSTA_RICA: costa_rica,
        files.COSTA_RICA_CROSSTAB: costa_rica_crosstab,
        files.NESTS: nests,
        files.FAMILIES: families,
        files.OPENINGS: openings,
        files.UWAZI: uwazi,
        files.THESAURI: lambda: thesauri("es"),
    }
    if file in single:
        return single[file]()
    if file in files.GLOBAL_WITNESS:
        return global_witness(file.country)
    several: list[tuple[Sequence[RealFile], Callable[[RealFile], Truth]]] = [
        (files.DIETS, diets),
        (files.ANIMALS, animals),
        (files.RESTAURANTS, restaurants),
        (files.QUOTES, quotes),
        (files.PLACES, places),
        (files.EMPERORS, emperors),
        (files.PIZZAS, pizzas),
        (files.TRANSPORT, transport),
        (files.BROWSERS, browsers),
    ]
    [function] = [function for group, function in several if file in group]
    return function(file)
