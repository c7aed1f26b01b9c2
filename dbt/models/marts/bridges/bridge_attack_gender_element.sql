{{ config(indexes=[
    {'columns': ['attack_id', 'submission_id', 'gender_element_code'], 'unique': true}, {'columns': ['event_id']}
]) }}

-- What made the attack one with a gender component.
{{ bridge('gender_element', 'gender_element_code') }}
