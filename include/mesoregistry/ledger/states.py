"""The states of a submission and what can happen to it, with the names and next steps that people read."""

from __future__ import annotations

from enum import StrEnum

from mesoregistry.findings import Text


class State(StrEnum):
    """Where a submission stands. The values are those of the type ``intake.submission_state``."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    TO_CORRECT = "to_correct"
    TO_CONFIRM = "to_confirm"
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class Action(StrEnum):
    """What happens to a submission. The values stand in ``intake.event.action``."""

    RECEIVED = "received"
    RECEIVED_AGAIN = (
        "received again"  # filed once more as it was: it was returned, or read with lists of before
    )
    LANDED = "landed"
    JUDGED = "judged"
    RETURNED = "returned"
    KEPT = "kept"  # stopped while it is reprocessed: what counted already goes on counting
    NOTHING_HAPPENED = "nothing happened"  # a quiet month, filed without a file
    ASKED = "asked"  # a doubt about the whole file: nothing of it counts until the team has answered
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    APPROVED = "approved"  # the coordination says that the warned values are right
    REPLACED = "replaced"
    REINSTATED = "reinstated"  # what had replaced it was withdrawn
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    SENT_BACK = "sent back"  # withdrawn by the coordination, for the team to correct
    RESTORED = "restored"  # a withdrawal of the same day, undone
    ERASED = "erased"  # nothing of a withdrawn file is left but that it came
    EXPIRED = "expired"  # its source keeps no names for longer; its rows go on counting
    PERSON_ERASED = "person erased"  # its rows are what they were, but for her


class Actor(StrEnum):
    """Who causes a transition."""

    TEAM = "team"
    COORDINATOR = "coordinator"
    INTAKE = "intake"
    GATE = "gate"
    ENGINEER = "engineer"


WAITING = (State.RECEIVED, State.IN_REVIEW)
"""Not decided yet: just received, or left half-way by a process that died."""

WITH_THE_TEAM = (State.RETURNED, State.TO_CORRECT, State.TO_CONFIRM)
"""The next step is the team's."""

DECIDED = (State.TO_CORRECT, State.TO_CONFIRM, State.ACCEPTED)
"""What a file that is let in may become, by the rows that wait."""

NAMES: dict[str, Text] = {
    State.RECEIVED: Text("recibida", "received"),
    State.IN_REVIEW: Text("en revisión", "in review"),
    State.TO_CORRECT: Text("por corregir", "to correct"),
    State.TO_CONFIRM: Text("por confirmar", "to confirm"),
    State.ACCEPTED: Text("aceptada", "accepted"),
    State.REPLACED: Text("reemplazada", "replaced"),
    State.WITHDRAWN: Text("retirada", "withdrawn"),
    State.RETURNED: Text("devuelta", "returned"),
}

NEXT: dict[str, Text] = {
    State.RECEIVED: Text(
        "El archivo está guardado y sellado; se revisa en unos minutos.",
        "The file is kept and sealed; it will be reviewed in a few minutes.",
    ),
    State.IN_REVIEW: Text("Se está revisando; no hay que hacer nada.", "It is under review; nothing to do."),
    State.TO_CORRECT: Text(
        "Las filas buenas ya cuentan. Corrija las señaladas y envíe otra vez el mes completo.",
        "The good rows count already. Correct those marked and send the whole month again.",
    ),
    State.TO_CONFIRM: Text(
        "Hay valores por confirmar. Si están bien, confirme el envío; si no, corríjalos y envíe otra vez.",
        "There are values to confirm. If they are right, confirm; if not, correct them and send again.",
    ),
    State.ACCEPTED: Text("Todo está en el registro. Gracias.", "Everything is in the registry. Thank you."),
    State.REPLACED: Text(
        "Hay una versión más nueva de este mes, y es la que cuenta; esta queda en la historia."
        " Si la buena es esta, retire la más nueva: esta vuelve a contar.",
        "There is a newer version of this month, and it is what counts; this one stays in the history."
        " If this is the right one, withdraw the newer: this one counts again.",
    ),
    State.WITHDRAWN: Text(
        "Este archivo ya no cuenta. Si el mes debe contar, envíe el archivo corregido.",
        "This file no longer counts. If the month should count, send the corrected file.",
    ),
    State.RETURNED: Text(
        "No se cargó nada. Corrija el archivo como se indica y envíelo otra vez.",
        "Nothing was loaded. Correct the file as told and send it again.",
    ),
}
