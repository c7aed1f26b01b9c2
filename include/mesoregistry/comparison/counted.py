"""How many attacks of a row would count, by the rules of ``int_attacks__exploded`` and ``fct_attack_version``.

The tables count what was filed; of a file that nobody filed there is no row in them. A test files months of five
countries and finds in the tables what was counted of them before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import Source
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.intake.marking import elements
from mesoregistry.settings import settings

Values = Mapping[str, str | None]  # landed column -> text
Code = Callable[[str, str | None], str | None]  # list, term -> code

CODED = ("status", "verification", "profile", "gender", "organisation_type")
DEFENDER = ("token", "identity", "gender", "lgbtttiq", "ethnicity", "age", "occupation", "role")
ORGANISATION = ("token", "identity", "type")
MONTH = re.compile(r"\d{4}-\d{2}(?=-\d{2}~?$|~?$)")


@dataclass(frozen=True, slots=True)
class Counting:
    """What a source counts.

    ``women``: codes of genders and types of organisations that are counted, by list. ``codes``: of the source's terms
    (``term_key``), by list; the same for every row of a file.
    """

    source: Source
    women: Mapping[str, frozenset[str]]
    codes: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, country: str, source: Source, women: Mapping[str, frozenset[str]]) -> Counting:
        """With the lists of today."""
        seeds = settings().seeds
        return cls(source, women, {name: term_codes(seeds, name, country, source.id) for name in CODED})

    def attacks(self, values: Values) -> int:
        """The attacks of a row that count: its forms, for each target that is counted."""
        if not self._stands(values):
            return 0
        forms = max(len(elements(values.get("form"))), 1)
        match self._target_kind(values):
            case "organisation":
                return forms * self._eligible(
                    "organisation_type", _lists(values, "organisation", ORGANISATION)
                )
            case "collective":
                defenders = _lists(values, "defender", DEFENDER)
                named = {**defenders, "gender": defenders["gender"][: len(defenders["identity"])]}
                everybody = self.source.scope == "women"
                return forms * (everybody or self._eligible("gender", named) > 0)
            case _:
                return forms * self._eligible("gender", _lists(values, "defender", DEFENDER))

    def _stands(self, values: Values) -> bool:
        status = self._code("status", values.get("status")) or "active"
        return status == "active" and self._code("verification", values.get("verification")) != "discarded"

    def _target_kind(self, values: Values) -> str:
        profile = self._code("profile", values.get("profile"))
        if profile in ("individual", "collective", "organisation"):
            return profile
        nobody = _names_nobody(values, "defender")
        return "organisation" if nobody and not _names_nobody(values, "organisation") else "individual"

    def _eligible(self, name: str, lists: Mapping[str, Sequence[str | None]]) -> int:
        """How many of the targets are counted, by their gender or kind; all of them where the source counts women."""
        count = max(1, *map(len, lists.values()))
        if self.source.scope == "women":
            return count
        stated = lists["type" if name == "organisation_type" else name]
        terms = [stated[0]] * count if len(stated) == 1 else stated
        return sum(self._code(name, term) in self.women[name] for term in terms)

    def _code(self, name: str, term: str | None) -> str | None:
        return self.codes[name].get(term_key(term)) if term else None


def month_of(event_date: str | None) -> str | None:
    """``2024-03`` of a date that is known to the month at least."""
    match = MONTH.match(event_date or "")
    return match[0] if match else None


def _lists(values: Values, kind: str, names: Sequence[str]) -> dict[str, tuple[str | None, ...]]:
    return {name: elements(values.get(f"{kind}_{name}")) for name in names}


def _names_nobody(values: Values, kind: str) -> bool:
    tokens, identities = (elements(values.get(f"{kind}_{name}")) for name in ("token", "identity"))
    return not any(tokens) and not any(identity not in (None, "missing") for identity in identities)
