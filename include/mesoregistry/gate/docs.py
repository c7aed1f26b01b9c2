"""Great Expectations' Data Docs of the last run of each suite, in ``var/gx``: counts and rules, never a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mesoregistry.settings import settings


def build(name: str, result: Any, unexpected: Mapping[str, int]) -> None:
    """Write ``var/gx/<name>.html``.

    Args:
        result: of ``expect.validate``; ``None`` when there was no rule, and then nothing is written.
        unexpected: how many rows (or values of them) break each rule.
    """
    if result is None:
        return
    from great_expectations.render.renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    folder = settings().home / "gx"
    folder.mkdir(parents=True, exist_ok=True)
    for expectation in result.results:
        count = unexpected.get(expectation.expectation_config.meta["rule"], 0)
        expectation.result = {"observed_value": f"{count} unexpected"}
    page = DefaultJinjaPageView().render(ValidationResultsPageRenderer(run_info_at_end=True).render(result))
    path = folder / f"{name}.html"
    # one rename: two runs at once never leave half a page
    draft = path.with_suffix(".new")
    draft.write_text(page, encoding="utf-8")
    draft.replace(path)
