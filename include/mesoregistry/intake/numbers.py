"""Numbers of persons and ages: what a point, a comma or a blank in them means, by the evidence of the column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mesoregistry.catalog.fields import FieldDef
from mesoregistry.intake.dates import month_names
from mesoregistry.intake.estimates import bare_number

BLANKS = re.compile(r"\d{1,3}(?:[ '’´]\d{3})+")  # 1 200 and 1'200: thousands in every country
GROUPS = re.compile(r"\d{1,3}([.,'’])\d{3}(?:[.,'’]\d{3})+")  # 1.200.000, and 1'200,000 of Mexico
DECIMALS = re.compile(r"(?P<whole>\d{1,3}(?:(?P<group>[.,])\d{3})+|\d+)(?P<sign>[.,])(?P<rest>\d+)")
EXCEL_DATE = re.compile(r"\d{4}-(?P<month>\d\d)(-(?P<day>\d\d))?([T ].*)?")
SHORT_DATE = re.compile(
    r"(?P<number>\d{1,2})[-/ .](?P<name>[a-z]{3,4})\.?|(?P<first>[a-z]{3,4})\.?[-/ .](?P<last>\d\d)", re.I
)
WITH_UNIT = re.compile(r"(?P<number>\d[\d.,'’´ ]*?)\s*(?P<unit>[^\W\d_](?:[^\d]*\w)?)[. ]*")
PLAIN = re.compile(r"\d[\d.,'’´ ]*")
ONE_SIGN = re.compile(r"([1-9]\d{0,2})([.,])(\d{3})")


def without_unit(text: str | None, units: Collection[str]) -> str | None:
    """``34`` of ``34 años``, where ``años`` is one of the ``units`` of the field; any other text as it is."""
    match = WITH_UNIT.fullmatch(text) if text and units else None
    return match["number"] if match and match["unit"].casefold() in units else text


def bare(text: str | None, definition: FieldDef) -> str | None:
    """``34`` of ``aprox. 34 años``, where the field has both words; any other text as it is."""
    if text is None or not (definition.units or definition.about):
        return text
    number = without_unit(bare_number(text, definition.about), definition.units)
    return number if number and PLAIN.fullmatch(number) else text


def before_excel(text: str) -> str | None:
    """``5-6`` of ``2024-06-05`` or ``05-jun``: a range of ages that Excel took for a date; ``None`` for other texts."""
    if match := EXCEL_DATE.fullmatch(text):
        return f"{int(match['day'] or 1)}-{int(match['month'])}"
    match = SHORT_DATE.fullmatch(text)
    month = match and month_names().get((match["name"] or match["first"]).casefold())
    if match is None or not month:
        return None
    return f"{int(match['number'])}-{month}" if match["number"] else f"{month}-{int(match['last'])}"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a column writes numbers. ``thousands``, ``decimals``: signs of which it shows it; both may be empty.

    ``most``: the largest number that the field can hold; ``None`` for any.
    """

    thousands: frozenset[str] = frozenset()
    decimals: frozenset[str] = frozenset()
    most: int | None = None

    def read(self, text: str) -> str:
        """``2000`` from ``2.000``, ``12`` from ``12.0``; a text that is no whole number stays as it is."""
        if not text.isascii():
            text = "".join(str(unicodedata.decimal(char, char)) for char in text)  # of other keyboards
        if BLANKS.fullmatch(text) or GROUPS.fullmatch(text):
            return re.sub(r"\D", "", text)
        if match := ONE_SIGN.fullmatch(text):
            return self._read_one_sign(text, match)
        match = DECIMALS.fullmatch(text)
        if match is None or match["rest"].strip("0") or match["group"] == match["sign"]:
            return text
        return re.sub(r"\D", "", match["whole"])

    def asks_about(self, text: str) -> bool:
        """Whether nothing in the column says if the sign of this number parts thousands or decimals."""
        match = ONE_SIGN.fullmatch(text)
        return match is not None and match[2] not in self.thousands | self.decimals

    def _read_one_sign(self, text: str, match: re.Match[str]) -> str:
        joined = match[1] + match[3]
        fits = self.most is None or int(joined) <= self.most
        if match[2] in self.thousands or (fits and match[2] not in self.decimals):
            return joined
        return text if match[3].strip("0") else match[1]


def form_of(texts: Iterable[str], most: int | None = None) -> NumberForm:
    """Weigh a column: a sign that stands twice parts thousands, one before two digits parts decimals."""
    thousands: set[str] = set()
    decimals: set[str] = set()
    for text in texts:
        if match := GROUPS.fullmatch(text):
            thousands.add(match[1])
        elif (match := DECIMALS.fullmatch(text)) and not ONE_SIGN.fullmatch(text):
            decimals.add(match["sign"])
            thousands.update(match["group"] or ())
    thousands.update(other for sign in decimals for other in ".," if other != sign)
    decimals.update(other for sign in thousands for other in ".," if other != sign)
    # signs that some cells use one way and some the other show nothing
    both = thousands & decimals
    return NumberForm(frozenset(thousands - both), frozenset(decimals - both), most)
