"""A mistake in a registry or in a rule is named in the terminal, with its file and key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mesoregistry.settings import settings


@pytest.mark.parametrize(
    ("variable", "folder", "file", "right", "wrong", "message"),
    [
        ("MESO_REGISTRIES", "include/registries", "hn.yml", "unit: event", "unit: evento", "hn.yml: sources.0.unit"),
        ("MESO_EXPECTATIONS", "expectations", "hn.yml", "channel is not", "canal is not", "hn.yml: hn_channel_present"),
    ],
)  # fmt: skip
def test_it_is_named(
    tmp_path: Path, variable: str, folder: str, file: str, right: str, wrong: str, message: str
) -> None:
    place = Path(shutil.copytree(settings().project / folder, tmp_path / "copy"))
    text = (place / file).read_text(encoding="utf-8")
    assert right in text
    (place / file).write_text(text.replace(right, wrong), encoding="utf-8")
    sample = settings().registries / "samples" / "hn.xlsx"
    done = subprocess.run(
        [Path(sys.executable).with_name("mesoregistry"), "check", sample, "--country", "hn"],
        env=os.environ | {variable: str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert message in done.stderr and "Traceback" not in done.stderr
