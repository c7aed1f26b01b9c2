"""The search for what must not be there finds it in every disguise, and reports where, without the name."""

from __future__ import annotations

import html
import json
from pathlib import Path
from urllib.parse import quote_plus

import psycopg
import pytest

from mesoregistry.settings import Settings, settings
from mesoregistry.vault.search import BLOCK, search

NAME = "Rosaura Peña Güell"
STORY = (
    "Dos hombres en moto la siguieron desde la radio hasta su casa y le gritaron que ya sabían dónde vive."
)
NEEDLES = ["Nadie De Aquí", NAME, "7000-1234", STORY]


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        (f"error in {NAME}, row 3", 1),
        (NAME.upper(), 1),
        ("rosaura pena guell", 1),
        (json.dumps({"name": NAME}), 1),
        (json.dumps(json.dumps([NAME])), 1),
        (html.escape(NAME).replace("ñ", "&ntilde;"), 1),
        (NAME.replace(" ", "_"), 1),
        (quote_plus(NAME), 1),
        ("tel. 70001234", 2),
        ("+503 7000 1234", 2),
        (STORY[20:80], 3),
        (json.dumps(STORY.replace(" y ", "\n")), 3),
        ("x " * (BLOCK // 2 - 3) + NAME, 1),
    ],
)
def test_a_file_gives_it_away(tmp_path: Path, text: str, needle: int) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "task.log").write_text(text, encoding="utf-8")
    hits = search(NEEDLES, settings(), [], [tmp_path])
    assert {(Path(hit.where).name, hit.needle) for hit in hits} == {("task.log", needle)}
    assert "Rosaura" not in repr(hits)


@pytest.mark.parametrize("text", ["Rosaura", "Peña Güell Rosaura", "7000", "123 70001234567", STORY[:20]])
def test_what_is_not_there_is_not_found(tmp_path: Path, text: str) -> None:
    (tmp_path / "task.log").write_text(text, encoding="utf-8")
    assert search(NEEDLES, settings(), [], [tmp_path]) == []


def test_the_name_of_a_file_counts(tmp_path: Path) -> None:
    (tmp_path / f"caso {NAME}.csv").touch()
    assert [hit.needle for hit in search(NEEDLES, settings(), [], [tmp_path])] == [1]


def test_every_table_is_looked_at(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        owner.execute("create schema hers")
        owner.execute("create table hers.notes (n int, t text, b bytea, j jsonb, d date default '-infinity')")
        assert search(NEEDLES, databases, ["warehouse"], []) == []
        values = [json.dumps({"a": [STORY]}), NAME.encode()]
        owner.execute("insert into hers.notes values (1, null, null, %s), (2, '', %s, null)", values)
        owner.commit()
        hits = search(NEEDLES, databases, ["warehouse"], [])
    assert [(hit.where, hit.needle) for hit in hits] == [
        ("warehouse: hers.notes", 1),
        ("warehouse: hers.notes", 3),
    ]


def test_a_view_is_looked_at_as_defined_and_a_materialised_one_by_its_rows(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        owner.execute("create schema hers")
        owner.execute("create table hers.notes as select %s::text as t", [NAME])
        owner.execute("create view hers.all_notes as select * from hers.notes")
        owner.execute("create materialized view hers.copied as select * from hers.notes")
        owner.execute("create view hers.literal as select 'Rosaura Peña Güell'::text as t")
        owner.commit()
        hits = search(NEEDLES, databases, ["warehouse"], [])
    assert [hit.where.removeprefix("warehouse: hers.") for hit in hits] == ["copied", "literal", "notes"]
