"""Both engines and a Python reference give the same answer for any text."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import psycopg
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mesoregistry.gate.functions import create_macros
from mesoregistry.settings import Settings

from . import reference_functions as reference

CALLS: dict[str, Callable[[str | None], Any]] = {
    "gate.elements(x)": reference.elements,
    "gate.size_of(x)": reference.size_of,
    "gate.element(x, 2)": reference.element,
    "gate.repeats(x)": reference.repeats,
    "gate.is_edtf(x)": reference.is_edtf,
    "gate.edtf_first(x)": reference.edtf_first,
    "gate.edtf_last(x)": reference.edtf_last,
    "gate.is_whole(x)": reference.is_whole,
    "gate.whole(x)": reference.whole,
    "gate.term_key(x)": reference.term_key,
}
QUERY = f"select n, {', '.join(CALLS)} from inputs order by n"


def _known(text: str) -> bool:
    """No character zero, and none that this Python's Unicode does not know: case differs by version."""
    return "\0" not in text and all(unicodedata.category(c) != "Cn" for c in text)


characters = st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0")
texts = st.one_of(
    st.text(characters, max_size=12), st.text("ÁéñÇ İß\u00a0\t\n_%'\\\"[],{}~-0129", max_size=12)
)
arrays = st.lists(st.none() | texts, max_size=5)
landed = st.one_of(
    st.none(),
    texts,
    arrays.map(lambda items: json.dumps(items, ensure_ascii=False)),
    arrays.map(json.dumps),
    st.lists(st.none() | st.integers() | st.booleans() | texts, max_size=3).map(json.dumps),
    arrays.map(lambda items: json.dumps(items, separators=(",", ":"))),
    st.from_regex(r"[0-3][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?[~?]?", fullmatch=True),
    st.dates(dt.date(999, 1, 1), dt.date(3000, 12, 31)).map(str),
    st.from_regex(r"[0-9]{1,12}", fullmatch=True),
)


@pytest.fixture(scope="module")
def engines(module_databases: Settings) -> Iterator[tuple[psycopg.Connection, duckdb.DuckDBPyConnection]]:
    memory = duckdb.connect()
    create_macros(memory)
    with psycopg.connect(module_databases.dsn("warehouse", "loader")) as connection:
        yield connection, memory


def _both(
    engines: tuple[psycopg.Connection, duckdb.DuckDBPyConnection], inputs: list[str | None]
) -> tuple[list[Any], list[Any]]:
    postgres, memory = engines
    values = {"n": list(range(len(inputs))), "x": inputs}
    first = postgres.execute(
        f"with inputs as (select * from unnest(%(n)s::int[], %(x)s::text[]) as t (n, x)) {QUERY}", values
    ).fetchall()
    second = memory.execute(
        f"with inputs as (select unnest($n::int[]) as n, unnest($x::varchar[]) as x) {QUERY}", values
    ).fetchall()
    return first, second


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(landed.filter(lambda x: x is None or _known(x)), min_size=60, max_size=120))
@example(["[]", "[ ]", '["a",]', '["a" ]', '["\\u0000"]', '["\\ud800"]', '["\\ud83d\\ude00"]', '["a"]\n', ""])
@example(
    ["2023-02-29", "2024-02-29", "1900-02-29", "2000-02-29~", "2024-13", "2024-04-31", "2024-3-1", "2024\n"]
)
@example(["  SÍ\u00a0\u00a0no ", "İstanbul", "ΟΔΟΣ", "\u200bx", "ÑANDÚ", "a\u0301", "[null, null]", "٣"])
def test_engines_and_python_agree(
    engines: tuple[psycopg.Connection, duckdb.DuckDBPyConnection], inputs: list[str | None]
) -> None:
    first, second = _both(engines, inputs)
    for number, text in enumerate(inputs):
        expected = (number, *(call(text) for call in CALLS.values()))
        assert first[number] == expected, ("postgresql", text)
        assert second[number] == expected, ("duckdb", text)


def test_term_key_makes_spellings_one(
    engines: tuple[psycopg.Connection, duckdb.DuckDBPyConnection],
) -> None:
    first, second = _both(engines, ["Policía", "POLICIA", " policía ", "policia  nacional"])
    keys = [row[-1] for row in first]
    assert keys == ["policia", "policia", "policia", "policia nacional"]
    assert [row[-1] for row in second] == keys
