"""Local workers whose death is noticed: the task that one of them held fails at once, and is tried again.

Airflow's ``LocalExecutor`` replaces a worker that was killed and leaves its task as it is. A task that runs fails when
its heartbeat is too old; one that was taken and had not yet begun stays queued for ever, as ``revoke_task`` is missing.
And a worker that is killed while it waits for a task keeps the lock of the queue: no other ever gets one.
"""

from __future__ import annotations

import ctypes
import fcntl
import multiprocessing
import tempfile
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from airflow.executors import local_executor
from airflow.executors.local_executor import LocalExecutor


class TaskQueue:
    """Tasks for the workers. The system itself releases its lock when the process that holds it dies."""

    def __init__(self) -> None:
        self.reader, self.writer = multiprocessing.Pipe(duplex=False)
        self.lock = tempfile.TemporaryFile()  # noqa: SIM115

    def put(self, workload: Any) -> None:
        self.writer.send(workload)

    def empty(self) -> bool:
        return not self.reader.poll()

    def get(self) -> Any:
        """The next task; waits for one. A lock of ``lockf`` belongs to a process and is not inherited."""
        fcntl.lockf(self.lock, fcntl.LOCK_EX)
        try:
            return self.reader.recv()
        finally:
            fcntl.lockf(self.lock, fcntl.LOCK_UN)

    def close(self) -> None:
        for end in (self.reader, self.writer, self.lock):
            end.close()


@dataclass
class WorkerInput:
    """The queue as one worker uses it: it notes the task that it holds, in a pipe that no other worker writes to."""

    queue: TaskQueue
    ends: tuple[Connection, Connection] = field(default_factory=lambda: multiprocessing.Pipe(duplex=False))
    key: Any = None

    def get(self) -> Any:
        """Called in the worker, when it has ended the task before."""
        self.ends[1].send(None)
        workload = self.queue.get()
        self.ends[1].send(workload.key if workload else None)
        return workload

    def read(self) -> Any:
        """Called in the scheduler, which must read before the pipe is full: the key of the task that it holds."""
        while self.ends[0].poll():
            self.key = self.ends[0].recv()
        return self.key

    def close(self) -> None:
        for end in self.ends:
            end.close()


class WatchfulLocalExecutor(LocalExecutor):
    """``LocalExecutor``, but for what it does when a worker was killed."""

    inputs: dict[int, WorkerInput]

    def start(self) -> None:
        """The same as its parent's, with another queue."""
        self.tasks = TaskQueue()
        self.activity_queue = self.tasks  # type: ignore[assignment]
        self.result_queue = multiprocessing.SimpleQueue()
        self.workers, self.inputs = {}, {}
        self._unread_messages = multiprocessing.Value(ctypes.c_uint)
        if self.is_mp_using_fork:
            self._spawn_workers_with_gc_freeze(self.parallelism)  # type: ignore[no-untyped-call]

    def _spawn_worker(self) -> None:
        own = WorkerInput(self.tasks)
        process = multiprocessing.Process(
            target=local_executor._run_worker,
            kwargs={
                "logger_name": self.log.name,
                "input": own,
                "output": self.result_queue,
                "unread_messages": self._unread_messages,
                "team_conf": self.conf,
            },
        )
        process.start()
        assert process.pid
        self.workers[process.pid], self.inputs[process.pid] = process, own

    def _check_workers(self) -> None:
        """Called several times a second: fail the tasks of dead workers, then replace these."""
        dead = [pid for pid, process in self.workers.items() if not process.is_alive()]
        keys = {pid: own.read() for pid, own in self.inputs.items()}
        for pid in dead:
            self.inputs.pop(pid).close()
            if keys[pid]:
                self.log.error("The worker %s is dead: its task %s fails", pid, keys[pid])
                self.fail(keys[pid])
        super()._check_workers()  # type: ignore[no-untyped-call]
