"""Whether work moves. A process can live, even answer, and do nothing: then it is started anew.

Compared are signs of work between two looks, by a clock of this process: a machine that slept, or a clock that was set,
starts nothing anew.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg

from mesoregistry.local import airflow_api
from mesoregistry.local.sessions import Session
from mesoregistry.settings import Settings

UPKEEP = "upkeep"
JOBS = {"scheduler": "SchedulerJob", "triggerer": "TriggererJob", "dag-processor": "DagProcessorJob"}
# seconds without a change after which a service is started anew
BEAT = 120.0  # a heartbeat, which comes every five seconds
FIRST_BEAT = 300.0  # the first one after a start, on a slow machine
ANSWER = 120.0  # an API server that does not answer
# A local executor takes a queued task within seconds unless each of its workers has one. With Airflow's own, a worker
# that was killed while it held the lock of the queue left the others waiting for ever, and none of them used any CPU.
# One that starts a task does, however slow the machine is: a restart would only make it slower. What the scheduler
# before it queued does not count: Airflow resets it when that one is thirty seconds dead, and on a slow machine this
# one has no worker yet.
QUEUE = 45.0
BUSY_QUEUE = 600.0  # while others work, whose work a restart would lose
UPKEEP_BEAT = 900.0  # ``upkeep`` runs every five minutes

SIGNS = """
select
  array(select id::text from task_instance where state = 'queued' and queued_dttm > %(started)s order by 1),
  array(select id::text from task_instance where state = 'running' order by 1),
  array(select is_paused from dag where dag_id = %(upkeep)s),
  (select max(start_date) from dag_run where dag_id = %(upkeep)s),
  (select max(last_heartbeat_at) from task_instance where dag_id = %(upkeep)s and state = 'running')
"""
BEATS = "select job_type, max(latest_heartbeat) from job where job_type = any(%s) group by 1"


class Sign(NamedTuple):
    """``value`` must change within ``limit`` seconds, or ``service`` is started anew for ``reason``."""

    service: str
    value: object
    limit: float
    reason: str


@dataclass(slots=True)
class Motion:
    """Remembers since when each sign has stood still."""

    settings: Settings
    sessions: Callable[[], Mapping[str, Session]]
    local: bool = True  # tasks run in the scheduler
    clock: Callable[[], float] = time.monotonic
    since: dict[str, tuple[object, float]] = field(default_factory=dict)

    def stuck(self) -> dict[str, str]:
        """The services that do not move, with the reason of each; empty while the database does not answer."""
        try:
            return self.judge(self._signs())
        except psycopg.OperationalError:
            self.since.clear()
            return {}

    def judge(self, signs: list[Sign]) -> dict[str, str]:
        """Those of ``signs`` that have not changed for too long. A sign that is not there has changed."""
        now, before = self.clock(), self.since
        self.since, stuck = {}, {}
        for service, value, limit, reason in signs:
            known, moment = before.get(reason, (None, now))
            moment = moment if known == value else now
            if now - moment < limit:
                self.since[reason] = (value, moment)
            else:
                stuck[service] = reason
        return stuck

    def _signs(self) -> list[Sign]:
        sessions = self.sessions()
        scheduler = sessions.get("scheduler")
        with psycopg.connect(self.settings.dsn("airflow", "airflow"), connect_timeout=5) as connection:
            connection.execute("set statement_timeout = 5000")
            beats: dict[str, Any] = dict(connection.execute(BEATS, [list(JOBS.values())]).fetchall())
            started = dt.datetime.fromtimestamp(scheduler.started if scheduler else 0.0, dt.UTC)
            rest = connection.execute(SIGNS, {"upkeep": UPKEEP, "started": started}).fetchone()
        signs = [_beat(name, sessions[name], beats.get(JOBS[name])) for name in JOBS if name in sessions]
        if scheduler and rest:
            used = scheduler.seconds_of_others() if self.local and rest[0] else 0.0
            signs += _of_scheduler(scheduler.number, rest, local=self.local, used=used)
        if "api-server" in sessions and not airflow_api.health(tries=1):
            number = sessions["api-server"].number
            signs.append(Sign("api-server", number, ANSWER, "does not answer"))
        return signs


def _beat(service: str, session: Session, beat: Any) -> Sign:
    started_since = beat is not None and beat.timestamp() >= session.started
    limit = BEAT if started_since else FIRST_BEAT
    return Sign(service, (session.number, beat), limit, f"{service} gives no sign of life")


def _of_scheduler(number: int, row: tuple[Any, ...], *, local: bool, used: float = 0.0) -> list[Sign]:
    """``used``: seconds of CPU of the local workers, which count while no task runs whose work they could be."""
    queued, running, paused, last_run, last_heartbeat = row
    signs = []
    if queued and local:
        limit = BUSY_QUEUE if running else QUEUE
        value = (number, tuple(queued), tuple(running), 0.0 if running else used)
        signs.append(Sign("scheduler", value, limit, "tasks are queued and none is taken"))
    if paused == [False]:
        signs.append(
            Sign("scheduler", (number, last_run, last_heartbeat), UPKEEP_BEAT, f"{UPKEEP} does not run")
        )
    return signs
