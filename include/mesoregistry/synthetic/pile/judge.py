"""What became of each planted row, and of the sound ones: as it must be, silently otherwise, or blamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mesoregistry.findings import Finding
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.landed_records import Record
from mesoregistry.synthetic.pile.plants import Kind
from mesoregistry.vault import case_keys
from mesoregistry.vault.identity import normal

Result = Literal["right", "silent", "loud"]
ASKING = ("stop", "error", "warning")
Content = tuple[object, ...]


@dataclass(slots=True)
class Tally:
    """How often each kind came out how; ``values``: of sound rows, those read as they should, and all."""

    kinds: dict[str, Counter[Result]] = field(default_factory=dict)
    files: Counter[Result] = field(default_factory=Counter)
    values: int = 0
    values_right: int = 0

    def add(self, kind: str, result: Result) -> None:
        self.kinds.setdefault(kind, Counter())[result] += 1


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of the pile as it was read and judged.

    ``sound``: how the sound file is read. ``origins``: where its records stand now. ``planted``: kind by record of
    the sound file; ``added``: lines that were put in, with their kind.
    """

    sound: Interpretation
    read: Interpretation
    findings: Sequence[Finding]
    origins: Mapping[tuple[str, int], int]
    planted: Mapping[int, Kind]
    added: Mapping[tuple[str, int], Kind]


def judge(filed: Filed, tally: Tally) -> None:
    """Add the results of a file."""
    before, after = contents(filed.sound), contents(filed.read)
    places = {(record.sheet or "", record.row): record.number for record in filed.read.records}
    questioned = {
        (f.sheet or "", f.row) for f in filed.findings if f.severity in ASKING and f.row is not None
    }
    whole = any(f.severity in ASKING and f.row is None for f in filed.findings)
    doubting = [kind for kind in (*filed.planted.values(), *filed.added.values()) if kind.of_file]
    for place, kind in filed.added.items():
        is_questioned = place in questioned or (whole and (kind.of_file or not doubting))
        tally.add(kind.name, _of_line(kind, counted=place in places, questioned=is_questioned))
    sound_asked = whole and not (filed.planted or filed.added)
    for place, origin in filed.origins.items():
        number = places.get(place)
        same = number is not None and after[number] == before[origin]
        if plant := filed.planted.get(origin):
            is_questioned = place in questioned or (whole and (plant.of_file or not doubting))
            if whole and number is None and doubting:
                continue  # the file goes back for what another plant did
            is_questioned = is_questioned or _is_asked_before(plant, filed, number)
            tally.add(plant.name, _of_row(plant, filed.read, number, same=same, questioned=is_questioned))
            continue
        sound_asked = sound_asked or place in questioned
        equal = _equal_values(before[origin], after[number]) if number is not None else 0
        tally.values += len(before[origin])
        tally.values_right += len(before[origin]) if whole else equal
        if not same and not whole and place not in questioned:
            tally.add("sound row", "silent")
    tally.files["loud" if sound_asked else "right"] += 1


def _is_asked_before(kind: Kind, filed: Filed, number: int | None) -> bool:
    """Whether it names what looks like no name and was asked about in another row, where it stands first."""
    first_places = {(f.sheet or "", f.row) for f in filed.findings if f.rule == "name_doubtful"}
    records = {r.number for r in filed.read.records if (r.sheet or "", r.row) in first_places}
    names = [(m.record, normal(m.identity.name, m.identity.kind)) for m in filed.read.mentions]
    of_row = {name for record, name in names if record == number}
    return kind.outcome == "nobody" and any(name in of_row for record, name in names if record in records)


def _of_row(kind: Kind, read: Interpretation, number: int | None, *, same: bool, questioned: bool) -> Result:
    if kind.outcome == "asked":
        return "right" if questioned else "silent"
    if kind.outcome == "nobody":
        names = [m for m in read.mentions if m.record == number and m.field == "defender_name"]
        return "right" if questioned or not names else "silent"
    if kind.value and number is not None:
        name, value = kind.value
        same = next(r for r in read.records if r.number == number).values[name] == value
    return "loud" if questioned else "right" if same else "silent"


def _of_line(kind: Kind, *, counted: bool, questioned: bool) -> Result:
    if kind.outcome == "asked":
        return "right" if questioned or not counted else "silent"
    return "loud" if questioned else "silent" if counted else "right"


def _equal_values(before: Content, after: Content) -> int:
    return sum(a == b for a, b in zip(before, after, strict=True))


def contents(read: Interpretation) -> dict[int, Content]:
    """What each record says: its key, its landed values and who is named, without what depends on the file."""
    names: dict[int, list[object]] = {}
    for mention in read.mentions:
        identity = mention.identity
        names.setdefault(mention.record, []).append(
            (mention.field, mention.position, normal(identity.name, identity.kind))
        )
    fields = sorted({name for record in read.records for name in record.values} - {"case_key"})
    return {r.number: tuple(_values(r, fields, names.get(r.number, []))) for r in read.records}


def _values(record: Record, fields: Sequence[str], names: Sequence[object]) -> Iterator[object]:
    yield case_keys.normal(record.values.get("case_key"))
    yield from (record.values.get(name) for name in fields)
    yield tuple(sorted(map(repr, names)))
