"""The page of the catalogue: every key of a registry, with type, default, meaning and an example."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from mesoregistry.authoring.reference.markdown import code, page, table
from mesoregistry.authoring.reference.type_names import type_name
from mesoregistry.catalog.model import (
    Booleans,
    Column,
    Layout,
    Precision,
    Registry,
    Source,
    Split,
    Withheld,
    fields,
)

SECTIONS: tuple[tuple[type[BaseModel], str], ...] = (
    (Registry, "One file for each country: `include/registries/<cc>.yml`."),
    (Source, "Who keeps the registry, and since when: an element of `sources`."),
    (Layout, "How the file of a source is laid out: an element of `layouts`."),
    (
        Column,
        "One column of the file: an element of `columns`. It has a `field`, `precision_of`, `counts` or `ignored`.",
    ),
    (Split, "`split` of a column: how one cell holds several values."),
    (Booleans, "`booleans` of a layout: the team's words for yes, no and unknown."),
    (Precision, "`precision` of a layout: the team's words for how precise or sure a date is."),
    (Withheld, "`names` of a layout: what stands where a name would stand."),
)
KEYS = ("key", "type", "default", "meaning", "example")


def examples() -> dict[str, dict[str, Any]]:
    """An example for each key, by class: ``examples.yml``."""
    text = files(__package__).joinpath("examples.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def text() -> str:
    """The page. Raises ``KeyError`` for a key without an example."""
    shown = examples()
    intro = (
        "A registry is a YAML file. Its keys are checked when the file is read: every mistake is named with its "
        "file and key, all at once. [The JSON schema](registry.schema.json) lets an editor check them while you type "
        "([how](../how-to/editor.md)). Dates are written `2024-05-01`, texts in two languages `{es: …, en: …}`."
    )
    parts = [_section(model, about, shown[model.__name__]) for model, about in SECTIONS]
    return page("Catalogue keys", "include/mesoregistry/catalog/model.py", intro, *parts, _fields())


def _section(model: type[BaseModel], about: str, shown: dict[str, Any]) -> str:
    rows = [
        [
            code(name),
            type_name(info.annotation),
            default(info),
            info.description or "",
            code(_yaml(shown[name])),
        ]
        for name, info in model.model_fields.items()
    ]
    return f"## {model.__name__}\n\n{about}\n\n{table(KEYS, rows)}"


def _fields() -> str:
    head = "The canonical fields that a column can name. Those of side *vault* never reach the warehouse."
    rows = [
        [code(name), f.kind, f.per, f.side, "yes" if f.many else "", code(f.list or ""), f"{f.es} · {f.en}"]
        for name, f in fields().items()
    ]
    columns = ("field", "kind", "one for each", "side", "many", "code list", "meaning")
    return f"## Fields\n\n{head}\n\n{table(columns, rows)}"


def default(info: FieldInfo) -> str:
    """The default of a key: *required*, nothing, or the value as YAML."""
    if info.is_required():
        return "*required*"
    value = info.get_default(call_default_factory=True)
    if value is None or value is PydanticUndefined or value in ("", (), {}):
        return ""
    return (
        f"[{type(value).__name__}](#{type(value).__name__.lower()})" if _model(value) else code(_yaml(value))
    )


def _model(value: object) -> bool:
    return isinstance(value, BaseModel)


def _yaml(value: Any) -> str:
    """A value on one line of YAML (JSON is YAML), its texts readable."""
    plain = list(value) if isinstance(value, tuple) else value
    if isinstance(plain, str):
        return plain if plain and plain == plain.strip() else json.dumps(plain)
    return str(plain) if isinstance(plain, dt.date) else json.dumps(plain, ensure_ascii=False, default=str)
