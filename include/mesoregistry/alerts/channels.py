"""Where alerts go: always to a file of the installation, and to a webhook and a mailbox where they are set."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import urllib.request
from collections.abc import Sequence
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mesoregistry import clock
from mesoregistry.faults import Fault
from mesoregistry.findings import Text
from mesoregistry.settings import Settings

SECONDS = 20
NOT_SENT = Text(
    "Los avisos no salieron por {channel} ({kind}). Revise {variable}; upkeep lo intenta cada cinco minutos.",
    "The alerts did not go out by {channel} ({kind}). See {variable}; upkeep tries every five minutes.",
)


class NotSent(Fault):
    """A channel did not take the alerts."""

    def __init__(self, channel: str, variable: str, error: Exception) -> None:
        # the message of the error may hold the address, and with it a password
        self.reason = NOT_SENT.format(channel=channel, variable=variable, kind=type(error).__name__)
        super().__init__(self.reason.es)

    @property
    def text(self) -> Text:
        return self.reason


def alert_file(config: Settings) -> Path:
    """The file that every alert is written to, a line each."""
    return config.logs / "alerts.log"


def send(config: Settings, subject: str, lines: Sequence[str]) -> None:
    """Send alerts together, by each channel that is set, and write them to the file when all have taken them.

    Raises:
        NotSent: a channel did not take them; nothing was written to the file.
    """
    if config.alert_webhook:
        _post(config.alert_webhook, subject, lines)
    if config.alert_mail_server:
        _mail(config, config.alert_mail_server, subject, lines)
    _write(alert_file(config), lines)


def _post(address: str, subject: str, lines: Sequence[str]) -> None:
    body = json.dumps({"text": "\n".join([subject, *lines])}, ensure_ascii=False).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):
            return
    except (OSError, ValueError, HTTPException) as error:
        raise NotSent("webhook", "MESO_ALERT_WEBHOOK", error) from None


def _mail(config: Settings, server: str, subject: str, lines: Sequence[str]) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, config.alert_mail_from, config.alert_mail_to
    message.set_content("\n\n".join(lines) + "\n")
    address = urlsplit(server)
    secure = address.scheme == "smtps"
    host, port = address.hostname or "", address.port or (465 if secure else 587)
    context = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
            if secure
            else smtplib.SMTP(host, port, timeout=SECONDS)
        ) as client:
            if not secure and (address.username or client.has_extn("starttls")):
                client.starttls(context=context)  # a password never goes in the clear
            if address.username:
                client.login(unquote(address.username), unquote(address.password or ""))
            client.send_message(message)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise NotSent("SMTP", "MESO_ALERT_MAIL_SERVER", error) from None


def _write(path: Path, lines: Sequence[str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        one_line_each = (" · ".join(line.splitlines()) for line in lines)
        file.writelines(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {line}\n" for line in one_line_each)
