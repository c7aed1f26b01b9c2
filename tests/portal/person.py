"""A person in front of a browser with a device that holds passkeys."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from mesoregistry.settings import PROJECT
from tests.portal.site import Site
from tests.synthetic.demo_stack import load_script

DEVICE = load_script(PROJECT / "docs" / "img" / "portal.py").DEVICE
DRAFT = re.compile(r"/presentar/[0-9a-f]{32}/$")
PATIENCE = 120_000.0  # milliseconds: the machine may have other work
expect.set_options(timeout=PATIENCE)
PAIRS = re.compile(r'{% text "([^"]+)" "([^"]+)" %}')
TEMPLATES = PROJECT / "include" / "mesoregistry" / "portal" / "templates"
ENGLISH = {
    spanish: english
    for path in sorted(TEMPLATES.rglob("*.html"))
    for spanish, english in PAIRS.findall(path.read_text(encoding="utf-8"))
} | {"Códigos de recuperación": "Recovery Codes"}
EXPECTED = re.compile(r"status of (400|404|410|422)")  # an answer that a test is about


@dataclass
class Person:
    site: Site
    page: Page
    complaints: list[str] = field(default_factory=list)
    reads_english: bool = False

    @classmethod
    def sit_down(cls, site: Site, browser: Browser, **options: Any) -> Person:
        options = {"locale": "es-HN", "viewport": {"width": 1280, "height": 900}} | options
        page = browser.new_context(**options).new_page()
        page.set_default_timeout(PATIENCE)
        made = cls(site, page, reads_english=options["locale"].startswith("en"))
        page.on("console", lambda m: made._listen(m.type, m.text))
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        page.on("request", lambda request: made._same_site(request.url))
        if options.get("java_script_enabled", True):
            session = page.context.new_cdp_session(page)
            session.send("WebAuthn.enable")
            session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        return made

    def _listen(self, kind: str, text: str) -> None:
        if kind == "error" and not EXPECTED.search(text):
            self.complaints.append(text)

    def _same_site(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:")):
            self.complaints.append(f"a request to {url}")

    def words(self, spanish: str) -> str:
        """The words of a page in the language that she reads."""
        return ENGLISH.get(spanish, spanish) if self.reads_english else spanish

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site.address}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=self.words(name), exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=self.words(name), exact=True).first.click()

    def enrol(self, link: str) -> None:
        """From the link of her invitation to her passkey and her recovery codes."""
        self.page.goto(link)
        self.press("Aceptar y seguir")
        self.follow("Crear mi llave")
        self.press("Crear mi llave")
        self.sees("Códigos de recuperación")

    def enrol_with_password(self, link: str) -> None:
        """The same without a passkey: a password and the codes of an application. It needs no JavaScript."""
        self.page.goto(link)
        self.press("Aceptar y seguir")
        self.follow("Poner una contraseña")
        for name in ("password1", "password2"):
            self.page.locator(f"[name={name}]").fill("una frase larga de Suchitoto")
        self.page.locator("main form button").click()
        self.follow("Activar los códigos")
        code = totp_code(self.page.locator("#authenticator_secret").input_value())
        self.page.locator("[name=code]").fill(code)
        self.page.locator("main form button").click()
        self.sees("Códigos de recuperación")

    def enter(self, account: object) -> None:
        """As if she had logged in: the session of an account, for tests of what comes after."""
        from django.conf import settings
        from django.test import Client

        client = Client(SERVER_NAME="localhost")
        client.force_login(account)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.site.address}])

    def check(self, path: Path, month: str = "") -> None:
        """Choose a file and have it checked."""
        self.go("/presentar/" + (f"?mes={month}" if month else ""))
        self.page.set_input_files("#id_file", path)
        self.press("Revisar")
        self.page.wait_for_url(DRAFT)

    def file(self) -> int:
        """Press «Presentar»; returns the number on the receipt."""
        self.press("Presentar")
        self.page.wait_for_url(re.compile(r"/recibo/"))
        match = re.search(r"/envio/(\d+)/recibo/", self.page.url)
        assert match
        return int(match[1])

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(self.words(text)).first).to_be_visible()


def totp_code(secret: str) -> str:
    """What an application of codes shows just now for a secret (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 0xF
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
