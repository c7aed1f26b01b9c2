"""What a file says of each of its records, whatever row it stands in and however its key is spelled."""

from __future__ import annotations

from collections.abc import Callable, Collection

from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.vault import case_keys
from mesoregistry.vault.identity import normal

Content = dict[str, object]
NAMES, NARRATIVE = "names", "narrative"


def fields_of(read: Interpretation) -> frozenset[str]:
    """The landed fields of a file, the names that it gives, and its narratives."""
    return frozenset({*read.records.columns, NAMES, NARRATIVE})


def contents(
    read: Interpretation,
    names: Collection[str],
    becomes: Callable[[str, object], object] | None = None,
) -> dict[int, Content]:
    """By record, its key in one form, its values and who is named; ``None`` in a field of ``names`` that it lacks."""
    people: dict[int, list[object]] = {}
    for mention in read.mentions:
        identity = mention.identity
        name = f"{normal(identity.name, identity.kind)}"  # as a text of its own: a hidden one shows itself to nobody
        people.setdefault(mention.record, []).append((mention.field, mention.position, name))
    texts = {text.record: str(text.text) for text in read.texts if text.field == NARRATIVE}
    by_record: dict[int, Content] = {
        record.number: {
            **{name: record.values.get(name) for name in names},
            "case_key": case_keys.normal(record.values.get("case_key")),
            NAMES: tuple(sorted(map(repr, people.get(record.number, [])))),
            NARRATIVE: texts.get(record.number),
        }
        for record in read.records
    }
    if becomes is None:
        return by_record
    return {
        number: {name: becomes(name, value) for name, value in content.items()}
        for number, content in by_record.items()
    }
