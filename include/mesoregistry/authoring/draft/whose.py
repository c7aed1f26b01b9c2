"""Whose a column is: the woman's who was attacked, or the aggressor's, of whom hardly anything is a field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mesoregistry.authoring.draft.evidence import RawColumn
from mesoregistry.authoring.draft.labels import plain

PERPETRATOR = re.compile(
    r"\b(?:(?:presunt[oa]s? )?(?:agresor|perpetrador|victimari|responsable|autor|atacante|culpable)\w*|resp"
    r"|actor(?:es)?|quien(?:es)? (?:fue|fueron|agredio|ataco|lo hizo)"
    r"|perpetrators?|aggressors?|attackers?|offenders?)\b"
)
DEFENDER = re.compile(
    r"\b(?:defensor\w*|victim\w*|agredid\w*|lideres\w*|activist\w*|companer\w*|defenders?|persona afectada)\b"
)


def is_of_perpetrator(raws: Sequence[RawColumn], chosen: Mapping[int, str], position: int) -> bool:
    """Whether a column says something of who attacked: by its header, or by that of the column before it.

    «Sexo» after «Presunto responsable» is the aggressor's; after «Víctima» or any other field it is hers. ``chosen``:
    the field of each column that has one.
    """
    for number in range(position, -1, -1):
        words = plain(raws[number].header)
        if raws[number].group != raws[position].group or DEFENDER.search(words):
            return False
        if PERPETRATOR.search(words) or chosen.get(number) == "perpetrator":
            return True
        if number < position and number in chosen:
            return False
    return False
