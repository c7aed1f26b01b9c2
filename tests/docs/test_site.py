"""The site as a reader gets it: no dead link, no request to a third party, diagrams drawn, search without a server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from mesoregistry.settings import settings

LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
PHONE = {"width": 360, "height": 740}
NOT_LOADED = {"prev", "next", "canonical"}


class Page(HTMLParser):
    """Links, what the browser loads by itself, and the names that a link may point to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.names: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.names |= {values[name] for name in ("id", "name") if name in values}
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag in LOADS and LOADS[tag] in values and values.get("rel") not in NOT_LOADED:
            self.loads.append(values[LOADS[tag]])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    programs = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    chromium = next(filter(None, programs), None)
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


def test_no_link_is_dead(pages: dict[Path, Page]) -> None:
    dead = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            names = pages[target].names if target in pages else set()
            if not target.exists() or (parts.fragment and unquote(parts.fragment) not in names):
                dead.append(f"{path.name}: {link}")
    assert not dead


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    assert not [f"{p.name}: {url}" for p, page in pages.items() for url in page.loads if urlsplit(url).netloc]
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)'\"]+", styles)


def test_every_page_of_the_navigation_has_a_title_of_its_own(site: Path) -> None:
    text = (settings().project / "mkdocs.yml").read_text(encoding="utf-8")
    nav = yaml.load(re.sub(r"!!python/name:\S+", "x", text), yaml.CSafeLoader)["nav"]
    files = [
        page for part in nav for page in ([part] if isinstance(part, str) else next(iter(part.values())))
    ]
    titles = [
        re.findall("<title>(.+?)</title>", (site / f"{file[:-3]}.html").read_text())[0] for file in files
    ]
    assert len(set(titles)) == len(files) > 30


@pytest.mark.parametrize(
    "page", ["index", "start/equipo", "reference/star", "reference/lineage", "reference/catalogue"]
)
def test_a_browser_asks_nobody_else_and_draws_every_diagram(site: Path, browser: Browser, page: str) -> None:
    tab = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    strangers: list[str] = []
    faults: list[str] = []
    tab.on("request", lambda r: strangers.append(r.url) if r.url.startswith(("http", "//")) else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(f"file://{site}/{page}.html")
    diagrams = (site / f"{page}.html").read_text(encoding="utf-8").count('class="diagram"')
    tab.wait_for_function(f"document.querySelectorAll('div.diagram svg').length == {diagrams}")
    assert (strangers, faults) == ([], [])
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab.close()


@pytest.mark.parametrize(
    ("words", "page"), [("revisar celda", "equipo.html"), ("withheld", "data_dictionary.html")]
)
def test_search_works_from_a_folder(site: Path, browser: Browser, words: str, page: str) -> None:
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(f"file://{site}/index.html")
    tab.locator(".md-search__button").click()
    tab.get_by_role("combobox").press_sequentially(words)  # it waits for the field, as a person does
    tab.locator(f"a[href*='{page}']", has_text=re.compile(words.split(maxsplit=1)[0], re.I)).first.wait_for()
    tab.close()
