-- Which keys the sealed texts, the sealed files and the MACs were made with. A fingerprint opens nothing: it tells that
-- a key is not the one it must be before anything is written with it.
create table vault.key (
    name        text primary key,              -- of the file in the folder of the secrets
    fingerprint text not null check (fingerprint ~ '^[0-9a-f]{16}$'),
    since       timestamptz not null default clock_timestamp()
);
