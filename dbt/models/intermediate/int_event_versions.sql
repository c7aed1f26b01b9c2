{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook='{{ forget_affected() }}',
    indexes=[{'columns': ['event_id']}, {'columns': ['submission_id']}]
) }}

-- Which submission tells an event, from when to when. Of a source that replaces, the last file of a period: a
-- case that it lacks is told no more. While a row of it waits, what an older file told of that case goes on;
-- while a row waits that has no key, so does every case it lacks; where the file has no keys, the whole older
-- file stands. Of a source that adds, each case by the last file that tells it, until its team confirms that
-- it is gone. A case filed for two periods is told by the last file.
with submissions as (
    select
        files.submission_id,
        files.mode,
        files.waits_without_key,
        files.filed_on as stands_from,
        files.withdrawn_on as stands_until,
        files.waits_without_key and not files.is_keyed as is_provisional,
        concat_ws(
            '|', files.country_code, files.source_id, case when files.mode = 'replaces' then files.period end
        ) as group_key,
        row_number() over (
            order by
                files.is_keyed or not files.waits_without_key,
                files.filed_on,
                files.version,
                files.submission_id
        ) as file_no
    from {{ ref('stg_ledger__submissions') }} as files
    where files.is_accepted
),

-- What a file has of an event: rows that count, a row that waits, the word that it is gone.
entries as (
    select
        attacks.event_id,
        attacks.submission_id,
        true as tells,
        false as waits
    from {{ ref('int_attacks__harmonised') }} as attacks
    where {{ is_affected('attacks') }}
    union
    select
        open_cases.event_id,
        open_cases.submission_id,
        false as tells,
        not open_cases.is_gone as waits
    from {{ ref('stg_open_cases') }} as open_cases
    where {{ is_affected('open_cases') }}
),

contents as (
    select
        entries.event_id,
        entries.submission_id,
        bool_or(entries.tells) as tells,
        bool_or(entries.waits) as waits
    from entries
    group by entries.event_id, entries.submission_id
),

-- In a period that is replaced, a file also says something of the events that it lacks.
events as (
    select distinct
        contents.event_id,
        submissions.group_key
    from contents
    inner join submissions on contents.submission_id = submissions.submission_id
    where contents.tells
),

files as (
    select
        events.event_id,
        submissions.*,
        coalesce(contents.tells, false) as tells,
        submissions.is_provisional
        or not coalesce(contents.waits, contents.event_id is null and submissions.waits_without_key) as closes
    from events
    inner join submissions on events.group_key = submissions.group_key and submissions.mode = 'replaces'
    left join contents
        on events.event_id = contents.event_id and submissions.submission_id = contents.submission_id
    union all
    select
        contents.event_id,
        submissions.*,
        contents.tells,
        not contents.waits as closes
    from contents
    inner join submissions on contents.submission_id = submissions.submission_id and submissions.mode = 'adds'
),

{{ standing_by_day('files') }},

{{ standing() }}

select
    standing.event_id,
    standing.submission_id,
    standing.known_from,
    standing.known_to
from standing
