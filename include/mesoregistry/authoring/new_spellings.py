"""Other headers written into the layouts of a registry: the lines of its YAML stay as they are but for ``also``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from mesoregistry.authoring.all_or_nothing import unchanged_if_raised, write_whole
from mesoregistry.catalog.registries import CatalogFault, read_each
from mesoregistry.catalog.spellings import LayoutId, Spelling, columns_of, registry_with_spellings

Edit = tuple[int, str]  # position in the text, and what is written there


def add_spellings(registries: Path, country: str, layout: LayoutId, spellings: Sequence[Spelling]) -> None:
    """Write headers beside those that the columns of a layout have, as ``also``; those that they have stay.

    Raises:
        CatalogFault: a column is not in the layout any more, or the registry would have a mistake; the file is as
            it was.
    """
    path = registries / f"{country}.yml"
    text = path.read_bytes().decode("utf-8")
    registry = read_each(registries).sound[country]
    columns = columns_of(registry, layout)
    named = ", ".join(f"{s.own!r} → {s.header!r}" for s in spellings)
    if not all(any(map(spelling.is_of, columns)) for spelling in spellings):
        raise CatalogFault([f"{path.name}: {layout[1]}: {named}"])
    spellings = [spelling for spelling in spellings if not spelling.is_known_in(columns)]
    expected = registry_with_spellings(registry, layout, spellings)
    for position, addition in sorted(_edits(text, layout, spellings), reverse=True):
        text = text[:position] + addition + text[position:]
    with unchanged_if_raised([path]):
        write_whole(path, text.encode("utf-8"))
        known = read_each(registries)
        if known.sound.get(country) != expected:
            raise CatalogFault([*known.mistakes.get(country, ()), f"{path.name}: {layout[1]}: {named}"])


def _edits(text: str, layout: LayoutId, spellings: Sequence[Spelling]) -> Iterator[Edit]:
    root = yaml.compose(text, yaml.SafeLoader)
    for source in _items(root, "sources"):
        for each in _items(source, "layouts"):
            if (_text(source, "id"), _text(each, "id")) == layout:
                for column in _items(each, "columns"):
                    own = [s.own for s in spellings if _is_of(column, s)]
                    if own:
                        yield _edit(column, own)


def _is_of(column: yaml.MappingNode, spelling: Spelling) -> bool:
    return (_text(column, "group"), _text(column, "header")) == (spelling.group, spelling.header)


def _edit(column: yaml.MappingNode, own: Iterable[str]) -> Edit:
    items = ", ".join(json.dumps(header, ensure_ascii=False) for header in own)
    known = _children(column).get("also")
    if isinstance(known, yaml.SequenceNode) and known.value:
        last = known.value[-1]
        if known.flow_style:
            return last.end_mark.index, f", {items}"
        indent = "\n" + " " * known.start_mark.column + "- "
        return last.end_mark.index, "".join(indent + json.dumps(h, ensure_ascii=False) for h in own)
    header = _children(column)["header"]
    before = ", " if column.flow_style else "\n" + " " * column.start_mark.column
    return header.end_mark.index, f"{before}also: [{items}]"


def _items(node: yaml.Node | None, name: str) -> list[yaml.MappingNode]:
    child = _children(node).get(name)
    items = child.value if isinstance(child, yaml.SequenceNode) else []
    return [item for item in items if isinstance(item, yaml.MappingNode)]


def _text(node: yaml.Node | None, name: str) -> str:
    child = _children(node).get(name)
    return str(child.value) if isinstance(child, yaml.ScalarNode) else ""


def _children(node: yaml.Node | None) -> Mapping[str, yaml.Node]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {key.value: value for key, value in pairs}
