-- The files that were accepted: what every row goes back to.
select
    submissions.submission_id,
    submissions.country_code,
    submissions.source_id,
    submissions.period,
    submissions.version,
    submissions.filed_on,
    submissions.withdrawn_on
from {{ ref('stg_ledger__submissions') }} as submissions
where submissions.is_accepted
