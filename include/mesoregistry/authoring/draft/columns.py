"""The columns of a draft: each with the field that its header or its values speak for, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mesoregistry.authoring.draft.draft_table import DraftTable
from mesoregistry.authoring.draft.evidence import RawColumn, best_split, candidates, separator_of
from mesoregistry.authoring.draft.labels import last_part, plain
from mesoregistry.authoring.draft.tables import TeamFile
from mesoregistry.authoring.draft.terms import KnownTerms
from mesoregistry.authoring.draft.values import cleaned
from mesoregistry.authoring.draft.whose import is_of_perpetrator
from mesoregistry.catalog.model import Split, fields
from mesoregistry.readers.header_names import header_key

PARTS = {"dia": "day", "mes": "month", "ano": "year", "anio": "year"}
OF_A_PERSON = ("defender_gender", "defender_age", "defender_ethnicity", "defender_occupation")
CHOICE_MARKS = frozenset({"1", "true", "yes", "sí", "si", "0", "false", "no"})


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column of the draft; without a ``field`` a person must decide, ``hint`` says what it may be."""

    raw: RawColumn
    field: str | None = None
    split: Split | None = None
    part: str | None = None
    hint: str | None = None


def draft_columns(team_file: TeamFile, terms: KnownTerms, decided: Mapping[str, str]) -> list[DraftColumn]:
    """Every column of the file, in its order. ``decided``: header → field, as chosen beforehand."""
    raws = [raw for table in team_file.tables for raw in raw_columns(table, team_file.format == "kobo")]
    parts = _parts(raws)
    chosen = {n: field for n, raw in enumerate(raws) if (field := _decided(raw, decided))}
    chosen |= dict.fromkeys(parts, "event_date")
    hints = _assign(raws, chosen, terms, team_file.format == "kobo")
    of_others = {n for n in chosen if chosen[n] in OF_A_PERSON and is_of_perpetrator(raws, chosen, n)}
    for n in of_others - {n for n, raw in enumerate(raws) if _decided(raw, decided)}:
        hints[n] = f"of the perpetrator, whose {chosen.pop(n).removeprefix('defender_')} no field keeps"
    return [
        DraftColumn(
            raw,
            chosen.get(n),
            _split(raw, chosen.get(n), terms, team_file.format),
            parts.get(n),
            hints.get(n),
        )
        for n, raw in enumerate(raws)
    ]


def _decided(raw: RawColumn, decided: Mapping[str, str]) -> str | None:
    return next(
        (field for header, field in decided.items() if header_key(header) == header_key(raw.header)), None
    )


def raw_columns(table: DraftTable, kobo: bool) -> Iterator[RawColumn]:
    """The columns of a table; those of the choices of one question become that question."""
    options = _options(table) if kobo else {}
    of_questions = {n for listed in options.values() for n, _ in listed}
    done: set[str] = set()
    for n, header in enumerate(table.headers):
        question = header if n not in of_questions else _question(n, options)
        if not header or question in done:
            continue
        done.add(question)
        values = cleaned(table.column(n)) if n not in of_questions else []
        yield RawColumn(
            question, table.group, tuple(values), tuple(label for _, label in options.get(question, ()))
        )


def _question(position: int, options: Mapping[str, list[tuple[int, str]]]) -> str:
    return next(name for name, listed in options.items() if position in {n for n, _ in listed})


def _options(table: DraftTable) -> dict[str, list[tuple[int, str]]]:
    """Question → (position, label) of its choices: columns ``question/choice`` with nothing but 0 and 1."""
    prefixes: dict[str, list[tuple[int, str]]] = {}
    for n, header in enumerate(table.headers):
        for cut in (m.start() for m in re.finditer("/", header)):
            prefixes.setdefault(header[:cut], []).append((n, header[cut + 1 :]))
    whole = set(table.headers)
    taken: dict[str, list[tuple[int, str]]] = {}
    for prefix, listed in sorted(prefixes.items(), key=lambda pair: -len(pair[0])):
        marks = {text.casefold() for n, _ in listed for text in cleaned(table.column(n))}
        if marks <= CHOICE_MARKS and (prefix in whole or (len(listed) > 1 and marks)):
            taken[prefix] = listed
    return {name: listed for name, listed in taken.items() if name in whole or not _is_group(name, taken)}


def _is_group(prefix: str, questions: Mapping[str, list[tuple[int, str]]]) -> bool:
    """Whether questions of their own share out its columns: ``agresiones`` over ``agresiones/tipo/robo``."""
    below = [listed for name, listed in questions.items() if name.startswith(f"{prefix}/")]
    return {n for listed in below for n, _ in listed} == {n for n, _ in questions[prefix]}


def _parts(raws: list[RawColumn]) -> dict[int, str]:
    """A date in columns of its own for year, month and perhaps day."""
    parts = {n: PARTS[name] for n, raw in enumerate(raws) if (name := plain(last_part(raw.header))) in PARTS}
    return (
        parts if {"year", "month"} <= set(parts.values()) and len(set(parts.values())) == len(parts) else {}
    )


def _assign(raws: list[RawColumn], chosen: dict[int, str], terms: KnownTerms, kobo: bool) -> dict[int, str]:
    """Give each field to the column that fits it best, into ``chosen``; the hints for columns that lost theirs."""
    pairs = [
        (number, n, field)
        for n, raw in enumerate(raws)
        if n not in chosen
        for field, number in candidates(raw, terms, kobo).items()
    ]
    hints: dict[int, str] = {}
    for _, n, field in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        holder = next((other for other, name in chosen.items() if name == field), None)
        if n in chosen:
            continue
        if holder is None or _numbered_alike(raws[holder], raws[n], field):
            chosen[n] = field
            hints.pop(n, None)
        else:
            hints.setdefault(n, f"{field}, which is taken from «{raws[holder].header}»")
    return hints


def _numbered_alike(first: RawColumn, second: RawColumn, field: str) -> bool:
    """«Víctima 1», «Víctima 2»: several columns of one field, where it may hold several values."""
    without = [re.sub(r"\d+", "", plain(raw.header)).strip() for raw in (first, second)]
    numbered = re.search(r"\d", first.header) and re.search(r"\d", second.header)
    return bool(fields()[field].many and numbered and without[0] == without[1])


def _split(raw: RawColumn, field: str | None, terms: KnownTerms, form: str) -> Split | None:
    """How the cells of a field with several values are split, as far as the file shows it."""
    if field is None or not fields()[field].many or fields()[field].kind == "contact":
        return None
    if form == "uwazi":
        return Split(separator="|")
    if fields()[field].kind == "code":
        return best_split(raw, field, terms, form == "kobo")[0]
    return None if form == "kobo" else separator_of(raw)
