{{ config(indexes=[{'columns': ['gender_element_code']}]) }}

-- What made the attack one with a gender component.
{{ bridge('gender_element', 'gender_element_code') }}
