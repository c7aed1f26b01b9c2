"""The letters of a text file: by its BOM, then UTF-8, then the layout's own encoding; line by line where both occur."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from mesoregistry.catalog.messages import message
from mesoregistry.readers.grid import Unreadable

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# no Spanish text holds these; a Mac or DOS file read as cp1252 does
FOREIGN = re.compile(r"[‡Ž¤ŒÐ]|(?<!\d)[¢£¥](?!\d)|(?<=[a-z])[–—œ‚¡](?=[a-z])")
# á, é, ñ, ó and ú there, even where the file has no more of them; œu and œi are of French
UNMISTAKABLE = re.compile("(?<=[A-Za-z])(?:[‡Ž¢£¤]|œ(?![iu]))(?=[a-z])")

LETTER = re.compile("[áéíóúñüÁÉÍÓÚÑÜ]")
# where a letter can stand in a word: the dashes of Windows are the ñ and ó of a Mac
IN_WORD = re.compile(
    "(?<![0-9])(?:[áéíúü](?![0-9A-Z])|[ÁÉÍÓÚÑÜ])|(?<=[A-Za-z])(?:ñ(?=[a-záéíóú])|ó(?![0-9A-Z]))"
)
BEFORE_WORD = re.compile("(?<![A-Za-záéíóúñü])[óñ](?=[a-z])")
SPANISH = re.compile("[áéíóúñüÁÉÍÓÚÑÜ«»¿¡]")
SIGN = re.compile(
    "(?<=[A-Za-z–—œ‡¢£¤])(?!\xa0(?![a-z]))[^\\x00-\\x7fáéíóúñüÁÉÍÓÚÑÜ«»¿ªº]"
)  # beside a letter, and none of Spanish; a blank that breaks no line may stand before a name
FEW = 2  # letters; a dash between two words is one
OTHERS = ("mac_roman", "cp850")  # of a Mac, and of the console of Windows
UTF8 = "utf-8"
HEAD = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text. ``foreign``: lines, from 1, that are stored in another encoding than most, with theirs."""

    text: str
    encoding: str
    foreign: Mapping[int, str] = field(default_factory=dict)


def decode(content: bytes, own: str) -> Decoded:
    """Decode a file whose layout declares the encoding ``own``. Raises ``Unreadable``."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            if encoding == "utf-8-sig" and not _is_utf8(content):
                return _by_line(content.removeprefix(bom), own)
            return Decoded(_strictly(content, encoding, own), encoding)
    if unmarked := unmarked_utf16(content[:HEAD]):
        return Decoded(_strictly(content, unmarked, own), unmarked)
    if _is_utf8(content):
        return Decoded(content.decode(UTF8), UTF8)
    if own != "utf-16":
        by_line = _by_line(content, "cp1252" if own == UTF8 else own)
        if by_line.foreign and (own != UTF8 or by_line.encoding == UTF8):
            return by_line
    text = _strictly(content, own, own)
    letters = sum(ord(c) > 127 for c in text)
    if own == "cp1252" and len(FOREIGN.findall(text)) * 4 > letters:
        raise Unreadable(message("encoding_doubtful").finding(wanted=own))
    return Decoded(text, own)


def unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 in either order, of a file that does not begin with its mark: one byte of each two is nearly always 0."""
    for encoding, zeros, others in (
        ("utf-16-le", head[1::2], head[::2]),
        ("utf-16-be", head[::2], head[1::2]),
    ):
        if zeros and zeros.count(0) * 10 >= len(zeros) * 9 and not others.count(0):
            return encoding
    return None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode(UTF8)
    except UnicodeDecodeError:
        return False
    return True


def _by_line(content: bytes, own: str) -> Decoded:
    """Each line by the encoding that gives its letters. Raises ``Unreadable`` where that is another machine's for most.

    The lines told are those that are not UTF-8, or those that are, where they are few.
    """
    lines = content.splitlines(keepends=True)
    encodings = [None if line.isascii() else _encoding_of(line, own) for line in lines]
    for name in OTHERS:
        of_it = [line for line, encoding in zip(lines, encodings, strict=True) if encoding == name]
        is_plain = any(UNMISTAKABLE.search(line.decode(own, "replace")) for line in of_it)
        if not is_plain and sum(_letters(line.decode(name)) for line in of_it) < FEW:
            encodings = [own if encoding == name else encoding for encoding in encodings]
    counts = Counter(encoding for encoding in encodings if encoding)
    most = max(counts, key=lambda encoding: (counts[encoding], encoding == own), default=own)
    if counts[UTF8] * 3 >= counts.total():
        most = UTF8
    if most not in (UTF8, own):
        raise Unreadable(message("encoding_doubtful").finding(wanted=own))
    texts = [_strictly(line, encoding or most, own) for line, encoding in zip(lines, encodings, strict=True)]
    foreign = {n: encoding for n, encoding in enumerate(encodings, start=1) if encoding not in (None, most)}
    return Decoded("".join(texts), most, {n: encoding for n, encoding in foreign.items() if encoding})


def _encoding_of(line: bytes, own: str) -> str:
    """UTF-8 where the line is, else the layout's own, unless that gives signs where another gives letters."""
    if _is_utf8(line):
        return UTF8
    text = line.decode(own, "replace")
    signs = len(SIGN.findall(text))
    if own == "cp1252" and signs:
        letters = {name: _letters(line.decode(name)) for name in OTHERS}
        best = max(OTHERS, key=lambda name: letters[name])
        of_spanish = len(SPANISH.findall(line.decode(best)))
        if letters[best] > len(LETTER.findall(text)) and of_spanish >= signs:
            return best
    return own


def _letters(text: str) -> int:
    """The letters of Spanish in the words of a text, less those that only a dash before a word would give."""
    return len(IN_WORD.findall(text)) - len(BEFORE_WORD.findall(text))


def _strictly(content: bytes, encoding: str, own: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(message("encoding_doubtful").finding(wanted=own)) from None
