"""Headers written into the YAML of a registry: what they change, and that nothing else does."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from mesoregistry.authoring.new_spellings import add_spellings
from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import CatalogFault, read_each, registries
from mesoregistry.catalog.spellings import Spelling
from mesoregistry.settings import settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(settings().registries, tmp_path / "registries"))


def layout_in(folder: Path, country: str, name: str) -> Layout:
    return next(
        layout
        for source in read_each(folder).sound[country].sources
        for layout in source.layouts
        if layout.id == name
    )


SV = registries()["sv"].sources[0].id
LAYOUTS = [
    (country, source.id, layout.id)
    for country, each in registries().items()
    for source in each.sources
    for layout in source.layouts
]


@pytest.mark.parametrize(("country", "source", "name"), LAYOUTS)
def test_every_column_of_every_layout_takes_a_header_and_nothing_else_changes(
    folder: Path, country: str, source: str, name: str
) -> None:
    before, text = layout_in(folder, country, name), (folder / f"{country}.yml").read_text(encoding="utf-8")
    if before.header_rows == 0:
        pytest.skip("its columns have no header")
    spellings = [
        Spelling(column.group or "", column.header, f'Nuevo: {n}, "así" #{n} ñ')
        for n, column in enumerate(before.columns)
    ]
    add_spellings(folder, country, (source, name), spellings)
    after = layout_in(folder, country, name)
    for column, old, spelling in zip(after.columns, before.columns, spellings, strict=True):
        assert column == old.model_copy(update={"also": column.also})
        assert set(column.also) >= {*old.also, spelling.own}
    assert after.version != before.version
    new = (folder / f"{country}.yml").read_text(encoding="utf-8")
    changed = [line for line in difflib.ndiff(text.splitlines(), new.splitlines()) if line.startswith("+ ")]
    assert all("also:" in line for line in changed)
    others = {c: r for c, r in read_each(folder).sound.items() if c != country}
    assert others == {c: r for c, r in read_each(settings().registries).sound.items() if c != country}


@pytest.mark.parametrize(
    "column",
    [
        "- header: Forma\n            field: form",
        "- header: Forma\n            also:\n            - Otra\n            field: form",
        "- header: Forma\n            also:\n              - Otra\n              - Más\n            field: form",
        "- {header: Forma, also: [Otra], field: form}",
        "- {also: [Otra, Más], field: form, header: 'Forma'}",
    ],
)
def test_however_the_column_is_written(folder: Path, column: str) -> None:
    path = folder / "sv.yml"
    layout = read_each(folder).sound["sv"].sources[0].layouts[0]
    text = path.read_text(encoding="utf-8")
    own = next(line for line in text.splitlines() if "field: form," in line or "field: form}" in line)
    path.write_text(text.replace(own.strip(), column), encoding="utf-8")
    known = next(c.also for c in layout_in(folder, "sv", layout.id).columns if c.header == "Forma")
    add_spellings(folder, "sv", (SV, layout.id), [Spelling("", "Forma", "Qué pasó")])
    [also] = [c.also for c in layout_in(folder, "sv", layout.id).columns if c.header == "Forma"]
    assert also == (*known, "Qué pasó")
    content = path.read_bytes()
    add_spellings(folder, "sv", (SV, layout.id), [Spelling("", "Forma", "Qué pasó")])
    assert path.read_bytes() == content, "it has it already"


def test_what_would_make_a_mistake_changes_nothing(folder: Path) -> None:
    layout = read_each(folder).sound["sv"].sources[0].layouts[0]
    content = (folder / "sv.yml").read_bytes()
    other = layout.columns[1].header
    for spelling in (Spelling("", layout.columns[0].header, other), Spelling("", "Ya no está", "Otra")):
        with pytest.raises(CatalogFault):
            add_spellings(folder, "sv", (SV, layout.id), [spelling])
        assert (folder / "sv.yml").read_bytes() == content
    assert [*folder.glob("*.new")] == []
