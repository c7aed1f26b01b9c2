"""All the published figures in under ten seconds, on a registry of the size of the real one."""

from __future__ import annotations

import time

import psycopg
import pytest

from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from mesoregistry.warehouse.figures import compute
from tests.warehouse.filing import prepare

SECONDS = 10
# 45,000 attacks of 161 months in five countries, a third of them collective with six women, a quarter told twice
FILLED = """
create temporary table codes as
    select list, array_agg(code order by code) as codes from marts.dim_code group by list;
insert into marts.dim_submission (submission_id, country_code, source_id, period, version, filed_on)
select row_number() over (), s.country_code, s.source_id, m::date, v,
    (m + interval '25 days' + v * interval '200 days')::date
from marts.dim_source as s, generate_series('2012-01-01'::date, '2025-05-01', interval '1 month') as m,
    generate_series(0, 1) as v
where m >= s.valid_from and (s.valid_to is null or m <= s.valid_to);
insert into marts.fct_attack_version
    (attack_id, event_id, submission_id, country_code, source_id, period, profile_code, form_code,
     channel_code, right_code,
     event_start, date_precision, defender_token, organisation_token, is_eligible, verification_code, status_code,
     collective_id, known_from, known_to, is_counted)
select md5(n::text), md5((n / 2)::text), s.submission_id, s.country_code, s.source_id, s.period,
    (array['individual', 'collective', 'organisation'])[1 + n % 3],
    form.codes[1 + n % cardinality(form.codes)], channel.codes[1 + n % 4],
    rights.codes[1 + n % cardinality(rights.codes)],
    s.period + n % 28, 'day', case n % 3 when 0 then md5((n % 8900)::text) end,
    case n % 3 when 2 then md5((n % 900)::text) end, true, 'verified', 'active',
    case n % 3 when 1 then md5((n / 2)::text) end, s.filed_on,
    case when s.version = 0 and n % 4 = 0 then s.filed_on + 200 end, true
from generate_series(1, 45000) as n
inner join marts.dim_submission as s on s.submission_id % 805 = n % 805 and (s.version = 0 or n % 4 = 0)
cross join (select codes from codes where list = 'form') as form
cross join (select codes from codes where list = 'channel') as channel
cross join (select codes from codes where list = 'right') as rights;
insert into marts.bridge_attack_perpetrator (attack_id, event_id, submission_id, perpetrator_code, position)
select v.attack_id, v.event_id, v.submission_id, c.codes[1 + (v.row_no + p) % cardinality(c.codes)], p
from (select *, row_number() over () as row_no from marts.fct_attack_version) as v
cross join generate_series(1, 2) as p cross join (select codes from codes where list = 'perpetrator') as c
on conflict do nothing;
insert into marts.bridge_collective_member (collective_id, event_id, submission_id, member_no, defender_token)
select v.collective_id, v.event_id, v.submission_id, p, md5(((v.row_no * 7 + p) % 8900)::text)
from (select distinct on (collective_id, submission_id) *, row_number() over () as row_no
      from marts.fct_attack_version where collective_id is not null) as v
cross join generate_series(1, 6) as p;
analyze marts.fct_attack_version, marts.bridge_attack_perpetrator, marts.bridge_collective_member;
"""


@pytest.mark.slow
def test_all_figures(module_databases: Settings) -> None:
    prepare()
    assert build().failures == ()
    with psycopg.connect(module_databases.dsn("warehouse", "transformer")) as connection:
        connection.execute(FILLED)
        (versions,) = connection.execute("select count(*) from marts.fct_attack_version").fetchone() or (0,)
    began = time.monotonic()
    found = compute()
    seconds = time.monotonic() - began
    computed = sum(f.computed is not None for f in found)
    print(f"{len(found)} figures, {computed} computed over {versions:,} versions in {seconds:.1f} s")
    assert versions > 45_000 and len(found) == 424 and computed >= 380
    assert seconds < SECONDS
