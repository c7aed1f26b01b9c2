"""Kinds that are planted in the shape of a row, and in places, each with what must become of it."""

from __future__ import annotations

from mesoregistry.synthetic.pile.kind import Kind
from mesoregistry.synthetic.pile.place_plants import OWN_DEPARTMENT, as_department, in_department
from mesoregistry.synthetic.pile.plants import changed
from mesoregistry.synthetic.pile.shape_plants import (
    age_as_date,
    merged_down,
    month_alone,
    month_cell,
    quoted,
    quoted_before_separator,
    ranged,
    stored_otherwise,
    struck,
    two_days_later,
    under_no_header,
    with_null,
)

RANGES = (
    lambda first, last, form: f"{first:%Y/%m/%d}:{last:%Y/%m/%d}",
    lambda first, last, form: f"{first:{form}} - {last:{form}}",
    lambda first, last, form: f"{first:{form}} al {last:{form}}",
    lambda first, last, form: f"del {first:{form}} al {last:{form}}",
)
DISTRICTS = {
    "Mejicanos": "San Salvador Centro",
    "Ayutuxtepeque": "San Salvador Centro",
    "Apopa": "San Salvador Oeste",
    "Soyapango": "San Salvador Este",
}
QUOTED = (
    "Le dijo «váyase» y colgó.",
    "«Último aviso» decía el papel",
    "Dejaron «ya sabemos» y se fueron; nadie vio más.",
)
SHAPE_KINDS: tuple[Kind, ...] = (
    Kind("8 struck out", "asked", struck),
    Kind("9 month cell", "read_as", month_cell, value=("event_date", month_alone)),
    *(
        Kind(
            "9 place of another department",
            "noted",
            in_department(country, department, place, inside=False),
            value=("admin2", place),
            rule="admin2_known",
        )
        for place, (country, department) in OWN_DEPARTMENT.items()
    ),
    *(
        Kind(
            "9 district after the reform",
            "read_as",
            in_department("sv", "San Salvador", f"Distrito de {district}, {municipality}"),
            value=("admin2", district),
            without="admin2_known",
        )
        for district, municipality in DISTRICTS.items()
    ),
    Kind("12 two dates", "read_as", ranged(*RANGES, has_end=False), value=("event_date_end", two_days_later)),
    Kind("12 two dates beside a last day", "asked", ranged(*RANGES, has_end=True)),
    Kind("13 merged down", "noted", merged_down, rule="cells_merged"),
    Kind("13 value under no header", "noted", under_no_header, rule="value_without_header"),
    *(
        Kind(
            "13 quotes in a narrative",
            "read_as",
            quoted(text),
            value=("narrative", text.replace("«", '"').replace("»", '"')),
        )
        for text in QUOTED
    ),
    Kind("13 quotes before a separator", "asked", quoted_before_separator),
    Kind("13 mark of order", "read", changed("admin1", lambda text: f"\ufeff{text}")),
    Kind(
        "13 null",
        "noted",
        changed("admin1", with_null, text_only=True),
        rule="nul_byte",
    ),
    Kind("15 age as a date", "asked", age_as_date),
    Kind("F line in another encoding", "noted", stored_otherwise, rule="encoding_mixed", of_file=True),
    *(Kind("H municipality as a department", "asked", as_department(place)) for place in OWN_DEPARTMENT),
)
