"""A file whose rows were filed for another month already."""

from __future__ import annotations

from mesoregistry.catalog.messages import message
from mesoregistry.database import Connection
from mesoregistry.findings import Finding
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.other_month import MOST
from mesoregistry.ledger import Submission


def repeated_month(connection: Connection, submission: Submission, records: Records) -> Finding | None:
    """The question, when nearly all rows stand in the file of another month, in whatever order."""
    names = ("event_date", "form", "defender_token")
    own = [
        [record.values.get("case_key") for record in records],
        *([r.values.get(name) for r in records] for name in names),
    ]
    equal = " and ".join(f"rows.{name} is not distinct from own.{name}" for name in ("case_key", *names))
    row = connection.execute(
        f"""
        select files.period, count(distinct own.number)
        from unnest(%s::text[], %s::text[], %s::text[], %s::text[]) with ordinality
            as own (case_key, {", ".join(names)}, number)
        inner join raw.{submission.country} as rows on {equal}
        inner join intake.submission as files on rows._submission = files.submission_id
        where files.source_id = %s and files.period <> %s and files.accepted_at is not null
            and files.state <> 'withdrawn' and own.event_date is not null
        group by files.period order by 2 desc, 1 desc limit 1
        """.encode(),
        [*own, submission.source_id, submission.period],
    ).fetchone()
    if row is None or row[1] < MOST * len(records):
        return None
    other, wanted = f"{row[0]:%Y-%m}", f"{submission.period:%Y-%m}"
    return message("rows_of_other_month").finding(found=other, wanted=wanted, count=row[1])
