"""Alerts go out once, together, by every channel that is set; a channel that fails leaves them for later."""

from __future__ import annotations

import email
from contextlib import AbstractContextManager
from email.policy import default as policy

import pytest

from mesoregistry import alerts, database
from mesoregistry.settings import LOOPBACK, Settings
from tests.alerts.servers import mail_server, webhook
from tests.conftest import environment, free_port


def opened_alerts(*messages: str) -> None:
    with database.transaction() as connection:
        for message in messages:
            alerts.open_alert(connection, "registry__hn.check", message, country="hn")


def deliver(config: Settings) -> int:
    with database.transaction() as connection:
        return alerts.deliver(connection, config)


def written(config: Settings) -> list[str]:
    path = alerts.alert_file(config)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.unlink(missing_ok=True)
    return [line.split(" ", 1)[1] for line in text.splitlines()]


def test_each_fault_is_written_once_to_a_file_of_ours_alone(databases: Settings) -> None:
    opened_alerts("una", "otra", "una")
    assert deliver(databases) == 2
    assert alerts.alert_file(databases).stat().st_mode & 0o777 == 0o600
    opened_alerts("una")
    assert deliver(databases) == 0
    with database.transaction() as connection:
        alerts.close(connection, "registry__hn.check")
    opened_alerts("una")
    assert deliver(databases) == 1, "it came back after it was mended"
    assert written(databases) == ["una", "otra", "una"]


def test_an_alert_of_several_lines_is_one_line_of_the_file(databases: Settings) -> None:
    opened_alerts("MX: errores:\nmx.yml: a\nmx.yml: b")
    assert deliver(databases) == 1
    assert written(databases) == ["MX: errores: · mx.yml: a · mx.yml: b"]


def test_what_mended_itself_is_told_as_such(databases: Settings) -> None:
    opened_alerts("una")
    with database.transaction() as connection:
        alerts.close(connection, "registry__hn.check")
    assert deliver(databases) == 1
    assert written(databases) == ["una (ya resuelto)"]


def mailing(server: str, to: str = "b@example.org") -> AbstractContextManager[Settings]:
    """Settings with a mail server."""
    return environment(
        MESO_ALERT_MAIL_SERVER=server, MESO_ALERT_MAIL_FROM="registros@example.org", MESO_ALERT_MAIL_TO=to
    )


def test_a_webhook_gets_them_as_one_text(databases: Settings) -> None:
    opened_alerts("Honduras, marzo 2024, v1: devuelta", "otra")
    with (
        webhook() as received,
        environment(MESO_ALERT_WEBHOOK=f"http://{LOOPBACK}:{received.port}/x") as config,
    ):
        received.status = 500
        with pytest.raises(alerts.NotSent, match="MESO_ALERT_WEBHOOK"):
            deliver(config)
        assert written(config) == []
        received.status = 200
        assert (deliver(config), deliver(config)) == (2, 0)
    assert received.bodies == [{"text": "Mesoregistry: 2 avisos\nHonduras, marzo 2024, v1: devuelta\notra"}]
    assert len(written(databases)) == 2


def test_a_mail_server_gets_them_as_one_mail(databases: Settings) -> None:
    opened_alerts("Honduras, marzo 2024, v1: devuelta. Falta la columna «Fecha»")
    with (
        mail_server() as received,
        mailing(f"smtp://{LOOPBACK}:{received.port}", "a@example.org, b@example.org") as config,
    ):
        assert (deliver(config), deliver(config)) == (1, 0)
    written(databases)
    [content] = received.bodies
    mail = email.message_from_bytes(content, policy=policy)
    assert (mail["Subject"], mail["To"]) == ("Mesoregistry: 1 avisos", "a@example.org, b@example.org")
    assert "Falta la columna «Fecha»" in mail.get_content()


def test_a_server_that_is_away_is_said_without_its_password(databases: Settings) -> None:
    opened_alerts("una")
    server = f"smtp://registros:s3creta@{LOOPBACK}:{free_port()}"
    with (
        mailing(server) as config,
        pytest.raises(alerts.NotSent) as raised,
    ):
        deliver(config)
    assert "MESO_ALERT_MAIL_SERVER" in raised.value.text.es
    assert "s3creta" not in f"{raised.value} {raised.value.text} {raised.value.__cause__}"
    assert deliver(databases) == 1
    written(databases)


def test_a_password_is_never_sent_in_the_clear(databases: Settings) -> None:
    opened_alerts("una")
    with (
        mail_server() as received,
        mailing(f"smtp://registros:s3creta@{LOOPBACK}:{received.port}") as config,
        pytest.raises(alerts.NotSent),
    ):
        deliver(config)
    assert received.bodies == []
