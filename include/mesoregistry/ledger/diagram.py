"""The page of the states: a diagram and two tables, made from the table of transitions."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.ledger.states import NAMES, NEXT, Action, State
from mesoregistry.ledger.transitions import TRANSITIONS

HEAD = """# Estados de un envío · States of a submission

<!-- Written from include/mesoregistry/ledger/transitions.py: change it there. -->

Un envío es un archivo de un mes de un país. Sólo cambia de estado como dice esta página: lo demás lo rechazan el
programa y la base de datos, y cada cambio queda en la cadena de eventos (`intake.event`).

A submission is the file of one month of one country. It changes its state only as this page says: anything else is
refused by the program and by the database, and each change stands in the chain of events (`intake.event`).
"""


def text() -> str:
    """The whole page as Markdown; the diagram is Mermaid."""
    return "\n".join([HEAD, *_diagram(), "", *_states(), "", *_transitions(), ""])


def write(path: Path) -> None:
    """Write the page to ``path`` (``docs/reference/states.md``), and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(), encoding="utf-8")


def _diagram() -> list[str]:
    actions: dict[tuple[State | None, State], list[Action]] = {}
    for row in TRANSITIONS:
        actions.setdefault((row.from_state, row.to_state), []).append(row.action)
    return [
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state}: {NAMES[state].es} · {NAMES[state].en}" for state in State),
        *(
            f"    {from_state or '[*]'} --> {to_state}: {', '.join(names)}"
            for (from_state, to_state), names in actions.items()
        ),
        "```",
    ]


def _states() -> list[str]:
    return [
        "| estado | español | English | qué sigue | what comes next |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| `{state}` | {NAMES[state].es} | {NAMES[state].en} | {NEXT[state].es} | {NEXT[state].en} |"
            for state in State
        ),
    ]


def _transitions() -> list[str]:
    return [
        "| de · from | acción · action | a · to | quién · who |",
        "| --- | --- | --- | --- |",
        *(
            f"| {f'`{row.from_state}`' if row.from_state else '–'} | {row.action} | `{row.to_state}` | {row.actor} |"
            for row in TRANSITIONS
        ),
    ]
