"""Invented cases cut to what a layout can show, so that a file in it says of them all there is to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from mesoregistry.catalog.model import Layout
from mesoregistry.synthetic.cases import Case, Extract
from mesoregistry.synthetic.truth import DOUBLED

# field, attribute of a case, and what the marts hold where the field has no column
UNSEEN: tuple[tuple[str, str, Any], ...] = (
    ("status", "status", "active"),
    ("status", "status_reason", None),
    ("verification", "verification", "received"),
    ("right_defended", "right", "unknown"),
    ("right_other", "rights_other", ()),
    ("perpetrator", "perpetrators", ()),
    ("admin1", "admin1", ""),
    ("admin1", "admin2", ""),
)


def fitted_versions(extracts: list[Extract]) -> list[Extract]:
    """The extracts of a team as their layouts show them, less those that say nothing new.

    The same bytes would be taken for the same file.
    """
    kept: list[Extract] = []
    versions: dict[tuple[str, dt.date], Extract] = {}
    for extract in map(fitted, extracts):
        before = versions.get((extract.source.id, extract.period))
        if not extract.cases or (before and before.cases == extract.cases):
            continue
        version = before.version + 1 if before else 1
        versions[extract.source.id, extract.period] = replace(extract, version=version)
        kept.append(versions[extract.source.id, extract.period])
    return kept


def fitted(extract: Extract) -> Extract:
    """The extract without what its layout has no column for: other profiles, a second form, a second victim."""
    layout = next(y for y in extract.source.layouts if y.covers(extract.period))
    profile = layout.given.get("profile")
    cases = [
        _without_unseen(_dated(case, layout), layout)
        for case in extract.cases
        if profile in (None, case.profile)
    ]
    if extract.source.unit == "event":
        cases = [_cut(case, layout) for case in cases]
    return replace(extract, cases=tuple(cases))


def _without_unseen(case: Case, layout: Layout) -> Case:
    """What no column says is what the marts take it for; a fault that no column can show is none."""
    filled = {column.field for column in layout.columns if column.field}
    changes = {attribute: value for field, attribute, value in UNSEEN if field not in filled}
    if case.fault:
        needed = {"case_key", "defender_name"} if case.fault.rule in DOUBLED else set(case.fault.typed)
        changes |= {"fault": case.fault if needed <= filled else None}
    return replace(case, **changes)


def _dated(case: Case, layout: Layout) -> Case:
    """A wrong date that somebody typed, in the order in which the layout writes dates."""
    if case.fault is None or "event_date" not in case.fault.typed or not layout.dates[0].startswith("%Y"):
        return case
    typed = "-".join(case.fault.typed["event_date"].split("/")[::-1])
    return replace(case, fault=replace(case.fault, typed={**case.fault.typed, "event_date": typed}))


def _cut(case: Case, layout: Layout) -> Case:
    if not _holds_several(layout, "form"):
        case = replace(case, forms=case.forms[:1], channels=case.channels[:1])
    if not _holds_several(layout, "defender_name"):
        case = replace(case, people=case.people[:1])
    for field, attribute in (("perpetrator", "perpetrators"), ("right_other", "rights_other")):
        if any(column.field == field for column in layout.columns) and not _holds_several(layout, field):
            case = replace(case, **{attribute: getattr(case, attribute)[:1]})
    return case


def _holds_several(layout: Layout, field: str) -> bool:
    """Whether a record may have several values of the field: in one cell, or in rows of a repeat group."""
    return any(column.field == field and (column.split or column.group) for column in layout.columns)
