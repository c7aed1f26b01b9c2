-- Which public key the archive is sealed to, and since when its private half is off this machine (null: it is here).
create table vault.archive_key (
    is_only    boolean primary key default true check (is_only),
    recipient  text not null check (recipient ~ '^age1[0-9a-z]+$'),
    away_since timestamptz
);
-- The keys that open what was received in a month, and when each was destroyed. What stays of a key is its public half.
create table vault.month_key (
    recipient    text primary key check (recipient ~ '^age1[0-9a-z]+$'),
    month        date not null check (extract(day from month) = 1),
    made_at      timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz
);
