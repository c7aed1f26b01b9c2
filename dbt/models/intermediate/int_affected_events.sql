{{ config(indexes=[{'columns': ['event_id'], 'unique': true}]) }}

-- Events of which something else may stand than at the last build: those that a touched submission holds
-- now or held then, or a submission of the same source and period as a touched one.
{% set before = adapter.get_relation(target.database, 'intermediate', 'int_event_versions') %}
with submissions as (
    select
        submissions.submission_id,
        bool_or(submissions.is_touched) over (
            partition by submissions.country_code, submissions.source_id, submissions.period
        ) as is_affected
    from {{ ref('stg_ledger__submissions') }} as submissions
),

entries as (
    select
        attacks.event_id,
        attacks.submission_id
    from {{ ref('int_attacks__harmonised') }} as attacks
    union all
    select
        open_cases.event_id,
        open_cases.submission_id
    from {{ ref('stg_open_cases') }} as open_cases
    {% if before %}
        union all
        select
            versions.event_id,
            versions.submission_id
        from {{ before }} as versions
    {% endif %}
)

select distinct entries.event_id
from entries
inner join submissions on entries.submission_id = submissions.submission_id
where submissions.is_affected
