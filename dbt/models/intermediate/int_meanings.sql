{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{% if is_incremental() %}delete from {{ this }}{% endif %}',
    indexes=[{'columns': ['list_name', 'said']}]
) }}

-- What is said in the submissions that are taken, each term and each array once, and the codes it means. A
-- few thousand rows, whatever the number of attacks.
with attacks as (
    select
        unioned.*,
        submissions.period
    from {{ ref('int_attacks__unioned') }} as unioned
    inner join {{ ref('stg_ledger__submissions') }} as submissions
        on unioned.submission_id = submissions.submission_id
    where {{ is_taken('submissions') }}
),

spoken as (
    select distinct
        attacks.country_code,
        attacks.source_id,
        attacks.period,
        said_by.list_name,
        said_by.is_array,
        said_by.said
    from attacks
    cross join
        lateral (
            values
            ('form', false, attacks.form_term),
            ('channel', false, attacks.channel_term),
            ('right', false, attacks.right_term),
            ('right_violated', false, attacks.right_violated_term),
            ('profile', false, attacks.profile_term),
            ('place_type', false, attacks.place_type_term),
            ('scope', false, attacks.scope_term),
            ('verification', false, attacks.verification_term),
            ('status', false, attacks.status_term),
            ('status_reason', false, attacks.status_reason_term),
            ('protection_measure', false, attacks.protection_measure_term),
            ('gender', false, attacks.defender_gender_term),
            ('ethnicity', false, attacks.defender_ethnicity_term),
            ('occupation', false, attacks.defender_occupation_term),
            ('role', false, attacks.defender_role_term),
            ('organisation_type', false, attacks.organisation_type_term),
            ('right', true, attacks.right_other_terms),
            ('perpetrator', true, attacks.perpetrator_terms),
            ('gender_element', true, attacks.gender_element_terms),
            ('context', true, attacks.context_terms),
            ('close_relation', true, attacks.close_relation_terms)
        ) as said_by (list_name, is_array, said)
    where said_by.said is not null
)

select
    spoken.country_code,
    spoken.source_id,
    spoken.period,
    spoken.list_name,
    spoken.is_array,
    spoken.said,
    case when not spoken.is_array then (
        select terms.code
        from {{ ref('stg_reference__terms') }} as terms
        where {{ means('terms', 'spoken.list_name', 'spoken', 'spoken.said') }}
    ) end as code,
    case when spoken.is_array then (
        select jsonb_agg(coalesce(terms.code, 'unknown') order by elements.no)
        from unnest(gate.elements(spoken.said)) with ordinality as elements (term, no)
        left join {{ ref('stg_reference__terms') }} as terms
            on {{ means('terms', 'spoken.list_name', 'spoken', 'elements.term') }}
    ) end as codes
from spoken
