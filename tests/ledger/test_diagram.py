"""The page of the states in the documentation is that of the table."""

from __future__ import annotations

import re
from pathlib import Path

from mesoregistry.ledger import diagram
from mesoregistry.ledger.states import NAMES, NEXT, State
from mesoregistry.ledger.transitions import TRANSITIONS
from mesoregistry.settings import PROJECT

PAGE = PROJECT / "docs" / "reference" / "states.md"


def test_the_page_is_as_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == diagram.text(), "write it again: ledger.diagram.write"


def test_the_diagram_has_every_move_and_every_state_in_words() -> None:
    text = diagram.text()
    drawn = {
        (a, action, b)
        for a, b, names in re.findall(r"^    (\S+) --> (\w+): (.+)$", text, re.MULTILINE)
        for action in names.split(", ")
    }
    assert drawn == {
        (str(row.from_state or "[*]"), str(row.action), str(row.to_state)) for row in TRANSITIONS
    }
    for state in State:
        assert f"    {state}: {NAMES[state].es} · {NAMES[state].en}\n" in text
        assert NEXT[state].es in text and NEXT[state].en in text


def test_it_is_written_where_there_was_no_folder(tmp_path: Path) -> None:
    diagram.write(tmp_path / "new" / "states.md")
    assert (tmp_path / "new" / "states.md").read_text(encoding="utf-8") == diagram.text()
