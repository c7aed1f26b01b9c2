"""Look for texts of the vault where they must not be: every table of a database, every file of a folder.

Needle and haystack are normalised alike (case, accents, signs, the escapes of JSON, HTML and URLs), and a long text is
found by any six words of it, so a name in a URL, in a JSON log or cut in half is found too.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import psycopg
from psycopg import sql
from psycopg.types.string import TextLoader

from mesoregistry.settings import Settings

SPAN = 6  # words of a long text that are enough to know it
WORD = re.compile(r"[^\W_]+")
ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
CONTROL = re.compile(r"\\+[nrt]")
OURS = (
    "select n.nspname, c.relname, {1} from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid"
    " where c.relkind in ({0}) and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1, 2"
)
BLOCK = 4 * 1024 * 1024  # bytes of a file looked at together

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Where a needle was found, and which; never the needle itself."""

    where: str
    needle: int


def search(
    needles: Sequence[str], settings: Settings, databases: Iterable[str], folders: Iterable[Path]
) -> list[Hit]:
    """Every table of these databases and every file of these folders that holds a needle."""
    forms = forms_of(needles)
    hits: set[Hit] = set()
    for name in databases:
        with psycopg.connect(settings.dsn(name)) as connection:
            for where, text in _rows(connection):
                hits |= {Hit(f"{name}: {where}", number) for number in matches(text, forms)}
    for path in (p for folder in folders for p in sorted(folder.rglob("*"))):
        hits |= {Hit(f"name of {path.parent}", number) for number in matches(path.name, forms)}
        if path.is_file():
            for text in _blocks(path):
                hits |= {Hit(str(path), number) for number in matches(text, forms)}
    return sorted(hits)


def forms_of(needles: Sequence[str]) -> dict[str, list[tuple[Form, int]]]:
    """The word sequences that give a needle away, by their first word."""
    forms: dict[str, list[tuple[Form, int]]] = {}
    for number, needle in enumerate(needles):
        words = tuple(_words(needle))
        spans = [words[i : i + SPAN] for i in range(0, max(len(words) - SPAN, 0) + 1)]
        if all(word.isdigit() for word in words):
            spans.append(("".join(words),))  # a phone typed without its hyphen
        for span in spans:
            if span:
                forms.setdefault(span[0], []).append((span, number))
    return forms


def _words(text: str) -> list[str]:
    if "\\" in text:
        text = CONTROL.sub(" ", ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))
    if "%" in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return WORD.findall(text.casefold())


def matches(text: str, forms: dict[str, list[tuple[Form, int]]]) -> set[int]:
    """The numbers of the needles that stand in a text; ``forms``: of ``forms_of``."""
    words = _words(text)
    if forms.keys().isdisjoint(words):
        return set()
    return {
        number
        for i, word in enumerate(words)
        for form, number in forms.get(word, ())
        if tuple(words[i : i + len(form)]) == form
    }


def _rows(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Each table with its rows as text, many rows together; each view, which has no rows of its own, as defined."""
    for kind in ("date", "timestamp", "timestamptz"):
        connection.adapters.register_loader(kind, TextLoader)  # Python has no -infinity
    for schema, name, definition in connection.execute(OURS.format("'v'", "pg_get_viewdef(c.oid)").encode()):
        yield f"{schema}.{name}", definition
    tables = connection.execute(OURS.format("'r', 'm', 'f'", "null").encode()).fetchall()
    for schema, table, _ in tables:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("select * from {}").format(sql.Identifier(schema, table)))
            while rows := cursor.fetchmany(2000):
                yield f"{schema}.{table}", " | ".join(_shown(value) for row in rows for value in row)


def _shown(value: object) -> str:
    return bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)


def _blocks(path: Path) -> Iterator[str]:
    """The text of a file, in blocks that overlap by more than a needle."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(BLOCK):
            yield (before + block).decode("utf-8", "ignore")
            before = block[-4096:]
