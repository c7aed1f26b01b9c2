"""The kinds that are planted, each with what must become of it."""

from __future__ import annotations

from mesoregistry.synthetic.pile.key_plants import another_key, named_key
from mesoregistry.synthetic.pile.kind import Kind
from mesoregistry.synthetic.pile.kobo_plants import empty_answer, pasted_parts
from mesoregistry.synthetic.pile.plants import (
    changed,
    cut_short,
    dated,
    filled,
    header_again,
    last_line,
    line,
    moved,
    of_lone_case,
    rows_beside,
    typed,
)
from mesoregistry.synthetic.pile.spellings import (
    CYRILLIC,
    DASHES,
    ENTITIES,
    ERRORS,
    long,
    other_signs,
    pointed,
    serial,
    short,
    spoken,
)

TAGS = ("#date+event", "#adm1+name", "#indicator")
KINDS: tuple[Kind, ...] = (
    Kind("3 pasted parts", "read", pasted_parts),
    Kind("3 empty answer", "left_out", empty_answer),
    Kind("4 key: dash", "read", changed("case_key", *DASHES)),
    Kind("4 key: letters", "read", changed("case_key", str.lower, lambda text: text.translate(CYRILLIC))),
    Kind("4 key: formula", "read", changed("case_key", lambda text: f'="{text}"', text_only=True)),
    Kind("4 key: digits lost", "asked", typed("case_key", "5.1E+07", "1,2E+09")),
    Kind("4 key: date", "asked", typed("case_key", "2024-01-01", "ene-24", "1/1/2024")),
    Kind("4 key: a name", "asked", named_key),
    Kind("5 thousands or decimals", "asked", typed("collective_identified", "3.000", "2,000", "1.200")),
    Kind(
        "5 thousands by a blank",
        "read_as",
        typed("collective_identified", "1 200", "1\u00a0200", "1\u202f200", "1'200"),
        value=("collective_identified", "1200"),
    ),
    Kind("6 no name", "nobody", typed("defender_name", "NN", "N.N.", "Sin nombre", "XX", "No identificada")),
    Kind(
        "6 no name, in words",
        "nobody",
        typed(
            "defender_name",
            "NS/NR",
            "No consta",
            "una mujer de 40 años",
            "N.N. (femenina)",
            "Familia Inventada",
        ),
    ),
    Kind(
        "6 several names",
        "asked",
        typed(
            "defender_name",
            "Ana Ruiz, Eva Paz",
            "Ana Ruiz con Eva Paz",
            "Ana Ruiz y su hija",
            "Ana Ruiz y 3 más",
        ),
    ),
    Kind("6 sample", "asked", typed("defender_name", "Fulana de Tal", "EJEMPLO", "Nombre y apellidos")),
    Kind("7 error as text: date", "asked", typed("event_date", *ERRORS)),
    Kind("7 error as text: term", "asked", typed("form", *ERRORS)),
    Kind("7 error as text: key", "asked", typed("case_key", *ERRORS)),
    Kind("8 row twice", "asked", line(lambda book, row: list(row.cells)), of_file=True),
    Kind("8 row under another key", "asked", another_key, of_file=True),
    Kind("8 header again", "left_out", line(header_again)),
    Kind("8 tag row", "left_out", line(lambda book, row: filled(row, *TAGS))),
    Kind(
        "9 day of a month cell", "read", dated(lambda day, form: f"{day:%Y-%m-%d} 00:00:00", text_only=True)
    ),
    Kind("10 moved cells", "asked", moved),
    Kind(
        "12 date with a time",
        "read",
        dated(lambda day, form: f"{day:{form}} 00:00", lambda day, form: f"{day:{form}} 9:15 p. m."),
    ),
    Kind("12 date with other signs", "read", dated(other_signs, long)),
    Kind("12 number in a cell for dates", "asked", typed("event_date", "1905-07-16", "1900-02-28")),
    Kind("12 date as formula", "read", dated(lambda day, form: f'="{day:{form}}"', text_only=True)),
    Kind("12 serial as text", "read", dated(serial, when=lambda day: day.day > 1)),
    Kind("12 serial of a first of the month", "asked", dated(serial, when=lambda day: day.day == 1)),
    Kind("12 serial of no date", "asked", typed("event_date", "0", "59", "60")),
    Kind("12 no date", "asked", typed("event_date", "41/05/2024", "30/02/2024", "ayer")),
    Kind("13 yes and no", "read", changed("complaint_filed", spoken)),
    Kind("13 yes and no with a point", "read", changed("complaint_filed", pointed)),
    Kind("13 yes and no in short", "read", changed("complaint_filed", short)),
    Kind("13 entities", "read", changed("admin1", lambda text: text.translate(ENTITIES))),
    Kind(
        "14 total",
        "left_out",
        line(lambda book, row: filled(row, "Total", "", str(rows_beside(book, row))), last=True),
    ),
    Kind(
        "14 total of other rows",
        "asked",
        line(lambda book, row: filled(row, "Total de casos: 97531"), last=True),
        of_file=True,
    ),
    Kind("14 note", "left_out", line(lambda book, row: filled(row, "Nota: datos preliminares."), last=True)),
    *(
        Kind("14 signature, rule, title", "left_out", last_line(*cells))
        for cells in (
            ["Revisó:", "Zoila Inventada"],
            ["FIN"],
            ["------"],
            ["MAYO 2024"],
            ["Promedio", "", "1,5"],
        )
    ),
    Kind("14 repetition", "asked", of_lone_case(typed("admin1", "íd.", "''", '"', "idem"))),
    Kind("15 unknown term", "asked", typed("form", "Amenasa", "Acozo", "Mobbing")),
    Kind("E row cut short", "read", cut_short),
)
