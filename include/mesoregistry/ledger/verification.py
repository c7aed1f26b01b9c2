"""Whether the ledger is as it was written: each event, each state, and each head that was kept outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.ledger import chain, heads
from mesoregistry.ledger.heads import NotASignedHead, SignedHead

TEXTS: dict[str, Text] = {
    "event": Text(
        "La cadena de eventos está rota desde el evento {number}: alguien cambió o borró historia por fuera del"
        " programa. No borre nada; compare con la última copia de respaldo.",
        "The chain of events is broken from event {number} on: somebody changed or deleted history outside of the"
        " program. Delete nothing; compare with the last backup.",
    ),
    "head": Text(
        "El evento {number}, que quedó firmado y guardado aparte, ya no está en la cadena: alguien borró o volvió a"
        " escribir historia. No borre nada; compare con la última copia de respaldo.",
        "Event {number}, which was signed and kept apart, is not in the chain any more: somebody deleted history or"
        " wrote it anew. Delete nothing; compare with the last backup.",
    ),
    "line": Text(
        "La línea {number} de las firmas guardadas no es de esta instalación, o alguien la cambió.",
        "Line {number} of the signatures that were kept is not of this installation, or somebody changed it.",
    ),
    "state": Text(
        "El envío {number} cambió de estado, de fecha o de archivo sin que quedara un evento: alguien escribió en la"
        " base por fuera del programa. Compare con la última copia de respaldo.",
        "Submission {number} changed its state, day or file without an event: somebody wrote to the database outside"
        " of the program. Compare with the last backup.",
    ),
}


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is not as it was written. ``number`` is of an event, of a submission, or of a line of the heads."""

    kind: Literal["event", "head", "line", "state"]
    number: int

    @property
    def text(self) -> Text:
        return TEXTS[self.kind].format(number=self.number)


def is_due(connection: Connection) -> bool:
    """Whether the last verification is older than a day or found something, or there was none."""
    row = connection.execute(
        "select tampering is null and verified_at > now() - interval '1 day' from ops.chain_verification"
        " order by chain_verification_id desc limit 1"
    ).fetchone()
    return row is None or not row[0]


def find_tampering(connection: Connection, kept: Sequence[SignedHead] | None = None) -> Tampering | None:
    """Verify the whole ledger, also against heads that were kept elsewhere. ``None`` when it is whole."""
    try:
        known = heads.read() if kept is None else kept
    except NotASignedHead as error:
        return Tampering("line", error.number)
    if (number := chain.broken_link(connection)) is not None:
        return Tampering("event", number)
    if (head := heads.first_missing(connection, known)) is not None:
        return Tampering("head", head.event_no)
    if (number := chain.unrecorded_change(connection)) is not None:
        return Tampering("state", number)
    return None


def verify(connection: Connection) -> Tampering | None:
    """Verify the whole ledger and write the outcome down."""
    tampering = find_tampering(connection)
    connection.execute(
        "insert into ops.chain_verification (tampering, number) values (%s, %s)",
        [tampering and tampering.kind, tampering and tampering.number],
    )
    return tampering
