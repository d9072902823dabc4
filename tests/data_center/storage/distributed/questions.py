"""Thirty questions that together ask for every part of the query model that a cluster may answer."""

from __future__ import annotations

from tests.data_center.storage import permits, stations

from zhanqiao.data_center.storage.engine.fields import LogicalType

# Spark 4.0 has no time of day; the other columns of the stations are all there.
KEPT = [place for place, field in enumerate(stations.FIELDS) if field.type is not LogicalType.TIME]
STATION_FIELDS = tuple(stations.FIELDS[place] for place in KEPT)
STATION_ROWS = [tuple(row[place] for place in KEPT) for row in stations.ROWS]
PERMIT_FIELDS = permits.FIELDS

STATIONS: dict[str, dict[str, str]] = {
    "every column in source order": {},
    "text, null and inner words": {"q": "站", "count": "exact"},
    "folded words": {"q": "may"},
    "equality and a name that another engine reserves": {"where": "rowid >= 3 AND 编号 != '0010'"},
    "like with a backslash and wildcards": {"where": "站名 LIKE '%站' OR \"备 注\"\"x\"\"\" LIKE '%\\_%'"},
    "in, between, not, null": {
        "where": "区市 IN ('市南区', '市北区') AND NOT (日客流 BETWEEN 1 AND 50000) OR 日客流 IS NULL"
    },
    "dates and moments": {"where": "开通日期 >= '2015-12-16' AND 更新 < '2024-03-05T08:30:01'"},
    "parts of dates": {
        "select": "编号, year(开通日期), quarter(开通日期), month(开通日期), week(开通日期), day(开通日期), "
        "weekday(开通日期), hour(更新), minute(更新)"
    },
    "truncated and bucketed": {
        "select": "编号, date_trunc('week', 更新) AS w, date_trunc('month', 开通日期) AS m, bucket(更新, 'hour') AS h, "
        "time_bucket(开通日期, 10) AS t, time_bucket(更新, 7) AS u"
    },
    "texts": {
        "select": "lower(站名), upper(站名), trim(站名), length(站名), substr(站名, 2, 2), replace(站名, '站', 'x'), "
        "concat(站名, '/', 区市), starts_with(站名, '五'), ends_with(站名, '站'), contains(站名, '村')"
    },
    "arithmetic": {
        "select": "编号, 日客流 / 7, 造价 / 日客流 AS a, 造价 * 2 AS b, 造价 + 日客流 AS c, -面积 AS d, abs(日客流) AS e, "
        "floor(面积), ceil(面积), round(面积, 1), round(造价)"
    },
    "conversions": {"select": "编号, to_text(造价), to_text(更新), to_text(换乘), to_number(日客流), to_date(更新)"},
    "choices": {"select": "编号, if(日客流 > 50000, '多', '少') AS x, coalesce(站名, 区市, '无') AS y"},
    "order with nulls last": {"order_by": "造价 DESC"},
    "order with nulls first, ties in source order": {"order_by": "开通日期 NULLS FIRST"},
    "order by text": {"order_by": "站名", "select": "站名, 位置, 属性"},
    "groups": {"group_by": "区市"},
    "every aggregate": {
        "select": "区市, count(*), count(日客流), count(distinct 换乘) AS n, sum(日客流), sum(造价), sum(累计), avg(日客流), "
        "avg(造价), min(开通日期), max(更新), min(站名), median(面积), quantile(面积, 0.25) AS q, stddev(面积)",
        "group_by": "区市",
    },
    "whole table summed up": {"select": "count(*), sum(日客流), avg(累计), max(面积)"},
    "having and order of groups": {
        "select": "区市, count(*) AS n", "group_by": "区市", "having": "count(*) > 1", "order_by": "n DESC", "count": "exact",
    },
    "group by an expression with constants": {"group_by": "substr(编号, 1, 3), year(开通日期)"},
}  # fmt: skip
PERMITS: dict[str, dict[str, str]] = {
    "a page far in": {"offset": "45000", "limit": "50"},
    "filtered in source order": {"where": "区市 = '崂山区'", "offset": "700", "limit": "30", "count": "exact"},
    "filter, order, top": {
        "where": "区市 IN ('市南区', '市北区') AND 发证日期 >= '2018-01-01'", "order_by": "金额 DESC", "limit": "100",
    },
    "ties in source order over many groups of rows": {"order_by": "区市", "offset": "11990", "limit": "40"},
    "extent": {"bbox": "120.2,36.1,120.4,36.3", "limit": "500", "count": "exact"},
    "extent as a function": {"select": "count(*)", "where": "within_bbox(120.2, 36.1, 120.4, 36.3)"},
    "words": {"q": "有效期3年 商行", "limit": "20", "count": "exact"},
    "groups by district and month": {
        "select": "区市, bucket(发证日期, 'month') AS 月, count(*), sum(金额), avg(金额)", "group_by": "区市, 月", "limit": "900",
    },
    "distinct and quantiles": {
        "select": "区市, count(distinct 企业名称) AS n, median(金额), quantile(金额, 0.9) AS q", "group_by": "区市",
        "order_by": "q DESC",
    },
}  # fmt: skip
