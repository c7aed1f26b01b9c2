-- The public keys that the receiving side signs with, and has signed with: what it sealed is known by them.
create table vault.sender_key (
    public_key text primary key check (public_key ~ '^[0-9a-f]{64}$'),
    sender     text not null,                  -- name of the secret
    since      timestamptz not null default clock_timestamp()
);
