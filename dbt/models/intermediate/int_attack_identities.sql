{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_affected() }}',
    indexes=[{'columns': ['event_id']}, {'columns': ['submission_id', 'row_key']}]
) }}

-- Which attack each row of a submission is, over time. Within a case an attack is what it is, a form against
-- a target; by position only between equals. What is left over in two submissions that follow one another is
-- matched by the least change: another form against the same target first, then the same form against another
-- target.
with recursive submissions as (
    select
        versions.event_id,
        versions.submission_id,
        row_number() over (
            partition by versions.event_id
            order by min(versions.known_from), versions.submission_id
        ) as version_no,
        count(*) over (partition by versions.event_id) as last_no
    from {{ ref('int_event_versions') }} as versions
    where {{ is_affected('versions') }}
    group by versions.event_id, versions.submission_id
),

attacks as (
    select
        harmonised.event_id,
        harmonised.submission_id,
        harmonised.row_key,
        harmonised.form_code,
        submissions.version_no,
        submissions.last_no,
        concat_ws(
            '|',
            harmonised.target_kind,
            coalesce(harmonised.defender_token, harmonised.organisation_token, '')
        ) as target_key,
        row_number() over (
            partition by harmonised.event_id, harmonised.submission_id
            order by harmonised.record_no, harmonised.target_no, harmonised.form_no
        ) as position  -- noqa: RF04
    from {{ ref('int_attacks__harmonised') }} as harmonised
    inner join submissions
        on harmonised.event_id = submissions.event_id and harmonised.submission_id = submissions.submission_id
),

numbered as (
    select
        attacks.*,
        row_number() over (
            partition by attacks.event_id, attacks.version_no, attacks.target_key, attacks.form_code
            order by attacks.position
        ) as equal_no
    from attacks
),

-- The same form against the same target, in the submission before and in the one after.
same as (
    select
        numbered.*,
        lag(numbered.version_no) over equals as version_before,
        lag(numbered.row_key) over equals as key_before,
        lead(numbered.version_no) over equals as version_after
    from numbered
    window equals as (
        partition by numbered.event_id, numbered.target_key, numbered.form_code, numbered.equal_no
        order by numbered.version_no
    )
),

-- What stands in one submission and not in the other: `gone` from the one before `version_no`, or `come` in
-- it.
left_over as (
    select
        same.event_id,
        same.row_key,
        same.target_key,
        same.form_code,
        same.position,
        'come' as side,
        same.version_no
    from same
    where same.version_no > 1 and same.version_before is distinct from same.version_no - 1
    union all
    select
        same.event_id,
        same.row_key,
        same.target_key,
        same.form_code,
        same.position,
        'gone' as side,
        same.version_no + 1 as version_no
    from same
    where same.version_no < same.last_no and same.version_after is distinct from same.version_no + 1
),

-- A row that could be matched by its form as well is the last to be matched by its target.
by_target as (
    select
        alternatives.*,
        row_number() over (
            partition by
                alternatives.event_id, alternatives.version_no, alternatives.target_key, alternatives.side
            order by alternatives.has_alternative, alternatives.position
        ) as match_no
    from (
        select
            left_over.*,
            count(*) filter (where left_over.side = 'gone') over of_form > 0
            and count(*) filter (where left_over.side = 'come') over of_form > 0 as has_alternative
        from left_over
        window of_form as (partition by left_over.event_id, left_over.version_no, left_over.form_code)
    ) as alternatives
),

matched_by_target as (
    select
        come.event_id,
        come.version_no,
        come.row_key,
        gone.row_key as key_before
    from by_target as come
    inner join by_target as gone
        on
            come.event_id = gone.event_id
            and come.version_no = gone.version_no
            and come.target_key = gone.target_key
            and come.match_no = gone.match_no
            and come.side = 'come'
            and gone.side = 'gone'
),

by_form as (
    select
        left_over.*,
        row_number() over (
            partition by left_over.event_id, left_over.version_no, left_over.form_code, left_over.side
            order by left_over.position
        ) as match_no
    from left_over
    where not exists (
        select 1 from matched_by_target as matched  -- noqa: RF04
        where
            matched.event_id = left_over.event_id
            and matched.version_no = left_over.version_no
            and left_over.row_key
            = case left_over.side when 'come' then matched.row_key else matched.key_before end
    )
),

matched as (
    select * from matched_by_target
    union all
    select
        come.event_id,
        come.version_no,
        come.row_key,
        gone.row_key as key_before
    from by_form as come
    inner join by_form as gone
        on
            come.event_id = gone.event_id
            and come.version_no = gone.version_no
            and come.form_code = gone.form_code
            and come.match_no = gone.match_no
            and come.side = 'come'
            and gone.side = 'gone'
),

linked as (
    select
        same.event_id,
        same.submission_id,
        same.version_no,
        same.row_key,
        case
            when same.version_before = same.version_no - 1 then same.key_before
            else matched.key_before
        end as key_before,
        md5(concat_ws('|', same.row_key, same.submission_id)) as own_id
    from same
    left join matched
        on
            same.event_id = matched.event_id
            and same.version_no = matched.version_no
            and same.row_key = matched.row_key
),

followed as (
    select
        linked.event_id,
        linked.submission_id,
        linked.version_no,
        linked.row_key,
        linked.own_id as attack_id
    from linked
    where linked.key_before is null
    union all
    select
        linked.event_id,
        linked.submission_id,
        linked.version_no,
        linked.row_key,
        followed.attack_id
    from followed
    inner join linked
        on
            followed.event_id = linked.event_id
            and followed.version_no + 1 = linked.version_no
            and followed.row_key = linked.key_before
)

select
    followed.event_id,
    followed.submission_id,
    followed.row_key,
    followed.attack_id
from followed
