"""What the gate must find in each file, worked out from the truth of the file and the seeds, in plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mesoregistry.catalog.registries import read
from mesoregistry.settings import PROJECT
from tests.real import files, truth
from tests.real.files import HERE, REGISTRIES, RealFile

SEEDS = PROJECT / "dbt" / "seeds"
LISTS = {
    "form": "form",
    "perpetrator": "perpetrator",
    "place_type": "place_type",
    "scope": "scope",
    "profile": "profile",
    "context": "context",
    "protection_measure": "protection_measure",
    "defender_gender": "gender",
    "defender_ethnicity": "ethnicity",
    "defender_occupation": "occupation",
    "defender_role": "role",
}
NAMES = {field: f"{field.removeprefix('defender_')}_known" for field in LISTS}


def plain(term: str) -> str:
    """Lower case, no accents, blanks collapsed."""
    letters = unicodedata.normalize("NFKD", term.lower())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def elements(text: str | None) -> list[str | None]:
    if text is None:
        return []
    return list(json.loads(text)) if text.startswith("[") else [text]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def known_terms(country: str, source: str) -> dict[str, set[str]]:
    """Terms of each list that mean something to a source: the lists' own, the project's map and the tests'."""
    result: dict[str, set[str]] = {}
    for row in _csv(SEEDS / "code_list.csv"):
        result.setdefault(row["list"], set()).update(plain(row[name]) for name in ("code", "es", "en"))
    for row in _csv(SEEDS / "code_map.csv") + _csv(HERE / "code_map.csv"):
        if row["country"] in ("", country) and row["source_id"] in ("", source):
            result.setdefault(row["list"], set()).add(plain(row["term"]))
    return result


@cache
def departments(country: str) -> set[str]:
    level = {r["place_id"]: r["level"] for r in _csv(SEEDS / "place.csv") if r["country"] == country}
    return {r["key"] for r in _csv(SEEDS / "place_alias.csv") if level.get(r["place_id"]) == "admin1"}


def _date(text: str | None) -> dt.date | None:
    """The first day of a date; ``None`` when there is none or it does not exist."""
    parts = [int(part) for part in (text or "").split("-") if part]
    try:
        return dt.date(*[*parts, 1, 1][:3]) if parts else None
    except ValueError:
        return None


@cache
def errors(file: RealFile, filed_on: dt.date) -> dict[str, list[int]]:
    """Rule -> rows with a finding of it, a row as many times as there are findings."""
    source = read(REGISTRIES)[file.country].source_for(file.period)
    assert source is not None
    known = known_terms(file.country, source.id)
    result: dict[str, list[int]] = {}
    keys: Counter[str] = Counter()
    names = _names_told_twice() if file is files.ARTICULO19 else set()
    for number, row in truth.of(file).items():
        broken = list(_of_row(row, known, departments(file.country), filed_on))
        if key := row.get("case_key"):
            keys[key] += 1
            if source.unit == "event" and keys[key] > 1:
                broken.append("case_not_doubled")
        if number in names:
            broken.append("defender_named_once")
        for rule in broken:
            result.setdefault(rule, []).append(number)
    return result


def _of_row(row: truth.Row, known: dict[str, set[str]], places: set[str], filed_on: dt.date) -> Iterator[str]:
    happened = row.get("event_date")
    if happened is None:
        yield "event_date_present"
    elif (day := _date(happened)) is None:
        yield "event_date_readable"
    elif day > filed_on:
        yield "event_date_not_after_filing"
    forms = [form for form in elements(row.get("form")) if form]
    if not forms:
        yield "form_present"
    if len({plain(form) for form in forms}) < len(forms):
        yield "form_once"
    for field, list_ in LISTS.items():
        for term in elements(row.get(field)):
            if term and plain(term) not in known.get(list_, set()):
                yield NAMES[field]
    if (place := row.get("admin1")) and plain(place) not in places:
        yield "admin1_known"
    for age in elements(row.get("defender_age")):
        if age and not age.isdigit():
            yield "age_whole"
    if row["profile"] == "colectivo" and any("femicidio" in plain(form) for form in forms):
        yield "killing_has_one_victim"


def _names_told_twice() -> set[int]:
    result = set()
    for number, row in truth.numbered(files.ARTICULO19.path):
        named = [plain(n) for n in row["Nombre"].split(",") if truth.identity(n) == "named"]
        if len(set(named)) < len(named):
            result.add(number)
    return result


def waiting(file: RealFile, filed_on: dt.date) -> set[int]:
    """Rows that stay out even when the team has confirmed everything."""
    unequal = set()
    if file is files.ARTICULO19:
        for number, row in truth.of(file).items():
            sizes = {len(elements(row[f])) for f in ("defender_identity", "defender_occupation")}
            if len(sizes - {0}) > 1:
                unequal.add(number)
    return unequal.union(*errors(file, filed_on).values()) if errors(file, filed_on) else unequal
