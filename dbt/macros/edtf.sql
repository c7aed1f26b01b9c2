{# How exactly a date is known: day, month, year, or unknown. A ~ says that it is estimated. #}
{% macro edtf_precision(edtf) -%}
    case
        when not coalesce(gate.is_edtf({{ edtf }}), false) then 'unknown'
        else case length(rtrim({{ edtf }}, '~')) when 10 then 'day' when 7 then 'month' else 'year' end
    end
{%- endmacro %}
