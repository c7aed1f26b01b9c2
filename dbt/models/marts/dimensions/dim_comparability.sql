{{ config(tags=['reference']) }}

-- What may be added and compared: breaks, countries of a release, denominators, code lists that changed.
select
    ledger.comparability_id,
    ledger.kind,
    ledger.valid_from,
    ledger.valid_to,
    ledger.measure,
    ledger.dimension,
    ledger.es,
    ledger.en,
    ledger.source,
    lower(ledger.country) as country_code
from {{ ref('comparability') }} as ledger
