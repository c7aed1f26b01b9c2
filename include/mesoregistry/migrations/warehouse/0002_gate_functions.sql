-- What the rules of the gate, and dbt, call by one name. The DuckDB twins are in gate/functions.duckdb.sql; a
-- test holds both, and a third in Python, to the same answers. None of them fails, whatever the text.
create schema if not exists gate;
grant usage on schema gate to public;

-- A string or null as JSON writes them. Half a surrogate pair or the character zero are no text anywhere.
create function gate.array_item() returns text
language sql immutable parallel safe return
    'null|"([^"\\\x01-\x1f]|\\["\\/bfnrt]|\\u(000[1-9a-fA-F]|00[1-9a-fA-F][0-9a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]{2}'
    || '|[1-9abcefABCEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}))*"';

-- The one lexical form of a landed array.
create function gate.is_array(landed text) returns boolean
language sql immutable parallel safe return
    landed ~ ('^\[((' || gate.array_item() || ')(, ?(' || gate.array_item() || '))*)?\]$');

create function gate.parsed_elements(landed text) returns text[]
language sql immutable parallel safe return case
    when landed is null then '{}'::text[]
    when gate.is_array(landed) then array(
        select element.value
        from json_array_elements_text(landed::json) with ordinality as element (value, position)
        order by element.position
    )
    else array[landed]
end;

-- The elements of a landed array in their order; none for NULL; any other text is one element, as it is. Most
-- arrays hold no escape and no null, and are split without being parsed.
create function gate.elements(landed text) returns text[]
language sql immutable parallel safe return case
    when landed is null then '{}'::text[]
    when landed <> '[""]' and landed ~ '^\["[^"\\\x01-\x1f]*"(, "[^"\\\x01-\x1f]*")*\]$'
        then string_to_array(substr(landed, 3, length(landed) - 4), '", "')
    else gate.parsed_elements(landed)
end;

create function gate.size_of(landed text) returns integer
language sql immutable parallel safe return cardinality(gate.elements(landed));

-- Element `number` (from 1) of an array; an array of one holds for all.
create function gate.element(landed text, number bigint) returns text
language sql immutable parallel safe return case
    when cardinality(gate.elements(landed)) = 1 then (gate.elements(landed))[1]
    else (gate.elements(landed))[number::integer]
end;


-- A date of the registry: a day, a month or a year from 1000 to 2999, ~ when estimated, in the calendar.
create function gate.is_edtf(landed text) returns boolean
language sql immutable parallel safe return landed ~ (
    '^[12][0-9]{3}(-(0[1-9]|1[0-2])|-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|-(0[469]|11)-(0[1-9]|[12][0-9]|30)'
    || '|-02-(0[1-9]|1[0-9]|2[0-8]))?~?$|^([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)-02-29~?$'
);

create function gate.edtf_first(landed text) returns date
language sql immutable parallel safe return case when gate.is_edtf(landed) then make_date(
    substr(landed, 1, 4)::integer,
    case when length(landed) >= 7 then substr(landed, 6, 2)::integer else 1 end,
    case when length(landed) >= 10 then substr(landed, 9, 2)::integer else 1 end
) end;

create function gate.edtf_last(landed text) returns date
language sql immutable parallel safe return case when gate.is_edtf(landed) then case
    when length(landed) >= 10 then gate.edtf_first(landed)
    when length(landed) >= 7 then (gate.edtf_first(landed) + interval '1 month' - interval '1 day')::date
    else make_date(substr(landed, 1, 4)::integer, 12, 31)
end end;

-- A whole number that can be a count.
create function gate.is_whole(landed text) returns boolean
language sql immutable parallel safe return landed ~ '^[0-9]{1,9}$';

create function gate.whole(landed text) returns integer
language sql immutable parallel safe return case when gate.is_whole(landed) then landed::integer end;

-- How a term is compared: lower case, without accents, blanks folded.
create function gate.term_key(term text) returns text
language sql immutable parallel safe return btrim(regexp_replace(
    translate(lower(term), E'áàâäãéèêëíìîïóòôöõúùûüñç\u00a0\t\n\r', 'aaaaaeeeeiiiiooooouuuunc    '), '  +', ' ', 'g'
), ' ');

-- Whether an array says the same term twice.
create function gate.repeats(landed text) returns boolean
language sql immutable parallel safe return (
    select count(element.value) > count(distinct gate.term_key(element.value))
    from unnest(gate.elements(landed)) as element (value)
);

-- Whether a term is the list's own code or label: the code map comes first.
alter table intake.code_term add column own boolean not null default false;
