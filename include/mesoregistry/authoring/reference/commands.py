"""The page of the commands, from the command line's own definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mesoregistry.authoring.reference.markdown import code, page, table
from mesoregistry.authoring.reference.type_names import type_name

STATUS = (
    "Exit status: 0 done; 1 findings, or figures that are not equal; 2 wrong use; 3 a fault on this machine or in "
    "the program. Each command has `--help`."
)


def text(group: Any) -> str:
    """The page; ``group`` is the Click group of ``mesoregistry`` (its ``commands`` by name)."""
    sections = [_section(name, command) for name, command in group.commands.items() if not command.hidden]
    return page("Commands", "include/mesoregistry/cli", STATUS, *sections)


def _section(name: str, command: Any) -> str:
    rows = list(_parameters(command))
    listed = table(("parameter", "type", "default", "meaning"), rows) if rows else ""
    about = " ".join((command.help or "").split())
    return f"## {name}\n\n{about}\n\n```sh\n{_usage(name, command)}\n```\n\n{listed}"


def _usage(name: str, command: Any) -> str:
    words = [".venv/bin/mesoregistry", name]
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            words.append(parameter.name.upper())
        elif parameter.required:
            words += [max(parameter.opts, key=len), parameter.name.upper()]
    return " ".join(words)


def _parameters(command: Any) -> Iterator[list[str]]:
    for parameter in command.params:
        argument = parameter.param_type_name == "argument"
        names = [parameter.name.upper()] if argument else sorted(parameter.opts, key=len, reverse=True)
        given = parameter.default
        shown = "*required*" if parameter.required else _shown(given)
        yield [", ".join(map(code, names)), _type(parameter), shown, parameter.help or ""]


def _shown(given: object) -> str:
    return code(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else ""


def _type(parameter: Any) -> str:
    annotation = parameter.type_descriptor.annotation
    return "switch" if annotation is bool else type_name(annotation)
