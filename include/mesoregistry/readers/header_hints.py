"""What stands in brackets behind a header, where the header without it is one of the layout: ``Edad (años)``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from mesoregistry.catalog.header_words import HOW_TO_FILL
from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import letter
from mesoregistry.readers.header_names import AROUND, header_key

FOOTNOTES = "¹²³⁰⁴-⁹†‡"
# at the end of a header, or of a part of one; it may hold slashes itself: (dd/mm/aaaa)
HINT = re.compile(rf"(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]|[{FOOTNOTES}]))+(?=[.\s{re.escape(AROUND)}]*(?:/|$))")
WORD = re.compile(r"[^\W\d_]+")


def without_hints(headers: Sequence[str], wanted: Set[str]) -> list[str]:
    """The headers, without what stands in brackets behind one that is known only then, and once.

    Args:
        wanted: the keys of the headers that the layout knows.
    """
    if not any(map(HINT.search, headers)):
        return list(headers)
    keys = [header_key(text) for text in headers]
    plain = [text if key in wanted else HINT.sub("", text) for text, key in zip(headers, keys, strict=True)]
    count = Counter(header_key(text) for text in plain)
    return [
        short if (key := header_key(short)) in wanted and count[key] == 1 else text
        for text, short in zip(headers, plain, strict=True)
    ]


def doubtful_hints(sheet: str | None, headers: Sequence[str], plain: Sequence[str]) -> list[Finding]:
    """A question for each header that was read without words that may make it another: ``Nombre (agresor)``.

    Once for a header over several columns.
    """
    doubtful: dict[str, int] = {}
    for position, (text, short) in enumerate(zip(headers, plain, strict=True)):
        ends = [
            match.end() for match in HINT.finditer(text) if text != short and not _tells_how_to_fill(match[0])
        ]
        if ends:
            doubtful.setdefault(text[: ends[-1]], position)
    return [
        message("header_hint").finding(
            Address(sheet, column=letter(i)), quotes=("found",), header=plain[i], found=headers[i]
        )
        for i in doubtful.values()
    ]


def _tells_how_to_fill(hint: str) -> bool:
    words = WORD.findall(hint.casefold())  # (2) says nothing, and may be the second of its name
    is_footnote = not re.search(r"[(\[]", hint)
    return is_footnote or (bool(words) and all(word in HOW_TO_FILL for word in words))
