{{ config(tags=['reference']) }}

{{ code_dimension('verification') }}
