"""The list of the decisions, from the first line of each page of ``docs/adr``."""

from __future__ import annotations

from mesoregistry.authoring.reference.markdown import page
from mesoregistry.settings import settings

INTRO = (
    "Each choice that others will ask about: what it was about, what was chosen, what was not, what it costs."
)


def text() -> str:
    lines = []
    for path in sorted((settings().project / "docs" / "adr").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
        lines.append(f"- [{title}]({path.name})\n")
    return page("Decisions", "docs/adr", INTRO, "".join(lines))
