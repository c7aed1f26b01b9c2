"""A case that goes back: what was verified is only received again, what was withdrawn is active again."""

from __future__ import annotations

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.intake.tellings import Values, columns
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings

STEPS = {"verification": ("verified", "received"), "status": ("withdrawn", "active")}  # from, back to


def goes_back(submission: Submission, own: Values, before: Values) -> bool:
    """Whether a row of a file takes back what counted of its case before."""
    for name, (reached, back) in STEPS.items():
        codes = term_codes(settings().seeds, name, submission.country, submission.source_id)
        position = columns().index(name)
        mine, theirs = (codes.get(term_key(values[position] or "")) for values in (own, before))
        if (theirs, mine) == (reached, back):
            return True
    return False
