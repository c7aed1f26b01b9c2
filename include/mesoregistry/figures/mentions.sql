-- Perpetrators, one row for each that an attack names.
select
    attacks.*,
    bridge.perpetrator_code,
    bridge.perpetrator_code <> 'unknown'
    and not exists (
        select from marts.bridge_code_group as groups
        where groups.list = 'perpetrator' and groups.group_code = 'unknown' and groups.code = bridge.perpetrator_code
    ) as is_identified,
    responses.protection_measure_codes,
    responses.complaint_filed
from ({known}) as attacks
inner join marts.bridge_attack_perpetrator as bridge
    on attacks.attack_version_id = bridge.attack_version_id
left join (
    {all_measures}
) as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
where bridge.position > 0
