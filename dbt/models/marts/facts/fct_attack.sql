{{ config(post_hook=[
    '{% if flags.FULL_REFRESH %}{{ counted_index() }}{% endif %}',
    {'sql': 'vacuum analyze {{ this }}', 'transaction': false}
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
with versions as (
    select
        fct_attack_version.*,
        min(fct_attack_version.known_from) over (partition by fct_attack_version.attack_id) as first_known_on
    from {{ ref('fct_attack_version') }} as fct_attack_version
    where {{ is_affected('fct_attack_version') }}
)

select
    {{ columns_of(ref('fct_attack_version'), 'versions', but=['known_to']) }},
    versions.first_known_on
from versions
where versions.known_to is null
