"""How well a column fits a field: what its header says, and what its values look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from mesoregistry.authoring.draft import labels
from mesoregistry.authoring.draft.labels import PLACES
from mesoregistry.authoring.draft.terms import KnownTerms, list_of
from mesoregistry.authoring.draft.values import (
    is_boolean,
    is_date,
    is_number,
    is_phone,
    looks_like_name,
    share,
)
from mesoregistry.catalog.model import Split, fields
from mesoregistry.intake.split import pieces

SEPARATORS = ("|", ";", ",")
SAMPLE = 400  # values of a column that are looked at
ENOUGH = 1.0  # a score from which a field is taken


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A column as it stands in the file. ``choices``: options of a question that have columns of their own."""

    header: str
    group: str | None
    values: tuple[str, ...]
    choices: tuple[str, ...] = ()


def split_values(column: RawColumn, split: Split | None, known: Sequence[str] = ()) -> list[str]:
    """The single values of a column's cells."""
    texts = column.values[:SAMPLE]
    if split is None:
        return list(texts)
    return [piece for text in texts for piece in pieces(text, split, known) if piece]


def splits(kobo: bool) -> tuple[Split | None, ...]:
    """The ways in which a cell of the format may hold several values."""
    if kobo:
        return (None, Split(choices=True))
    return (None, *(Split(separator=sign, vocabulary=sign == ",") for sign in SEPARATORS))


def best_split(column: RawColumn, field: str, terms: KnownTerms, kobo: bool) -> tuple[Split | None, float]:
    """The way of splitting under which most values are known, and that share."""
    name = list_of(field)
    if column.choices:
        return Split(choices=True), share(list(column.choices), lambda text: terms.identifies(name, text))
    best: tuple[Split | None, float] = (None, -1.0)
    for split in splits(kobo) if fields()[field].many else (None,):
        listed = split_values(column, split, list(terms.codes.get(name, ())))
        known = share(listed, lambda text: terms.identifies(name, text))
        if known > best[1] + 0.01:
            best = (split, known)
    return best[0], max(best[1], 0.0)


def score(column: RawColumn, field: str, weight: float, terms: KnownTerms, kobo: bool) -> float:
    """How well the column fits the field; ``weight`` is what its header says (0: nothing)."""
    kind = fields()[field].kind
    if not column.values and not column.choices:
        return weight
    if kind == "code" or field in PLACES:
        return _of_terms(column, field, weight, terms, kobo)
    if kind == "date":
        return _of_dates(column, field, weight)
    if kind == "narrative":
        length = mean(map(len, column.values))
        return weight + 1.5 * (length > 60) if weight else 1.3 * (length > 80)
    return weight + _plain(column, field, kind) if weight else 0.0


def _of_terms(column: RawColumn, field: str, weight: float, terms: KnownTerms, kobo: bool) -> float:
    known = best_split(column, field, terms, kobo)[1]
    if weight:
        elsewhere = known == 0 and any(_by_values(column, other, terms, kobo) for other in _alike(field))
        return 0.0 if elsewhere else weight + 2 * known - 0.7 * (known == 0)
    return _by_values(column, field, terms, kobo)


def _by_values(column: RawColumn, field: str, terms: KnownTerms, kobo: bool) -> float:
    """What the values alone say: most are known, and they are not all the same."""
    split, known = best_split(column, field, terms, kobo)
    listed = list(column.choices) or split_values(column, split, list(terms.codes.get(list_of(field), ())))
    different = {text.casefold() for text in listed if terms.identifies(list_of(field), text)}
    return 1.6 * known if known >= 0.6 and len(different) >= 2 else 0.0


def _alike(field: str) -> list[str]:
    """The other levels of places, or the other fields with a code list: their values tell them apart."""
    if field in PLACES:
        return [level for level in PLACES if level != field]
    return [
        name for name, other in fields().items() if other.kind == "code" and list_of(name) != list_of(field)
    ]


def _of_dates(column: RawColumn, field: str, weight: float) -> float:
    dates = share(list(column.values[:SAMPLE]), is_date)
    if weight:
        return weight + 1.5 * dates - 2 * (dates < 0.3)
    return {"event_date": 1.2, "recorded_on": 1.1}.get(field, 0.0) if dates >= 0.8 else 0.0


def _plain(column: RawColumn, field: str, kind: str) -> float:
    """What the values add to a header that names the field, or take from it."""
    texts = split_values(column, separator_of(column))
    if kind == "number":
        return 1.0 if share(texts, is_number) >= 0.5 else -2.0
    if kind == "boolean":
        return 1.0 if share(texts, is_boolean) >= 0.7 else -1.5
    if kind == "contact":
        return 2 * share(texts, is_phone)
    if kind == "person":
        return share(texts, looks_like_name)
    if field == "case_key":
        repeated = len(set(texts)) * 4 < len(texts)
        return -1.0 if repeated or share(texts, looks_like_name) > 0.5 else 0.5
    return 0.0


def separator_of(column: RawColumn) -> Split | None:
    """The sign between values of people, ages and the like; a comma may belong to a name."""
    for sign in ("|", ";"):
        if any(sign in text for text in column.values):
            return Split(separator=sign)
    return Split(separator=";") if any("\n" in text.strip() for text in column.values) else None


def candidates(column: RawColumn, terms: KnownTerms, kobo: bool) -> dict[str, float]:
    """Every field that fits the column well enough, with its score."""
    weights, of_perpetrators = labels.scores(column.header), labels.is_about_perpetrators(column.header)
    listed = {
        field: score(column, field, weights.get(field, 0.0), terms, kobo)
        for field, definition in fields().items()
        if not (column.group and definition.per == "record" and not definition.many)
        and not (of_perpetrators and field.startswith("defender_"))
        and not labels.is_of_something_else(column.header, field)
    }
    return {field: number for field, number in listed.items() if number >= ENOUGH}
