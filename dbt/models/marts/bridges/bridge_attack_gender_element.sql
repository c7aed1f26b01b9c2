{{ config(indexes=[{'columns': ['event_id']}]) }}

-- What made the attack one with a gender component.
{{ bridge('gender_element', 'gender_element_code') }}
