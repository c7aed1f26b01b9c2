{#
In an increment, take away the rows of every submission of which the ledger has news, also of those that are gone
from it. A hook in the transaction of the model, which then writes what stands of them.
#}
{% macro forget_touched() %}
{% set submissions = ref('stg_ledger__submissions') %}
{% if is_incremental() %}
delete from {{ this }}
where submission_id in (
    select submissions.submission_id from {{ submissions }} as submissions where submissions.is_touched
)
{% endif %}
{% endmacro %}
