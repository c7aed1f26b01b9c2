{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_affected() }}',
    indexes=[{'columns': ['event_id']}, {'columns': ['attack_version_id'], 'unique': true}]
) }}

-- Attacks in the common codes, as each submission has them, for each span of days in which it is the one that
-- is known: which attack each is, and the one key by which marts and bridges hang together.
select
    harmonised.*,  -- noqa: AM04
    identities.attack_id,
    versions.known_from,
    versions.known_to,
    ('x' || left(md5(identities.attack_id || versions.known_from), 16))::bit(64)::bigint as attack_version_id
from {{ ref('int_attacks__harmonised') }} as harmonised
inner join {{ ref('int_attack_identities') }} as identities
    on harmonised.submission_id = identities.submission_id and harmonised.row_key = identities.row_key
inner join {{ ref('int_event_versions') }} as versions
    on harmonised.event_id = versions.event_id and harmonised.submission_id = versions.submission_id
where {{ is_affected('harmonised') }}
