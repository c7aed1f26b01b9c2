select
    rows.event_id,
    rows.submission_id,
    array_agg(rows.protection_measure_code) as protection_measure_codes,
    min(rows.complaint_filed) as complaint_filed
from marts.fct_protection_response as rows
group by rows.event_id, rows.submission_id
