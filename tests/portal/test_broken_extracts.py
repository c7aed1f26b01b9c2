"""Broken extracts of five countries: all that is wrong is found in its cell and nothing else, and the copy mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from mesoregistry import database, ledger
from mesoregistry.findings import Finding
from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive_content
from mesoregistry.intake.tasks import judge
from mesoregistry.ledger import State
from mesoregistry.local import open_copies
from mesoregistry.settings import Settings, settings
from tests.portal.broken import Broken
from tests.portal.broken_extracts import broken_extracts
from tests.portal.person import Person
from tests.portal.site import account

COUNTRIES = ("sv", "gt", "hn", "mx", "ni")
OF_COUNTRY = 10
FEWEST = 40  # faults of a country
ASKING = ("stop", "error", "warning")


@pytest.fixture
def examine(config: Settings, databases: Settings) -> Iterator[Any]:
    """What the portal runs; the files are taken in by databases of this test, since others count theirs."""
    from mesoregistry.portal import drafts, examine

    yield examine
    open_copies.clear(settings(), drafts.PART)


def asking(draft: Any) -> list[Finding]:
    return [finding for finding in draft.report.findings if finding.severity in ASKING]


def mistakes(broken: Broken, findings: list[Finding]) -> list[str]:
    """Faults that no finding names at their cell, and findings of what nobody planted."""
    missed = [
        fault.name for fault in broken.faults if not any(fault.is_named_by(finding) for finding in findings)
    ]
    invented = [
        f"{finding.rule} at {finding.cell}"
        for finding in findings
        if not any(fault.explains(finding) for fault in broken.faults)
    ]
    return [f"{broken.path.name}: {text}" for text in (*missed, *invented)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_fault_is_found_and_the_marked_copy_mends_them(
    examine: Any, tmp_path: Path, country: str
) -> None:
    numbers, wrong, faults = [], [], 0
    for broken in broken_extracts(country, OF_COUNTRY, tmp_path, "broken"):
        draft = examine.examine(country, broken.path.name, broken.path.read_bytes(), broken.period)
        wrong += mistakes(broken, asking(draft))
        faults += len(broken.faults)
        content = broken.correct(examine.marked_workbook(draft, "es"))
        mended = examine.examine(country, "corregido.xlsx", content, broken.period)
        wrong += [f"{broken.path.name}, mended: {f.rule} at {f.cell}" for f in asking(mended)]
        receipt = receive_content(mended.name, mended.content, country, mended.month)
        numbers.append(receipt.submission_id)
    assert (wrong, len(numbers), faults >= FEWEST) == ([], OF_COUNTRY, True)
    landed = load(country)
    assert judge(country, landed).broken == ()
    accept(country, landed)
    with database.transaction() as connection:
        states = [ledger.submission(connection, number).state for number in numbers]
    assert states == [State.ACCEPTED] * OF_COUNTRY


@pytest.mark.parametrize("country", ["sv", "gt", "hn"])
def test_the_same_in_a_browser(
    person: Callable[..., Person], config: Settings, tmp_path: Path, country: str
) -> None:
    """Checked, the marked copy downloaded, corrected, checked once more and filed."""
    *_, broken = broken_extracts(country, OF_COUNTRY + 1, tmp_path, "browser")  # a month that nobody filed
    team = person()
    team.enter(account("team", country))
    team.check(broken.path, f"{broken.period:%Y-%m}")
    team.sees("por corregir")
    with team.page.expect_download() as download:
        team.follow("Descargar mi archivo marcado")
    path = tmp_path / download.value.suggested_filename
    path.write_bytes(broken.correct(Path(download.value.path()).read_bytes()))
    team.check(path, f"{broken.period:%Y-%m}")
    team.sees("Todo está bien")
    expect(team.page.locator(".findings.error, .findings.warning, .findings.stop")).to_have_count(0)
    number = team.file()
    landed = load(country)
    assert number in landed and judge(country, landed).broken == ()
    accept(country, landed)
    team.go(f"/envio/{number}/")
    team.sees("aceptada")
    withdraw(number, Reason.WRONG_FILE)
