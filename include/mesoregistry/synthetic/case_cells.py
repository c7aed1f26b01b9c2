"""A case as the cells of a row: local terms, dates as the layout writes them, several values in one cell."""

from __future__ import annotations

import datetime as dt

from mesoregistry.catalog.model import Column, Layout, fields
from mesoregistry.synthetic.cases import Case
from mesoregistry.synthetic.drafted_layouts import date_part
from mesoregistry.synthetic.word_lists import choice_name, places, spelling

WITHHELD, COLLECTIVE = "Se reserva", "Colectivo"
CODES = {
    "place_type": "place_type", "scope": "scope", "profile": "profile", "right_defended": "right",
    "verification": "verification", "status": "status", "protection_measure": "protection",
    "right_violated": "right_violated",
}  # fmt: skip
LISTS = {
    "form": "forms", "channel": "channels", "right_other": "rights_other", "perpetrator": "perpetrators",
    "gender_element": "gender_elements", "context": "context", "close_relation": "close_relations",
}  # fmt: skip


def written_value(case: Case, column: Column, layout: Layout) -> str | int | dt.date | None:
    """The value of any column, also of one that the layout ignores."""
    return "revisado" if column.ignored else cell_value(case, column, layout)


def cell_value(case: Case, column: Column, layout: Layout) -> str | int | dt.date | None:
    """The value of a column in the row of a case: a known day is a date, an age a number."""
    assert column.field
    if column.part:
        return date_part(case, column.part)
    texts = field_values(case, column, layout)
    if not any(texts):
        return None
    if column.split is None:
        if column.field == "defender_phone":
            return " / ".join(filter(None, texts))
        typed = case.fault is not None and column.field in case.fault.typed
        return _typed_value(texts[0], column.field, typed)
    if column.split.choices:
        return " ".join(filter(None, texts))
    separator = ", " if column.split.separator == "," else column.split.separator or " "
    empty = layout.nulls[-1] if len(texts) > 1 else ""
    return separator.join(text or empty for text in texts)


def _typed_value(text: str | None, field: str, typed: bool) -> str | int | dt.date | None:
    kind = fields()[field].kind
    if text and kind == "number" and text.isdigit():
        return int(text)
    if text and kind == "date" and not typed and len(text) == 10:
        return dt.date.fromisoformat(text)
    return text


def field_values(case: Case, column: Column, layout: Layout) -> list[str | None]:
    """The values of a field as the team writes them; a day is ISO, the rest of a date as in the layout."""
    name = column.field or ""
    texts = _values(case, name, layout)
    if case.fault and name in case.fault.typed:
        typed = case.fault.typed[name]
        return [choice_name(typed) if column.split and column.split.choices else typed, *texts[1:]]
    return texts


def _values(case: Case, name: str, layout: Layout) -> list[str | None]:
    definition = fields()[name]
    if definition.per == "target":
        return _of_targets(case, name)
    if name in LISTS:
        codes = getattr(case, LISTS[name])
        return [spelling(definition.list or "", code, case.country, case.key) for code in codes]
    if name in CODES:
        code = getattr(case, CODES[name])
        return [spelling(definition.list or "", code, case.country, case.key) if code else None]
    return [_single_value(case, name, layout)]


def _single_value(case: Case, name: str, layout: Layout) -> str | None:
    plain = {
        "case_key": case.key,
        "recorded_on": case.recorded_on,
        "event_date": _date(case.day, layout),
        "event_date_end": case.ends,
        "admin2": case.admin2,
        "narrative": case.narrative,
        "collective_identified": str(case.collective or ""),
        "gender_component": _yes(bool(case.gender_elements) if case.gender is None else case.gender),
        "collective_action": None if case.collective_action is None else _yes(case.collective_action),
        "complaint_filed": _yes(case.complaint),
        "in_exile": _yes(case.exile),
    }
    if name == "admin1":
        return place_name(case)
    if name == "status_reason" and case.status_reason:
        return spelling("status_reason", case.status_reason, case.country, case.key)
    return plain.get(name) or None


def _yes(answer: bool) -> str:
    return "Sí" if answer else "No"


def _date(day: str, layout: Layout) -> str:
    if len(day) == 10:
        return day
    wanted = {"%m", "%Y"} if len(day) == 7 else {"%Y"}
    form = next(f for f in layout.dates if {f[i : i + 2] for i, c in enumerate(f) if c == "%"} == wanted)
    return dt.date.fromisoformat((day + "-01")[:10] if len(day) == 7 else f"{day}-01-01").strftime(form)


def place_name(case: Case) -> str | None:
    named = places(case.country).items()
    return next((name for name, (iso, *_) in named if iso == case.admin1), None)


def _code(name: str, code: str | None, case: Case) -> str | None:
    return spelling(name, code, case.country, case.key) if code else None


def _of_targets(case: Case, name: str) -> list[str | None]:
    if name.startswith("organisation"):
        organisation = case.organisation
        if organisation is None:
            return [None]
        kind = spelling("organisation_type", organisation.kind, case.country, case.key)
        return [organisation.name if name == "organisation_name" else kind]
    if not case.people:
        return [COLLECTIVE if name == "defender_name" and case.profile == "collective" else None]
    described: dict[str, list[str | None]] = {
        "defender_name": [
            p.name or (COLLECTIVE if case.profile == "collective" else WITHHELD) for p in case.people
        ],
        "defender_phone": [p.phone for p in case.people],
        "defender_gender": [spelling("gender", p.gender, case.country, case.key) for p in case.people],
        "defender_ethnicity": [
            spelling("ethnicity", p.ethnicity, case.country, case.key) for p in case.people
        ],
        "defender_age": [str(p.age) if p.age else None for p in case.people],
        "defender_lgbtttiq": [_yes(p.lgbtttiq or p.gender == "trans_woman") for p in case.people],
        "defender_occupation": [_code("occupation", p.occupation, case) for p in case.people],
        "defender_role": [_code("role", p.role, case) for p in case.people],
    }
    return described.get(name, [])
