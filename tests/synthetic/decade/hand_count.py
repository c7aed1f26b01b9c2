"""Published figures counted from known attacks: no table, no program, nothing of the platform."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tests.synthetic.decade.known_attacks import Attack, Known, day_of

from mesoregistry.figures.published import PublishedFigure
from mesoregistry.figures.scope import Scope

TRANS = {"trans_woman", "trans_man"}
SINGLE = {
    "profile": "profile", "form": "form", "channel": "channel", "right": "right", "place": "admin1",
    "place_type": "place_type", "scope": "scope",
}  # fmt: skip
"""Dimensions of one value: the field of the case, or of the attack where the case has none."""


def within(known: Known, scope: Scope) -> list[Attack]:
    """Those of a scope whose filter is of attacks."""
    matches: list[Attack] = []
    for country in {country.lower() for country in scope.countries}:
        attacks = known.get(country, [])
        first = bisect_left(attacks, scope.first, key=day_of)
        matches += attacks[first : bisect_right(attacks, scope.last, key=day_of)]
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
    person = attack.person
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
        "identity": {"trans"} if person and person.gender in TRANS else set(),
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
        for person in ((a.person,) if a.person else a.case.people)
        if person.name
    }
