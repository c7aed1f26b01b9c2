"""A local worker that is killed: its task fails within seconds, and the others go on getting tasks."""

from __future__ import annotations

from mesoregistry.local.airflow import LOCAL_EXECUTOR
from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow

# The real executor and real workers; what a task does is to sleep as long as its name says.
START = """
import atexit, importlib, os, signal, time
from airflow.executors.base_executor import BaseExecutor
from airflow.models.taskinstancekey import TaskInstanceKey
module, name = sys.argv[1].rsplit(".", 1)
executor = getattr(importlib.import_module(module), name)(parallelism=3)
def sleep(workload, **more):
    open(workload.display_name, "w").write(str(os.getpid()))
    time.sleep(float(workload.display_name))
BaseExecutor.run_workload = staticmethod(sleep)
class Task:
    running_state, success_state, failure_state = None, "success", "failed"
    def __init__(self, name, seconds):
        self.key, self.display_name = TaskInstanceKey("sv", name, "run", 1, -1), str(seconds)
def give(name, seconds):
    task = Task(name, seconds)
    executor.queued_tasks[task.key] = task
    executor._process_workloads([task])
def ended(seconds, number):
    states, until = {}, time.monotonic() + seconds
    while time.monotonic() < until and len(states) < number:
        executor.sync()
        states |= {key.task_id: value[0] for key, value in executor.get_event_buffer().items()}
        time.sleep(0.005)
    return states
executor.start()
atexit.register(lambda: [process.kill() for process in executor.workers.values()])
time.sleep(0.5)
"""
BUSY = """
give("killed", 301); give("other", 2)
time.sleep(1)
os.kill(int(open("301").read()), signal.SIGKILL)
states = ended(10, 2)
give("next", 0)
answer([states, ended(10, 1), executor.activity_queue.empty()])
"""
IDLE = """
for pid in list(executor.workers)[:2]:
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
for number in range(6):
    give(str(number), 0)
answer([ended(10, 6)])
"""
DONE = """
give("done", 0)
time.sleep(1)
for pid in list(executor.workers):
    os.kill(pid, signal.SIGKILL)
answer(ended(10, 1))
"""
LONG = """
for number in range(1000):
    give(str(number), 0)
    assert ended(10, 1), number
answer(number)
"""
# what the scheduler calls before it starts its executor
STARTING = """
from types import SimpleNamespace
import warm_workers
arguments, sys.argv = sys.argv, ["airflow", "scheduler"]
warm_workers.on_starting(SimpleNamespace(job_type=None))
sys.argv = arguments
"""
AHEAD = """
give("any", 0)
ended(10, 1)
answer(open("modules").read().split())
"""


def test_the_task_of_a_killed_worker_fails_at_once_and_the_others_go_on(server: Settings) -> None:
    first, following, empty = run_in_airflow(server, START + BUSY, LOCAL_EXECUTOR)
    assert first == {"killed": "failed", "other": "success"}
    assert following == {"next": "success"}
    assert empty


def test_idle_workers_that_are_killed_leave_no_lock_behind(server: Settings) -> None:
    [states] = run_in_airflow(server, START + IDLE, LOCAL_EXECUTOR)
    assert states == {str(number): "success" for number in range(6)}


def test_a_task_that_had_ended_stays_ended(server: Settings) -> None:
    assert run_in_airflow(server, START + DONE, LOCAL_EXECUTOR) == {"done": "success"}


def test_a_task_need_not_import_what_takes_seconds(server: Settings) -> None:
    """Nor its own modules: each task of an installation is then of the code that its services started with."""
    sleep, note_modules = (
        "time.sleep(float(workload.display_name))",
        'open("modules", "w").write(" ".join(sys.modules))',
    )
    assert sleep in START
    noting = START.replace(sleep, note_modules)
    modules = set(run_in_airflow(server, STARTING + noting + AHEAD, LOCAL_EXECUTOR))
    assert {"great_expectations", "dbt.cli.main", "dbt.adapters.postgres"} <= modules
    assert {"mesoregistry.intake.tasks", "mesoregistry.warehouse.tasks"} <= modules


def test_what_a_worker_notes_does_not_fill_its_pipe(server: Settings) -> None:
    assert run_in_airflow(server, START + LONG, LOCAL_EXECUTOR) == 999
