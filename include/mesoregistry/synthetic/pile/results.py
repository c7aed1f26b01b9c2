"""The result of what was planted, by what was read and what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mesoregistry.findings import Finding
from mesoregistry.synthetic.pile.contents import Content
from mesoregistry.synthetic.pile.kind import Kind

Result = Literal["right", "silent", "loud"]
ASKING = ("stop", "error", "warning")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was said of a row: whether it was asked about, by another rule than the kind's own, and every rule."""

    is_questioned: bool
    is_blamed: bool
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a file. ``questioned``: places that are asked about. ``whole``: the file is.

    ``rules``: by place, those of the whole file under ``None``. ``doubting``: kinds that ask about the whole file.
    """

    questioned: frozenset[tuple[str, int]]
    whole: bool
    rules: dict[tuple[str, int] | None, frozenset[str]]
    asking: frozenset[tuple[tuple[str, int] | None, str]]
    doubting: Sequence[Kind]

    @classmethod
    def of(cls, findings: Iterable[Finding], doubting: Sequence[Kind]) -> Findings:
        rules: dict[tuple[str, int] | None, set[str]] = {}
        asking: set[tuple[tuple[str, int] | None, str]] = set()
        for finding in findings:
            place = None if finding.row is None else (finding.sheet or "", finding.row)
            rules.setdefault(place, set()).add(finding.rule)
            if finding.severity in ASKING:
                asking.add((place, finding.rule))
        places = frozenset(place for place, _ in asking if place is not None)
        by_place = {place: frozenset(names) for place, names in rules.items()}
        return cls(places, any(place is None for place, _ in asking), by_place, frozenset(asking), doubting)

    def seen(self, place: tuple[str, int], kind: Kind, *, is_named: bool = False) -> Seen:
        """What concerns a row in which ``kind`` was planted."""
        of_whole = self.whole and (kind.of_file or not self.doubting)
        places = {place, None} if of_whole else {place}
        asking = {rule for known, rule in self.asking if known in places}
        others = any(known is not kind for known in self.doubting)
        blaming = {rule for known, rule in self.asking if known == place or (known in places and not others)}
        rules = self.rules.get(place, frozenset()) | self.rules.get(None, frozenset())
        return Seen(bool(asking) or is_named, bool(blaming - {kind.rule}), rules)


def of_row(kind: Kind, seen: Seen, is_named: bool, content: Content | None, expected: Content) -> Result:
    """The result of a kind in a row; ``content``: what was read of it, ``expected``: what must be."""
    if kind.outcome == "asked":
        return "right" if seen.is_questioned else "silent"
    if kind.outcome == "nobody":
        return "right" if seen.is_questioned or not is_named else "silent"
    if kind.outcome == "left_out":
        is_right = content is None and kind.rule in seen.rules
    else:
        is_right = content == expected and kind.rule in seen.rules | {""}
    if seen.is_blamed:
        return "loud"
    return "right" if is_right and kind.without not in seen.rules else "silent"


def of_line(kind: Kind, seen: Seen, *, is_counted: bool) -> Result:
    """The result of a line that was put in."""
    if kind.outcome == "asked":
        return "right" if seen.is_questioned or not is_counted else "silent"
    return "loud" if seen.is_questioned else "silent" if is_counted else "right"


def of_file(kind: Kind, findings: Findings, *, is_same: bool) -> Result | None:
    """The result of a kind that takes the whole file; ``None``: another plant asked about all of it."""
    if kind.outcome == "asked":
        return "right" if findings.whole else "silent"
    if findings.whole:
        return None if findings.doubting else "loud"
    is_noted = not kind.rule or any(kind.rule in rules for rules in findings.rules.values())
    return "right" if is_same and is_noted else "silent"
