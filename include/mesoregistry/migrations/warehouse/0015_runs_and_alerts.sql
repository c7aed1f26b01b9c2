-- Which run of Airflow took which file: tried again or cleared, it answers for the same files.
create table ops.run_submission (
    country       text not null,
    run_id        text not null,
    submission_id bigint not null references intake.submission,
    at            timestamptz not null default clock_timestamp(),
    primary key (country, run_id, submission_id)
);
create index run_submission_file on ops.run_submission (submission_id);

-- What somebody must be told, once: open until it is mended. No value of a file and no name stands here.
create table ops.alert (
    alert_id    bigint generated always as identity primary key,
    key         text not null,        -- what is wrong: a task of a DAG, an inbox, a registry, a deadline
    fingerprint text not null,        -- of the words: the same fault again is counted, not told again
    country     text,
    message     text not null,
    depends_on  text,                 -- digest of the rules and the catalogue: other ones are worth a try at once
    run_id      text,                 -- the run that turned red for it
    opened_at   timestamptz not null default clock_timestamp(),
    last_at     timestamptz not null default clock_timestamp(),
    attempts    integer not null default 1,
    told_at     timestamptz,
    closed_at   timestamptz
);
create unique index alert_open on ops.alert (key, fingerprint) where closed_at is null;

-- Whether the warehouse must be called to build: null when no build is missing or somebody is about to make one;
-- else how many builds have failed since the last that ended well (one that died is none). The triggerer may ask
-- this and sees none of the tables. 3501077: the lock of a build; 20 seconds: a run that accepted calls for a build itself.
create function ops.missing_build() returns bigint language sql stable security definer set search_path = '' as $$
    with counting as (
        select max(recorded_at) as last_at, max(event_no) as event_no from intake.event
        where action in ('accepted', 'nothing happened', 'withdrawn')
    ),

    built as (
        select coalesce(max(ledger_event_no), 0) as event_no, coalesce(max(dbt_run_id), 0) as dbt_run_id
        from ops.dbt_run where success
    )

    select (select count(*) from ops.dbt_run where not success and seconds > 0 and dbt_run.dbt_run_id > built.dbt_run_id)
    from counting, built
    where counting.event_no > built.event_no and counting.last_at < now() - interval '20 seconds'
        and not exists (
            select 1 from intake.submission inner join intake.event using (submission_id)
            where submission.state in ('received', 'in_review') and event.recorded_at > now() - interval '5 minutes'
        )
        and not exists (
            select 1 from pg_catalog.pg_locks
            where locktype = 'advisory' and granted and (classid::bigint << 32) | objid::bigint = 3501077
                and database = (select oid from pg_catalog.pg_database where datname = current_database())
        )
$$;
revoke execute on function ops.missing_build from public;
