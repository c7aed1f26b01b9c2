-- The twins of migrations/warehouse/0002_gate_functions.sql, which describes each function.
create schema if not exists gate;

create or replace macro gate.array_item() as
    'null|"([^"\\\x01-\x1f]|\\["\\/bfnrt]|\\u(000[1-9a-fA-F]|00[1-9a-fA-F][0-9a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]{2}'
    || '|[1-9abcefABCEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}))*"';

create or replace macro gate.is_array(landed) as
    regexp_matches(landed, '^\[((' || gate.array_item() || ')(, ?(' || gate.array_item() || '))*)?\]$');

create or replace macro gate.elements(landed) as case
    when landed is null then cast([] as varchar[])
    when not starts_with(landed, '[') then [landed]
    when gate.is_array(landed) then json_extract_string(landed, '$[*]')
    else [landed]
end;

create or replace macro gate.size_of(landed) as len(gate.elements(landed));

create or replace macro gate.element(landed, number) as case
    when len(gate.elements(landed)) = 1 then gate.elements(landed)[1]
    else gate.elements(landed)[number]
end;

create or replace macro gate.is_edtf(landed) as regexp_matches(landed,
    '^[12][0-9]{3}(-(0[1-9]|1[0-2])|-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|-(0[469]|11)-(0[1-9]|[12][0-9]|30)'
    || '|-02-(0[1-9]|1[0-9]|2[0-8]))?~?$|^([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)-02-29~?$');

create or replace macro gate.edtf_first(landed) as case when gate.is_edtf(landed) then make_date(
    try_cast(substr(landed, 1, 4) as integer),
    case when length(landed) >= 7 then try_cast(substr(landed, 6, 2) as integer) else 1 end,
    case when length(landed) >= 10 then try_cast(substr(landed, 9, 2) as integer) else 1 end
) end;

create or replace macro gate.edtf_last(landed) as case when gate.is_edtf(landed) then case
    when length(landed) >= 10 then gate.edtf_first(landed)
    when length(landed) >= 7 then last_day(gate.edtf_first(landed))
    else make_date(try_cast(substr(landed, 1, 4) as integer), 12, 31)
end end;

create or replace macro gate.is_whole(landed) as regexp_matches(landed, '^[0-9]{1,9}$');

create or replace macro gate.whole(landed) as
    case when gate.is_whole(landed) then try_cast(landed as integer) end;

-- `translate` takes ten times as long as the rest: most terms have no accent, or those of Spanish alone
create or replace macro gate.plain(term) as case
    when regexp_matches(term, '^[ -~]*$') then term
    when regexp_matches(term, '^[ -~áéíóúüñ]*$') then
        replace(replace(replace(replace(replace(replace(replace(
            term, 'á', 'a'), 'é', 'e'), 'í', 'i'), 'ó', 'o'), 'ú', 'u'), 'ü', 'u'), 'ñ', 'n')
    else translate(term, 'áàâäãéèêëíìîïóòôöõúùûüñç' || chr(160) || chr(9) || chr(10) || chr(13),
        'aaaaaeeeeiiiiooooouuuunc    ')
end;

create or replace macro gate.term_key(term) as
    trim(regexp_replace(gate.plain(lower(term)), '  +', ' ', 'g'), ' ');

-- most cells hold one element, which repeats nothing and needs no list; a second one follows a quotation mark
create or replace macro gate.repeats(landed) as case
    when landed is null or not contains(landed, '",') then false
    else list_count(gate.elements(landed))
        > len(list_distinct(list_transform(gate.elements(landed), lambda x: gate.term_key(x))))
end;
