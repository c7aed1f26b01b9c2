{{ config(indexes=[
    {'columns': ['attack_id', 'submission_id', 'context_code'], 'unique': true}, {'columns': ['event_id']}
]) }}

-- What was going on when it happened.
{{ bridge('context', 'context_code') }}
