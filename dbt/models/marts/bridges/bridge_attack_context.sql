{{ config(indexes=[{'columns': ['event_id']}]) }}

-- What was going on when it happened.
{{ bridge('context', 'context_code') }}
