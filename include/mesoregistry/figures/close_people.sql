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
    select
        rows.event_id,
        rows.submission_id,
        array_agg(rows.protection_measure_code) as protection_measure_codes,
        min(rows.complaint_filed) as complaint_filed
    from marts.fct_protection_response as rows
    group by rows.event_id, rows.submission_id
) as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
