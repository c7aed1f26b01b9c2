"""What was erased, kept beside the backups: whoever restores one of before erases it once more.

A line holds the digest of a file, or the token of a woman in the vault of before, and a day. Neither tells a name.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from mesoregistry.catalog.registries import registry
from mesoregistry.settings import settings

NAME = "erasures.jsonl"


def files() -> list[str]:
    """The digests of the files that were erased, of this installation or of the one it was restored from."""
    return _all("sha256")


def tokens() -> list[str]:
    """The tokens of the women who were erased."""
    return _all("token")


def write_file(country: str, sha256: str) -> None:
    """A file is erased."""
    _write(country, "sha256", sha256)


def write_token(country: str, token: str) -> None:
    """A woman is erased; ``token``: one of those that she had."""
    _write(country, "token", token)


def take_over(folder: Path) -> bool:
    """Take the register that lies beside the backups, where there is none yet; whether there was one to take."""
    beside, own = folder / NAME, _path()
    if own.exists() or not beside.exists():
        return False
    own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(beside, own)
    return True


def _path() -> Path:
    return settings().audit / NAME


def _all(key: str) -> list[str]:
    lines = _path().read_text(encoding="utf-8").splitlines() if _path().exists() else []
    return [value for line in lines if (value := json.loads(line).get(key))]


def _write(country: str, key: str, value: str) -> None:
    """In the home, and beside the backups: there a restore finds it."""
    line = json.dumps({key: value, "erased_on": registry(country).today().isoformat()})
    for folder in filter(None, (settings().audit, settings().backup_to)):
        _append(folder / NAME, line, value)


def _append(path: Path, line: str, value: str) -> None:
    if path.exists() and value in path.read_text(encoding="utf-8"):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
