"""The note of a run, as a person reads it: ``Honduras, marzo 2024, v2: 412 filas, 9 por corregir``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LONGEST = 1000  # characters a note may have


def note_of(lines: Sequence[str]) -> str:
    """The lines; of too many the first, which sums up all, and the last that fit."""
    if not lines:
        return "Nada esperaba."
    text = "\n".join(lines)
    if len(text) <= LONGEST:
        return text
    kept = [lines[0]]
    for line in reversed(lines[1:]):
        if len("\n".join(kept)) + len(line) + 4 > LONGEST:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept)


def write_note(context: Any, submission_ids: Sequence[int]) -> None:
    """Write into the note and the log what became of each file. A note that cannot be written is no failure."""
    from mesoregistry.intake import tasks
    from mesoregistry.local.airflow_api import set_note

    lines = tasks.describe(submission_ids)
    for line in lines:
        print(line)
    run_of = context["dag_run"]
    set_note(run_of.dag_id, run_of.run_id, note_of(lines))
