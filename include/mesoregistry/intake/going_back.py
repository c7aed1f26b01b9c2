"""A case that goes back: what was verified is only received again, what was withdrawn is active again."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog.code_lists import read, stamps, term_key
from mesoregistry.catalog.file_stamps import Stamp
from mesoregistry.intake.tellings import Values, columns
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings

STEPS = {"verification": ("verified", "received"), "status": ("withdrawn", "active")}  # from, back to


def goes_back(submission: Submission, own: Values, before: Values) -> bool:
    """Whether a row of a file takes back what counted of its case before."""
    for name, (reached, back) in STEPS.items():
        codes = _codes(settings().seeds, name, submission.country, submission.source_id)
        position = columns().index(name)
        mine, theirs = (codes.get(term_key(values[position] or "")) for values in (own, before))
        if (theirs, mine) == (reached, back):
            return True
    return False


def _codes(seeds: Path, name: str, country: str, source: str) -> dict[str, str]:
    """The code of each term that a source may write; its own terms come before the list's."""
    return _codes_of(seeds, name, country, source, stamps(seeds))


@lru_cache(maxsize=64)
def _codes_of(
    seeds: Path, name: str, country: str, source: str, _stamps: tuple[Stamp, ...]
) -> dict[str, str]:
    terms = [
        (of_source, of_country, term_key(term), code)
        for listed, of_country, of_source, term, code, *_ in read(seeds).terms
        if listed == name and of_country in ("", country) and of_source in ("", source)
    ]
    return {key: code for _, _, key, code in sorted(terms)}
