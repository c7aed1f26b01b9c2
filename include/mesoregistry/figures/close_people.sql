-- People close to a defender who were attacked with her, one row for each relation that an attack names.
select
    attacks.*,
    bridge.close_relation_code,
    responses.protection_measure_codes,
    responses.complaint_filed
from ({known}) as attacks
inner join marts.bridge_attack_close_person as bridge
    on attacks.attack_version_id = bridge.attack_version_id
left join (
    {all_measures}
) as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
