"""The states of a submission: a plain name, and what comes next."""

from __future__ import annotations

from mesoregistry.findings import Text

NAMES: dict[str, Text] = {
    "received": Text("recibida", "received"),
    "in_review": Text("en revisión", "in review"),
    "to_correct": Text("por corregir", "to correct"),
    "to_confirm": Text("por confirmar", "to confirm"),
    "accepted": Text("aceptada", "accepted"),
    "replaced": Text("reemplazada", "replaced"),
    "withdrawn": Text("retirada", "withdrawn"),
    "returned": Text("devuelta", "returned"),
}

NEXT: dict[str, Text] = {
    "received": Text(
        "El archivo está guardado y sellado; se revisa en unos minutos.",
        "The file is kept and sealed; it will be reviewed in a few minutes.",
    ),
    "in_review": Text("Se está revisando; no hay que hacer nada.", "It is under review; nothing to do."),
    "to_correct": Text(
        "Las filas buenas ya cuentan. Corrija las señaladas y envíe otra vez el mes completo.",
        "The good rows count already. Correct those marked and send the whole month again.",
    ),
    "to_confirm": Text(
        "Hay valores por confirmar. Si están bien, confirme el envío; si no, corríjalos y envíe otra vez.",
        "There are values to confirm. If they are right, confirm; if not, correct them and send again.",
    ),
    "accepted": Text("Todo está en el registro. Gracias.", "Everything is in the registry. Thank you."),
    "replaced": Text(
        "Hay una versión más nueva de este mes; esta queda en la historia.",
        "There is a newer version of this month; this one stays in the history.",
    ),
    "withdrawn": Text(
        "Este archivo ya no cuenta. Si el mes debe contar, envíe el archivo corregido.",
        "This file no longer counts. If the month should count, send the corrected file.",
    ),
    "returned": Text(
        "No se cargó nada. Corrija el archivo como se indica y envíelo otra vez.",
        "Nothing was loaded. Correct the file as told and send it again.",
    ),
}
