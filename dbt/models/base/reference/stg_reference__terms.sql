{{ config(indexes=[
    {'columns': ['list', 'country_code', 'source_id', 'term_key']}
]) }}

-- What a local term means, by list, country, source and time: the code map of the source first, then of the
-- country, then of all, then the list's own code and labels. The spans of one term do not overlap.
with sources as (
    select
        country as country_code,
        source_id
    from {{ source('intake', 'source') }}
),

-- The seed, and what the coordination accepted beside it.
code_rows as (
    select
        list,
        country,
        source_id,
        term,
        code,
        valid_from,
        valid_to
    from {{ ref('code_map') }}
    union all
    select
        list,
        country,
        source_id,
        term,
        code,
        valid_from,
        valid_to
    from {{ source('intake', 'decided_term') }}
),

mapped as (
    select
        map.list,
        sources.country_code,
        sources.source_id,
        map.term,
        map.code,
        map.valid_from,
        map.valid_to,
        case when map.source_id is not null then 1 when map.country is not null then 2 else 3 end as priority
    from code_rows as map
    inner join sources
        on
            coalesce(map.country, sources.country_code) = sources.country_code
            and coalesce(map.source_id, sources.source_id) = sources.source_id
),

listed as (
    select
        codes.list,
        sources.country_code,
        sources.source_id,
        labels.term,
        codes.code,
        codes.valid_from,
        codes.valid_to,
        4 as priority
    from {{ ref('code_list') }} as codes
    cross join sources
    cross join lateral (values (codes.code), (codes.es), (codes.en)) as labels (term)
),

candidates as (
    select
        list,
        country_code,
        source_id,
        code,
        priority,
        gate.term_key(term) as term_key,
        coalesce(valid_from, '-infinity'::date) as starts_on,
        coalesce(valid_to + 1, 'infinity'::date) as ends_on
    from (
        select * from mapped
        union all
        select * from listed
    ) as known
),

bounds as (
    select
        list,
        country_code,
        source_id,
        term_key,
        starts_on as bound
    from candidates
    union
    select
        list,
        country_code,
        source_id,
        term_key,
        ends_on as bound
    from candidates
),

spans as (
    select
        list,
        country_code,
        source_id,
        term_key,
        bound as valid_from,
        lead(bound) over (partition by list, country_code, source_id, term_key order by bound) as valid_until
    from bounds
)

select distinct on (spans.list, spans.country_code, spans.source_id, spans.term_key, spans.valid_from)
    spans.list,
    spans.country_code,
    spans.source_id,
    spans.term_key,
    candidates.code,
    spans.valid_from,
    spans.valid_until
from spans
inner join candidates
    on
        spans.list = candidates.list
        and spans.country_code = candidates.country_code
        and spans.source_id = candidates.source_id
        and spans.term_key = candidates.term_key
        and spans.valid_from >= candidates.starts_on
        and spans.valid_until <= candidates.ends_on
order by
    spans.list, spans.country_code, spans.source_id, spans.term_key, spans.valid_from,
    candidates.priority, candidates.code
