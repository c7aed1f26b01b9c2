"""The relation ``landed``: what a rule may read of a submission's rows, in PostgreSQL and in DuckDB alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mesoregistry.catalog.landed_columns import owners

LANDED = """bounds as materialized (
    select valid_from as day from intake.code_term where valid_from is not null
    union select valid_to + 1 from intake.code_term where valid_to is not null
),
filed as (
    select submissions.submission_id, submissions.country as _country, submissions.filed_on as _filed_on,
        sources.scope as _scope, sources.unit as _unit, submissions.keyed as _keyed, began._since,
        submissions.source_id, submissions.period,
        (select count(*) from bounds where bounds.day <= submissions.period) as _era
    from intake.submission as submissions
    left join intake.source as sources
        on submissions.country = sources.country and submissions.source_id = sources.source_id
    left join (select country, min(valid_from) as _since from intake.source group by country) as began
        on submissions.country = began.country
    where submissions.submission_id in ({ids})
),
landed as {hint}(
    select rows._submission, rows._record, rows._sheet, rows._row, rows._children, rows._source, rows._period,
        filed._filed_on, filed._country, filed._scope, filed._unit, filed._keyed, filed._since,
        filed._era{own}
    from raw.{country} as rows
    inner join filed on rows._submission = filed.submission_id
)"""


def landed(country: str, submissions: Sequence[int], columns: Iterable[str], hint: str = "") -> str:
    """CTEs ``bounds``, ``filed`` and ``landed``: the rows of these submissions with ``columns`` and their keys.

    ``columns``: the landed columns that rules use; other names are left out. ``_era`` numbers the spans of periods
    in which no entry of the code map begins or ends. ``hint``: whether the rows are kept (``predicate.CTE_HINT``).

    Raises:
        ValueError: ``country`` is not two letters.
    """
    if not country.isalpha() or len(country) != 2:
        raise ValueError("a country is two letters")
    ids = ", ".join(str(int(number)) for number in submissions) or "null"
    own = "".join(f", rows.{column}" for column in sorted(set(columns) & set(owners())))
    return LANDED.format(country=country, ids=ids, own=own, hint=hint)
