{{ config(indexes=[{'columns': ['perpetrator_code']}]) }}

-- Who attacked, several to an attack, in the order of the file.
{{ bridge('perpetrator', 'perpetrator_code') }}
