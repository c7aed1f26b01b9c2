{# The landed records of a country that count: of accepted submissions, less the rows that wait. #}
{% macro landed_records(country) -%}
    select records.*
    from {{ source('raw', country) }} as records
    inner join {{ ref('stg_ledger__submissions') }} as submissions on records._submission = submissions.submission_id
    left join {{ source('intake', 'waiting_row') }} as waiting
        on records._submission = waiting.submission_id and records._record = waiting.record_no
    where {{ is_taken('submissions') }} and waiting.submission_id is null
{%- endmacro %}
