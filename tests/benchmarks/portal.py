"""What a team waits for and sends, and how often the check is wrong: ``pytest -q -s tests/benchmarks/portal.py``.

The portal as it runs, with databases of its own, on a machine that should do nothing else. Prints a Markdown table.
Needs Chromium for the bytes.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import psutil
import requests
from playwright.sync_api import Request

from mesoregistry.intake.check_file import check_file
from mesoregistry.settings import Settings
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.large_extract import COUNTRY, write_large_extract
from mesoregistry.synthetic.writers import write_extract
from tests.portal.broken_extracts import broken_extracts
from tests.portal.clean_extracts import clean_extracts
from tests.portal.conftest import browser, config, person, site  # noqa: F401  fixtures
from tests.portal.person import Person
from tests.portal.site import Site, account, invited
from tests.portal.test_broken_extracts import ASKING, COUNTRIES, mistakes

CLEAN, BROKEN = 1_000, 10  # extracts; of each country
USERS, TIMES = 3, 15  # people at once, and files of each
SIZES = (200, 5_000)


def alarms(extract: Extract) -> list[str]:
    """The rules that ask something about an extract in which nothing is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        report = check_file(write_extract(extract, Path(folder)), extract.country, extract.period)
    return [finding.rule for finding in report.findings if finding.severity in ASKING]


def test_false_alarms(home: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        rules = list(pool.map(alarms, clean_extracts(CLEAN, "measured"), chunksize=10))
    print(f"\n| false alarms on {len(rules):,} clean extracts | {sum(map(len, rules))} |", flush=True)
    for rule, count in Counter(rule for of_file in rules for rule in of_file).most_common():
        print(f"| of `{rule}` | {count} |", flush=True)


def test_share_found(home: Path, tmp_path: Path) -> None:
    faults, invented, missed = 0, 0, 0
    for country in COUNTRIES:
        for broken in broken_extracts(country, BROKEN, tmp_path, "measured"):
            findings = check_file(broken.path, country, broken.period).findings
            wrong = mistakes(broken, [finding for finding in findings if finding.severity in ASKING])
            invented += sum(" at " in text for text in wrong)
            missed += sum(" at " not in text for text in wrong)
            faults += len(broken.faults)
    share = 100 * (faults - missed) / faults
    print(f"\n| planted faults found in their cell, of {faults} | {share:.1f} % |")
    print(f"| findings there that nobody planted | {invented} |", flush=True)


def test_time_to_findings(config: Settings, site: Site, tmp_path: Path) -> None:  # noqa: F811
    sessions = [_session(site) for _ in range(USERS)]
    for rows in SIZES:
        paths = [
            write_large_extract(rows, tmp_path / f"{rows} {back}", back=back)[1] for back in range(USERS)
        ]
        contents = [path.read_bytes() for path in paths]
        for session, content in zip(sessions, contents, strict=True):
            _seconds(session, site, content)
        used = _processor_seconds(site)
        with ThreadPoolExecutor(USERS) as pool:
            of_users = list(pool.map(_all_seconds, sessions, repeat(site), contents))
        seconds = sorted(value for values in of_users for value in values)
        middle, last = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        print(f"\n| time to findings, {rows:,} rows, {USERS} at once: p50 | {middle:.2f} s |")
        print(f"| p95 | {last:.2f} s |")
        used = (_processor_seconds(site) - used) / len(seconds)
        print(f"| of the processor, for each answer | {used:.2f} s |", flush=True)


def _processor_seconds(site: Site) -> float:  # noqa: F811
    """What the portal used until now, with the processes that read files: a wall clock measures what else runs."""
    portal = psutil.Process(site.pid)
    return sum(sum(process.cpu_times()[:4]) for process in [portal, *portal.children(recursive=True)])


def _session(site: Site) -> requests.Session:  # noqa: F811
    """Somebody who has logged in."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(account("team", COUNTRY))
    session = requests.Session()
    session.cookies.set(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
    session.get(f"{site.address}/presentar/").raise_for_status()
    return session


def _all_seconds(session: requests.Session, site: Site, content: bytes) -> list[float]:  # noqa: F811
    return [_seconds(session, site, content) for _ in range(TIMES)]


def _seconds(session: requests.Session, site: Site, content: bytes) -> float:  # noqa: F811
    """From the press of «Revisar» until the page with the findings is there."""
    token = {"csrfmiddlewaretoken": session.cookies["csrf"], "month": ""}
    began = time.monotonic()
    answer = session.post(f"{site.address}/presentar/", token, files={"file": ("mes.xlsx", content)})
    seconds = time.monotonic() - began
    answer.raise_for_status()
    assert "Todo está bien" in answer.text
    return seconds


def test_bytes_of_a_month(
    person: Callable[..., Person],  # noqa: F811
    tmp_path: Path,
) -> None:
    _, path = write_large_extract(20, tmp_path)
    team = person()
    team.enrol(invited("team", COUNTRY))
    team.press("Salir")
    team.page.context.new_cdp_session(team.page).send("Network.clearBrowserCache")
    requests_: list[Request] = []
    team.page.on("requestfinished", lambda request: requests_.append(request))  # noqa: PLW0108  no method of a list
    team.go("/cuenta/entrar/")
    team.press("Entrar con mi llave")
    team.page.wait_for_url(f"{team.site.address}/")
    team.check(path)
    team.file()
    team.page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in requests_]
    received = sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)
    sent = sum(size["requestHeadersSize"] + size["requestBodySize"] for size in sizes)
    print(f"\n| requests from login to receipt | {len(sizes)} |")
    print(f"| bytes received; sent | {received / 1000:.0f} kB; {sent / 1000:.0f} kB |")
    print(f"| of those sent, the file | {path.stat().st_size / 1000:.0f} kB |", flush=True)
