{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_affected() }}',
    indexes=[{'columns': ['event_id']}, {'columns': ['submission_id']}]
) }}

-- Which submission an event is taken from, from when to when: for a case filed for two periods, the one filed
-- last.
with holders as (
    select distinct
        attacks.event_id as holder_key,
        attacks.submission_id,
        spans.stands_from,
        spans.stands_until,
        submissions.filed_on,
        submissions.version
    from {{ ref('int_attacks__harmonised') }} as attacks
    inner join {{ ref('stg_ledger__submissions') }} as submissions
        on attacks.submission_id = submissions.submission_id
    inner join {{ ref('int_submission_spans') }} as spans on attacks.submission_id = spans.submission_id
    where {{ is_affected('attacks') }}
),

{{ standing_by_day('holders') }},

{{ standing() }}

select
    standing.holder_key as event_id,
    standing.submission_id,
    standing.known_from,
    standing.known_to
from standing
