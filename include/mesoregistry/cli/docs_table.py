"""A table in a page of the docs, between two comments, just as the command prints it that made it."""

from __future__ import annotations

import re

from mesoregistry.settings import PROJECT

PAGE = PROJECT / "docs" / "reference" / "files_of_life.md"


def write_table(name: str, table: str) -> None:
    """Put a table into the page in the place of the one of that name. Raises ``LookupError`` where it has none."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    text, count = pattern.subn(
        lambda match: f"{match[1]}\n{table.strip()}\n\n{match[2]}", PAGE.read_text(encoding="utf-8")
    )
    if not count:
        raise LookupError(f"{PAGE.name} has no place for {name}")
    PAGE.write_text(text, encoding="utf-8")
