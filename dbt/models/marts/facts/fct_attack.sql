{{ config(post_hook=[
    '{% if flags.FULL_REFRESH %}{{ counted_index() }}{% endif %}',
    '{% if flags.FULL_REFRESH %}{{ perpetrator_index() }}{% endif %}',
    {'sql': 'vacuum {{ this }}', 'transaction': false}
], indexes=[
    {'columns': ['attack_version_id'], 'unique': true},
    {'columns': ['event_id']},
    {'columns': ['country_code', 'event_month']},
    {'columns': ['country_code', 'period']},
    {'columns': ['submission_id']},
    {'columns': ['defender_token']},
    {'columns': ['organisation_token']},
    {'columns': ['collective_id']},
    {'columns': ['place_id']},
    {'columns': ['form_code']}
]) }}

-- Attacks as they are known now: one form against one target in one event.
with kinds as (
    select
        memberships.code as perpetrator_code,
        bool_or(memberships.group_code = 'state') as is_state,
        bool_or(memberships.group_code = 'unknown') as is_unknown
    from {{ ref('bridge_code_group') }} as memberships
    where memberships.list = 'perpetrator'
    group by memberships.code
),

versions as (
    select
        fct_attack_version.*,
        min(fct_attack_version.known_from) over (partition by fct_attack_version.attack_id) as first_known_on
    from {{ ref('fct_attack_version') }} as fct_attack_version
    where {{ is_affected('fct_attack_version') }}
),

-- How many perpetrators it names; where none is stated, the bridge says so at position 0.
perpetrators as (
    select
        bridge.attack_version_id,
        count(*)::integer as named_count,
        (count(*) filter (where kinds.is_state))::integer as state_count,
        (count(*) filter (
            where bridge.perpetrator_code <> 'unknown' and kinds.is_unknown is not true
        ))::integer as identified_count
    from versions
    inner join {{ ref('bridge_attack_perpetrator') }} as bridge
        on versions.attack_version_id = bridge.attack_version_id
    left join kinds on bridge.perpetrator_code = kinds.perpetrator_code
    where versions.known_to is null and bridge.position > 0
    group by bridge.attack_version_id
)

select
    {{ columns_of(ref('fct_attack_version'), 'versions', but=['known_to']) }},
    versions.first_known_on,
    coalesce(perpetrators.named_count, 0) as perpetrator_count,
    coalesce(perpetrators.state_count, 0) as state_perpetrator_count,
    coalesce(perpetrators.identified_count, 0) as identified_perpetrator_count
from versions
left join perpetrators on versions.attack_version_id = perpetrators.attack_version_id
where versions.known_to is null
