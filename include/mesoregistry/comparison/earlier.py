"""What a team wrote in the place of a word that no list knows, when it corrected that word in an older file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from psycopg import sql

from mesoregistry import ledger
from mesoregistry.catalog.code_lists import term_key, vocabulary
from mesoregistry.catalog.fields import fields
from mesoregistry.comparison.differences import Correction
from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.intake import tellings
from mesoregistry.intake.foreign import places_of
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.marking import elements
from mesoregistry.intake.tellings import Telling
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings

PLACES = ("admin1", "admin2", "district")
MOST = 20  # words of one file
Values = dict[str, str]  # ``term_key`` of a value -> the value
Version = tuple[Submission, dict[str, Values]]  # a file, and what a column of it says of each case


def earlier_corrections(
    connection: Connection, typed: Records, landed: Records, file: Submission
) -> Iterator[Correction]:
    """The last correction of each unknown word of a file, in the same column of the same source.

    ``typed``: the rows of the file as it says them; ``landed``: the same with marks in the place of what is sealed.
    Only what stands in a list is given as what was written, so nothing that a team typed freely is shown.
    """
    terms = vocabulary(settings().seeds, file.country, file.source_id)
    files = ledger.select(
        connection,
        "country = %s and source_id = %s and accepted_at is not null and state <> 'withdrawn'",
        [file.country, file.source_id],
    )
    lists = _lists(file.country, terms)
    words = _unknown_words(typed, landed, lists)
    for (name, text), word in list(words.items())[:MOST] if files else ():
        versions = _versions(connection, file.country, files, name, text)
        if correction := _last_correction(versions, term_key(text), lists[name]):
            corrected, value = correction
            label = fields()[name]
            yield Correction(Text(label.es, label.en), word, value, f"{corrected.period:%Y-%m}")


def _lists(country: str, terms: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """By field, the keys of what may stand there."""
    places = dict.fromkeys(PLACES, places_of(settings().seeds, country))
    return places | {name: terms.get(f.list, frozenset()) for name, f in fields().items() if f.list}


def _unknown_words(
    typed: Records, landed: Records, lists: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str], str]:
    """By field and text as it lands, the words of a file that no list knows, as they were typed."""
    words: dict[tuple[str, str], str] = {}
    for name in typed.columns.keys() & lists.keys():
        for pair in set(zip(typed.columns[name], landed.columns[name], strict=True)):
            own, of_landed = (elements(text) if fields()[name].many else (text,) for text in pair)
            for word, text in zip(own, of_landed, strict=True):
                if word and text and term_key(word) not in lists[name]:
                    words.setdefault((name, text), word)
    return words


def _versions(
    connection: Connection, country: str, files: Sequence[Submission], name: str, text: str
) -> Iterator[Version]:
    """The files that name a case of which one of them says ``text``, the oldest first."""
    query = sql.SQL(
        "select distinct case_key from {} where _submission = any(%s) and case_key is not null"
        " and position(lower(%s) in lower({})) > 0"
    ).format(sql.Identifier("raw", country), sql.Identifier(name))
    numbers = [file.submission_id for file in files]
    keys = [key for (key,) in connection.execute(query, [numbers, text])]
    rows = tellings.landed(connection, country, numbers, keys) if keys else {}
    for file in files if keys else ():
        cases = tellings.by_key(rows[file.submission_id])
        yield file, {key: _values(of_case, name) for key, of_case in cases.items()}


def _values(rows: Sequence[Telling], name: str) -> Values:
    position, many = tellings.columns().index(name), fields()[name].many
    texts = (row.values[position] for row in rows)
    return {term_key(v): v for text in texts for v in (elements(text) if many else (text,)) if v}


def _last_correction(
    versions: Iterable[Version], word: str, known: frozenset[str]
) -> tuple[Submission, str] | None:
    """The last file that said of a case one known value in the place of ``word``, and that value."""
    before: dict[str, Values] = {}
    last: tuple[Submission, str] | None = None
    for file, cases in versions:
        for key, values in cases.items():
            old = before.get(key, {})
            new = [values[other] for other in values if other not in old]
            if word in old and word not in values and len(new) == 1 and term_key(new[0]) in known:
                last = (file, new[0])
            before[key] = values
    return last
