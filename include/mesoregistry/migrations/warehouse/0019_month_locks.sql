-- Months that a coordinator closed for one country: nothing is filed for them, and the team reads why. Who sees every
-- country closes and opens; a team sees its own.
create table intake.month_lock (
    month_lock_id bigint generated always as identity primary key,
    country       text not null,
    period        date not null check (extract(day from period) = 1),
    reason        text not null check (reason in ('published', 'under_review', 'agreed', 'other')),
    locked_at     timestamptz not null default now(),
    locked_by     bigint not null,  -- account of the portal
    unlocked_at   timestamptz,
    unlocked_by   bigint,
    check ((unlocked_at is null) = (unlocked_by is null))
);
create unique index on intake.month_lock (country, period) where unlocked_at is null;

alter table intake.month_lock enable row level security;
create policy services on intake.month_lock to loader, transformer using (true) with check (true);
create policy own_country on intake.month_lock to portal
    using (country = intake.shown_countries() or intake.shown_countries() = '*');
create policy closed_by_coordinators on intake.month_lock as restrictive for insert to portal
    with check (intake.shown_countries() = '*');
create policy changed_by_coordinators on intake.month_lock as restrictive for update to portal
    using (intake.shown_countries() = '*');
