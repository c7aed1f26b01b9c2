{{ config(indexes=[{'columns': ['event_id']}]) }}

-- People close to the defender who were attacked with her, by relation; they are not counted as defenders.
{{ bridge('close_relation', 'close_relation_code') }}
