"""The time that stands behind a date: ``9:15 p. m.``, ``12 md``, ``9:00 a 11:00 hrs``, ``por la noche``."""

from __future__ import annotations

import re

# before noon, after it, and noon itself, as it is written in Central America: 12 m., 12:00 md
HALF, HOURS = r" ?(?:[ap]\.? ?m|m\.? ?d?)\b\.?", r" ?(?:h|hs|hrs?|horas)\b\.?"
MINUTES = r"(?:[:h]\d{2}){1,2}(?:[.,]\d+)?"
CLOCK = rf"\d{{1,2}}(?:{MINUTES}(?:{HALF})?(?:{HOURS})?|{HALF}|{HOURS})"
# 9:00 a 11:00 hrs; the first may leave to the second what both are
UNTIL = rf"(?:\d{{1,2}}(?:{MINUTES})?(?:{HALF}|{HOURS})? ?(?:-|–|a|y|hasta) ?(?:las? )?)?"
ZONE = r"(?: (?:GMT|UTC)-\d{1,2}:?(?:\d{2})?(?: \([^()]*\))?)?"  # west of Greenwich: the day is that of the place
TIME = re.compile(
    rf"[ T,;]+(?:[-–/|] )?\(?(?:hora:? )?(?:(?:a|de|desde) )?(?:las? )?{UNTIL}{CLOCK}{ZONE}\)?$", re.I
)
# behind a whole date alone: with points, 9.15 may be a part of the date
WHOLE = r"(?:(?<=[/.-]\d{4})|(?<= de \d{4})|(?<=\d{4}-\d\d-\d\d))"
POINTS = re.compile(rf"{WHOLE}[ ,]+(?:a las? )?\d{{1,2}}\.\d{{2}}(?:{HALF})?(?:{HOURS})?$", re.I)
PART = re.compile(
    rf"{WHOLE}[ ,]+\(?(?:(?:a|en|por|de|durante) (?:la |el )?|al )?"
    r"(?:mañana|tarde|noche|madrugada|mediod[ií]a|medianoche|[ap]\.? ?m\.?)\)?$",
    re.I,
)


def without_time(text: str) -> str:
    """``02/06/2022`` of ``02/06/2022 9:15 p. m.``"""
    for pattern in (TIME, POINTS, PART):
        bare = pattern.sub("", text)
        if bare and bare != text:
            return bare
    return text
