"""The libraries that read files, imported before a process is forked to read one."""

from __future__ import annotations

import sys
from contextlib import suppress

from mesoregistry.catalog.messages import message


def import_parsers() -> None:
    """What is imported here is there at once in every child: a file is read in milliseconds."""
    import io

    import msoffcrypto  # noqa: F401
    import python_calamine  # noqa: F401
    import pyxlsb.workbook
    import xlrd  # noqa: F401

    if sys.platform == "linux":
        with suppress(ImportError, RuntimeError, OSError):  # the sandbox will say that it is missing
            import landlock  # noqa: F401
            import pyseccomp  # noqa: F401  it looks for its library with a program
    # it would write parts of the file, in the open, where every program keeps its drafts
    pyxlsb.workbook.TemporaryFile = io.BytesIO
    message("file_failed")  # the messages are read once
