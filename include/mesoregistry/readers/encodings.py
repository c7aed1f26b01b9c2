"""The letters of a text file: by its BOM, then UTF-8, then the layout's own encoding; line by line where both occur."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from mesoregistry.catalog.messages import message
from mesoregistry.readers.grid import Unreadable

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# no Spanish text holds these; a Mac or DOS file read as cp1252 does
FOREIGN = re.compile("[‡Ž¤¢£¥ŒÐ]|(?<=[a-z])[–—œ‚¡](?=[a-z])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text. ``foreign``: lines, from 1, that are not UTF-8 while others are; ``encoding`` is theirs then."""

    text: str
    encoding: str
    foreign: tuple[int, ...] = ()


def decode(content: bytes, own: str) -> Decoded:
    """Decode a file whose layout declares the encoding ``own``. Raises ``Unreadable``."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            if encoding == "utf-8-sig" and not _is_utf8(content):
                return _by_line(content.removeprefix(bom), own)
            return Decoded(_strictly(content, encoding, own), encoding)
    if _is_utf8(content):
        return Decoded(content.decode("utf-8"), "utf-8")
    if own not in ("utf-8", "utf-16") and any(map(_is_accented_utf8, content.splitlines())):
        return _by_line(content, own)
    text = _strictly(content, own, own)
    letters = sum(ord(c) > 127 for c in text)
    if own == "cp1252" and len(FOREIGN.findall(text)) * 4 > letters:
        raise Unreadable(message("encoding_doubtful").finding())
    return Decoded(text, own)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_accented_utf8(line: bytes) -> bool:
    return not line.isascii() and _is_utf8(line)


def _by_line(content: bytes, own: str) -> Decoded:
    """Lines of UTF-8 as such, the others by the layout's encoding."""
    lines = content.splitlines(keepends=True)
    foreign = [number for number, line in enumerate(lines, start=1) if not _is_utf8(line)]
    texts = [line.decode("utf-8") if _is_utf8(line) else _strictly(line, own, own) for line in lines]
    return Decoded("".join(texts), own, tuple(foreign))


def _strictly(content: bytes, encoding: str, own: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(message("encoding_doubtful").finding()) from None
