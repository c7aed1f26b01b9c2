"""The kinds that take a whole file, each with what must become of it."""

from __future__ import annotations

from mesoregistry.synthetic.pile.catalogue_plants import (
    OTHER,
    country_column,
    default_taken,
    precision_column,
    renamed_question,
    twin_header,
    words_added,
)
from mesoregistry.synthetic.pile.file_plants import (
    chart_first,
    coloured_columns,
    marked_headers,
    quoted_lines,
    table_below,
    upper_header,
)
from mesoregistry.synthetic.pile.kind import FileKind
from mesoregistry.synthetic.pile.kobo_plants import label_of, labels_for_names
from mesoregistry.synthetic.pile.month_plants import of_other_year, other_sheet, other_year
from mesoregistry.synthetic.pile.shape_plants import month_alone

COUNTS = (("Amenazas", 3), ("Hostigamiento", 5), ("Robo", 1))
NAMES = (("Lugar", "Enlace"), ("Tacuba", "Zoila Inventada"), ("Nebaj", "Petrona Inventada"))
FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("1 sheet of another month", "asked", other_sheet, of_file=True),
    FileKind("1 dates of another year", "asked", other_year, of_file=True, becomes=of_other_year),
    FileKind("11 question renamed", "read", renamed_question(differing=False)),
    FileKind("11 two answers", "asked", renamed_question(differing=True), of_row=True),
    FileKind("13 headers with marks", "read", marked_headers),
    FileKind("13 upper header not merged", "read", upper_header),
    FileKind("13 chart before the data", "read", chart_first),
    FileKind("13 coloured columns", "read", coloured_columns),
    FileKind("14 counts below", "noted", table_below(*COUNTS), rule="table_of_counts", last=True),
    FileKind("14 table below", "asked", table_below(*NAMES), of_file=True, last=True),
    FileKind("14 lines quoted", "noted", quoted_lines, rule="lines_quoted"),
    FileKind("A row of nobody", "asked", country_column(""), of_row=True),
    FileKind(
        "A row of another country", "left_out", country_column(OTHER), of_row=True, rule="rows_of_others"
    ),
    FileKind("B labels with blanks", "read", labels_for_names, becomes=label_of),
    FileKind("C words added", "nobody", words_added("Mujer", "se reserva", "Mujer", "NN"), of_row=True),
    FileKind("D header twice", "read", twin_header),
    FileKind("H default", "read", default_taken, of_row=True),
    FileKind("H precision", "read_as", precision_column, value=("event_date", month_alone), of_row=True),
)
