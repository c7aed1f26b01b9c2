"""What a person types for «the same as above»: ``íd.``, ``''``, ``"``."""

from __future__ import annotations

from mesoregistry.catalog.code_lists import term_key

WORDS = frozenset(
    {
        "id.", "id", "idem", "idem.", "idem anterior", "idem al anterior", "idem que arriba", "ibid", "ibid.", "ibidem",
        "lo mismo", "lo mismo que arriba", "igual", "igual que arriba", "igual que el anterior", "igual al anterior",
        "mismo", "misma", "el mismo", "la misma", "mismo que arriba", "ditto", "same", "same as above", "los mismos",
        "las mismas", "el de arriba", "la de arriba", "lo de arriba", "los de arriba", "el anterior", "la anterior",
        "lo anterior", "como arriba", "como el anterior", "como la anterior", "igual q arriba", "igual a la anterior",
        "idem fila anterior", "ib.", "do.", "-do-", "v. supra", "ver arriba", "se repite", "misma persona",
        "la misma persona", "mismo lugar", "misma fecha", "mismo caso", "as above", "see above", "same.",
    }
)  # fmt: skip
MARKS = frozenset("\"'´`’‘”“″〃»«↑⇑⬆^,- \ufe0f")
QUOTING = frozenset("\"'´`’‘”“″〃»«↑⇑⬆^")


def is_repetition(text: str | None) -> bool:
    """Whether a cell says that it repeats the one above: a word for it, or nothing but quotation marks or arrows."""
    plain = (text or "").strip()
    if not plain or len(plain) > 25 or plain[-1].isdigit():  # most keys end in a digit, and no word does
        return False
    marks = set(plain)
    return (marks <= MARKS and not marks.isdisjoint(QUOTING)) or term_key(plain) in WORDS
