{{ config(tags=['reference']) }}

{{ code_dimension('organisation_type') }}
