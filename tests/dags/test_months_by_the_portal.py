"""A month of each country, filed by its team in Chromium, taken in by a real Airflow, counted in the figures."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from mesoregistry.intake.periods import today_in
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.airflow_runs import wait_until_idle
from mesoregistry.synthetic.comparison import compare, tally
from tests.conftest import free_port
from tests.dags.live import browser, is_built, running  # noqa: F401  a fixture
from tests.local.processes import until
from tests.portal.person import Person
from tests.portal.site import Site
from tests.synthetic.demo_stack import rows, run

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow(6),
    pytest.mark.stack,
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed"),
]
WAYS: dict[str, dict[str, Any]] = {
    "sv": {"locale": "es-SV"},
    "gt": {"locale": "es-GT"},  # by way of a spreadsheet
    "hn": {"locale": "es-HN", "java_script_enabled": False},
    "mx": {"locale": "en-US", "viewport": {"width": 360, "height": 740}},  # confirms what is warned about
    "ni": {"locale": "en-US"},
}
MONTHS = {"sv": 1, "gt": 2, "hn": 1, "mx": 1, "ni": 2}  # of 2024: sound, but that of Mexico has a warning
PATIENCE = 300.0  # seconds


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> demo.Plan:
    """A file of each country, of which all that is true is known."""
    wanted = {(country, dt.date(2024, month, 1), 1) for country, month in MONTHS.items()}
    chosen = [
        dataclasses.replace(extract, filed_on=today_in(extract.country))
        for extract in demo.history(2)
        if (extract.country, extract.period, extract.version) in wanted
    ]
    return demo.write(tmp_path_factory.mktemp("months"), chosen)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(MESO_PORTAL_PORT=str(free_port())) as config:
        wait_until_idle()
        yield Site(config, config.logs / "portal.log", 0, config.home, 0)


def link(role: str, country: str = "") -> str:
    """As the coordination gets it."""
    more = ["--country", country] if country else []
    done = run("portal", "invite", f"{role}{country}@example.org", "--role", role, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def filed_by_its_team(site: Site, browser: Browser, filing: demo.Filing) -> tuple[Person, int]:  # noqa: F811
    way = WAYS[filing.country]
    team = Person.sit_down(site, browser, **way)
    enrol = team.enrol if way.get("java_script_enabled", True) else team.enrol_with_password
    enrol(link("team", filing.country))
    path = through_a_spreadsheet(team, filing) if filing.country == "gt" else filing.path
    team.check(path, f"{filing.period:%Y-%m}")
    team.sees("por confirmar" if filing.confirm else "Todo está bien")
    return team, team.file()


def through_a_spreadsheet(team: Person, filing: demo.Filing) -> Path:
    """A word is typed wrong; in the marked copy it is typed right and LibreOffice saves it."""
    folder = filing.path.parent
    book = openpyxl.load_workbook(filing.path)
    sheet = book.active
    assert sheet is not None
    cell = sheet["R6"]  # what was done to the woman of the first row
    right, cell.value = cell.value, "Amedrentamiento"
    book.save(folder / "mal.xlsx")
    team.check(folder / "mal.xlsx", f"{filing.period:%Y-%m}")
    team.sees("1 por corregir")
    with team.page.expect_download() as download:
        team.follow("Descargar mi archivo marcado")
    download.value.save_as(folder / "marcado.xlsx")
    marked = openpyxl.load_workbook(folder / "marcado.xlsx")
    assert marked[sheet.title][cell.coordinate].comment, "it is marked"
    marked[sheet.title][cell.coordinate] = right
    (folder / "saved").mkdir()
    marked.save(folder / "corregido.xlsx")
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    office += ["xlsx", "--outdir", f"{folder}/saved", f"{folder}/corregido.xlsx"]
    subprocess.run(office, check=True, capture_output=True)
    return folder / "saved" / "corregido.xlsx"


def accepted(someone: Person, filing: demo.Filing) -> None:
    """What the page of the country says of the month, once Airflow has taken it in."""
    cell = someone.page.locator(f".cell.accepted[href*='/{filing.country}/{filing.period:%Y-%m}/']")

    def is_there() -> bool:
        someone.go(f"/pais/{filing.country}/")
        return cell.count() == 1

    until(is_there, PATIENCE)


def test_from_five_teams_to_the_figures(site: Site, browser: Browser, plan: demo.Plan) -> None:  # noqa: F811
    assert len(plan.filings) == len(WAYS)
    coordinator, auditor = (Person.sit_down(site, browser, locale=locale) for locale in ("en-US", "es-HN"))
    coordinator.enrol(link("coordinator"))
    auditor.enrol(link("auditor"))
    assert rows(site.config, "warehouse", "select to_regclass('marts.fct_attack')") == [(None,)]
    filed = [(*filed_by_its_team(site, browser, filing), filing) for filing in plan.filings]
    people = [coordinator, auditor, *(team for team, *_ in filed)]
    for team, number, filing in filed:
        if filing.confirm:
            until(lambda: confirms(team, number), PATIENCE)  # noqa: B023  called at once
    for team, _, filing in filed:
        accepted(team, filing)
    until(is_built, PATIENCE)
    assert compare(plan.truth) == []
    assert sum(of.warehouse for of in tally(plan.truth)) > 50
    for someone in (coordinator, auditor):
        someone.go("/")
        someone.sees("Todos los países")
        for filing in plan.filings:
            accepted(someone, filing)
    expect(auditor.page.get_by_role("button", name="Devolver al equipo")).to_have_count(0)
    assert [complaint for someone in people for complaint in someone.complaints] == []


def confirms(team: Person, number: int) -> bool:
    """She presses the button as soon as her file waits for her word."""
    team.go(f"/envio/{number}/")
    button = team.page.get_by_role("button", name=team.words("Los valores por confirmar están bien"))
    if button.count():
        button.click()
        return True
    return False
