"""Messages about a file that cannot be read, or not without doubt: ``expectations/reading.yml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from mesoregistry.catalog.fields import Code, Strict, fields
from mesoregistry.findings import WHOLE_FILE, Address, Finding, Severity, Text
from mesoregistry.settings import settings


class Message(Strict):
    """A rule without a predicate: the code that reads the file decides when it is broken."""

    id: Code
    severity: Severity
    message: Text
    remedy: Text
    expected: Text | None = None

    def finding(
        self,
        address: Address = WHOLE_FILE,
        *,
        field: str | None = None,
        value: str | None = None,
        record: int | None = None,
        quotes: Sequence[str] = (),
        **names: object,
    ) -> Finding:
        """The finding at an address; ``names`` fill the text; ``quotes`` are texts of the file."""
        definition = fields().get(field or "")
        hidden = definition is not None and definition.side == "vault"
        shown = None if hidden else value
        filled = {"value": shown or "", "row": address.row, "column": address.column, **names}
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=self.message.format(**filled),
            remedy=self.remedy.format(**filled),
            expected=self.expected.format(**filled) if self.expected else None,
            sheet=address.sheet,
            row=address.row,
            column=address.column,
            field=field,
            value=shown,
            record=record,
            quotes=tuple(str(names[name]) for name in quotes),
        )


def message(rule: str) -> Message:
    """The message of a rule of ``reading.yml``. Raises ``KeyError`` for an unknown rule: a fault of the caller."""
    return _messages(settings().expectations)[rule]


@lru_cache(maxsize=4)
def _messages(folder: Path) -> dict[str, Message]:
    bodies = yaml.load((folder / "reading.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {m.id: m for m in (Message.model_validate(body) for body in bodies)}
