"""Erase submissions from the ledger to the marts, and from the pages of the database that no query shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoregistry.intake.erase import Erased, erase
from mesoregistry.local.rewrite import rewrite
from mesoregistry.settings import settings
from mesoregistry.warehouse.build import build


@dataclass(frozen=True, slots=True)
class Erasure:
    """What went of each submission; ``failures`` of the build; whether the WAL was renewed too."""

    erased: dict[int, Erased]
    failures: tuple[str, ...]
    wal_renewed: bool


def erase_all(submission_ids: Sequence[int]) -> Erasure:
    """Erase submissions, build the marts anew without them, and write every table and the WAL anew.

    Raises:
        KeyError: there is no submission of one of these numbers; those before it are erased.
    """
    erased = {number: erase(number) for number in submission_ids}
    built = build(full_refresh=True)
    return Erasure(erased, built.failures, rewrite(settings()))
