-- Most arrays hold one element. Whether they repeat one is seen without the query that counts them, of which PostgreSQL
-- begins a new one for each row: for 35,000 rows it took longer than all other rules together.
create function gate.elements_repeat(elements text[]) returns boolean
language sql immutable parallel safe return (
    select count(element.value) > count(distinct gate.term_key(element.value))
    from unnest(elements) as element (value)
);

create or replace function gate.repeats(landed text) returns boolean
language sql immutable parallel safe return case
    when landed is null or strpos(landed, ',') = 0 then false
    else gate.elements_repeat(gate.elements(landed))
end;
