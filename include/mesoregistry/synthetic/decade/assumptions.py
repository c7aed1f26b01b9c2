"""What is assumed where nothing is published: ``decade.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def assumptions() -> dict[str, Any]:
    """The file as it is; its comments say what each entry means."""
    body: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("decade.yml").read_text(encoding="utf-8"))
    return body
