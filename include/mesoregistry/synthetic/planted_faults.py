"""Faults that teams make when they type, each with the rule that must find it."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from mesoregistry.months import add_months
from mesoregistry.synthetic.cases import Case, Fault
from mesoregistry.synthetic.word_lists import habits

UNKNOWN = {
    "form": ("Amedrentamiento", "Mobbing", "Presión"),
    "perpetrator": ("Los de siempre", "Gente del lugar"),
    "right": ("Defensa de todo", "Bienestar animal"),
}
RARE_AGE, NO_AGE = "97", "430"


def plant_fault(
    rng: random.Random, case: Case, period: dt.date, fields: frozenset[str], by_attack: bool
) -> Case:
    """The case with one fault that its layout can show; the case itself when none fits.

    ``by_attack``: the source keeps an attack a row, so only cases of one row get a fault.
    """
    if by_attack and not case.is_simple:
        return case
    faults = [fault for fault, fits in _faults(rng, case, period, fields, by_attack) if fits]
    return replace(case, fault=rng.choice(faults)) if faults else case


def _faults(
    rng: random.Random, case: Case, period: dt.date, fields: frozenset[str], by_attack: bool
) -> list[tuple[Fault, bool]]:
    form, perpetrator, right = (rng.choice(UNKNOWN[name]) for name in ("form", "perpetrator", "right"))
    iso = habits(case.country).iso_dates
    ahead = add_months(period, 1).isoformat()
    single = case.profile == "individual" and len(case.people) == 1
    collective = case.profile == "collective"
    day = ahead if iso else dt.date.fromisoformat(ahead).strftime("%d/%m/%Y")
    # recorded on that day as well: an event after its recording is another fault
    late = {"event_date": day} | ({"recorded_on": ahead} if "recorded_on" in fields else {})
    named = bool(case.people and case.people[0].name) or case.profile == "organisation"
    doubled = "attack_not_doubled" if by_attack else "case_not_doubled"
    return [
        (Fault("form_known", "error", {"form": form}), True),
        (Fault("perpetrator_known", "error", {"perpetrator": perpetrator}), True),
        (Fault("right_known", "error", {"right_defended": right}), True),
        (Fault("profile_present", "error", {"profile": ""}), True),
        (Fault("event_date_readable", "error", {"event_date": "2025-02-29" if iso else "29/02/2025"}), True),
        (Fault(doubled, "error"), named),
        (Fault("age_possible", "error", {"defender_age": NO_AGE}), single and "defender_age" in fields),
        (Fault("age_usual", "warning", {"defender_age": RARE_AGE}), single and "defender_age" in fields),
        (Fault("event_in_period_or_before", "warning", late, ahead), True),
        (Fault("collective_has_several", "warning", {"collective_identified": "1"}), collective),
    ]
