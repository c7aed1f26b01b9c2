-- Attacks, one row for each protection measure of their event: what counts once counts once in each measure.
select
    attacks.*,
    responses.protection_measure_code,
    responses.complaint_filed
from ({known}) as attacks
left join marts.fct_protection_response as responses
    on attacks.event_id = responses.event_id and attacks.submission_id = responses.submission_id
