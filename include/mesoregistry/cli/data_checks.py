"""What ``doctor`` checks of the data: keys, the catalogue, files that wait too long, the clock they are dated by."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from mesoregistry import clock
from mesoregistry.findings import Text
from mesoregistry.settings import settings

LONGEST_WAIT = dt.timedelta(minutes=15)
CLOCK = dt.timedelta(minutes=2)
ERASED_STILL = Text("Quien fue borrada sigue borrada", "Who was erased is erased still")


def keys_open_the_vault() -> Text | None:
    """Whether the keys are those of the vault, and open the newest name, text and file of it."""
    from cryptography.fernet import InvalidToken
    from pyrage import DecryptError

    from mesoregistry import database
    from mesoregistry.local import archive_key, vault_keys
    from mesoregistry.vault import seal

    config = settings()
    with database.open_connection("vault") as connection:
        vault_keys.compare(connection, config)
        sealed = connection.execute(
            "(select sealed from vault.identity order by first_seen desc limit 1)"
            " union all (select sealed from vault.text order by submission_id desc limit 1)"
        ).fetchall()
    files = sorted(config.archive.glob("*.age"), key=lambda path: path.stat().st_mtime)
    try:
        for (text,) in sealed:
            seal.open_text(text, seal.fields())
        for path in files[-1:]:
            with suppress(archive_key.ArchiveKeyIsAway):  # said by the line of this check
                seal.open_file(path.read_bytes())
    except (InvalidToken, DecryptError):
        return Text(
            "Las llaves no abren lo último que se selló: docs/runbooks/lost-secret.md.",
            "The keys do not open what was sealed last: docs/runbooks/lost-secret.md.",
        )
    return None


def catalogue_is_sound() -> Text | None:
    """Whether registries, rules and seeds have no mistakes, which stop their country."""
    from mesoregistry.gate import country_mistakes

    if not (mistakes := country_mistakes.catalogue_mistakes()):
        return None
    lines = "; ".join(mistakes)
    stopped = country_mistakes.names_of_stopped(country_mistakes.mistakes()) or "—"
    return Text(
        f"Detenidos: {stopped}. No se recibe nada de ellos hasta que se corrija: {lines}",
        f"Stopped: {stopped}. Nothing of them is received until this is corrected: {lines}",
    )


def keys_are_good() -> Text:
    """What ``keys_open_the_vault`` says when all is well: also when the key of the archive is off this machine."""
    from mesoregistry.local import archive_key

    good = Text("Las llaves abren la bóveda", "The keys open the vault")
    away = Text("; la del archivo está fuera de esta máquina", "; that of the archive is off this machine")
    return good if archive_key.is_here(settings()) else Text(good.es + away.es, good.en + away.en)


def erasures_are_applied() -> Text | None:
    """Whether a backup that was restored brought back no woman whom the register names."""
    from mesoregistry.intake.erase_woman import to_erase_again

    if not to_erase_again():
        return None
    return Text(
        "Una copia restaurada trajo de vuelta a quien ya se había borrado: mesoregistry erase --registered.",
        "A backup that was restored brought back who had been erased: mesoregistry erase --registered.",
    )


def no_file_is_stuck() -> Text | None:
    """Whether every file received was taken in within a quarter of an hour."""
    from mesoregistry import database, ledger

    with database.transaction() as connection:
        waiting = ledger.select(
            connection, f"{ledger.IS_WAITING} and received_at < clock_timestamp() - %s", [LONGEST_WAIT]
        )
    if not waiting:
        return None
    numbers = ", ".join(str(submission.submission_id) for submission in waiting[:10])
    return Text(
        f"Esperan desde hace más de un cuarto de hora los envíos {numbers}: docs/runbooks/stuck-file.md.",
        f"Submissions {numbers} have waited for more than a quarter of an hour: docs/runbooks/stuck-file.md.",
    )


def clock_is_right() -> Text | None:
    """Whether this machine, the server and the ledger agree on the time."""
    from mesoregistry import database

    with database.transaction() as connection:
        row = connection.execute(
            "select clock_timestamp(), (select max(recorded_at) from intake.event),"
            " clock_timestamp() + interval '1 day'"
        ).fetchone()
    assert row is not None
    server, last, tomorrow = row
    if abs(clock.now() - server) <= CLOCK and (last is None or last < tomorrow):
        return None
    return Text(
        "El reloj no es el del servidor de la base, o el libro tiene fechas de mañana: ponga el reloj en hora.",
        "The clock is not that of the database server, or the ledger has dates of tomorrow: set the clock.",
    )
