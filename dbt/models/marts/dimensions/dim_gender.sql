{{ config(tags=['reference']) }}

{{ code_dimension('gender') }}
