"""Rows that tell the same event under another key: keys that moved from case to case, and cases told again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from mesoregistry.intake import tellings
from mesoregistry.intake.tellings import PEOPLE, Telling, Values

EVENT = (*PEOPLE, "form", "admin1", "admin2")
"""What stays as it is while a case is verified, or a complaint is filed."""
DAY = 10  # characters of 2024-05-13


@lru_cache(maxsize=1)
def _positions() -> tuple[int, ...]:
    names = tellings.columns()
    return tuple(names.index(name) for name in EVENT)


def event_of(values: Values) -> Values:
    """What happened to whom on which day; of a row that does not say it, all that it says."""
    event = tuple([values[position] for position in _positions()])
    return event if _is_told(event) else values


def _is_told(event: Values) -> bool:
    """Whether one can know an event again by it: a day, and somebody who has a name."""
    day, *people = event[: len(PEOPLE)]
    return day is not None and len(day) >= DAY and any(people)


def not_said_before(own: Sequence[Telling], before: Sequence[Telling]) -> list[Values]:
    """What rows of a file say that their case did not say before."""
    said_before = {(telling.key, telling.values) for telling in before}
    rows = (t.values for t in own if (t.key, t.values) not in said_before)
    return list(dict.fromkeys(rows))


def moved(own: Sequence[Telling], before: Sequence[Telling]) -> tuple[list[Telling], list[Telling]]:
    """The rows that say what another case said before, while its key or theirs is in use; the rows with its key now."""
    events = [event_of(telling.values) for telling in own]
    keys_of = _keys_of(before)
    keys_before, own_keys = ({telling.key for telling in rows} for rows in (before, own))
    now = {(telling.key, event) for telling, event in zip(own, events, strict=True)}
    rows: list[Telling] = []
    left: set[str] = set()
    for telling, event in zip(own, events, strict=True):
        known = keys_of.get(event, set())
        if len(known) == 1 and telling.key not in known:
            [key] = known
            if (key, event) not in now and (telling.key in keys_before or key in own_keys):
                rows.append(telling)
                left.add(key)
    stay = {t.key for t, event in zip(own, events, strict=True) if t.key in keys_of.get(event, ())}
    taken = left - stay - {telling.key for telling in rows}
    return rows, [telling for telling in own if telling.key in taken]


def _keys_of(before: Sequence[Telling]) -> dict[Values, set[str]]:
    keys: dict[Values, set[str]] = {}
    for telling in before:
        keys.setdefault(event_of(telling.values), set()).add(telling.key)
    return keys


def told_again(
    own: Sequence[Telling], before: Sequence[Telling], own_keys: Mapping[str, object]
) -> list[tuple[Telling, Telling]]:
    """The first row of each case of a file that an older one tells under a key that the file has not, with that row.

    ``own``: rows under keys that are new. ``own_keys``: all keys of the file.
    """
    known = {
        event: telling
        for telling in before
        if telling.key not in own_keys and (event := event_of(telling.values)) != telling.values
    }
    pairs: dict[str, tuple[Telling, Telling]] = {}
    for telling in own:
        if telling.key not in pairs and (other := known.get(event_of(telling.values))):
            pairs[telling.key] = (telling, other)
    return list(pairs.values())
