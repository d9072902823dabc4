"""Values made alike before they are compared: width, blanks and case of all, endings of names of divisions.

As SQL macros, for they run over every row: ``plain`` for any text, ``digits`` for dates, ``trunk`` for names. The endings are those of
the divisions of China (GB/T 2260, GB/T 10114) and of the bodies that stand for them; ethnic names before them (GB/T 3304) go with them.
"""

from __future__ import annotations

import duckdb

from zhanqiao.data_center.storage.engine.duck import quoted_text

WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000\u00a0"
NARROW = "".join(map(chr, range(0x21, 0x7F))) + "  "
PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|"
    "水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|"
    "俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族"
)
ENDINGS = (
    "人民政府|街道办事处|街道办|办事处|管理委员会|管委会|街道|社区居民委员会|居民委员会|村民委员会|居委会|村委会|"
    "特别行政区|自治区|自治州|自治县|自治旗|地区|苏木|省|市|区|县|旗|镇|乡|盟"
)
ZONES = (
    "开发区|新区|园区|产业园|工业园|科技园|商贸园|物流园|公园|示范区|度假区|保护区|休闲区|经济区|管理区|风景区|实验区|试验区|合作区|保税区|高新区|经开区|"
    "农场|渔场|林场|牧场|盐场|茶场|苗圃|水库|基地|中心|公司|监狱"
)  # what lies in a place and bears its name, but is no division
SHORTEST = 2  # characters that must be left of a name without its ending: 孔镇 keeps its own
HAN = r"[\p{Han}]"


def declare(*, connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macros known to a connection."""
    ending = quoted_text(f"(?:(?:{PEOPLES})*(?:{ENDINGS}))$")
    for macro in (
        f"""plain(t) AS nullif(lower(regexp_replace(translate(nfc_normalize(t), {quoted_text(WIDE)}, {quoted_text(NARROW)}),
            '\\s+', '', 'g')), '')""",
        "digits(t) AS nullif(regexp_replace(plain(t), '[^0-9]', '', 'g'), '')",
        f"""trunk(t) AS CASE WHEN length(regexp_replace(t, {ending}, '')) >= {SHORTEST}
            THEN regexp_replace(t, {ending}, '') ELSE t END""",
        # the 12 digits of a village's code, of which a township's are the first 9 and the rest zeros
        "unpadded(t) AS CASE WHEN regexp_matches(t, '^[0-9]{9}0{3}$') THEN left(t, 9) ELSE t END",
        # 西太湖生态休闲区 is no longer name of 西湖街道: a zone and a division that share characters are two things
        f"is_zone(t) AS regexp_matches(t, {quoted_text(f'(?:{ZONES})$')})",
        f"is_division(t) AS regexp_matches(t, {ending}) AND NOT is_zone(t)",
        "alike_in_kind(a, b) AS NOT (is_zone(a) AND is_division(b) OR is_zone(b) AND is_division(a))",
        # 高密市朝阳街道 of 高密市 is its 朝阳街道
        """inside(t, place) AS CASE WHEN starts_with(t, place) AND length(t) > length(place) + 1
            THEN substr(t, length(place) + 1) ELSE t END""",
        # 文东 is short for 文化东路: its characters in their order
        """within(short, whole) AS CASE WHEN starts_with(whole, left(short, 1)) OR suffix(whole, right(short, 1))
            THEN regexp_matches(whole, array_to_string(list_transform(string_split(short, ''), x -> regexp_escape(x)), '.*'))
            ELSE false END""",
        """short_for(a, b) AS CASE WHEN length(a) = length(b) OR least(length(a), length(b)) < 2 THEN false
            WHEN length(a) < length(b) THEN within(a, b) ELSE within(b, a) END""",
        """grams(t) AS CASE WHEN length(t) < 2 THEN [t] ELSE
            list_transform(range(1, length(t)), i -> substr(t, i::INTEGER, 2)) END""",
        """alike(a, b) AS len(list_intersect(grams(a), grams(b))) * 2.0 / (len(grams(a)) + len(grams(b)))""",
    ):
        connection.execute(f"CREATE MACRO {macro}")


def is_chinese(*, connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Say whether most values of a match column, on both sides, are written with Chinese characters."""
    row = connection.execute(
        f"""SELECT avg(regexp_matches({column}, '{HAN}')::INT) FROM (
        SELECT {column} FROM a WHERE {column} IS NOT NULL UNION ALL SELECT {column} FROM b WHERE {column} IS NOT NULL)"""
    ).fetchone()
    return bool(row and row[0] is not None and row[0] > 0.5)  # noqa: PLR2004 - most


def add_sounds(*, connection: duckdb.DuckDBPyConnection, column: str) -> None:
    """Add ``<column>_sound`` to both sides: how the trunk is read, without tones; 郚山 and 吾山 sound the same."""
    values = connection.execute(
        f"SELECT DISTINCT {column}_trunk FROM (SELECT {column}_trunk FROM a UNION ALL SELECT {column}_trunk FROM b)"
        f" WHERE {column}_trunk IS NOT NULL"
    ).fetchall()
    connection.execute("CREATE OR REPLACE TABLE sounds (written VARCHAR PRIMARY KEY, sound VARCHAR)")
    from pypinyin import lazy_pinyin  # late: its tables take 0.2 s, which most processes need not pay

    pairs = [(one, " ".join(lazy_pinyin(one))) for (one,) in values]
    for start in range(0, len(pairs), 500):
        some = pairs[start : start + 500]
        marks = ", ".join("(?, ?)" for _ in some)
        connection.execute(f"INSERT INTO sounds VALUES {marks}", [text for pair in some for text in pair])
    for side in "ab":
        connection.execute(f"ALTER TABLE {side} ADD COLUMN {column}_sound VARCHAR")
        connection.execute(f"UPDATE {side} SET {column}_sound = sound FROM sounds WHERE {column}_trunk = written")
