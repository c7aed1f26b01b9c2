"""What ``ask`` answers, as a chart in SVG: bars with their numbers, and under them what the numbers rest on.

Text stays text, the description says every number, and no colour carries a meaning alone: a screen reader and a
printer in black and white lose nothing.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from mesoregistry.cli.answer_table import KNOWN_ON
from mesoregistry.figures.definitions import definitions
from mesoregistry.findings import Language, Text

if TYPE_CHECKING:
    from mesoregistry.figures.request import Answer, Row

WIDTH, MARGIN, ROW, BAR = 960, 32, 30, 18
LETTER = 8.0  # pixels of an average letter of 14 pixels
SHORTEST_LABEL, LONGEST_LABEL, NOTE_LETTERS = 72, 336, 128
VALUES = 150  # pixels kept free for the numbers behind the bars
INK, SOFT, LINE, PAPER, FILL = "#26233a", "#5b5870", "#c9c3d6", "#ffffff", "#4a2a5c"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
BETWEEN = Text("Del {first} al {last} · {countries}", "From {first} to {last} · {countries}")
ALL = Text("Todo", "All")
NOT_KNOWN = Text("no se sabe", "not known")
OF = Text("{value} % ({count} de {base})", "{value} % ({count} of {base})")
BESIDE = Text("{value} ({count} frente a {base})", "{value} ({count} against {base})")


@dataclass
class _Drawing:
    """Elements from top to bottom; ``y`` is where the next one goes."""

    y: int = MARGIN
    elements: list[str] = field(default_factory=list)

    def text(self, x: float, text: str, size: int = 14, *, ink: str = INK, more: str = "") -> None:
        """A line of text on the line that ``y`` is on."""
        self.elements.append(
            f'<text x="{x:g}" y="{self.y}" font-size="{size}" fill="{ink}"{more}>{escape(text)}</text>'
        )


def chart(answered: Answer, spoken: Language) -> str:
    """The SVG document of an answer."""
    drawing, request = _Drawing(), answered.request
    name = definitions().measures[request.measure].name.in_(spoken)
    title = KNOWN_ON.format(measure=name, day=request.known_on).in_(spoken)
    drawing.y += 18
    drawing.text(MARGIN, title, 22, more=' font-weight="600"')
    drawing.y += 26
    period = {"first": request.scope.first, "last": request.scope.last}
    line = BETWEEN.format(countries=", ".join(request.scope.countries), **period).in_(spoken)
    drawing.text(MARGIN, " · ".join(filter(None, [line, request.filter_text])), ink=SOFT)
    drawing.y += 22
    rows = [*answered.rows, answered.total] if request.by else [answered.total]
    _draw_bars(drawing, answered, rows, spoken)
    for note in dict.fromkeys(answered.notes):
        for number, part in enumerate(textwrap.wrap(note.in_(spoken), NOTE_LETTERS)):
            drawing.y += 18
            drawing.text(MARGIN + 10 if number else MARGIN, part if number else f"· {part}", 12, ink=SOFT)
    described = "; ".join(
        f"{_label(answered, row, spoken)}: {_number(answered, row, spoken)}" for row in rows
    )
    height = drawing.y + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-labelledby="title desc" xml:lang="{spoken}" font-family={quoteattr(FONT)}>\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(described)}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(drawing.elements) + "\n</svg>\n"
    )


def _draw_bars(drawing: _Drawing, answered: Answer, rows: Sequence[Row], spoken: Language) -> None:
    """A bar for each row; of two dimensions the first is a heading over the bars of the second."""
    grouped = len(answered.request.by) == 2
    labels = [_label(answered, row, spoken, last_only=grouped) for row in rows]
    left = MARGIN + max(SHORTEST_LABEL, min(LONGEST_LABEL, max(map(len, labels)) * LETTER)) + 12
    scale = _Scale(rows if not answered.request.by else rows[:-1], left)
    for heading, group in itertools.groupby(zip(rows, labels, strict=True), lambda pair: pair[0].keys[:1]):
        if grouped and heading:
            drawing.y += 30
            drawing.text(MARGIN, _name(answered, 0, heading[0], spoken), more=' font-weight="600"')
        for row, label in group:
            drawing.y += ROW
            weight = ' font-weight="600"' if row is answered.total else ""
            drawing.text(left - 12, _shortened(label), more=f' text-anchor="end"{weight}')
            x, width = (
                scale.bar(row.value) if row is not answered.total or not answered.request.by else (left, 0.0)
            )
            if width:
                drawing.elements.append(
                    f'<rect x="{x:.1f}" y="{drawing.y - 14}" width="{width:.1f}" height="{BAR}" rx="3" fill="{FILL}"/>'
                )
            drawing.text(
                x + width + 8,
                _number(answered, row, spoken),
                13,
                more=f' font-variant-numeric="tabular-nums"{weight}',
            )
    drawing.y += 14


class _Scale:
    """Where a value lies between the labels and the numbers; zero is in it always."""

    def __init__(self, rows: Sequence[Row], left: float) -> None:
        values = [float(row.value) for row in rows if row.value is not None]
        self.low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        self.left, self.unit = left, (WIDTH - MARGIN - VALUES - left) / ((high - self.low) or 1)

    def bar(self, value: Decimal | None) -> tuple[float, float]:
        """The left edge of the bar of a value, and its width."""
        number = float(value or 0)
        return self.left + (min(number, 0.0) - self.low) * self.unit, abs(number) * self.unit


def _shortened(label: str) -> str:
    most = int(LONGEST_LABEL / LETTER)
    return label if len(label) <= most else label[: most - 1] + "…"


def _label(answered: Answer, row: Row, spoken: Language, *, last_only: bool = False) -> str:
    names = [_name(answered, index, key, spoken) for index, key in enumerate(row.keys)]
    return " · ".join(names[-1:] if last_only else names) or ALL.in_(spoken)


def _name(answered: Answer, index: int, key: str | None, spoken: Language) -> str:
    """A code in words, where its list has any."""
    if key is None:
        return NOT_KNOWN.in_(spoken)
    name = answered.names.get((answered.request.by[index], key))
    return name.in_(spoken) if name else key


def _number(answered: Answer, row: Row, spoken: Language) -> str:
    if row.denominator is None:
        return f"{row.numerator:,}"
    how = definitions().measures[answered.request.measure].how
    pattern = {"difference": "{:+,}", "growth": "{:+.1f} %"}.get(how, "{:.1f}")
    value = "—" if row.value is None else pattern.format(row.value)
    numbers = {"value": value, "count": f"{row.numerator:,}", "base": f"{row.denominator:,}"}
    return (OF if how == "share" else BESIDE).format(**numbers).in_(spoken)
