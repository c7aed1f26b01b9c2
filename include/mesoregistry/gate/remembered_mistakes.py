"""The mistakes of the catalogue, looked for only when a file of it was written.

Airflow reads its folder of DAGs every few seconds, each time in a new process, and reading the rules takes most of a
second: so a process of its own reads them, and what it says is kept beside the stamps of the files.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from mesoregistry.catalog import decision_files
from mesoregistry.catalog.code_lists import FILES
from mesoregistry.catalog.decision_files import folder_of_decisions
from mesoregistry.catalog.file_stamps import stamp
from mesoregistry.settings import Settings, settings

SECONDS = 120  # for the process that reads them


def remembered_mistakes() -> list[str]:
    """What ``country_mistakes.every_mistake`` says of the files as they stand.

    Raises:
        subprocess.SubprocessError: the process that reads them did not end well.
    """
    config = settings()
    kept, stamps = config.run / "mistakes.json", _stamps(config)
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(kept.read_text(encoding="utf-8"))
        if known["stamps"] == stamps:
            return [str(mistake) for mistake in known["mistakes"]]
    mistakes = _read()
    with suppress(OSError):  # it is only read again
        new = kept.with_suffix(".new")
        new.write_text(json.dumps({"stamps": stamps, "mistakes": mistakes}), encoding="utf-8")
        new.replace(kept)
    return mistakes


def _stamps(config: Settings) -> dict[str, list[int]]:
    """Of every file that a person edits, and of the program, whose next version may find other mistakes."""
    paths = [*config.registries.glob("*.yml"), *config.expectations.glob("*.yml")]
    paths += [config.seeds / name for name in FILES] + [*Path(__file__).parent.glob("*.py")]
    paths += [folder_of_decisions() / name for name in decision_files.FILES]
    return {str(path): list(stamp(path)) for path in sorted(paths)}


def _read() -> list[str]:
    command = [sys.executable, "-m", "mesoregistry.gate.remembered_mistakes"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=SECONDS).stdout
    return [str(mistake) for mistake in json.loads(answer.splitlines()[-1])]


def main() -> None:
    from mesoregistry.gate.country_mistakes import every_mistake

    print(json.dumps(every_mistake()))


if __name__ == "__main__":
    main()
