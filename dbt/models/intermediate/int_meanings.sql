{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{% if is_incremental() %}delete from {{ this }}{% endif %}',
    indexes=[{'columns': ['list_name', 'term']}]
) }}

-- The terms in the submissions that are taken, each term and each array once, and the codes they mean. A few
-- thousand rows, whatever the number of attacks.
with attacks as (
    select
        exploded.*,
        submissions.period
    from {{ ref('int_attacks__exploded') }} as exploded
    inner join {{ ref('stg_ledger__submissions') }} as submissions
        on exploded.submission_id = submissions.submission_id
    where {{ is_taken('submissions') }}
),

stated as (
    select distinct
        attacks.country_code,
        attacks.source_id,
        attacks.period,
        terms_of.list_name,
        terms_of.is_array,
        terms_of.term
    from attacks
    cross join
        lateral (
            values
            {%- for field, list in coded_fields().items() %}
                ('{{ list }}', false, attacks.{{ field }}_term),
            {%- endfor %}
            {%- for field, list in coded_arrays().items() %}
                ('{{ list }}', true, attacks.{{ field }}_terms){{ ',' if not loop.last }}
            {%- endfor %}
        ) as terms_of (list_name, is_array, term)
    where terms_of.term is not null
)

select
    stated.country_code,
    stated.source_id,
    stated.period,
    stated.list_name,
    stated.is_array,
    stated.term,
    case when not stated.is_array then (
        select terms.code
        from {{ ref('stg_reference__terms') }} as terms
        where {{ means('terms', 'stated.list_name', 'stated', 'stated.term') }}
    ) end as code,
    case when stated.is_array then (
        select jsonb_agg(coalesce(terms.code, 'unknown') order by elements.no)
        from unnest(gate.elements(stated.term)) with ordinality as elements (term, no)
        left join {{ ref('stg_reference__terms') }} as terms
            on {{ means('terms', 'stated.list_name', 'stated', 'elements.term') }}
    ) end as codes
from stated
