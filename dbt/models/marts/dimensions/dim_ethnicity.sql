{{ config(tags=['reference']) }}

{{ code_dimension('ethnicity') }}
