-- The coordination approves what waits for a confirmation, or sends a file back; a team undoes a withdrawal. Each event
-- that comes through the portal says of which of its accounts: a number, and no name.
alter table intake.transition drop constraint transition_actor_check;
alter table intake.transition add constraint transition_actor_check
    check (actor in ('team', 'coordinator', 'intake', 'gate', 'engineer'));

insert into intake.transition (from_state, action, to_state, actor) values
    ('to_confirm', 'approved', 'in_review', 'coordinator'),
    ('to_correct', 'sent back', 'withdrawn', 'coordinator'),
    ('to_confirm', 'sent back', 'withdrawn', 'coordinator'),
    ('accepted', 'sent back', 'withdrawn', 'coordinator'),
    ('withdrawn', 'restored', 'received', 'team'),
    ('withdrawn', 'restored', 'in_review', 'team'),
    ('withdrawn', 'restored', 'to_correct', 'team'),
    ('withdrawn', 'restored', 'to_confirm', 'team'),
    ('withdrawn', 'restored', 'accepted', 'team');

-- As in 0012, and of which account of the portal it is, where the portal says so.
create or replace function intake.record_event(
    submission_id bigint, action text, from_state intake.submission_state, to_state intake.submission_state,
    detail jsonb
) returns void language plpgsql set search_path = '' as $$
declare
    head intake.chain_head;
    event intake.event;
begin
    select * into strict head from intake.chain_head for update;
    event.event_no := head.event_no + 1;
    event.recorded_at := clock_timestamp();
    event.submission_id := submission_id;
    event.action := action;
    event.from_state := from_state;
    event.to_state := to_state;
    event.recorded_by := session_user;
    event.detail := detail;
    if intake.is_bound_to_country() then
        event.detail := detail || jsonb_strip_nulls(
            jsonb_build_object('account', nullif(current_setting('meso.account', true), '')::bigint)
        );
    end if;
    event.previous_hash := head.hash;
    event.hash := intake.event_hash(event);
    insert into intake.event select (event).*;
    update intake.chain_head set event_no = event.event_no, hash = event.hash;
end $$;

-- What the portal may do with a submission, as a team and as a coordinator.
create function intake.portal_may(moved_by text) returns boolean language sql stable set search_path = '' as $$
    select case coalesce(current_setting('meso.role', true), '')
        when 'coordinator' then moved_by in ('approved', 'sent back', 'restored', 'replaced', 'reinstated')
        when 'auditor' then false
        else moved_by in (
            'received again', 'nothing happened', 'confirmed', 'withdrawn', 'restored', 'replaced', 'reinstated'
        )
    end
$$;

-- As in 0017, and a coordinator moves by what is hers to say, in the name of the country that her transaction shows.
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
        intake.shown_countries() is distinct from of_country or not intake.portal_may(moved_by)
    ) then
        raise exception using errcode = 'insufficient_privilege',
            message = format('submission %s: not of this country, or not for this role to say', moved_id);
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
