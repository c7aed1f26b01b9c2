{#
The members of a collective attack in the common codes, as jsonb: [{"no", "token", "identity", "gender", "lgbtttiq",
"ethnicity", "occupation", "role"}].
#}
{% macro member_codes(attacks) -%}
    case when {{ attacks }}.members is not null then (
        select jsonb_agg(jsonb_build_object(
            'no', said.no,
            'token', said.member ->> 'token',
            'identity', said.member ->> 'identity',
            'gender', genders.code,
            'lgbtttiq', coalesce(said.member ->> 'lgbtttiq', 'unknown'),
            'ethnicity', ethnicities.code,
            'occupation', occupations.code,
            'role', roles.code
        ) order by said.no)
        from jsonb_array_elements({{ attacks }}.members::jsonb) with ordinality as said (member, no)
        {%- for list, alias in {'gender': 'genders', 'ethnicity': 'ethnicities', 'occupation': 'occupations', 'role': 'roles'}.items() %}
        left join {{ ref('stg_reference__terms') }} as {{ alias }}
            on {{ means(alias, "'" ~ list ~ "'", attacks, "said.member ->> '" ~ list ~ "'") }}
        {%- endfor %}
    ) end
{%- endmacro %}

{#
Whether the target counts: everybody in a source of women and their organisations; in a source of all defenders a
woman, an organisation of women, a collective with a woman in it.
#}
{% macro is_eligible(attacks) -%}
    {{ attacks }}.source_scope = 'women' or case {{ attacks }}.target_kind
        when 'organisation' then {{ attacks }}.organisation_type_code in (
            select lists.code from {{ ref('code_list') }} as lists
            where lists.list = 'organisation_type' and lists.published_group = 'women'
        )
        when 'collective' then exists (
            select 1
            from jsonb_array_elements({{ attacks }}.member_list) as said (member)
            inner join {{ ref('code_list') }} as lists
                on lists.list = 'gender' and said.member ->> 'gender' = lists.code and lists.published_group = 'women'
        )
        else {{ attacks }}.defender_gender_code in (
            select lists.code from {{ ref('code_list') }} as lists
            where lists.list = 'gender' and lists.published_group = 'women'
        )
    end is true
{%- endmacro %}
