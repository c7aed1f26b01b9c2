"""Erase from the ledger to the marts, and from the pages of the database that no query shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mesoregistry.intake.erase import Erased, erase
from mesoregistry.intake.erase_woman import ErasedWoman, erase_woman
from mesoregistry.local.rewrite import rewrite
from mesoregistry.settings import settings
from mesoregistry.vault.person_names import PersonNames
from mesoregistry.warehouse.build import build


@dataclass(frozen=True, slots=True)
class Erasure:
    """What went of each submission, and of the women of each country; ``failures`` of the build; whether the WAL was
    renewed too.
    """

    failures: tuple[str, ...]
    wal_renewed: bool
    erased: Mapping[int, Erased] = field(default_factory=dict)
    women: Mapping[str, ErasedWoman] = field(default_factory=dict)


def erase_all(submission_ids: Sequence[int], women: Mapping[str, PersonNames] | None = None) -> Erasure:
    """Erase submissions and women, build the marts anew without them, and write every table and the WAL anew.

    ``women``: by country, the names of those who are to be erased.

    Raises:
        KeyError: there is no submission of one of these numbers; those before it are erased.
        FilesWait: a file is being taken in, of which nobody knows yet whom it names.
    """
    erased = {number: erase(number) for number in submission_ids}
    gone = {country: erase_woman(country, names) for country, names in (women or {}).items()}
    built = build(full_refresh=True)
    return Erasure(built.failures, rewrite(settings()), erased, gone)
