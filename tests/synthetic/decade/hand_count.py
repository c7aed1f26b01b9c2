"""Published figures counted from extracts, as known on a day: no table, no program, nothing of the platform."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mesoregistry.figures.published import PublishedFigure, Scope
from mesoregistry.synthetic.cases import Case, Extract

WOMEN = frozenset({"cis_woman", "trans_woman", "woman"})
SINGLE = {
    "profile": "profile", "form": "form", "channel": "channel", "right": "right", "place": "admin1",
    "place_type": "place_type", "scope": "scope",
}  # fmt: skip
"""Dimensions of one value: the field of the case, or of the attack where the case has none."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One form against one target."""

    case: Case
    source: str
    form: str
    channel: str
    day: dt.date
    eligible: bool


Known = Mapping[str, list[Attack]]


def known_on(extracts: Iterable[Extract], on: dt.date, made: dict[int, tuple[Case, list[Attack]]]) -> Known:
    """The active attacks of the last file of each month, or of a source that adds the last word on each case.

    By country, in the order of their days. ``made``: the attacks of the cases met before, kept from one day to
    the next.
    """
    standing: dict[tuple[str, object], dict[str, Case]] = {}
    for extract in sorted(extracts, key=lambda e: e.filed_on):
        if extract.filed_on > on:
            continue
        subject: object = extract.period if extract.source.mode == "replaces" else None
        cases = {case.key: case for case in extract.cases}
        if subject:
            standing[extract.source.id, subject] = cases
        else:
            standing.setdefault((extract.source.id, None), {}).update(cases)
    known: defaultdict[str, list[Attack]] = defaultdict(list)
    for (source, _), cases in standing.items():
        for case in cases.values():
            if case.status == "active" and case.verification != "discarded":
                known[case.country] += _attacks_once(case, source, made)
    for attacks in known.values():
        attacks.sort(key=_day)
    return known


def _day(attack: Attack) -> dt.date:
    return attack.day


def _attacks_once(case: Case, source: str, made: dict[int, tuple[Case, list[Attack]]]) -> list[Attack]:
    if id(case) not in made:
        made[id(case)] = (
            case,
            list(_attacks(case, source)),
        )  # with the case, so that no other gets its number
    return made[id(case)][1]


def _attacks(case: Case, source: str) -> Iterator[Attack]:
    men = case.profile == "individual" and any(p.gender not in WOMEN for p in case.people)
    organisation = case.organisation if case.profile == "organisation" else None
    mixed = organisation is not None and organisation.kind not in {"womens", "feminist"}
    unnamed = source == "gt_udefegua" and case.profile == "collective" and not case.people
    for form, channel in zip(case.forms, case.channels, strict=True):
        yield Attack(
            case, source, form, channel, dt.date.fromisoformat(case.day), not (men or mixed or unnamed)
        )


def within(known: Known, scope: Scope) -> list[Attack]:
    """Those of a scope whose filter is of attacks."""
    matches: list[Attack] = []
    for country in {country.lower() for country in scope.countries}:
        attacks = known.get(country, [])
        first = bisect_left(attacks, scope.first, key=_day)
        matches += attacks[first : bisect_right(attacks, scope.last, key=_day)]
    return [a for a in matches if _is_within(a, scope)]


def _is_within(attack: Attack, scope: Scope) -> bool:
    if scope.month and attack.day.month != scope.month:
        return False
    if not attack.eligible and "eligible" not in scope.codes:
        return False
    return all(_has(attack, dimension, codes) for dimension, codes in scope.codes.items())


def _has(attack: Attack, dimension: str, codes: tuple[str, ...]) -> bool:
    case = attack.case
    if dimension in SINGLE:
        return getattr(case if hasattr(case, SINGLE[dimension]) else attack, SINGLE[dimension]) in codes
    person = case.people[0] if case.profile == "individual" and case.people else None
    codes_of: dict[str, set[str]] = {
        "right_violated": {case.right_violated or ""},
        "perpetrator": set(case.perpetrators),
        "gender_component": {"yes" if case.gender else "no"},
        "collective_action": {"yes" if case.collective_action else "no"},
        "close_people": {"yes" if case.close_relations else "no"},
        "close_relation": set(case.close_relations),
        "source": {attack.source},
        "eligible": {"any"},
        "occupation": {person.occupation or ""} if person else set(),
        "role": {person.role or ""} if person else set(),
        "identity": {"trans"} if person and person.gender == "trans_woman" else set(),
    }
    return bool(codes_of.get(dimension, set()) & set(codes))


def value(figure: PublishedFigure, known: Known) -> float | None:
    """What a figure of attacks or of persons comes to; ``None`` for what is not counted here."""
    counted, base = within(known, figure.scope), within(known, figure.base)
    match figure.measure:
        case "attacks":
            return len(counted)
        case "share_of_attacks" | "growth_of_attacks":
            whole = 100 if figure.measure == "growth_of_attacks" else 0
            return 100 * len(counted) / len(base) - whole
        case "share_of_perpetrators":
            return 100 * _mentions(counted, figure) / sum(len(a.case.perpetrators) for a in base)
        case "defenders_distinct":
            profiles = figure.scope.both or (None,)
            sets = [_names(counted, profile) for profile in profiles]
            return len(set.intersection(*sets))
        case "organisations_distinct":
            attacked = [a.case.organisation for a in counted if a.case.profile == "organisation"]
            return len({organisation.name for organisation in attacked if organisation})
    return None


def _mentions(attacks: list[Attack], figure: PublishedFigure) -> int:
    wanted = set(figure.scope.codes["perpetrator"])
    return sum(len(wanted & set(a.case.perpetrators)) for a in attacks)


def _names(attacks: list[Attack], profile: str | None) -> set[tuple[str, str]]:
    return {
        (a.case.country, person.name)
        for a in attacks
        if profile in {None, a.case.profile}
        for person in a.case.people
        if person.name
    }
