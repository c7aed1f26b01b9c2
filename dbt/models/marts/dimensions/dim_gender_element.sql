{{ config(tags=['reference']) }}

{{ code_dimension('gender_element') }}
