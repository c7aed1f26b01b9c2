{{ config(indexes=[
    {'columns': ['attack_id', 'submission_id', 'perpetrator_code'], 'unique': true}, {'columns': ['event_id']}
]) }}

-- Who attacked, several to an attack, in the order told.
{{ bridge('perpetrator', 'perpetrator_code') }}
