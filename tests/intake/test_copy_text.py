"""What is written by ``COPY`` comes back as it was, whatever signs it holds."""

from __future__ import annotations

import datetime as dt

import psycopg

from mesoregistry.intake.copy_text import ROWS, copy_text
from mesoregistry.settings import Settings, settings

TEXTS = ["", None, r"\N", "\\", "a\tb", "a\nb", "a\rb", "\b\v\f", r"\t", '["«ñ»", null]', "\\.", "ok"]


def test_texts_come_back_as_they_were(module_databases: Settings) -> None:
    day = dt.date(2024, 5, 1)
    texts = TEXTS * (ROWS // len(TEXTS) + 1)  # more than are sent together
    columns = [range(len(texts)), texts, [day] * len(texts), ["plain", None] * (len(texts) // 2)]
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        connection.execute("create temporary table rows (number integer, words text, day date, plain text)")
        with connection.cursor() as cursor, cursor.copy("copy rows from stdin") as copy:
            for text in copy_text(columns):
                copy.write(text)
        rows = connection.execute("select number, words, day, plain from rows order by number").fetchall()
    assert rows == list(zip(*columns, strict=True))
