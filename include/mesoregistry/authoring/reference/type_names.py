"""The type of a key, a setting or a parameter, as a person says it."""

from __future__ import annotations

import json
import types
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from mesoregistry.authoring.reference.markdown import code

NAMES = {
    "str": "text",
    "bool": "yes/no",
    "int": "whole number",
    "float": "number",
    "date": "day",
    "datetime": "day",
    "Path": "path",
    "Text": "text in es and en",
    "NoneType": "",
}


def type_name(annotation: Any) -> str:
    """``text``, ``list of text``, ``day``, one of some words; a model as a link to its section."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " · ".join(code(json.dumps(a) if str(a).isspace() else a) for a in arguments if a != "")
    if origin is None:
        return _plain(annotation)
    parts = [type_name(a) for a in arguments if isinstance(a, type) or get_origin(a)]
    if origin in (Union, types.UnionType):
        return " or ".join(part for part in parts if part)
    if origin is dict:
        return " → ".join(parts)
    return f"list of {parts[0]}" if origin in (tuple, list) else parts[0]  # the last: Annotated


def _plain(annotation: Any) -> str:
    if issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return NAMES[annotation.__name__]
