"""Great Expectations' Data Docs of the last run of each suite, in ``var/gx``: counts and rules, never a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mesoregistry.settings import settings


def build(name: str, results: Sequence[Any], unexpected: Mapping[str, int]) -> Path:
    """Write ``var/gx/<name>/<suite>.html`` for each result; ``unexpected`` counts what breaks a rule."""
    from great_expectations.render.renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    folder = settings().home / "gx" / name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    renderer, view = ValidationResultsPageRenderer(run_info_at_end=True), DefaultJinjaPageView()
    for result in results:
        for one in result.results:
            one.result = {"unexpected_count": unexpected.get(one.expectation_config.meta["rule"], 0)}
        page = view.render(renderer.render(result))
        (folder / f"{result.suite_name}.html").write_text(page, encoding="utf-8")
    return folder
