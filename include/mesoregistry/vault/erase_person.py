"""One person taken out of the vault: her names, texts that name her, texts of the rows that are about her."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mesoregistry.database import Connection, guarded
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.mentions import WHOLE_FILE
from mesoregistry.vault.person_names import PersonNames

BATCH = 5_000
LONG, DIGITS = 40, 7  # letters or digits of a text that nobody else's cell holds by chance
Record = tuple[int, int]  # number of a submission, of a record


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text that names her stands: a place in a cell of a record, or of the whole file."""

    submission_id: int
    record: int
    field: str
    position: int
    kind: str


@dataclass(slots=True)
class Traces:
    """What the vault of a country holds of a person.

    ``tokens``: those that are hers alone. ``naming``: tokens of other texts with her name in them. ``keys``: keys of
    cases with her name in them, as typed -> token. ``texts``: those of her records that are like no other.
    """

    tokens: set[str] = field(default_factory=set)
    naming: set[str] = field(default_factory=set)
    keys: dict[Hidden, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    texts: set[Hidden] = field(default_factory=set)

    @property
    def records(self) -> set[Record]:
        """The records that name her in any cell."""
        return {(p.submission_id, p.record) for p in self.places if p.record != WHOLE_FILE}


def names_of(connection: Connection, tokens: Collection[str]) -> dict[str, list[Hidden]]:
    """The names that these tokens stand for, by country. Raises ``DatabaseFault``."""
    key = seal.fields()
    names: dict[str, list[Hidden]] = {}
    with guarded("vault names"):
        rows = connection.execute(
            "select country, sealed from vault.identity where token = any(%s) and kind = 'person'",
            [sorted(tokens)],
        ).fetchall()
    for country, sealed in rows:
        names.setdefault(country, []).append(seal.open_text(sealed, key))
    return names


def find(connection: Connection, country: str, names: PersonNames, submissions: Sequence[int]) -> Traces:
    """Open every name and text of a country, and note those of one person. Raises ``DatabaseFault``."""
    traces, key = Traces(), seal.fields()
    query = "select token, kind, sealed from vault.identity where country = %s"
    with guarded("vault find"), connection.transaction(), connection.cursor("identities") as cursor:
        cursor.itersize = BATCH
        for token, kind, sealed in cursor.execute(query, [country]):
            text = seal.open_text(sealed, key)
            if names.stand_in(text):
                is_hers = kind == "person" and names.are_all_of(text)
                (traces.tokens if is_hers else traces.naming).add(token)
                if kind == "case":
                    traces.keys[text] = token
    with guarded("vault find"):
        places = connection.execute(
            "select submission_id, record_no, field, position, kind"
            " from vault.mention inner join vault.identity using (token) where token = any(%s)",
            [sorted(traces.tokens | traces.naming)],
        ).fetchall()
    traces.places += [Place(*place) for place in places]
    _note_texts(connection, traces, submissions)
    return traces


def _note_texts(connection: Connection, traces: Traces, submissions: Sequence[int]) -> None:
    key, records = seal.fields(), traces.records
    query = "select submission_id, record_no, sealed from vault.text where submission_id = any(%s)"
    with guarded("vault find"):
        for submission_id, record, sealed in connection.execute(query, [list(submissions)]):
            if (submission_id, record) in records:
                text = Hidden(seal.open_text(sealed, key).strip())
                if len(text) >= LONG or sum(map(str.isdigit, text)) >= DIGITS:
                    traces.texts.add(text)


def erase(
    connection: Connection, traces: Traces, names: PersonNames, instead: str, submissions: Sequence[int]
) -> tuple[int, int]:
    """Delete what ``find`` found, and take her name out of the texts of other records.

    Returns:
        How many names and texts were deleted or changed.
    """
    tokens = sorted(traces.tokens | traces.naming)
    with guarded("vault erase"), connection.transaction():
        texts = _erase_texts(connection, traces, names, instead, submissions)
        connection.execute("delete from vault.mention where token = any(%s)", [tokens])
        gone = connection.execute("delete from vault.identity where token = any(%s)", [tokens])
    return gone.rowcount, texts


def _erase_texts(
    connection: Connection, traces: Traces, names: PersonNames, instead: str, submissions: Sequence[int]
) -> int:
    key, records, count = seal.fields(), traces.records, 0
    query = "select submission_id, record_no, field, position, sealed from vault.text where submission_id = any(%s)"
    where = " where (submission_id, record_no, field, position) = (%s, %s, %s, %s)"
    for *place, sealed in connection.execute(query, [list(submissions)]).fetchall():
        text = seal.open_text(sealed, key)
        if (place[0], place[1]) in records or text.strip() in traces.texts:
            connection.execute(f"delete from vault.text{where}".encode(), place)
        elif names.stand_in(text):
            renewed = seal.text(names.without(text, instead), key)
            connection.execute(f"update vault.text set sealed = %s{where}".encode(), [renewed, *place])
        else:
            continue
        count += 1
    return count
