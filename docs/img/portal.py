"""Take the pictures of the portal: ``mesoregistry demo --keep``, then ``python docs/img/portal.py``.

Needs Chromium. Invites an invented team, checks a sample of invented people with two faults, files nothing, and writes
``portal-board.png``, ``portal-check.png`` and ``portal-region.png``.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Page, sync_playwright

from mesoregistry.local import portal_service
from mesoregistry.portal import setup
from mesoregistry.settings import settings

HERE = Path(__file__).parent
SIZE = {"width": 1180, "height": 860}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def main(folder: Path = HERE) -> None:
    """Write the three pictures into ``folder``."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is not installed.")
    setup.configure()
    links = [setup.invite("equipo@example.org", "team", "gt"), setup.invite("region@example.org", "auditor")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        team, region = (enrolled(browser, link) for link in links)
        team.goto(portal_service.address(settings()))
        team.screenshot(path=folder / "portal-board.png")
        checked(team)
        team.screenshot(path=folder / "portal-check.png", full_page=True)
        region.goto(portal_service.address(settings()))
        region.screenshot(path=folder / "portal-region.png")
        browser.close()


def enrolled(browser: Browser, link: str) -> Page:
    """A page of somebody who came by her invitation and made her passkey."""
    page = browser.new_page(
        viewport=SIZE, device_scale_factor=1.5, locale="es-GT", color_scheme="light"  # type: ignore[arg-type]
    )  # fmt: skip
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(link)
    page.get_by_role("button", name="Aceptar y seguir").click()
    page.get_by_role("link", name="Crear mi llave").click()
    page.get_by_role("button", name="Crear mi llave").click()
    page.wait_for_url(re.compile("recovery-codes"))
    return page


def checked(page: Page) -> None:
    """The check of a sample with a word that nobody knows and a date that is none."""
    book = openpyxl.load_workbook(settings().registries / "samples" / "gt.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet["R7"], sheet["B8"] = "Amedrentamiento", "31/06/2024"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Agresiones mayo.xlsx"
        book.save(path)
        page.goto(f"{portal_service.address(settings())}/presentar/")
        page.set_input_files("#id_file", path)
        page.get_by_role("button", name="Revisar").click()
        page.wait_for_url(re.compile(r"/presentar/[0-9a-f]{32}/$"))
        page.wait_for_load_state("networkidle")  # what changes comes after the page


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
