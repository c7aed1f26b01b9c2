-- Perpetrators, one row for each that an attack names.
select
    attacks.*,
    bridge.perpetrator_code,
    bridge.perpetrator_code <> 'unknown'
    and not coalesce('unknown' = any(perpetrators.published_groups), false) as is_identified
from ({known}) as attacks
inner join marts.bridge_attack_perpetrator as bridge
    on attacks.attack_id = bridge.attack_id and attacks.submission_id = bridge.submission_id
left join marts.dim_perpetrator as perpetrators on bridge.perpetrator_code = perpetrators.perpetrator_code
