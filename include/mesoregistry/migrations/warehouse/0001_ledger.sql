-- The ledger: what was received, what became of it, and why. Nothing here names a person.
create schema if not exists intake;
create schema if not exists raw;
create schema if not exists ops;

create type intake.submission_state as enum (
    'received',     -- recibida: sealed, waiting
    'in_review',    -- en revisión: landed, at the gate
    'to_correct',   -- por corregir: accepted but for the rows that wait for a correction, or returned whole
    'to_confirm',   -- por confirmar: rows wait for the team's word
    'accepted',     -- aceptada
    'replaced',     -- reemplazada: a newer version of the same period stands
    'withdrawn',    -- retirada
    'returned'      -- devuelta: the file could not be taken; nothing of it was loaded
);

create table intake.submission (
    submission_id bigint generated always as identity primary key,
    country       text not null check (country ~ '^[a-z]{2}$'),
    source_id     text not null,
    period        date not null check (extract(day from period) = 1),
    version       integer not null check (version > 0),
    filed_on      date not null,                 -- the day the team filed it: what "as known on" goes by
    received_at   timestamptz not null default clock_timestamp(),
    sha256        text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes         bigint not null,
    extension     text not null,                 -- the file's own name may hold a person's: it is sealed with the file
    state         intake.submission_state not null default 'received',
    layout_id     text,
    rows_read     integer,
    rows_waiting  integer,                       -- kept out by an error or by an unconfirmed warning
    confirmed     boolean not null default false, -- the team said that the warned values are right
    accepted_at   timestamptz,
    decisions     jsonb not null default '{}',   -- layout, sheets, header rows, encoding, date order: what was decided
    columns       jsonb not null default '{}',   -- field -> sheet group, header, column letter: where a cell stands
    unique (country, source_id, period, version)
);

create index submission_waiting on intake.submission (country, state);

create table intake.finding (
    submission_id bigint not null references intake.submission on delete cascade,
    finding_no    integer not null,
    stage         text not null check (stage in ('read', 'gate')),
    rule          text not null,
    severity      text not null check (severity in ('stop', 'error', 'warning', 'note')),
    sheet         text,
    row_number    integer,
    column_letter text,
    field         text,
    record_no     integer,
    value         text,                          -- null for every field of the vault
    message_es    text not null,
    message_en    text not null,
    remedy_es     text not null,
    remedy_en     text not null,
    expected_es   text,
    expected_en   text,
    primary key (submission_id, stage, finding_no)
);

-- The rows of a landed submission that wait. What is accepted is the landed rows less these.
create table intake.waiting_row (
    submission_id bigint not null references intake.submission on delete cascade,
    record_no     integer not null,
    severity      text not null check (severity in ('error', 'warning')),
    primary key (submission_id, record_no)
);

create table intake.event (
    event_no      bigint generated always as identity primary key,
    at            timestamptz not null default clock_timestamp(),
    submission_id bigint references intake.submission,
    action        text not null,
    detail        jsonb not null default '{}',
    previous_hash text not null,
    hash          text not null unique
);

-- Reference data as the gate reads it: copies of dbt/seeds, replaced when the files change.
create table intake.code_list (
    list text not null, code text not null, es text not null, en text not null,
    primary key (list, code)
);
create table intake.code_term (
    list text not null, country text not null, source_id text not null,
    term_key text not null, code text not null, valid_from date, valid_to date
);
create index code_term_key on intake.code_term (list, term_key);
create table intake.reference_version (name text primary key, sha256 text not null);

-- Arrival is an event: the watcher in Airflow listens, the ledger decides.
create function intake.tell_arrival() returns trigger language plpgsql as $$
begin
    perform pg_notify('intake_arrival', new.country);
    return new;
end $$;
create trigger tell_arrival after insert on intake.submission
    for each row execute function intake.tell_arrival();

create table ops.gate_run (
    gate_run_id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    suite text not null, country text, submission_ids bigint[] not null default '{}',
    success boolean not null, seconds numeric not null
);
create table ops.gate_result (
    gate_run_id bigint not null references ops.gate_run on delete cascade,
    rule text not null, severity text not null,
    outcome text not null check (outcome in ('pass', 'fail', 'error')),
    unexpected integer, detail text,
    primary key (gate_run_id, rule)
);
create table ops.dbt_run (
    dbt_run_id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    layer text not null, success boolean not null, seconds numeric not null,
    ledger_event_no bigint
);
create table ops.dbt_node (
    dbt_run_id bigint not null references ops.dbt_run on delete cascade,
    node text not null, resource text not null, status text not null, seconds numeric not null,
    failures integer, message text,
    primary key (dbt_run_id, node)
);
