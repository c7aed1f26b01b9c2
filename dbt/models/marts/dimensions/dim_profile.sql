{{ config(tags=['reference']) }}

{{ code_dimension('profile') }}
