"""What a team types in the place of a value: for yes and no, and where a name would stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from pydantic import Field, model_validator

from mesoregistry.catalog.fields import Strict


def added(usual: Iterable[str], own: object) -> object:
    """The usual words and a layout's own; what is no list is left for the model to refuse."""
    return list(dict.fromkeys((*usual, *own))) if isinstance(own, list | tuple) else own


class Words(Strict):
    """Lists of words, each with usual ones; those of a layout are added, and a word is in one list alone."""

    replace: bool = Field(default=False, description="The lists given stand in the place of the usual ones.")

    @model_validator(mode="before")
    @classmethod
    def lists_add(cls, body: Any) -> Any:
        if not isinstance(body, dict) or body.get("replace"):
            return body
        given = {name: words for name, words in body.items() if isinstance(words, list | tuple)}
        own = {str(word).casefold() for words in given.values() for word in words}
        usual = {name: info.default for name, info in cls.model_fields.items() if name != "replace"}
        kept = {name: [w for w in words if w.casefold() not in own] for name, words in usual.items()}
        return {**body, **{name: added(words, given.get(name, ())) for name, words in kept.items()}}

    @model_validator(mode="after")
    def each_word_in_one_list(self) -> Self:
        """A word of two lists would be read as what the first of them means."""
        lists = {name: words for name, words in self if name != "replace"}
        in_lists: dict[str, list[str]] = {}
        for name, words in lists.items():
            for word in dict.fromkeys(word.casefold() for word in words):
                in_lists.setdefault(word, []).append(name)
        if twice := [f"{word!r} ({', '.join(names)})" for word, names in in_lists.items() if len(names) > 1]:
            raise ValueError(f"a word in two lists: {', '.join(twice)}")
        return self


class Booleans(Words):
    """The texts that mean yes, no and unknown in a cell of a boolean field."""

    yes: tuple[str, ...] = Field(
        default=(
            "sí", "si", "yes", "1", "true", "x", "s", "y", "v", "verdadero", "cierto", "afirmativo", "✓", "✔",
            "☑", "✅",
        ),
        description="Texts that mean yes.",
    )  # fmt: skip
    no: tuple[str, ...] = Field(
        default=("no", "0", "false", "n", "f", "falso", "negativo"), description="Texts that mean no."
    )
    unknown: tuple[str, ...] = Field(
        default=(
            "no se sabe", "no sabe", "no_sabe", "sin dato", "sin datos", "desconocido", "se desconoce", "se ignora",
            "no consta", "ns", "n/s", "ns/nr", "nd", "s/d", "no se", "no sé", "no_se", "no lo sé",
            "no lo sabe", "no sabemos", "no responde", "no contesta", "ns-nr", "ns nr", "nr", "?", "??", "¿?",
            "unknown",
        ),
        description="Texts that mean that nobody knows.",
    )  # fmt: skip


class Precision(Words):
    """The words of a column that says how precise or sure a date is (`precision_of`)."""

    day: tuple[str, ...] = Field(
        default=(
            "exacta",
            "exacto",
            "día",
            "día exacto",
            "día, mes y año",
            "completa",
            "precisa",
            "cierta",
            "segura",
            "confirmada",
            "exact",
            "day",
            "certain",
        ),
        description="The date holds as it is written.",
    )
    month: tuple[str, ...] = Field(
        default=("mes", "solo mes", "solo el mes", "mes y año", "month"),
        description="Month and year are known.",
    )
    year: tuple[str, ...] = Field(
        default=("año", "solo año", "solo el año", "year"), description="The year is known."
    )
    about: tuple[str, ...] = Field(
        default=(
            "aproximada", "aproximado", "aprox", "estimada", "estimado", "incierta", "dudosa", "no segura", "about",
            "approximate", "estimated", "uncertain",
        ),
        description="The date is estimated.",
    )  # fmt: skip


class Withheld(Words):
    """Texts typed where a name would stand. Letters and digits alone are compared: ``N.N.`` is ``nn``."""

    withheld: tuple[str, ...] = Field(
        default=(
            "se reserva", "se reserva el nombre", "reserva de identidad", "identidad reservada", "nombre reservado",
            "reservado", "reservada", "anónima", "anónimo", "confidencial", "bajo reserva", "en reserva",
            "identidad protegida", "nombre protegido", "prefiere no decir", "omitido", "omitida", "se omite", "secreto",
            "secreta", "anonymous", "withheld", "name withheld", "redacted", "confidential", "prefer not to say",
        ),
        description="The team knows the name and does not give it.",
    )  # fmt: skip
    collective: tuple[str, ...] = Field(
        default=("colectivo", "colectiva", "grupo de defensoras"), description="Several people, none named."
    )
    missing: tuple[str, ...] = Field(
        default=(
            "sin nombre", "no tiene nombre", "sin identificar", "no identificada", "no identificado", "no se sabe",
            "se desconoce", "desconocida", "desconocido", "sin dato", "sin datos", "no hay dato", "no aplica",
            "ninguna", "ninguno", "nn", "n/n", "sn", "s/n", "n/a", "n/d", "s/d", "ns", "na", "nd", "n/i", "x", "xx",
            "xxx", "xxxx", "unknown", "no name", "none", "no consta", "no refiere", "no disponible", "no proporcionado",
            "no proporcionó", "sin información", "sin registro", "sin especificar", "ns/nr", "ignorada", "ignorado",
            "nadie", "null", "en blanco", "vacía", "vacías", "vacío", "blank", "undefined", "dato no disponible",
            "not available", "not known", "unnamed", "sin nombre registrado",
        ),
        description="Nobody knows the name.",
    )  # fmt: skip
    sample: tuple[str, ...] = Field(
        default=(
            "ejemplo", "ejemplo de nombre", "persona de ejemplo", "fila de ejemplo", "caso de ejemplo", "example",
            "prueba", "caso de prueba", "test", "nombre", "nombres", "nombre y apellido", "nombre y apellidos",
            "nombres y apellidos", "apellidos y nombres", "nombre completo", "nombre de la defensora", "fulana",
            "fulano", "fulana de tal", "fulano de tal", "mengana", "mengano", "zutana", "zutano", "perengana",
            "perengano", "perencejo", "juana de los palotes", "john doe", "jane doe",
        ),
        description="An example: the row is a sample, and counts only when the team says so.",
    )  # fmt: skip
