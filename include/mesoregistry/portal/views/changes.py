"""What a checked file would change, asked of the service that may see the landed rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mesoregistry.catalog.registries import registries
from mesoregistry.comparison import client
from mesoregistry.comparison.differences import Case, Differences, Kind, MonthFigures, Waiting
from mesoregistry.portal import drafts, texts
from mesoregistry.portal.models import Role
from mesoregistry.portal.views.access import for_role

Place = tuple[str, list[tuple[int, int]]]
SHOWN = 40  # cases of one kind on a page


@dataclass(frozen=True, slots=True)
class Shown:
    """The cases of one kind: how many, and the first of them; ``changes`` of each in the language of the page."""

    kind: str
    title: str
    count: int
    cases: list[tuple[Case, list[tuple[str, str, str]]]]

    @property
    def others(self) -> int:
        return self.count - len(self.cases)


@for_role(Role.TEAM)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The whole page, or with ``?parte=1`` what stands on the page of the check."""
    draft = drafts.load(request.session, number)
    if draft is None:
        return render(request, "portal/gone.html", status=404)
    differences = client.differences(
        draft.name, draft.content, draft.country, draft.month, Waiting.of(draft.report.findings)
    )
    values = {
        "number": number,
        "draft": draft,
        "name": registries()[draft.country].name.in_(texts.language()),
        "differences": differences,
        "kinds": _kinds(differences) if differences else [],
        "corrections": [
            (c.field.in_(texts.language()), c.typed, c.written, dt.date.fromisoformat(f"{c.month}-01"))
            for c in (differences.corrections if differences else ())
        ],
        "figures": [_figures(month, draft.country) for month in (differences.figures if differences else ())],
        "late_months": [
            (dt.date.fromisoformat(f"{month}-01"), count)
            for month, count in (differences.late_months if differences else {}).items()
        ],
        "filed_on": dt.date.fromisoformat(differences.filed_on)
        if differences and differences.filed_on
        else None,
    }
    template = "portal/changes_part.html" if "parte" in request.GET else "portal/changes.html"
    return render(request, template, values)


def _figures(figures: MonthFigures, country: str) -> tuple[dt.date, list[Place]]:
    """The month; the country and the region (without a name), each with attacks and cases before and after."""
    name = registries()[country].name.in_(texts.language())
    return dt.date.fromisoformat(f"{figures.month}-01"), [
        (name, list(zip(figures.country, figures.country_after, strict=True))),
        ("", list(zip(figures.region, figures.region_after, strict=True))),
    ]


def _kinds(differences: Differences) -> list[Shown]:
    language = texts.language()
    return [
        Shown(
            kind,
            texts.DIFFERENCES[kind].in_(language),
            differences.counts[kind],
            [(case, _changes(case)) for case in differences.cases if case.kind is kind][:SHOWN],
        )
        for kind in Kind
        if differences.counts[kind]
    ]


def _changes(case: Case) -> list[tuple[str, str, str]]:
    """Field, what stands, what comes in its place."""
    language = texts.language()
    hidden, empty = texts.SEALED.in_(language), texts.EMPTY.in_(language)
    return [
        (
            change.field.in_(language),
            *((hidden, hidden) if change.is_sealed else (change.before or empty, change.after or empty)),
        )
        for change in case.changes
    ]
