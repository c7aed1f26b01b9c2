"""What of a column's values may stand in a draft, which is kept with the code: categories, never people.

A value is shown only when it is a term of a code list or the name of a place. Dates and keys are shown as their
shape (``99/99/9999``). A term without a code is shown when most of its column is known, it stands in two rows or
more and it is not written like a name. All else is counted and not shown.
"""

from __future__ import annotations

from collections import Counter

from mesoregistry.authoring.draft.columns import DraftColumn
from mesoregistry.authoring.draft.evidence import best_split, split_values
from mesoregistry.authoring.draft.labels import PLACES
from mesoregistry.authoring.draft.terms import KnownTerms, list_of
from mesoregistry.authoring.draft.values import (
    SHORT,
    is_boolean,
    is_date,
    is_number,
    is_phone,
    looks_like_name,
    shape,
    share,
)
from mesoregistry.catalog.model import fields

SHOWN = 3


def describe(column: DraftColumn, terms: KnownTerms) -> str:
    """One line about the values of a column."""
    field = column.field
    texts = split_values(column.raw, column.split, list(terms.codes.get(list_of(field), ())) if field else ())
    texts = list(column.raw.choices) or texts
    if not texts:
        return "empty"
    count = f"{len(set(texts))} different of {len(texts)}"
    if field and fields()[field].side == "vault":
        return f"{count}, not shown: it goes to the vault"
    if field and (fields()[field].kind == "code" or field in PLACES):
        known = Counter(text for text in texts if terms.knows(list_of(field), text))
        return f"{count}; as {_quoted(known) or '(none with a code yet)'}"
    return f"{count}; {_shape(texts, field)}"


def _quoted(texts: Counter[str]) -> str:
    return ", ".join(f"«{text[:SHORT]}»" for text, _ in texts.most_common(SHOWN))


def _shape(texts: list[str], field: str | None) -> str:
    if share(texts, is_boolean) == 1 and len(set(texts)) <= 4:
        return f"as {_quoted(Counter(texts))}"
    if share(texts, is_date) >= 0.7 or field in ("event_date", "event_date_end", "recorded_on"):
        return f"as {_quoted(Counter(shape(text) for text in texts if is_date(text))) or 'no date'}"
    if share(texts, is_number) >= 0.7 and not any(map(is_phone, texts)):
        return "numbers"
    if field == "case_key" and not any(map(looks_like_name, texts)):
        return f"as {_quoted(Counter(map(shape, texts)))}"
    return "not shown: they may be names"


def without_code(column: DraftColumn, terms: KnownTerms) -> tuple[list[tuple[str, str]], list[str], int]:
    """Terms of a code column that no list has: (term, code) of those with the same words, terms to show, the rest.

    Source: ``code_map.csv`` compares whole terms, so ``amenaza_de_muerte`` needs a row of its own.
    """
    if not column.field or fields()[column.field].kind != "code":
        return [], [], 0
    name = list_of(column.field)
    split, known = best_split(column.raw, column.field, terms, bool(column.split and column.split.choices))
    texts = list(column.raw.choices) + split_values(
        column.raw, column.split or split, list(terms.codes.get(name, ()))
    )
    counted = Counter(text for text in texts if not terms.knows(name, text))
    same = [(text, code) for text in counted if (code := terms.same_words(name, text))]
    left = {text: n for text, n in counted.items() if text not in dict(same)}
    shown = [text for text, n in left.items() if known >= 0.5 and _is_category(text, n)]
    return same, shown, len(left) - len(shown)


def _is_category(text: str, rows: int) -> bool:
    if is_phone(text) or looks_like_name(text) or len(text) > SHORT:
        return False
    return rows >= 2 and sum(word[:1].isupper() for word in text.split()) <= 1
