"""The JSON schema of a registry, for editors: ``docs/reference/registry.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from mesoregistry.catalog.model import Registry, fields


def text() -> str:
    """The schema of the model, with the names of the canonical fields as the values of ``field``."""
    schema: dict[str, Any] = Registry.model_json_schema()
    column = schema["$defs"]["Column"]["properties"]["field"]
    for choice in column["anyOf"]:
        if choice["type"] == "string":
            choice["enum"] = list(fields())
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Registry of a country",
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
