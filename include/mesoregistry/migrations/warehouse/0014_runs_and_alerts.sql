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
