-- Signatures of files: what a passkey signed when its owner pressed «Presentar», held against keys that were enrolled at
-- the command line. The portal hands signatures in; it writes no key and no verdict.
create table intake.signing_key (
    credential_id bytea primary key,
    country       text not null,
    account       bigint not null,  -- in the portal
    credential    bytea not null,   -- public key, as WebAuthn has it
    origin        text not null,    -- the address of the portal that it is bound to
    enrolled_at   timestamptz not null default now(),
    revoked_at    timestamptz
);

create table intake.signature (
    submission_id bigint primary key references intake.submission,
    credential_id bytea not null,
    counter       bigint not null,
    assertion     text not null check (length(assertion) <= 8000),
    verdict       text check (verdict in ('passkey', 'refused')), -- null: nobody has looked at it yet
    verified_at   timestamptz
);
-- a signature stands for one file
create unique index on intake.signature (credential_id, counter) where verdict = 'passkey';

alter table intake.signing_key enable row level security;
alter table intake.signature enable row level security;
create policy services on intake.signing_key to loader, transformer using (true) with check (true);
create policy services on intake.signature to loader, transformer using (true) with check (true);
create policy own_country on intake.signing_key for select to portal
    using (country = intake.shown_countries());
create policy own_country on intake.signature to portal
    using (exists (select from intake.submission as own where own.submission_id = signature.submission_id));
-- who sees every country signs for none
create policy signs_own_country on intake.signature as restrictive for insert to portal
    with check (exists (
        select from intake.submission as own
        where own.submission_id = signature.submission_id and own.country = intake.shown_countries()
    ));
