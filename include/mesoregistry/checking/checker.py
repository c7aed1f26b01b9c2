"""A process that checks one file: ready and confined before the file comes, and ended when it has answered."""

from __future__ import annotations

import os
import traceback
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from mesoregistry.checking.job import ANSWER, JOB, Answer, Job
from mesoregistry.intake.check_file import check_file, check_unnamed
from mesoregistry.readers import open_table
from mesoregistry.readers.child import serve


def wait_for_file(pipe: Connection, file: int) -> NoReturn:
    """Confine this process, then check what ``file``, an open file in memory, holds when a job comes by ``pipe``."""
    serve(pipe, partial(_work, pipe, file), None, file)


def _work(pipe: Connection, file: int) -> bytes:
    try:
        job = JOB.validate_json(pipe.recv_bytes())
    except EOFError:  # the portal ended, or needs it no longer
        os._exit(0)
    return ANSWER.dump_json(check(job, Path(f"/proc/self/fd/{file}")))


def check(job: Job, path: Path) -> Answer:
    """What ``mesoregistry check`` says of a file. What is raised is told by its kind and place: its text may quote."""
    try:
        if job.month:
            report = check_file(path, job.country, job.month, spellings=job.spellings, read=open_table)
            return Answer(job.month, report)
        return Answer(*check_unnamed(path, job.country, open_table))
    except MemoryError:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return Answer(failure=(type(error).__name__, f"{Path(last.filename).name}:{last.lineno}"))
