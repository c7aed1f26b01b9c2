{{ config(indexes=[{'columns': ['submission_id']}]) }}

-- The spans of days in which a submission stands. Of a source that replaces, one submission of a period at a
-- time; of one that adds, each until it is withdrawn: there its cases are closed one by one.
with holders as (
    select
        submissions.submission_id,
        submissions.filed_on,
        submissions.version,
        submissions.filed_on as stands_from,
        submissions.withdrawn_on as stands_until,
        concat_ws(
            '|',
            submissions.country_code,
            submissions.source_id,
            case submissions.mode
                when 'replaces' then submissions.period::text
                else submissions.submission_id::text
            end
        ) as holder_key
    from {{ ref('stg_ledger__submissions') }} as submissions
    where submissions.is_accepted
),

{{ standing_by_day('holders') }},

{{ standing() }}

select
    standing.submission_id,
    standing.known_from as stands_from,
    standing.known_to as stands_until
from standing
