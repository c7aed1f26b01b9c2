"""Tags of the templates: a text in the language of the page, a month, a day, a state."""

from __future__ import annotations

import datetime as dt

from django import template

from mesoregistry.findings import QUOTED, SEVERITY_NAMES, Severity, Text
from mesoregistry.ledger.states import NAMES, NEXT
from mesoregistry.portal import texts

register = template.Library()


@register.simple_tag
def text(es: str, en: str) -> str:
    """``{% text "Presentar" "File" %}``."""
    return Text(es, en).in_(texts.language())


@register.filter
def spoken(both: Text) -> str:
    """A text of the program in the language of the page."""
    return both.in_(texts.language())


@register.filter
def quoted(value: str) -> str:
    """«así», “so”."""
    return QUOTED.format(text=value).in_(texts.language())


@register.filter
def month_name(month: dt.date) -> str:
    return texts.month_name(month)


@register.filter
def day_name(day: dt.date) -> str:
    return texts.day_name(day)


@register.filter
def state_name(state: str) -> str:
    return NAMES[state].in_(texts.language())


@register.filter
def next_step(state: str) -> str:
    return NEXT[state].in_(texts.language())


@register.filter
def severity_name(severity: str) -> str:
    return SEVERITY_NAMES[Severity(severity)].in_(texts.language())


@register.filter
def role_name(role: str) -> str:
    return texts.ROLES[role].in_(texts.language())


@register.filter
def period(month: dt.date) -> str:
    """A month as it stands in an address: ``2024-05``."""
    return f"{month:%Y-%m}"
