"""What is in a file is nowhere but under its seal: not in the portal's database, its log, or any file it leaves."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mesoregistry.intake import archive
from mesoregistry.local import open_copies
from mesoregistry.local.holders import HOLDERS
from tests.intake.samples import case, salvadoran
from tests.planting import Planter
from tests.portal.person import Person
from tests.portal.site import Site, account, last

COUNT = 1000


def test_a_thousand_planted_names_are_in_none_of_its_places(
    site: Site, person: Callable[..., Person], month_file: Callable[[bytes], Path]
) -> None:
    planter = Planter()
    names = [f"{planter.text(number)} {planter.text(number + 1)}" for number in range(COUNT)]
    rows = [
        case(500 + n, Nombre_de_la_defensora=name, Relato=f"{name} fue", Edad="430")
        for n, name in enumerate(names)
    ]
    team = person()
    team.enter(account("team", "sv"))
    team.check(month_file(salvadoran(rows, encoding="utf-8")), "2021-03")
    folder = open_copies.memory_folder(site.config, "portal", 0)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert kept and not [name for name, content in kept.items() if _holds(content, names)]
    with team.page.expect_download():
        team.follow("Descargar mi archivo marcado")
    team.sees("Es la primera vez que se presenta este mes")  # the comparison has read it, too
    number = team.file()
    assert archive.unsealed(last("sv").sha256)[1].count(names[0].encode()) == 2, "the file itself is whole"
    logs = site.log.read_bytes() + site.log.with_name("comparison.log").read_bytes()
    places: dict[str, bytes] = {"log": logs, "database": _dump(site)}
    for place in (site.temporary, site.config.home, folder.parent):
        places |= _files(place, str(site.config.home / "postgres"))
    assert len(places) > 10
    assert [name for name, content in places.items() if _holds(content, names)] == []
    assert number == last("sv").submission_id


def _holds(content: bytes, names: list[str]) -> bool:
    words = [name.encode() for name in names] + [b"Rosaura Inventada.csv"]
    return any(word in content for word in words)


def _dump(site: Site) -> bytes:
    """Every value of every table of the portal's database, as text."""
    parts: list[bytes] = []
    with psycopg.connect(site.config.dsn("portal")) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        assert {"portal_account", "django_session"} <= {name for (name,) in tables}
        for (name,) in tables:
            for (row,) in connection.execute(f'select t::text from public."{name}" as t'.encode()):
                parts.append(row.encode())
    from django.contrib.sessions.models import Session

    parts += [repr(session.get_decoded()).encode() for session in Session.objects.all()]
    return b"\n".join(parts)


def _files(folder: Path, but: str) -> dict[str, bytes]:
    """Path -> content of what the process may have written; PostgreSQL's own files are looked at as rows."""
    listed: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        text = str(path)
        if not text.startswith(but) and path.is_file():
            listed[text] = path.read_bytes()
    return listed


def test_a_fault_leaves_its_place_in_the_log_and_no_value(config: Any) -> None:
    import logging
    import sys

    from mesoregistry.portal.log_format import WithoutValues

    try:
        int("Rosaura Inventada")
    except ValueError:
        record = logging.LogRecord(
            "django", logging.ERROR, "x", 1, "Error: %s", ("/invitacion/secreto",), sys.exc_info()
        )
    text = WithoutValues().format(record)
    assert "ValueError" in text and "test_canaries.py" in text
    assert "Rosaura" not in text and "secreto" not in text


def test_the_process_holds_its_own_secrets_alone(site: Site) -> None:
    folder = site.config.run / "portal-secrets"
    assert {path.name for path in folder.iterdir()} == HOLDERS["portal"]
    variables = Path(f"/proc/{site.pid}/environ").read_bytes().decode()
    held = {path.name for path in site.config.secrets.iterdir() if path.read_text().strip() in variables}
    assert held == set()
    assert not re.search(r"postgresql://[^/]*@", variables)


def test_the_public_half_of_the_key_opens_nothing(site: Site) -> None:
    from pyrage import x25519

    recipient = site.config.secret("archive_recipient")
    assert recipient.startswith("age1")
    with pytest.raises(Exception, match="incorrect HRP"):
        x25519.Identity.from_str(recipient)
    assert str(x25519.Identity.from_str(site.config.secret("vault_file")).to_public()) == recipient
