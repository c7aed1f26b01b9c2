{{ config(indexes=[
    {'columns': ['attack_id', 'submission_id', 'close_relation_code'], 'unique': true}, {'columns': ['event_id']}
]) }}

-- People close to the defender who were attacked with her, by relation; they are not counted as defenders.
{{ bridge('close_relation', 'close_relation_code') }}
