"""Several persons in the text of one name: ``Luz Mar & Sol Ríos``, ``Ana Ruiz, Eva Paz``, ``Ana Ruiz y su hija``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

SIGNS = re.compile(
    r"[&/+|;\\•·]|\s_\s|<br|\bet al\b|\betc\b|\d+[.)]\s*[^\W\d].*\d+[.)]\s*[^\W\d]", re.IGNORECASE
)
# with somebody who is no surname: y su hija, e hijas, y 3 más, con Eva, (y Eva), acompañada de Eva
BESIDE = re.compile(
    r"\b[ye]\s(?:sus?|un[ao]s?|dos|tres|cuatro|cinco|seis|\d+|más|mas|otr[ao]s?|hij[ao]s?|herman[ao]s?|famili\w+|espos[ao]"
    r"|pareja|compañer[ao]s?)\b|\s(?:con|junto (?:a|con)|acompañada (?:de|por))\s+\w|\((?:y|e|con|and)\s",
    re.IGNORECASE,
)
AND = re.compile(r"(?P<before>.+?)\s(?P<sign>y|e|and|u(?=\sh?o))\s(?P<after>.+)", re.IGNORECASE)
# an end of a sentence is none after an abbreviation: Ma. Luz
PARTED = re.compile(r",|\s-\s|[–—]|(?<=[^\W\d_]{3})\.\s|\n")
Key = Callable[[str], str]


def names_several(text: str, given_names: Collection[str], key: Key) -> bool:
    """Whether a text names several persons, as far as words tell it.

    ``given_names``: what persons are called first, by ``key`` of the word. A surname may hold an *y* (*Ortega y
    Gasset*), and may stand before a comma (*Ruiz, Ana*).
    """
    if SIGNS.search(text) or BESIDE.search(text):
        return True
    match = AND.fullmatch(text)
    # Ana E Ruiz: an initial, where the other words are not in capitals
    if match is not None and match["sign"].isupper() and not text.isupper():
        match = None
    if match is not None and _is_another(match["before"].split(), match["after"].split(), given_names, key):
        return True
    parts = [words for part in PARTED.split(text) if (words := part.split())]
    if len(parts) < 2:
        return False
    first, *others = parts
    # Paz, Ana María: a surname stands alone before the comma
    whole = all((len(words) == 1) == (len(first) == 1) for words in others)
    return whole and all(words[0][:1].isupper() and key(words[0]) in given_names for words in parts)


def _is_another(before: list[str], after: list[str], given_names: Collection[str], key: Key) -> bool:
    if len(before) == 1 or key(after[0]) in given_names:
        return True
    # María Ortega y Gasset, Juana Ruiz y de la Cruz: one surname; Luz Mar y Sol Ríos: two persons
    return len([word for word in after if word[:1].isupper()]) > 1 and after[0][:1].isupper()
