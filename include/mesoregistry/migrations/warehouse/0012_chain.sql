-- Each event of the ledger is written by the database in the statement that changes the submission, and its hash
-- covers all that it says. Nobody but the owner can write an event, or a state without its event.
alter table intake.event rename column at to recorded_at;
alter table ops.gate_run rename column at to recorded_at;
alter table ops.dbt_run rename column at to recorded_at;
alter table intake.event add column from_state intake.submission_state;
alter table intake.event add column to_state intake.submission_state; -- null: before this migration
alter table intake.event add column recorded_by text not null default '';
alter table intake.event alter column event_no drop identity;

-- The last event. Its row is what a transaction locks to be the only one that moves submissions.
create table intake.chain_head (
    is_only  boolean primary key default true check (is_only),
    event_no bigint not null,
    hash     text not null
);

-- What an event says, in one text. mesoregistry.ledger.chain makes the same without this function.
create function intake.event_text(event intake.event) returns text language sql immutable set search_path = '' as $$
    select concat_ws(
        '|', event.previous_hash, event.event_no,
        to_char(event.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        coalesce(event.submission_id::text, ''), event.action, coalesce(event.from_state::text, ''),
        coalesce(event.to_state::text, ''), event.recorded_by, event.detail::text
    )
$$;

create function intake.event_hash(event intake.event) returns text language sql immutable set search_path = '' as $$
    select encode(sha256(convert_to(intake.event_text(event), 'UTF8')), 'hex')
$$;

-- The events of before were written by the program, with a hash of less; they get theirs here, once.
do $$
declare
    old intake.event;
    previous text := repeat('0', 64);
    last_no bigint := 0;
begin
    for old in select * from intake.event order by event_no loop
        old.previous_hash := previous;
        old.hash := intake.event_hash(old);
        update intake.event set previous_hash = old.previous_hash, hash = old.hash where event_no = old.event_no;
        previous := old.hash;
        last_no := old.event_no;
    end loop;
    insert into intake.chain_head (event_no, hash) values (last_no, previous);
end $$;

create function intake.lock_chain() returns void language sql security definer set search_path = '' as $$
    select from intake.chain_head for update
$$;

create function intake.record_event(
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
    event.previous_hash := head.hash;
    event.hash := intake.event_hash(event);
    insert into intake.event select (event).*;
    update intake.chain_head set event_no = event.event_no, hash = event.hash;
end $$;

-- A submission begins with its event.
create function intake.record_arrival() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform intake.record_event(
        new.submission_id, 'received', null, new.state,
        jsonb_build_object('sha256', new.sha256, 'filed_on', new.filed_on)
    );
    return new;
end $$;
create trigger record_arrival after insert on intake.submission
    for each row execute function intake.record_arrival();

-- The only way in which a state changes, but for the owner's own hand.
create function intake.move_submission(
    moved_id bigint, moved_by text, moved_to intake.submission_state, moved_detail jsonb
) returns void language plpgsql security definer set search_path = '' as $$
declare
    before intake.submission_state;
begin
    perform from intake.chain_head for update;
    select submission.state into strict before
    from intake.submission where submission.submission_id = moved_id for update;
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

revoke execute on function intake.record_event, intake.record_arrival, intake.move_submission, intake.lock_chain from public;

-- What a verification came upon: an event, a head kept outside, a line of the heads, or a state without event.
alter table ops.chain_verification add column tampering text
    check (tampering in ('event', 'head', 'line', 'state'));
alter table ops.chain_verification rename column broken_event_no to number;
update ops.chain_verification set tampering = 'event' where number is not null;
