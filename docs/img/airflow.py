"""Take the pictures of this folder: ``mesoregistry demo --keep``, then ``python docs/img/airflow.py``.

Needs Chromium. Logs in to Airflow as ``admin`` and writes ``airflow-dags.png``, ``airflow-run.png``, ``board.png``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from mesoregistry.local import airflow, airflow_api
from mesoregistry.settings import settings

HERE = Path(__file__).parent
SIZE = {"width": 1360, "height": 1020}
SLOW = 60_000.0  # milliseconds a page may take


def main(folder: Path = HERE) -> None:
    """Write the three pictures into ``folder``."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport=SIZE, device_scale_factor=1.5, locale="es-HN", color_scheme="light"  # type: ignore[arg-type]
        )  # fmt: skip
        page.set_default_timeout(SLOW)
        log_in(page)
        take(page, "dags?tags=registro&tags_match_mode=any", "registro", folder / "airflow-dags.png")
        run = next(
            r
            for r in airflow_api.runs("registry__hn")
            if r["state"] == "success" and "filas" in (r["note"] or "")
        )
        take(page, f"dags/registry__hn/runs/{quote(run['dag_run_id'])}", "leer", folder / "airflow-run.png")
        board(page, folder / "board.png")
        browser.close()


def log_in(page: Page) -> None:
    page.goto(airflow.url(settings()))
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(settings().secret("airflow_admin"))
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "/auth/login" not in url)


def take(page: Page, path: str, until: str, picture: Path) -> None:
    """Open a page of Airflow, wait for a text of it and for silence, and take its picture."""
    page.goto(f"{airflow.url(settings())}/{path}")
    page.get_by_text(until).first.wait_for()
    page.wait_for_timeout(4000)  # the graph and the bars are drawn after their data have come
    page.screenshot(path=picture)


def board(page: Page, picture: Path) -> None:
    """The board where people see it: inside Airflow."""
    page.goto(f"{airflow.url(settings())}/plugin/registros")
    inside = page.frame_locator("iframe")
    inside.get_by_role("heading", level=2).first.wait_for()
    page.wait_for_timeout(1000)
    page.screenshot(path=picture)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
