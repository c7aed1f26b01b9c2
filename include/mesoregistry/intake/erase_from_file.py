"""The sealed copy of a file, replaced by one that does not name a woman; the ledger says what was done to it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial

from pyrage import DecryptError

from mesoregistry import database, ledger
from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import registry
from mesoregistry.intake import archive
from mesoregistry.intake.erase_from_rows import blank_cells
from mesoregistry.intake.names import kind_of
from mesoregistry.intake.redact_file import How, Redaction, parts_of, redacted
from mesoregistry.intake.sources import layout_of
from mesoregistry.intake.unseal import open_copy
from mesoregistry.ledger import Action, Submission
from mesoregistry.local.secrets import sync_folder
from mesoregistry.readers.child import confined
from mesoregistry.steps import announce
from mesoregistry.vault import seal
from mesoregistry.vault.erase_person import Traces
from mesoregistry.vault.person_names import PersonNames


@dataclass(frozen=True, slots=True)
class Connections:
    """Open ones, as ``loader``."""

    warehouse: database.Connection
    vault: database.Connection


@dataclass(frozen=True, slots=True)
class RedactedFile:
    """A file without her, its own name too; ``is_changed``: one of the two is another now."""

    how: How
    name: str = ""
    content: bytes = b""
    is_changed: bool = False


def redact_file(
    connections: Connections, submission: Submission, traces: Traces, names: PersonNames, instead: str
) -> RedactedFile:
    """Take her out of the file of a submission, in a child of its own. Nothing is written yet.

    Raises:
        SandboxRefused: this system grants no sandbox.
    """
    layout = layout_of(submission)[1]
    blank = frozenset(blank_cells(connections.warehouse, connections.vault, submission, traces))
    redaction = Redaction(names, _instead(layout, instead), blank, frozenset(traces.texts), traces.keys)
    try:
        name, content = archive.unsealed(submission.sha256, submission.resealed_sha256)
    except archive.ArchiveFault:
        return RedactedFile("unreadable")
    return _redacted(name, content, layout, redaction, submission.country)


def erase_refused(country: str, names: PersonNames, instead: str) -> int:
    """Delete the refused files, which are in no ledger, that name her or cannot be opened; how many."""
    layout, count = registry(country).sources[-1].layouts[-1], 0
    for path in sorted(archive.refused_files().glob("*.age")):
        try:
            name, content = seal.open_file(path.read_bytes())
            file = _redacted(name, content, layout, Redaction(names, instead), country)
        except (DecryptError, ValueError):
            file = RedactedFile("unreadable")
        if file.is_changed or file.how == "unreadable":
            path.unlink()
            sync_folder(path.parent)
            count += 1
    return count


def _redacted(name: str, content: bytes, layout: Layout, redaction: Redaction, country: str) -> RedactedFile:
    with open_copy(content, country) as path:
        how, changed = parts_of(confined(path, partial(redacted, path, layout, redaction)))
    new_name = redaction.names.without(name, redaction.instead)
    return RedactedFile(how, new_name, changed or content, bool(changed) or new_name != name)


def reseal(warehouse: database.Connection, submission: Submission, file: RedactedFile) -> None:
    """The new file in the place of the old one, in one step with the event that says what was done to it."""
    digest = hashlib.sha256(file.content).hexdigest()
    with archive.resealed(file.name, file.content, submission.sha256):
        with database.transaction(warehouse) as connection:
            for same in ledger.select(connection, "sha256 = %s", [submission.sha256]):
                ledger.move(
                    connection,
                    same.submission_id,
                    Action.PERSON_ERASED,
                    same.state,
                    {"file": file.how, "resealed": digest},
                    resealed_sha256=digest,
                )
        announce("erase woman file")


def _instead(layout: Layout, usual: str) -> str:
    """What a file of this layout writes in the place of a name that is withheld."""
    listed = (usual, *layout.names.withheld, *layout.names.missing)
    return next((text for text in listed if kind_of(text, layout.names)), "")
