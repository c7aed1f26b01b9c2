{{ config(
    materialized='table',
    indexes=[{'columns': ['defender_token']}]
) }}

-- The defenders of an attack: the one attacked, or each member of a collective; one row of nobody where the
-- target is an organisation, or a collective of which nobody is described. Built whole: her attacks are
-- numbered over all events.
with women as (
    select codes.code
    from {{ ref('code_list') }} as codes
    where codes.list = 'gender' and codes.published_group = 'women'
),

-- A man in a collective of women and men is no defender of a count of women.
mentions as (
    select
        persons.*,
        attacks.attack_version_id,
        attacks.event_id,
        attacks.event_start,
        attacks.date_precision,
        attacks.unasked_fields,
        attacks.target_kind,
        attacks.known_to is null as is_known_now,
        versions.is_counted
        and (attacks.target_kind <> 'collective' or attacks.source_scope = 'women' or women.code is not null)
            as is_counted
    from {{ ref('int_attack_versions') }} as attacks
    inner join {{ ref('fct_attack_version') }} as versions
        on attacks.attack_version_id = versions.attack_version_id
    cross join
        lateral (  -- noqa: ST05
            select
                1 as defender_no,
                attacks.defender_token,
                attacks.defender_identity,
                attacks.defender_gender_code as gender_code,
                attacks.defender_lgbtttiq as lgbtttiq,
                attacks.defender_ethnicity_code as ethnicity_code,
                attacks.defender_age as age,
                attacks.defender_occupation_code as occupation_code,
                attacks.defender_role_code as role_code
            where attacks.target_kind = 'individual'
            union all
            select
                (members.member ->> 'no')::integer as defender_no,
                members.member ->> 'token' as defender_token,
                members.member ->> 'identity' as defender_identity,
                members.member ->> 'gender' as gender_code,
                members.member ->> 'lgbtttiq' as lgbtttiq,
                members.member ->> 'ethnicity' as ethnicity_code,
                (members.member ->> 'age')::integer as age,
                members.member ->> 'occupation' as occupation_code,
                members.member ->> 'role' as role_code
            from jsonb_array_elements(attacks.members) as members (member)
            where attacks.target_kind = 'collective'
            union all
            select
                0 as defender_no,
                null as defender_token,
                case when attacks.target_kind = 'organisation' then 'not_applicable' end as defender_identity,
                case when attacks.target_kind = 'organisation' then 'not_applicable' end as gender_code,
                case when attacks.target_kind = 'organisation' then 'not_applicable' end as lgbtttiq,
                case when attacks.target_kind = 'organisation' then 'not_applicable' end as ethnicity_code,
                null as age,
                case when attacks.target_kind = 'organisation' then 'not_applicable' end as occupation_code,
                case when attacks.target_kind = 'organisation' then 'not_applicable' end as role_code
            where attacks.target_kind <> 'individual' and coalesce(jsonb_array_length(attacks.members), 0) = 0
        ) as persons
    left join women on persons.gender_code = women.code
),

events as (
    select distinct on (mentions.defender_token, mentions.event_id)
        mentions.defender_token,
        mentions.event_id,
        mentions.event_start,
        mentions.date_precision
    from mentions
    where
        mentions.is_known_now
        and mentions.is_counted
        and mentions.defender_token is not null
        and mentions.event_start is not null
    order by mentions.defender_token, mentions.event_id, mentions.event_start, mentions.date_precision
),

sequenced as (
    select
        events.defender_token,
        events.event_id,
        (row_number() over in_order)::integer as sequence_no,
        case
            when events.date_precision = 'day' and lag(events.date_precision) over in_order = 'day'
                then events.event_start - lag(events.event_start) over in_order
        end as days_since_last
    from events
    window in_order as (
        partition by events.defender_token
        order by events.event_start, events.event_id
    )
)

select
    mentions.attack_version_id,
    mentions.defender_no,
    mentions.defender_token,
    coalesce(
        nullif(mentions.defender_identity, 'missing'),
        {{ not_stated('defender_name', 'mentions.unasked_fields') }}
    ) as defender_identity,
    {%- for column, field in {
        'gender_code': 'defender_gender', 'lgbtttiq': 'defender_lgbtttiq',
        'ethnicity_code': 'defender_ethnicity', 'occupation_code': 'defender_occupation',
        'role_code': 'defender_role'
    }.items() %}
        coalesce(mentions.{{ column }}, {{ not_stated(field, 'mentions.unasked_fields') }}) as {{ column }},
    {%- endfor %}
    mentions.age,
    case
        when mentions.target_kind = 'organisation' then 'not_applicable'
        else {{ age_band('mentions.age', not_stated('defender_age', 'mentions.unasked_fields')) }}
    end as age_band,
    mentions.is_counted,
    sequenced.sequence_no,
    sequenced.days_since_last,
    1.0::double precision / count(*) over (partition by mentions.attack_version_id) as weight
from mentions
left join sequenced
    on
        mentions.is_known_now
        and mentions.is_counted
        and mentions.defender_token = sequenced.defender_token
        and mentions.event_id = sequenced.event_id
