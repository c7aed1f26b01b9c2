"""How fast a large file is read and checked, beside what does nothing else: measured in one run, on one machine."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.gate import memory
from mesoregistry.intake.check_file import check_file, numbered_tokens
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from mesoregistry.synthetic.benchmark_line import Line, seconds
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.landing_benchmark import landing
from mesoregistry.synthetic.large_extract import write_large_extract

LARGE, SMALL = 35_000, 5_000
# a process begins with the memory of the process that starts it, which for the bench is more than a check takes
MEMORY_OF = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


@dataclass(frozen=True, slots=True)
class _File:
    extract: Extract
    path: Path


def run(large: int = LARGE, small: int = SMALL) -> Iterator[Line]:
    """Measure line by line; nothing is stored."""
    with tempfile.TemporaryDirectory() as folder:
        files = {rows: _File(*write_large_extract(rows, Path(folder) / str(rows))) for rows in (large, small)}
        alone = seconds(lambda: _calamine(files[large].path))
        yield Line("calamine alone", large, alone)
        yield from _reading(files[large], large, alone)
        yield from _checks(files, large, small)
        yield from _gate(files[small], small)
        yield from landing(files[large].path, files[large].extract)


def _calamine(path: Path) -> object:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _reading(file: _File, rows: int, alone: float) -> Iterator[Line]:
    import pandas as pd

    layout = file.extract.source.layout_for(file.extract.period)
    terms = vocabulary(settings().seeds, file.extract.country, file.extract.source.id)
    reader = seconds(lambda: open_table(file.path, layout))
    yield Line("reader", rows, reader, "calamine alone", reader / alone, 1.5)
    frames = seconds(lambda: pd.read_excel(file.path, sheet_name=None, header=None, engine="openpyxl"), 1)
    yield Line("pandas and openpyxl", rows, frames, "reader", frames / reader)
    reading = open_table(file.path, layout)
    unit = file.extract.source.unit
    yield Line("interpret", rows, seconds(lambda: interpret(reading, layout, terms, unit)), reach=1.5)


def _checks(files: dict[int, _File], large: int, small: int) -> Iterator[Line]:
    for rows, reach in ((large, 6.0), (small, 1.5)):
        file = files[rows]
        yield Line("check, warm", rows, seconds(lambda file=file: _check(file)), reach=reach)  # type: ignore[misc]
    yield Line("check, from the shell", small, seconds(lambda: _check_from_shell(files[small])), reach=2.5)
    kilobytes = _check_from_shell(files[large])
    yield Line("memory of check", large, kilobytes / 1024, reach=400, unit="MB")


def _check(file: _File) -> object:
    return check_file(file.path, file.extract.country, file.extract.period)


def _check_from_shell(file: _File) -> int:
    """The most memory that it held, in kB."""
    program, period = Path(sys.executable).with_name("mesoregistry"), f"{file.extract.period:%Y-%m}"
    command = [str(program), "check", str(file.path), "-c", file.extract.country, "-p", period, "--json"]
    measured = subprocess.run(
        [sys.executable, "-IS", "-c", MEMORY_OF, *command], stdout=subprocess.PIPE, check=True
    )
    return int(measured.stdout)


def _gate(file: _File, rows: int) -> Iterator[Line]:
    """The gate's rules in DuckDB, and as many columns of a frame judged by Great Expectations."""
    source, country = file.extract.source, file.extract.country
    layout = source.layout_for(file.extract.period)
    terms = vocabulary(settings().seeds, country, source.id)
    out = interpret(open_table(file.path, layout), layout, terms, source.unit)
    landed = with_tokens(out, numbered_tokens(out)).records.landed()
    registry = registries()[country]
    filed = (registry, source, file.extract.period, registry.today())
    gate = seconds(lambda: memory.check_files({1: (landed, out.columns)}, *filed))
    yield Line("rules of the gate in DuckDB", rows, gate)
    frame = seconds(lambda: _validate_frame(landed), 1)
    yield Line("Great Expectations on a frame", rows, frame, "rules of the gate in DuckDB", frame / gate)


def _validate_frame(landed: memory.LandedColumns) -> object:
    """One expectation a column: that its values are of those that it has."""
    import great_expectations as gx
    import pandas as pd
    from great_expectations import expectations as gxe

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    frame = pd.DataFrame(dict(landed))
    columns = [name for name in frame.columns if not name.startswith("_")]
    batch = context.data_sources.add_pandas("frame").add_dataframe_asset("rows")
    definition = batch.add_batch_definition_whole_dataframe("all")
    expected = [
        gxe.ExpectColumnValuesToBeInSet(column=c, value_set=list(frame[c].dropna().unique())) for c in columns
    ]
    suite = gx.ExpectationSuite(name="rows", expectations=expected)
    return definition.get_batch({"dataframe": frame}).validate(suite)
