"""The questions of ``docs/questions.md``: the SQL between its fences is run, the answer written after it."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.database import Connection, reading
from mesoregistry.settings import settings

QUESTION = re.compile(
    r"^## (?P<no>\d+)\. (?P<es>.+?) · (?P<en>.+?)\n\n```sql\n(?P<sql>.+?)\n```\n\n"
    r"<!-- answer (?P=no) -->\n(?P<answer>.*?)<!-- /answer (?P=no) -->$",
    re.DOTALL | re.MULTILINE,
)
LONGEST = 60  # rows shown of an answer


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the page in both languages; ``written``: the answer that stands there."""

    number: int
    es: str
    en: str
    sql: str
    written: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows as text, and how long the query took (seconds)."""

    question: Question
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    seconds: float


def path() -> Path:
    """The page with the questions, in the documentation."""
    return settings().project / "docs" / "questions.md"


def questions(text: str | None = None) -> list[Question]:
    """The questions of ``text`` (the page itself, when left out), in its order."""
    page = path().read_text(encoding="utf-8") if text is None else text
    return [Question(int(m["no"]), m["es"], m["en"], m["sql"], m["answer"]) for m in QUESTION.finditer(page)]


def answers() -> list[Answer]:
    """The answer to every question, from the marts, as the role ``analyst``.

    Raises:
        DatabaseFault: a query broke.
    """
    with reading("analyst") as connection:
        return [_answer(connection, question) for question in questions()]


def _answer(connection: Connection, question: Question) -> Answer:
    began = time.monotonic()
    cursor = connection.execute(question.sql.encode())
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in cursor.fetchall()]
    seconds = time.monotonic() - began
    return Answer(question, tuple(column.name for column in cursor.description or ()), rows, seconds)


def table(answer: Answer) -> str:
    """The answer as a Markdown table of at most ``LONGEST`` rows, and how many rows it leaves out."""
    lines = [answer.columns, tuple("---" for _ in answer.columns), *answer.rows[:LONGEST]]
    shown = "".join("| " + " | ".join(line) + " |\n" for line in lines)
    more = len(answer.rows) - LONGEST
    return shown + (f"\n… {more} filas más · {more} more rows\n" if more > 0 else "")


def write(answered: Sequence[Answer]) -> Path:
    """Put every answer between its markers; returns the page that was written."""
    by_number = {answer.question.number: answer for answer in answered}
    page = path().read_text(encoding="utf-8")

    def filled(match: re.Match[str]) -> str:
        head = match[0].partition("<!-- answer")[0]
        number = int(match["no"])
        body = table(by_number[number])
        return f"{head}<!-- answer {number} -->\n{body}<!-- /answer {number} -->"

    path().write_text(QUESTION.sub(filled, page), encoding="utf-8")
    return path()
