-- The portal of the teams sees and moves the submissions of the country that its transaction names, and none without:
-- select set_config('meso.country', 'gt', true). Coordinators and auditors name '*'. Everybody else sees all, as before.
create function intake.shown_countries() returns text language sql stable set search_path = '' as $$
    select current_setting('meso.country', true)
$$;

alter table intake.submission enable row level security;
alter table intake.finding enable row level security;
alter table intake.event enable row level security;
alter table intake.waiting_row enable row level security;

create policy services on intake.submission to loader, transformer, listener using (true) with check (true);
create policy services on intake.finding to loader, transformer using (true) with check (true);
create policy services on intake.event to loader, transformer using (true) with check (true);
create policy services on intake.waiting_row to loader, transformer using (true) with check (true);

create policy own_country on intake.submission to portal
    using (country = intake.shown_countries() or intake.shown_countries() = '*');
-- who sees every country changes none
create policy changes_own_country on intake.submission as restrictive for update to portal
    using (country = intake.shown_countries());
create policy files_own_country on intake.submission as restrictive for insert to portal
    with check (country = intake.shown_countries());
create policy own_country on intake.finding to portal
    using (exists (select from intake.submission as own where own.submission_id = finding.submission_id));
create policy own_country on intake.event to portal
    using (exists (select from intake.submission as own where own.submission_id = event.submission_id));
create policy own_country on intake.waiting_row to portal
    using (exists (select from intake.submission as own where own.submission_id = waiting_row.submission_id));

-- Whether whoever is logged in is bound to a country: the functions below run as their owner, who is not.
create function intake.is_bound_to_country() returns boolean language sql stable set search_path = '' as $$
    select exists (
        select from pg_catalog.pg_policy as policy
        inner join pg_catalog.pg_roles as role on role.oid = any(policy.polroles)
        where policy.polrelid = 'intake.submission'::regclass and policy.polname = 'own_country'
            and role.rolname = session_user
    )
$$;

-- As in 0012, and a role that is bound to a country moves its submissions alone, by what a team does.
create or replace function intake.move_submission(
    moved_id bigint, moved_by text, moved_to intake.submission_state, moved_detail jsonb
) returns void language plpgsql security definer set search_path = '' as $$
declare
    before intake.submission_state;
    of_country text;
begin
    perform from intake.chain_head for update;
    select submission.state, submission.country into strict before, of_country
    from intake.submission where submission.submission_id = moved_id for update;
    if intake.is_bound_to_country() and (
        intake.shown_countries() is distinct from of_country
        or moved_by not in (
            'received again', 'nothing happened', 'confirmed', 'withdrawn', 'replaced', 'reinstated'
        )
    ) then
        raise exception using errcode = 'insufficient_privilege',
            message = format('submission %s: not of this country, or not for a team to say', moved_id);
    end if;
    if not exists (
        select from intake.transition as allowed
        where allowed.from_state = before and allowed.action = moved_by and allowed.to_state = moved_to
    ) then
        raise exception using errcode = 'ML001', constraint = 'submission_transition',
            message = format('submission %s: %s does not become %s by %s', moved_id, before, moved_to, moved_by);
    end if;
    update intake.submission set state = moved_to where submission.submission_id = moved_id;
    perform intake.record_event(moved_id, moved_by, before, moved_to, moved_detail);
end $$;

-- The cases with a key of landed submissions, and where the first row of each stands: keys are marks, and nothing else of
-- the landed rows is shown to a team.
create function intake.cases(of_country text, submission_ids bigint[]) returns table (
    submission_id bigint, case_key text, waits boolean, sheet text, row_number integer
) language plpgsql stable security definer set search_path = '' as $$
begin
    if intake.is_bound_to_country() and intake.shown_countries() is distinct from of_country then
        raise exception using errcode = 'insufficient_privilege', message = 'not of this country';
    end if;
    return query execute format(
        'select rows._submission, rows.case_key, bool_or(waiting.record_no is not null),'
        ' (array_agg(rows._sheet order by waiting.record_no, rows._record))[1],'
        ' (array_agg(rows._row order by waiting.record_no, rows._record))[1]'
        ' from raw.%I as rows left join intake.waiting_row as waiting'
        ' on rows._submission = waiting.submission_id and rows._record = waiting.record_no and not waiting.is_repeat'
        ' where rows._submission = any($1) and rows.case_key is not null group by 1, 2', of_country
    ) using submission_ids;
end $$;

revoke execute on function intake.move_submission, intake.cases from public;
