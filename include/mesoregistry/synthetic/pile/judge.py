"""What became of each planted row, and of the sound ones: as it must be, silently otherwise, or blamed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mesoregistry.findings import Finding
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.landed_records import Record
from mesoregistry.synthetic.pile.contents import Content, contents, fields_of
from mesoregistry.synthetic.pile.kind import FileKind, Kind
from mesoregistry.synthetic.pile.results import Findings, Result, of_file, of_line, of_row
from mesoregistry.vault.identity import normal

Place = tuple[str, int]


@dataclass(slots=True)
class Tally:
    """How often each kind came out how; ``values``: of sound rows, those read as they should, and all.

    ``formats``: the countries in whose formats a kind was planted.
    """

    kinds: dict[str, Counter[Result]] = field(default_factory=dict)
    formats: dict[str, set[str]] = field(default_factory=dict)
    files: Counter[Result] = field(default_factory=Counter)
    values: int = 0
    values_right: int = 0

    def add(self, kind: str, result: Result) -> None:
        self.kinds.setdefault(kind, Counter())[result] += 1

    def take(self, other: Tally, country: str) -> None:
        """Add what became of the files of a country."""
        for kind, counts in other.kinds.items():
            self.kinds.setdefault(kind, Counter()).update(counts)
            self.formats.setdefault(kind, set()).add(country)
        self.files.update(other.files)
        self.values += other.values
        self.values_right += other.values_right


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of the pile as it was read and judged.

    ``sound``: how the sound file is read. ``origins``: where its records stand now. ``planted``: kind by record of
    the sound file; ``added``: lines that were put in, with their kind; ``of_file``: what was planted in all of it.
    """

    sound: Interpretation
    read: Interpretation
    findings: Sequence[Finding]
    origins: Mapping[Place, int]
    planted: Mapping[int, Kind]
    added: Mapping[Place, Kind]
    of_file: FileKind | None = None

    @property
    def kinds(self) -> list[Kind]:
        return [*self.planted.values(), *self.added.values(), *([self.of_file] if self.of_file else [])]


def judge(filed: Filed, tally: Tally) -> None:
    """Add the results of a file."""
    findings = Findings.of(filed.findings, [kind for kind in filed.kinds if kind.of_file])
    records = {(record.sheet or "", record.row): record for record in filed.read.records}
    for place, kind in filed.added.items():
        tally.add(kind.name, of_line(kind, findings.seen(place, kind), is_counted=place in records))
    for _ in records.keys() - filed.origins.keys() - filed.added.keys():
        tally.add("no case, counted", "silent")
    sound_asked = findings.whole and not filed.kinds
    differing = 0
    for place, same in _rows(filed, records, findings, tally):
        sound_asked = sound_asked or place in findings.questioned
        differing += not same and not findings.whole and place not in findings.questioned
    for _ in range(differing):
        tally.add("sound row", "silent")
    if filed.of_file and (result := of_file(filed.of_file, findings, is_same=not differing)):
        tally.add(filed.of_file.name, result)
    tally.files["loud" if sound_asked else "right"] += 1


def _rows(
    filed: Filed, records: Mapping[Place, Record], findings: Findings, tally: Tally
) -> list[tuple[Place, bool]]:
    """The places of the sound rows, with whether each is read as it must be; the planted ones are tallied."""
    names = fields_of(filed.sound) | fields_of(filed.read)
    becomes = filed.of_file.becomes if filed.of_file else None
    before, after = contents(filed.sound, names, becomes), contents(filed.read, names)
    rows: list[tuple[Place, bool]] = []
    for place, origin in filed.origins.items():
        record = records.get(place)
        content = after[record.number] if record else None
        if plant := filed.planted.get(origin):
            if findings.whole and record is None and findings.doubting:
                continue  # the file goes back for what another plant did
            seen = findings.seen(place, plant, is_named=_is_asked_before(plant, filed, record))
            expected = _expected(plant, before[origin])
            tally.add(plant.name, of_row(plant, seen, _names(filed, record), content, expected))
            continue
        tally.values += len(names)
        equal = sum(content[name] == before[origin][name] for name in names) if content else 0
        tally.values_right += len(names) if findings.whole else equal
        rows.append((place, content == before[origin]))
    return rows


def _expected(kind: Kind, before: Content) -> Content:
    """What must be read of a planted row."""
    if kind.value is None:
        return before
    name, value = kind.value
    return {**before, name: value if isinstance(value, str) else value(before)}


def _names(filed: Filed, record: Record | None) -> bool:
    """Whether a row names a defender."""
    number = record.number if record else None
    return any(m.record == number and m.field == "defender_name" for m in filed.read.mentions)


def _is_asked_before(kind: Kind, filed: Filed, record: Record | None) -> bool:
    """Whether it names what looks like no name and was asked about in another row, where it stands first."""
    if kind.outcome != "nobody" or record is None:
        return False
    first_places = {(f.sheet or "", f.row) for f in filed.findings if f.rule == "name_doubtful"}
    records = {r.number for r in filed.read.records if (r.sheet or "", r.row) in first_places}
    names = [(m.record, normal(m.identity.name, m.identity.kind)) for m in filed.read.mentions]
    of_record = {name for number, name in names if number == record.number}
    return any(name in of_record for number, name in names if number in records)
