{# True, or an error on a day on which nothing was known yet; a null day must come to it too. #}
{% macro was_loaded_on() %}
create or replace function marts.was_loaded_on(known_on date) returns boolean
language plpgsql stable parallel safe as $$
declare
    first_day date := (select min(submissions.filed_on) from marts.dim_submission as submissions);
    day text := coalesce(known_on::text, '?');
    first text := coalesce(first_day::text, '?');
begin
    if first_day is null or known_on is null or known_on < first_day then
        raise exception using errcode = 'no_data_found', message =
            format('Nada se conoce el %s: el primer archivo se cargó el %s. / ', day, first)
            || format('Nothing is known on %s: the first file was loaded on %s.', day, first);
    end if;
    return true;
end
$$;
comment on function marts.was_loaded_on(date) is
'es: Verdadero, o un error cuando ese día todavía no se conocía nada.
en: True, or an error when nothing was known yet on that day.';
{% endmacro %}
