-- One row for each that is known: attacks, or defenders attacked (an attack on nobody identified keeps one). The planner
-- leaves out the joins that no figure needs.
select
    attacks.*,
    perpetrators.perpetrator_codes,
    close_people.close_relation_codes,
    responses.protection_measure_codes,
    responses.complaint_filed
from ({known}) as attacks
left join (
    select bridge.attack_version_id, array_agg(bridge.perpetrator_code) as perpetrator_codes
    from marts.bridge_attack_perpetrator as bridge
    where bridge.position > 0
    group by bridge.attack_version_id
) as perpetrators on attacks.attack_version_id = perpetrators.attack_version_id
left join (
    select bridge.attack_version_id, array_agg(bridge.close_relation_code) as close_relation_codes
    from marts.bridge_attack_close_person as bridge
    group by bridge.attack_version_id
) as close_people on attacks.attack_version_id = close_people.attack_version_id
left join (
    {all_measures}
) as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
