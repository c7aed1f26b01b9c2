-- noqa: disable=all
-- Written by `make docs` from include/mesoregistry/figures/*.yml; not edited by hand.
-- People close to a defender who were attacked with her, one row for each relation that an attack names.
select
    attacks.*,
    bridge.close_relation_code,
    responses.protection_measure_codes,
    responses.complaint_filed
from (select now_known.* from {{ ref('fct_attack') }} as now_known) as attacks
inner join {{ ref('bridge_attack_close_person') }} as bridge
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
