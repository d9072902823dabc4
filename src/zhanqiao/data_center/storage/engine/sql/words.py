"""What public SQL may say: kinds of nodes, table references and functions of DuckDB's syntax tree."""

from __future__ import annotations

QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE"})
REFERENCES = frozenset({"BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST"})
EXPRESSIONS = frozenset(
    {
        *("COLUMN_REF", "CONSTANT", "FUNCTION", "WINDOW", "CASE", "CAST", "OPERATOR", "COMPARISON", "CONJUNCTION"),
        *("BETWEEN", "SUBQUERY", "STAR", "COLLATE", "LAMBDA", "LAMBDA_REF", "POSITIONAL_REFERENCE"),
    }
)
MODIFIERS = frozenset({"ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER"})
ORDERS = frozenset({"ORDER_DEFAULT", "ASCENDING", "DESCENDING", "ORDER_ASCENDING", "ORDER_DESCENDING"})
TYPES = frozenset(
    """
    BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT FLOAT DOUBLE DECIMAL
    VARCHAR DATE TIME TIMESTAMP TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS INTERVAL BLOB UUID LIST ARRAY STRUCT MAP NULL
    """.split()  # noqa: SIM905 - words read better than a list of strings
)
NAMED_TYPES = frozenset(
    """
    bool boolean tinyint smallint int integer int4 int8 bigint hugeint float float4 float8 real double decimal numeric
    varchar text string char bpchar date time timestamp datetime interval json uuid blob
    """.split()  # noqa: SIM905 - words read better than a list of strings
)
SURROUNDINGS = frozenset(
    """
    current_catalog current_database current_date current_role current_schema current_time current_timestamp current_user
    localtime localtimestamp session_user
    """.split()  # noqa: SIM905 - words read better than a list of strings
)
SYSTEM_SCHEMAS = frozenset({"information_schema", "main", "memory", "pg_catalog", "recurring", "system", "temp"})
SYSTEM_NAMES = ("duckdb_", "pg_", "pragma_", "sqlite_")  # how tables of the system begin
BY_NAME = frozenset({"list_aggregate"})  # which call an aggregate by its name
OPERATORS = frozenset("+ - * / // % ** ^ || & | ~ << >> ! !~~ ~~ ~~~ !~~* ~~* -> ->> @ && <@ @> ^@".split())  # noqa: SIM905 - words read better than a list of strings
FUNCTIONS = frozenset(
    """
    abs acos asin atan atan2 bin bit_count cbrt ceil ceiling cos cot degrees even exp factorial floor gamma gcd greatest
    greatest_common_divisor hex isfinite isinf isnan lcm least least_common_multiple lgamma ln log log10 log2 mod nextafter
    pi pow power radians round round_even roundbankers sign signbit sin sqrt tan trunc xor add subtract multiply divide fdiv
    fmod hash

    array_extract ascii bar base64 bit_length char_length character_length chr concat concat_ws contains damerau_levenshtein
    editdist3 ends_with format format_bytes from_base64 greatest hamming instr jaccard jaro_similarity jaro_winkler_similarity
    lcase left left_grapheme len length length_grapheme levenshtein like_escape lower lpad ltrim md5 mismatches nfc_normalize
    not_like_escape ord position prefix printf regexp_extract regexp_extract_all regexp_full_match regexp_matches
    regexp_replace regexp_split_to_array repeat replace reverse right right_grapheme rpad rtrim sha1 sha256 split split_part
    starts_with str_split str_split_regex string_split string_split_regex string_to_array strip_accents strlen strpos substr
    substring substring_grapheme suffix to_base to_base64 translate trim ucase unicode upper url_decode url_encode substring

    age century date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek
    dayofyear decade epoch epoch_ms epoch_ns epoch_us era extract hour isodow isoyear julian last_day make_date make_time
    make_timestamp microsecond millennium millisecond minute month monthname quarter second strftime strptime time_bucket
    to_centuries to_days to_decades to_hours to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters
    to_seconds to_timestamp to_weeks to_years try_strptime week weekday weekofyear year yearweek date_add

    coalesce constant_or_null error if ifnull nullif typeof try

    array_length array_slice array_value flatten list_aggregate list_any_value list_apply list_avg list_concat list_contains
    list_count list_distinct list_element list_extract list_filter list_has list_has_all list_has_any list_indexof list_max
    list_min list_position list_product list_reduce list_reverse list_reverse_sort list_select list_slice list_sort list_sum
    list_transform list_unique list_value list_zip list_pack unnest unpack range generate_series array_apply array_contains
    map map_contains map_entries map_extract map_from_entries map_keys map_values cardinality element_at row struct_extract
    struct_insert struct_pack
    json_array_length json_contains json_extract json_extract_string json_keys json_type json_valid json_exists json_value
    to_json json_array json_object

    any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin
    array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop covar_samp entropy
    favg first fsum geomean geometric_mean group_concat histogram kahan_sum kurtosis kurtosis_pop last list listagg mad max max_by
    mean median min min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept
    regr_r2 regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev stddev_pop stddev_samp string_agg
    sum sum_no_overflow sumkahan var_pop var_samp variance bitstring_agg grouping grouping_id

    row_number rank dense_rank rank_dense percent_rank cume_dist ntile lag lead first_value last_value nth_value fill
    """.split()  # noqa: SIM905 - words read better than a list of strings
)
