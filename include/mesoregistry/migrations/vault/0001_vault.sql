-- The vault: who the tokens are. Everything that names a person is sealed; the MAC is for matching only.
create schema if not exists vault;

create table vault.identity (
    token       text primary key check (token ~ '^[0-9a-f]{32}$'),
    kind        text not null check (kind in ('person', 'organisation')),
    country     text not null,
    mac         text not null,                 -- keyed MAC of the normalised identity
    key_version integer not null default 1,
    normal_version integer not null default 1, -- version of the normalisation before the MAC
    sealed      bytea not null,
    first_seen  timestamptz not null default clock_timestamp(),
    unique (kind, country, mac, key_version)
);

-- Where a token was mentioned: a cell of a submission.
create table vault.mention (
    submission_id bigint not null,
    record_no     integer not null,
    field         text not null,
    position      integer not null,
    token         text not null references vault.identity,
    primary key (submission_id, record_no, field, position)
);
create index mention_token on vault.mention (token);

-- Narratives and contacts, sealed; they have no token and never leave.
create table vault.text (
    submission_id bigint not null,
    record_no     integer not null,
    field         text not null,
    position      integer not null,
    sealed        bytea not null,
    primary key (submission_id, record_no, field, position)
);
