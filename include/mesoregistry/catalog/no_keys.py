"""What people write in the place of the key of a case: words for nothing, for later, or for the row above."""

from __future__ import annotations

NO_KEYS = (
    "s/n", "s.n.", "s/c", "n/n", "n/i", "s/f", "?", "??", "???", "¿?", "sin número", "sin clave", "sin código",
    "sin folio", "sin expediente", "sin registro", "sin asignar", "sin dato", "sin datos", "no tiene", "no asignado",
    "no asignada", "no aplica", "ninguno", "ninguna", "none", "null", "pendiente", "pendiente de asignar",
    "por asignar", "por definir", "por confirmar", "nuevo", "nueva", "caso nuevo", "nuevo caso", "nuevo registro",
    "id.", "ídem", "idem", "ibid.", "igual", "lo mismo", "mismo", "el mismo", "mismo caso", "el mismo caso", "ditto",
    "repetido", "repetida", "duplicado", "duplicada", "anulado", "anulada", "no contar", "no cuenta", "borrar",
    "eliminar", "unknown", "new", "pending", "same",
)  # fmt: skip
