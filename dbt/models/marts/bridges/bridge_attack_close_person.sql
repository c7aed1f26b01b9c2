{{ config(indexes=[{'columns': ['close_relation_code']}]) }}

-- People close to the defender who were attacked with her, by relation; they are not counted as defenders.
{{ bridge('close_relation', 'close_relation_code', is_always=false) }}
