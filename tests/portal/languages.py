"""Which texts of a page are not in its language, by both catalogues of the program and by small words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser

import yaml

from mesoregistry.catalog.code_lists import read_sound
from mesoregistry.catalog.registries import registries
from mesoregistry.catalog.seed_mistakes import rows
from mesoregistry.findings import LANGUAGES, Language
from mesoregistry.settings import settings
from tests.test_quotation_marks import PACKAGE, PAIR, TEMPLATES, catalogues, in_python, in_yaml

SHOWN = ("aria-label", "placeholder", "title", "alt", "data-confirm")
WITHOUT_TEXT = ("script", "style", "code", "svg")
PLACEHOLDER = re.compile(r"\{\w*\}")
KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|[{}]|\bNone\b")
QUOTED = re.compile("«[^»]*»|“[^”]*”")
SMALL = {
    "es": re.compile(
        r"\b(the|and|with|this|that|file|rows?|month|cells?|correct|confirm|is|are|of|not|for|by|it|to)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(el|los|las|una|está|archivo|filas?|por|para|con|celdas?|corregir|mes|que|del|es|son|se)\b", re.I
    ),
}
LONG = 12  # characters of a part of a message that stands in no other message by chance


def pairs() -> Iterator[tuple[str, str]]:
    """Every text of the program in both languages."""
    for path in catalogues():
        yield from in_yaml(yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in PACKAGE.rglob("*.py"):
        yield from in_python(path)
    for path in TEMPLATES.rglob("*.html"):
        for es, en in PAIR.findall(path.read_text(encoding="utf-8")):
            yield es[1:-1], en[1:-1]
    for _, _, es, en in read_sound(settings().seeds).codes:
        yield es, en


@lru_cache(maxsize=2)
def texts(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The whole texts of a language alone, and the long parts of those that are filled in."""
    own = {pair[LANGUAGES.index(language)].strip() for pair in pairs()}
    others = {pair[1 - LANGUAGES.index(language)].strip() for pair in pairs()}
    joined = "\n".join(others)
    parts = {part.strip(" .:;,()«»“”") for text in own for part in PLACEHOLDER.split(text)}
    long = {part for part in parts if len(part) >= LONG and " " in part and part not in joined}
    return frozenset(own - others), frozenset(long)


@lru_cache(maxsize=1)
def own_words() -> tuple[str, ...]:
    """What teams write, whatever the language of the page: headers, ids, places; the longest first."""
    known = {row["name"] for row in rows(settings().seeds, "place.csv")}
    for each in registries().values():
        known |= {each.name.es, *(source.id for source in each.sources)}
        for layout in (layout for source in each.sources for layout in source.layouts):
            known |= {layout.id, *(name for c in layout.columns for name in (c.header, *c.also))}
    return tuple(sorted(filter(None, known), key=len, reverse=True))


def without_own_words(text: str) -> str:
    text = QUOTED.sub("", text)
    for word in own_words():
        if word in text:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "", text)
    return text


def not_in(language: Language, shown: Iterable[str]) -> list[str]:
    """The texts of a page that are of the other language, or no text at all."""
    other: Language = "en" if language == "es" else "es"
    whole, parts = texts(other)
    faults = []
    for text in shown:
        plain = without_own_words(text)
        if (
            text in whole
            or any(part in text for part in parts)
            or KEY.search(plain)
            or SMALL[language].search(plain)
        ):
            faults.append(text)
    return faults


class _Texts(HTMLParser):
    """Every text that a person sees or hears, in whole paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.shown += [value for name in SHOWN if (value := values.get(name))]
        if tag in WITHOUT_TEXT or values.get("lang"):
            self._inside.append("html" if tag == "html" else tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self._inside in ([], ["html"]):
            self.shown.append(" ".join(data.split()))


def texts_of(page: str) -> list[str]:
    """What a page shows, without what is marked as code, or as of another language."""
    parser = _Texts()
    parser.feed(page)
    return list(dict.fromkeys(parser.shown))
