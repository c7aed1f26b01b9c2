{{ config(
    materialized='table',
    indexes=[{'columns': ['perpetrator_code']}]
) }}

-- Who attacked each woman, and in how many events: of the attacks that count, as they are known now. Built
-- whole, as bridge_attack_defender is.
select
    defenders.defender_token,
    perpetrators.perpetrator_code,
    count(distinct attacks.event_id)::integer as event_count
from {{ ref('fct_attack') }} as attacks
inner join {{ ref('bridge_attack_defender') }} as defenders
    on attacks.attack_version_id = defenders.attack_version_id
inner join {{ ref('bridge_attack_perpetrator') }} as perpetrators
    on attacks.attack_version_id = perpetrators.attack_version_id
where
    defenders.is_counted
    and defenders.defender_token is not null
    and perpetrators.position > 0
group by defenders.defender_token, perpetrators.perpetrator_code
