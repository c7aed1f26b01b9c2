"""Months filed from files through the real intake and gate, and what then stands in the marts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.vault.opened_marks import open_marks
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import rows

MARCH = dt.date(2024, 3, 1)


def take_in(country: str) -> None:
    """What the DAG of a country does with every file that waits."""
    with database.transaction() as connection:
        waiting = ledger.waiting(connection, country)
    numbers = sorted({*waiting, *load(country)})
    assert judge(country, numbers).broken == ()
    accept(country, numbers)


def file_month(
    folder: Path, country: str, content: bytes, day: dt.date, period: dt.date = MARCH, suffix: str = ".csv"
) -> int:
    """Receive a file; nothing is taken in yet."""
    path = folder / f"mes{suffix}"
    path.write_bytes(content)
    return receive(path, country, period, day).submission_id


def counted(country: str, *, build_first: bool = True) -> dict[str, str]:
    """The forms that count of each case of a country, by default after a build."""
    if build_first:
        assert build().failures == ()
    forms = dict(
        rows(
            "select case_key, string_agg(form_code, ' ' order by form_code) from marts.fct_attack"
            f" join marts.fct_event using (event_id) where fct_attack.country_code = '{country}' and is_counted"
            " group by 1 order by 1"
        )
    )
    keys = typed_keys(forms)
    return {keys[token]: text for token, text in forms.items()}


def typed_keys(tokens: Collection[str]) -> dict[str, str]:
    """The keys of cases as their teams typed them, by their tokens in the marts."""
    with database.open_connection("vault") as vault:
        return {token: str(key) for token, key in open_marks(vault, tokens).items()}


def rules(submission_id: int, *severities: str) -> list[str]:
    """The rules of the findings of a submission, with these severities."""
    with database.transaction() as connection:
        return sorted(f.rule for f in ledger.findings(connection, submission_id) if f.severity in severities)
