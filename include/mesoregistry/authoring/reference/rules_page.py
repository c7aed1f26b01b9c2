"""``reglas.md``: every rule, with what the team reads, in Spanish and English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import yaml

from mesoregistry.authoring.reference.markdown import page, table
from mesoregistry.catalog.messages import Message
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Severity, Text
from mesoregistry.gate.rule_files import load_rules
from mesoregistry.settings import settings

INTRO = (
    "Cada problema que se le señala a un equipo viene de una de estas reglas. · Each problem that a team reads "
    "comes from one of these rules. They are written in `expectations/`."
)
EFFECTS = {
    Severity.STOP: Text("se devuelve el archivo entero", "the whole file is returned"),
    Severity.ERROR: Text("la fila espera hasta que se corrija", "the row waits until it is corrected"),
    Severity.WARNING: Text("la fila espera una confirmación", "the row waits until it is confirmed"),
    Severity.NOTE: Text("se avisa; nada espera", "the team is told; nothing waits"),
}


class Explained(Protocol):
    """What a rule and a message of a reader have in common."""

    @property
    def id(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def message(self) -> Text: ...
    @property
    def remedy(self) -> Text: ...


def text() -> str:
    rules = load_rules(settings().expectations)
    effects = table(
        ("gravedad · severity", "español", "English"),
        [[f"**{severity}**", effect.es, effect.en] for severity, effect in EFFECTS.items()],
    )
    sections = [
        _section("Todos los países · All countries", rules.attack),
        *(
            _section(registry.name.es, rules.countries.get(country, ()))
            for country, registry in registries().items()
        ),
        _section("Al leer el archivo · While the file is read", _reading()),
        _section("Las tablas del almacén · The marts", rules.marts),
    ]
    return page("Reglas · Rules", "expectations/*.yml", INTRO, effects, *sections)


def _section(title: str, rules: Iterable[Explained]) -> str:
    rules = tuple(rules)
    if not rules:
        return f"## {title}\n\nSolo las reglas de todos los países. · Only the rules of all countries.\n"
    return f"## {title}\n\n" + "\n".join(_rule(rule) for rule in rules)


def _rule(rule: Explained) -> str:
    """One rule; ``{value}`` and the like are filled with what stands in the cell."""
    texts = (f"{rule.message.es} *{rule.remedy.es}*", f"{rule.message.en} *{rule.remedy.en}*")
    return f"### {rule.id}\n\n**{rule.severity}**\n\n" + "".join(f"- {line}\n" for line in texts)


def _reading() -> list[Message]:
    path = settings().expectations / "reading.yml"
    return [Message.model_validate(body) for body in yaml.safe_load(path.read_text(encoding="utf-8"))]
