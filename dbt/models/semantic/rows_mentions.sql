-- noqa: disable=all
-- Written by `make docs` from include/mesoregistry/figures/*.yml; not edited by hand.
-- Perpetrators, one row for each that an attack names.
select
    attacks.*,
    bridge.perpetrator_code,
    bridge.perpetrator_code <> 'unknown'
    and not exists (
        select from {{ ref('bridge_code_group') }} as groups
        where groups.list = 'perpetrator' and groups.group_code = 'unknown' and groups.code = bridge.perpetrator_code
    ) as is_identified,
    responses.protection_measure_codes,
    responses.complaint_filed
from (select now_known.* from {{ ref('fct_attack') }} as now_known) as attacks
inner join {{ ref('bridge_attack_perpetrator') }} as bridge
    on attacks.attack_version_id = bridge.attack_version_id
left join (
    select
        rows.event_id,
        rows.submission_id,
        array_agg(rows.protection_measure_code) as protection_measure_codes,
        min(rows.complaint_filed) as complaint_filed
    from {{ ref('fct_protection_response') }} as rows
    group by rows.event_id, rows.submission_id
) as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
where bridge.position > 0
