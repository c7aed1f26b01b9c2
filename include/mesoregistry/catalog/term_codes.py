"""The code of each term of a list, as one source of one country may write it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from mesoregistry.catalog.code_lists import read_sound, stamps, term_key
from mesoregistry.catalog.file_stamps import Stamp


def term_codes(seeds: Path, name: str, country: str, source: str) -> Mapping[str, str]:
    """``term_key`` of a term of the list ``name`` -> its code; a source's own terms come before the list's."""
    return _term_codes(seeds, name, country, source, stamps(seeds))


@lru_cache(maxsize=64)
def _term_codes(
    seeds: Path, name: str, country: str, source: str, _stamps: tuple[Stamp, ...]
) -> Mapping[str, str]:
    terms = [
        (of_source, of_country, term_key(term), code)
        for listed, of_country, of_source, term, code, *_ in read_sound(seeds).terms
        if listed == name and of_country in ("", country) and of_source in ("", source)
    ]
    return {key: code for _, _, key, code in sorted(terms)}
