{{ config(indexes=[{'columns': ['right_code']}]) }}

-- The rights that the target defends: exactly one main, and others. The weights of a version sum to one.
with attacks as (
    select
        versions.attack_version_id,
        versions.right_code as main_code,
        jsonb_build_array(versions.right_code) || coalesce(versions.right_other_codes, '[]') as codes
    from {{ ref('int_attack_versions') }} as versions
    where {{ is_affected('versions') }}
),

stated as (
    select distinct
        attacks.attack_version_id,
        attacks.main_code,
        rights.code as right_code
    from attacks
    cross join jsonb_array_elements_text(attacks.codes) as rights (code)
)

select
    stated.attack_version_id,
    stated.right_code,
    stated.right_code = stated.main_code as is_main,
    1.0::double precision / count(*) over (partition by stated.attack_version_id) as weight
from stated
