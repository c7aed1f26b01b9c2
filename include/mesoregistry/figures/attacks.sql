-- One row for each that is known: attacks, or defenders attacked (an attack on nobody identified keeps one). The planner
-- leaves out the joins that no figure needs.
select
    attacks.*,
    perpetrators.perpetrator_codes,
    close_people.close_relation_codes
from ({known}) as attacks
left join (
    select bridge.attack_id, bridge.submission_id, array_agg(bridge.perpetrator_code) as perpetrator_codes
    from marts.bridge_attack_perpetrator as bridge
    group by bridge.attack_id, bridge.submission_id
) as perpetrators on attacks.attack_id = perpetrators.attack_id and attacks.submission_id = perpetrators.submission_id
left join (
    select bridge.attack_id, bridge.submission_id, array_agg(bridge.close_relation_code) as close_relation_codes
    from marts.bridge_attack_close_person as bridge
    group by bridge.attack_id, bridge.submission_id
) as close_people on attacks.attack_id = close_people.attack_id and attacks.submission_id = close_people.submission_id
