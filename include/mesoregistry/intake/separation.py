"""What must not leave the vault besides names: keys of cases, foreign values, titles of sheets, unknown headers.

``separate`` finds them and adds them to what goes to the vault; ``marking`` writes a mark in the place of each. A
sheet becomes its number in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from mesoregistry.catalog.model import Layout, fields
from mesoregistry.intake.foreign import KnownTexts, boolean_words, digits_of, places_of, words
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.marking import elements
from mesoregistry.settings import settings
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.mentions import QUOTE, SHEET, WHOLE_FILE, Mention

Sheets = Mapping[str | None, str | None]  # title of a sheet -> its number in the file
LONGEST_KEY = 60  # a longer one is a text that moved: the gate's rule ``case_key_short``


def separate(interpretation: Interpretation, known: KnownTexts) -> Interpretation:
    """The same, with a mention of each text that ``with_marks`` replaces; sheets are numbers from here on."""
    sheets, records = _sheets(interpretation), interpretation.records
    quotes = dict.fromkeys(quote for finding in interpretation.findings for quote in finding.quotes)
    mentions = [
        *(_of_file(SHEET, int(number), title) for title, number in sheets.items() if title and number),
        *(_of_file(QUOTE, position, quote) for position, quote in enumerate(quotes, start=1)),
        *_foreign(records, known),
    ]
    return replace(
        interpretation,
        records=replace(records, sheets=[sheets[title] for title in records.sheets]),
        findings=tuple(replace(finding, sheet=sheets[finding.sheet]) for finding in interpretation.findings),
        mentions=(*interpretation.mentions, *mentions),
        columns=_numbered_columns(interpretation, sheets),
        decisions=_without_titles(interpretation.decisions),
    )


def known_texts(
    interpretation: Interpretation, country: str, layout: Layout, terms: Mapping[str, frozenset[str]]
) -> KnownTexts:
    """What the values of this file are compared with; ``terms``: ``code_lists.vocabulary`` of its source."""
    persons = {m.identity.name for m in interpretation.mentions if m.identity.kind == "person"}
    contacts = (text.text for text in interpretation.texts if fields()[text.field].kind == "contact")
    return KnownTexts(
        terms,
        places_of(settings().seeds, country),
        boolean_words(layout.booleans),
        frozenset().union(*map(words, persons)),
        digits_of(contacts),
    )


def _of_file(field: str, position: int, text: str) -> Mention:
    return Mention(WHOLE_FILE, field, position, Identity("value", Hidden(text)))


def _sheets(interpretation: Interpretation) -> Sheets:
    """The sheets in the order in which they come up; a text file has none."""
    titles: dict[str | None, None] = {}
    for column in interpretation.columns.values():
        letters = column["letters"]
        assert isinstance(letters, dict)
        titles |= dict.fromkeys(letters)
    titles |= dict.fromkeys(interpretation.records.sheets)
    titles |= dict.fromkeys(finding.sheet for finding in interpretation.findings)
    named = (title for title in titles if title)
    return {None: None, "": ""} | {title: str(number) for number, title in enumerate(named, start=1)}


def _numbered_columns(interpretation: Interpretation, sheets: Sheets) -> dict[str, dict[str, object]]:
    numbered: dict[str, dict[str, object]] = {}
    for field, column in interpretation.columns.items():
        letters = column["letters"]
        assert isinstance(letters, dict)
        numbered[field] = {**column, "letters": {sheets[title]: letter for title, letter in letters.items()}}
    return numbered


def _without_titles(decisions: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """How many, where a decision lists texts of the file."""
    listed = ("sheets", "system_columns", "columns_of_other_languages")
    return {
        name: [str(len(value.split(", "))) for value in values] if name in listed else values
        for name, values in decisions.items()
    }


def _foreign(records: Records, known: KnownTexts) -> Iterator[Mention]:
    """A mention of each foreign value; equal values of a column are judged once."""
    columns = [
        (name, definition.many)
        for name, definition in fields().items()
        if definition.side == "warehouse" and name in records.columns
    ]
    for name, many in columns:
        column = records.columns[name]
        foreign = {
            landed: of_it for landed in set(column) if (of_it := _foreign_of(name, landed, many, known))
        }
        for number, landed in zip(records.numbers, column, strict=True) if foreign else ():
            for position, identity in foreign.get(landed, ()):
                yield Mention(number, name, position, identity)


def _foreign_of(name: str, landed: str | None, many: bool, known: KnownTexts) -> list[tuple[int, Identity]]:
    values = elements(landed) if many else (landed,)
    return [
        (position, Identity(_kind(name, value), Hidden(value)))
        for position, value in enumerate(values)
        if value is not None and known.is_foreign(name, value)
    ]


def _kind(name: str, value: str) -> Literal["case", "value"]:
    return "case" if name == "case_key" and len(value) <= LONGEST_KEY else "value"
