"""Words in brackets behind a header that say how its cells are filled in, and not what they hold."""

from __future__ import annotations

# units, and how a date or a number is written
UNITS = """
año años mes meses día días dd mm aa aaaa yy yyyy d m número números núm num no nro nº numérico cantidad cifra cumplidos
cumplidas formato texto libre corto corta largo larga breve breves completo completa completos year years number digits
text format
"""
# what may be chosen, and how
CHOICES = """
sí si s n x ns nr elegir elija elige seleccione seleccionar selecciona selección escoja escoger marque marcar indique
indicar escriba escribir anote anotar poner ponga usar use ver véase según lista listado desplegable catálogo hoja
opción opciones opcional múltiple múltiples única único una uno un varias varios sola solo sólo todas todos las los la
el de del en que aplique apliquen corresponda correspondan más separar separe separado separada separados separadas por
con coma comas punto puntos y o e u ejemplo ej p especifique especificar detalle detallar nombre nombres apellido
apellidos yes select list choose one all that apply several
"""
MANY = "s es as os"  # Agresor(es), Defensora(s)
HOW_TO_FILL = frozenset(f"{UNITS} {CHOICES} {MANY}".split())
