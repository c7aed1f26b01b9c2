"""Figures written as the seed writes them, computed on what was filed."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.settings import settings

COLUMNS = (
    "id", "line", "label_es", "label_en", "countries", "period_from", "period_to", "date_basis", "filter", "measure",
    "value", "unit", "rounding", "as_known_on", "source_url", "certainty", "note",
)  # fmt: skip
Q1 = ("2024-01-01", "2024-03-31")


def figure(
    folder: Path,
    measure: str,
    filter_text: str = "",
    *,
    countries: str = "HN",
    days: tuple[str, str] = Q1,
    known_on: str = "2024-12-31",
    value: str = "0",
    name: str = "",
    note: str = "",
) -> PublishedFigure:
    """One figure, read back as the seed is read."""
    is_percent = measure.startswith(("share", "growth"))
    row = dict.fromkeys(COLUMNS, "") | {
        "id": name or f"{measure} {filter_text}", "label_es": "cifra", "label_en": "figure", "countries": countries,
        "period_from": days[0], "period_to": days[1], "filter": filter_text, "measure": measure, "value": value,
        "unit": "percent" if is_percent else "count", "as_known_on": known_on, "certainty": "C", "note": note,
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    shutil.copy(settings().seeds / "code_list.csv", folder)
    with (folder / "figure.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    published_figures.cache_clear()
    (read,) = published_figures(folder)
    published_figures.cache_clear()
    return read


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
