{{ config(indexes=[{'columns': ['context_code']}]) }}

-- What was going on when it happened.
{{ bridge('context', 'context_code') }}
