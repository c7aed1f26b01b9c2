"""What ``doctor`` says of what the coordination accepted: how much may be taken over, and which lines do not hold."""

from __future__ import annotations

from mesoregistry.findings import Text

WAIT = Text(
    "Lo que la coordinación aceptó cuenta; por pasar a los archivos del proyecto: {count}",
    "What the coordination accepted counts; to be taken over into the project's files: {count}",
)
LEFT_OUT = Text(
    "Lo que la coordinación aceptó cuenta, menos estas líneas; corríjalas o quítelas: {lines}",
    "What the coordination accepted counts, but for these lines; mend them or take them out: {lines}",
)


def how_many_wait() -> Text:
    """Rows that hold beside the files of the project."""
    from mesoregistry.catalog.decision_files import FILES, folder_of_decisions, lines
    from mesoregistry.intake.recorded_decisions import judged

    folder = folder_of_decisions()
    return WAIT.format(count=sum(len(judged(name, lines(folder, name)).sound) for name in FILES))


def decisions_hold() -> Text | None:
    """Whether every line holds; one that does not stops nothing."""
    from mesoregistry.gate.country_mistakes import decision_mistakes

    mistakes = decision_mistakes()
    return LEFT_OUT.format(lines="; ".join(mistakes)) if mistakes else None
