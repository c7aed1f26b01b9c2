"""The relations ``filed`` and ``landed``: what a rule may read of a submission and its rows, in either engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mesoregistry.catalog.landed_columns import owners

BOUNDS = """    select valid_from as day from intake.code_term where valid_from is not null
    union select valid_to + 1 from intake.code_term where valid_to is not null"""
FILED = """    select submissions.submission_id, submissions.country as _country, submissions.filed_on as _filed_on,
        sources.scope as _scope, sources.unit as _unit, submissions.keyed as _keyed, began._since,
        submissions.source_id, submissions.period,
        (select count(*) from bounds where bounds.day <= submissions.period) as _era
    from intake.submission as submissions
    left join intake.source as sources
        on submissions.country = sources.country and submissions.source_id = sources.source_id
    left join (select country, min(valid_from) as _since from intake.source group by country) as began
        on submissions.country = began.country
    where submissions.submission_id in ({ids})"""
LANDED = """landed as {hint}(
    select rows._submission, rows._record, rows._sheet, rows._row, rows._children, rows._source, rows._period,
        filed._filed_on, filed._country, filed._scope, filed._unit, filed._keyed, filed._since,
        filed._era{own}
    from raw.{country} as rows
    inner join filed on rows._submission = filed.submission_id
)"""


def filed(submissions: Sequence[int]) -> str:
    """The query of ``filed``: a row for each of these submissions, with what its source says.

    It reads ``bounds``, which is the query ``BOUNDS``. ``_era`` numbers the spans of periods in which no entry of the
    code map begins or ends.
    """
    return FILED.format(ids=", ".join(str(int(number)) for number in submissions) or "null")


def landed(country: str, columns: Iterable[str], hint: str = "") -> str:
    """CTE ``landed``: the rows of what is ``filed``, with ``columns`` and their keys.

    ``columns``: the landed columns that rules use; other names are left out. ``hint``: whether the rows are kept
    (``predicate.CTE_HINT``).

    Raises:
        ValueError: ``country`` is not two letters.
    """
    if not country.isalpha() or len(country) != 2:
        raise ValueError("a country is two letters")
    own = "".join(f", rows.{column}" for column in sorted(set(columns) & set(owners())))
    return LANDED.format(country=country, own=own, hint=hint)
