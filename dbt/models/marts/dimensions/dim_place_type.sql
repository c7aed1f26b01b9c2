{{ config(tags=['reference']) }}

{{ code_dimension('place_type') }}
