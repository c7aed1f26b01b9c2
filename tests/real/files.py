"""The real files: where they are, and for which country and period each is filed.

The folder stands beside the project, or where ``MESO_REALDATA`` says; without it these tests are skipped.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import read
from mesoregistry.settings import PROJECT

HERE = Path(__file__).parent
REALDATA = Path(os.environ.get("MESO_REALDATA", PROJECT.parent / "shared" / "realdata"))
REGISTRIES = HERE / "registries"


@dataclass(frozen=True, slots=True)
class RealFile:
    """A file as a team of its country would send it."""

    name: str
    path: str
    country: str
    period: dt.date

    def layout(self) -> Layout:
        source = read(REGISTRIES)[self.country].source_for(self.period)
        assert source is not None
        return next(layout for layout in source.layouts if layout.covers(self.period))

    def unpacked(self, folder: Path) -> Path:
        """The file as it is read; one that was packed to be stored is unpacked into ``folder``."""
        path = REALDATA / self.path
        if path.suffix != ".gz":
            return path
        target = folder / path.stem
        target.write_bytes(gzip.decompress(path.read_bytes()))
        return target


def _month(year: int, month: int = 1) -> dt.date:
    return dt.date(year, month, 1)


ARTICULO19 = RealFile(
    "articulo19", "registries/mx_articulo19_agresiones_2018_deidentified.csv", "mx", _month(2018, 10)
)
INE = RealFile("ine_vif", "registries/gt_ine_vif_2009.csv.gz", "gt", _month(2009, 12))
LED = "registries/latam_global_witness_led_2022-09-22.csv"
GLOBAL_WITNESS = tuple(
    RealFile(f"global_witness_{cc}", LED, cc, _month(2022, 9)) for cc in ("gt", "hn", "mx", "ni")
)
COSTA_RICA = RealFile(
    "costa_rica_csv", "registries/cr_femicidios_cp1252_noheader_crlf.csv", "cr", _month(2017)
)
COSTA_RICA_CROSSTAB = RealFile(
    "costa_rica_xlsx", "registries/cr_Femicidios-excel-23-2-2016.xlsx", "cr", _month(2016)
)


def _tool(country: str, folder: str, year: int, *names: str) -> tuple[RealFile, ...]:
    return tuple(
        RealFile(f"{folder}/{name}", f"{folder}/{name}", country, _month(year, month))
        for month, name in enumerate(names, start=1)
    )


def _both(name: str) -> tuple[str, str]:
    return f"{name}.csv", f"{name}.xlsx"


DIETS = _tool(
    "xt",
    "kobo_formpack",
    2001,
    *_both("dietary_needs__xml_summary"),
    *_both("dietary_needs__xml_details"),
    *_both("dietary_needs__xml_both"),
)
ANIMALS = _tool(
    "xt",
    "kobo_formpack",
    2002,
    *_both("grouped_translated__xml"),
    "grouped_translated__es_labels_hier.csv",
)
[NESTS] = _tool("xt", "kobo_formpack", 2003, "nested_grouped_repeatable__xml.xlsx")
RESTAURANTS = _tool("xt", "kobo_formpack", 2004, *_both("restaurant_profile__xml_4versions"))
QUOTES = _tool("xt", "kobo_formpack", 2005, *_both("quotes_newlines_and_long_urls__xml"))
PLACES = _tool("xt", "kobo_formpack", 2006, *_both("all_geo_types__xml"))
EMPERORS = _tool("xt", "kobo_formpack", 2007, *_both("media_types__xml_media"))
PIZZAS = _tool(
    "xt", "ona_odk", 2011, "good.csv", "good.xlsx", "bad.csv", "bad_data.csv", "large_csv_upload.csv"
)
TRANSPORT = _tool(
    "xt",
    "ona_odk",
    2012,
    "transportation.csv",
    "transportation_all.csv",
    "transportation_filtered_date.csv",
    "transportation_without_na.csv",
    "transportation_labels_only.csv",
    "transportation_export.xlsx",
)
[FAMILIES] = _tool("xt", "ona_odk", 2013, "nested_repeats.csv")
BROWSERS = _tool(
    "xt",
    "ona_odk",
    2014,
    "csv_import_multiple_split_group_repeat.csv",
    "csv_import_multiple_wo_split_group_repeat.csv",
)
[OPENINGS] = _tool("xt", "ona_odk", 2015, "header_space.csv")
[UWAZI] = _tool("xt", "uwazi", 2021, "test.csv")
[THESAURI] = _tool("xt", "uwazi", 2022, "arrangeThesauriTest.csv")

# every file that is taken through all the stages
WHOLE = (
    ARTICULO19,
    INE,
    *GLOBAL_WITNESS,
    COSTA_RICA,
    COSTA_RICA_CROSSTAB,
    *DIETS,
    *ANIMALS,
    NESTS,
    *RESTAURANTS,
    *QUOTES,
    *PLACES,
    *EMPERORS,
    *PIZZAS,
    *TRANSPORT,
    FAMILIES,
    *BROWSERS,
    OPENINGS,
    UWAZI,
    THESAURI,
)

# files that must go back, and the rule that says why
RETURNED = (
    (_tool("xt", "kobo_formpack", 2003, "nested_grouped_repeatable__xml.csv")[0], "group_missing"),
    (_tool("xt", "ona_odk", 2011, "wrong_col.csv")[0], "column_missing"),
    (_tool("xt", "ona_odk", 2011, "universal_newline.csv")[0], "header_missing"),
    (_tool("xt", "ona_odk", 2011, "GeoLocationForm_2015_01_15_01_28_45.csv")[0], "header_missing"),
    (_tool("xt", "ona_odk", 2011, "xlsx_output.xlsx")[0], "header_missing"),
    (_tool("xt", "ona_odk", 2011, "form_with_multiple_select.xlsx")[0], "header_missing"),
    (_tool("xt", "ona_odk", 2012, "transportation_no_group_names.csv")[0], "column_missing"),
)
