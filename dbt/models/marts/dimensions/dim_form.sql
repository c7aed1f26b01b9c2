{{ config(tags=['reference'], indexes=[{'columns': ['form_code'], 'unique': true}]) }}

{{ code_dimension('form') }}
