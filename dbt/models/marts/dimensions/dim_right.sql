{{ config(tags=['reference'], indexes=[{'columns': ['right_code'], 'unique': true}]) }}

{{ code_dimension('right') }}
