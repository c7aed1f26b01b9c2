"""Keys of cases that a program changed, or that are no key: a number shown in short, a date, a name among codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.landed_records import Records
from mesoregistry.vault.case_keys import SCIENTIFIC

MONTH = "ene|feb|mar|abr|may|jun|jul|ago|sep|sept|oct|nov|dic|jan|apr|aug|dec"
DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d([ T].*)?|\d{{1,2}}/\d{{1,2}}/\d{{4}}|({MONTH})\.?[-/ ]\d{{2,4}}|\d{{1,2}}[-/ ]({MONTH})\.?",
    re.I,
)
CODE = re.compile(r"[^\W\d_]|/")  # SV-2024-0003, 0001/2024; a phone has neither
PARTED = re.compile(r"[,;&+|\s]+")
NUMBER = re.compile(r"\d+")
UNLIKE, SEVERAL = "case_key_unlike", "case_key_several"
SHORTEST = 3  # letters of a word: AB may be a key
ENOUGH = 4  # different keys of one kind that tell what a key looks like
MOST, NEARLY_ALL = 6, 8  # of ten


def key_doubts(records: Records, letters: Mapping[str, str]) -> Iterator[Finding]:
    """Keys that a program changed, and those that are unlike nearly all others.

    ``letters``: the column of the key by sheet.
    """
    column = records.column("case_key")
    rules = _rules([key for key in column if key])
    for index, key in enumerate(column) if rules else ():
        if rule := rules.get(key or ""):
            record = records[index]
            address = Address(record.sheet, record.row, letters.get(record.sheet or ""))
            value = None if rule in (UNLIKE, SEVERAL) else key  # it may be a name: not quoted
            yield message(rule).finding(address, field="case_key", value=value, record=record.number)


def _rules(keys: Sequence[str]) -> dict[str, str]:
    """The rule that each doubtful key breaks."""
    kinds = {key: _kind(key) for key in set(keys)}
    cut = {key for key in kinds if SCIENTIFIC.fullmatch(key)}
    dates = {key for key in kinds if DATE.fullmatch(key)}
    odd = _odd_kinds(Counter(kinds[key] for key in kinds.keys() - dates - cut))
    rules = {key: UNLIKE for key, kind in kinds.items() if kind in odd}
    rules |= _of_shape(kinds.keys() - dates - cut)
    if sum(map(dates.__contains__, keys)) * 2 < len(keys):
        rules |= dict.fromkeys(dates, "case_key_is_date")
    return rules | dict.fromkeys(cut, "case_key_cut")


def _odd_kinds(counts: Counter[str]) -> frozenset[str]:
    """The kinds that a key must not be of: words where most are codes, numbers where nearly all are.

    ``counts``: how many different keys of each kind there are, dates and keys shown in short left out.
    """
    usual, count = max(counts.items(), key=itemgetter(1), default=("", 0))
    if count < ENOUGH or count * 10 < counts.total() * MOST:
        return frozenset()
    if usual == "code" and count * 10 >= counts.total() * NEARLY_ALL:
        return frozenset({"words", "number"})
    return frozenset({"words"}) if usual in ("code", "number") else frozenset()


def _of_shape(keys: Collection[str]) -> dict[str, str]:
    """Keys that hold several, or are a word, where most have one shape: ``SV-3, SV-4``, ``SV-3 a 7``, ``Reunión``.

    Keys that a program made at random have no shape, and some of them are letters alone.
    """
    shapes = Counter(NUMBER.sub("9", key) for key in keys)
    usual, count = max(shapes.items(), key=itemgetter(1), default=("", 0))
    if "9" not in usual or PARTED.search(usual) or count < ENOUGH or count * 10 < shapes.total() * MOST:
        return {}
    pattern = re.compile(r"\d+".join(map(re.escape, usual.split("9"))))
    rules = {key: UNLIKE for key in keys if len(key) >= SHORTEST and not any(map(str.isdigit, key))}
    for key in keys:
        parts = [part for part in PARTED.split(key) if NUMBER.match(part) or NUMBER.sub("9", part) == usual]
        # where keys are numbers, 12-1 may be a part of a case
        whole = pattern.findall(key) if len(usual) > 1 else ()
        if len(whole) > 1 or (len(parts) > 1 and NUMBER.sub("9", parts[0]) == usual):
            rules[key] = SEVERAL
    return rules


def _kind(key: str) -> str:
    """``words`` (two or more, without a digit), a ``number`` without a letter, or a ``code``."""
    if not any(map(str.isdigit, key)):
        return "words" if len(key.split()) > 1 else "code"
    return "code" if CODE.search(key) else "number"
