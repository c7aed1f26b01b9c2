"""The names of one person in a text: whether they stand in it, and the text without them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property

from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.search import WORD, Form, forms_of, matches

TAG = re.compile(r"<[^>]*>")
SEPARATOR = re.compile("[;|/&]")  # between two persons


class PersonNames:
    """The ways in which files write one person's name; case, accents and signs make no difference.

    Family names may stand first: ``Ana Paz Ruiz`` is ``Paz Ruiz, Ana`` too. A name of one word is hers only where
    nothing else stands in the cell.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(Hidden(name) for name in names)

    @cached_property
    def _typed(self) -> tuple[Form, ...]:
        return _longest_first(map(_words, self.names))

    @cached_property
    def _turned(self) -> tuple[Form, ...]:
        """The same with some of their last words first."""
        turned = {form[i:] + form[:i] for form in self._typed for i in range(1, len(form))}
        return _longest_first(turned - set(self._typed))

    @cached_property
    def _searched(self) -> dict[str, list[tuple[Form, int]]]:
        return forms_of([" ".join(form) for form in (*self._typed, *self._turned) if len(form) > 1])

    @property
    def stand_alone(self) -> bool:
        """Whether one of them is a single word, which is hers only as the whole text of a cell."""
        return any(len(form) == 1 for form in self._typed)

    def stand_in(self, text: str) -> bool:
        """Whether a text names her, also with escapes of JSON, HTML or URLs between the letters."""
        return bool(matches(text, self._searched)) or self._is_whole(text)

    def stand_in_markup(self, markup: str) -> bool:
        """Whether XML names her: in an attribute, or in a text that is cut by tags."""
        return self.stand_in(markup) or self.stand_in(TAG.sub(" ", markup))

    def without(self, text: str, instead: str) -> str:
        """The text with ``instead`` in the place of each of her names; as it was when there is none."""
        for forms in (self._typed, self._turned):  # else «Paz; Ana» of two women is taken for one, turned
            text = _without(text, forms, instead)
        return text

    def are_all_of(self, text: str) -> bool:
        """Whether a text is her name and nothing else."""
        return bool(WORD.search(text)) and not WORD.search(self.without(text, ""))

    def _is_whole(self, text: str) -> bool:
        return len(text) < 200 and _words(text) in (*self._typed, *self._turned)


def _without(text: str, forms: Sequence[Form], instead: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    words = list(WORD.finditer(composed))
    keys = tuple(_key(word[0]) for word in words)
    parts: list[str] = []
    end = position = 0
    while position < len(keys):
        length = _length_of_name(keys, position, forms)
        last = words[position + max(length, 1) - 1]
        if length and not SEPARATOR.search(composed, words[position].start(), last.end()):
            parts += [composed[end : words[position].start()], instead]
            end = last.end()
            position += length
        else:
            position += 1
    return "".join([*parts, composed[end:]]) if parts else text


def _length_of_name(keys: Form, position: int, forms: Sequence[Form]) -> int:
    """How many words from ``position`` are a name; one word only where it stands alone."""
    for form in forms:
        if (len(form) > 1 or len(keys) == 1) and keys[position : position + len(form)] == form:
            return len(form)
    return 0


def _longest_first(forms: Iterable[Form]) -> tuple[Form, ...]:
    return tuple(sorted(set(forms), key=lambda form: (-len(form), form)))


def _words(text: str) -> Form:
    return tuple(map(_key, WORD.findall(unicodedata.normalize("NFC", text))))


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
