{{ config(indexes=[{'columns': ['perpetrator_code']}]) }}

-- Who attacked, several to an attack, in the order told.
{{ bridge('perpetrator', 'perpetrator_code') }}
