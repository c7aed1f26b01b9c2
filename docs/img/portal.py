"""Take the pictures of the portal: ``mesoregistry demo --keep``, then this file, with the variables that it printed.

Needs Chromium. Invites an invented team and a coordinator, checks a sample of invented people with two faults, proposes
a word of it, tries one with another header, and files nothing. Writes ``portal-board.png``, ``portal-check.png``,
``portal-headers.png``, ``portal-region.png``, ``portal-terms.png``, ``portal-month.png`` and ``portal-send-back.png``.
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
    """Write the pictures into ``folder``."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is not installed.")
    setup.configure()
    links = [
        setup.invite("equipo@example.org", "team", "gt"),
        setup.invite("coordinacion@example.org", "coordinator"),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        team, coordinator = (enrolled(browser, link) for link in links)
        of_the_team(team, folder)
        of_the_coordinator(coordinator, folder)
        browser.close()


def of_the_team(page: Page, folder: Path) -> None:
    """Her board, the check of a file with the form for a word that no list knows, and headers to match."""
    page.goto(portal_service.address(settings()))
    page.screenshot(path=folder / "portal-board.png")
    checked(page, R7="Amedrentamiento", B8="31/06/2024")
    page.screenshot(path=folder / "portal-check.png", full_page=True)
    page.locator(".term select").first.select_option("harassment")
    page.get_by_role("button", name="Proponer").first.click()
    page.wait_for_load_state("networkidle")
    checked(page, "2024-05", R5="Qué hicieron", T5="Quién fue")
    page.locator("#columnas").screenshot(path=folder / "portal-headers.png")


def of_the_coordinator(page: Page, folder: Path) -> None:
    """What waits for her, the words to decide, a month that can be closed, a file that can be sent back."""
    address = portal_service.address(settings())
    page.goto(address)
    page.screenshot(path=folder / "portal-region.png")
    page.goto(f"{address}/terminos/")
    page.screenshot(path=folder / "portal-terms.png")
    page.goto(f"{address}/pais/gt/")
    page.locator(".cell.accepted").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / "portal-month.png", full_page=True)
    page.locator("a[href*='/envio/']").first.click()
    page.get_by_role("link", name="Devolver al equipo").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / "portal-send-back.png", full_page=True)


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
    page.wait_for_load_state("networkidle")  # the button does nothing before its script has run
    page.get_by_role("button", name="Crear mi llave").click()
    page.wait_for_url(re.compile("recovery-codes"))
    return page


def checked(page: Page, month: str = "", **cells: str) -> None:
    """The check of a sample with other texts in some cells, for a month where the file cannot tell it."""
    book = openpyxl.load_workbook(settings().registries / "samples" / "gt.xlsx")
    sheet = book.active
    assert sheet is not None
    for address, text in cells.items():
        sheet[address] = text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Agresiones mayo.xlsx"
        book.save(path)
        page.goto(f"{portal_service.address(settings())}/presentar/" + (f"?mes={month}" if month else ""))
        page.set_input_files("#id_file", path)
        page.get_by_role("button", name="Revisar").click()
        page.wait_for_url(re.compile(r"/presentar/[0-9a-f]{32}/$"))
        page.wait_for_load_state("networkidle")  # what changes comes after the page


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
