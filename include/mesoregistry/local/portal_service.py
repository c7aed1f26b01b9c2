"""The portal as the supervisor runs it: its command, what it may know, and whether it answers."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from mesoregistry.local import server
from mesoregistry.local.holders import HOLDERS, PORTAL
from mesoregistry.settings import LOOPBACK, Settings

COMMAND = [sys.executable, "-m", "mesoregistry.portal"]
SECONDS = 20


def address(settings: Settings) -> str:
    """Where people reach it. A passkey is bound to this name, and an IP address is none."""
    return settings.portal_url.rstrip("/") or f"http://localhost:{settings.portal_port}"


def prepare(settings: Settings) -> dict[str, str]:
    """Its variables."""
    values = {
        "MESO_PORTAL_PORT": str(settings.portal_port),
        "MESO_PORTAL_URL": settings.portal_url,
        "MESO_LANGUAGE": settings.language,
        "MESO_PORTAL_MAIL_SERVER": settings.portal_mail_server or "",
        "MESO_PORTAL_MAIL_FROM": settings.portal_mail_from,
    }
    return own_environment(settings, PORTAL) | values


def own_environment(settings: Settings, service: str) -> dict[str, str]:
    """What a service of ours needs, and nothing of the others.

    Its folder of secrets has its own alone, as links: what is rotated it finds changed.
    """
    folder = settings.run / f"{service}-secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name in HOLDERS[service]:
        (folder / name).symlink_to(settings.secrets / name)
    values = {
        "MESO_HOME": str(settings.home),
        "MESO_SECRETS_FOLDER": str(folder),
        "MESO_DATABASE_URL": server.without_owner(settings),
        "MESO_DATABASE_SUFFIX": settings.database_suffix,
        "MESO_ROLE_SUFFIX": settings.role_suffix,
        "MESO_PORTAL_MAIL_SERVER": "",
    }
    return {name: value for name, value in values.items() if value is not None}


def is_alive(settings: Settings, seconds: float = SECONDS) -> bool:
    """Whether it answers, asked by the name that people use."""
    host = LOOPBACK if settings.portal_host in ("", "0.0.0.0") else settings.portal_host
    request = urllib.request.Request(
        f"http://{host}:{settings.portal_port}/vive/",
        headers={"Host": urlsplit(address(settings)).netloc, "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def main() -> None:
    """The health check of its container: ``python -m mesoregistry.local.portal_service``."""
    from mesoregistry.settings import settings

    sys.exit(None if is_alive(settings()) else "portal: no answer")


if __name__ == "__main__":
    main()
