"""The generated table of every benchmark: business permits, 14 columns, Chinese, the same rows for the same number."""

from __future__ import annotations

from pathlib import Path

import duckdb

COLUMNS = (
    "许可编号", "企业名称", "统一社会信用代码", "区市", "状态", "类别", "发证日期", "到期日期", "金额", "人数", "地址", "经度", "纬度", "备注",
)  # fmt: skip
DISTRICTS = ("市南区", "市北区", "李沧区", "崂山区", "西海岸新区", "城阳区", "即墨区", "胶州市", "平度市", "莱西市")
STATES = ("有效", "注销", "撤销", "变更")
KINDS = ("餐饮", "建筑", "运输", "医疗", "教育", "娱乐", "危化", "出版")
GENERATED = """
SELECT
    printf('QD%012d', (i * 7919) % {rows} * 10) AS "许可编号",
    '青岛' || (['海信','海尔','青建','双星','中车','橡塑','琴岛'])[1 + (hash(i) % 7)::INT] || '有限公司' || (i % 300000) AS "企业名称",
    printf('9137%014d', (hash(i * 3) % 100000000000)::BIGINT) AS "统一社会信用代码",
    ({districts})[1 + (hash(i * 5) % 10)::INT] AS "区市",
    ({states})[1 + (hash(i * 11) % 4)::INT] AS "状态",
    ({kinds})[1 + (hash(i * 13) % 8)::INT] AS "类别",
    DATE '2015-01-01' + (hash(i * 17) % 4000)::INT AS "发证日期",
    DATE '2018-01-01' + (hash(i * 19) % 4000)::INT AS "到期日期",
    ((hash(i * 23) % 100000000)::BIGINT / 100)::DECIMAL(12, 2) AS "金额",
    (hash(i * 29) % 500)::BIGINT AS "人数",
    '青岛市' || (['市南区香港中路','市北区辽宁路','崂山区海尔路'])[1 + (hash(i * 41) % 3)::INT] || (i % 999) || '号' AS "地址",
    round(120.0 + (hash(i * 31) % 1000000)::DOUBLE / 1e6, 6) AS "经度",
    round(36.0 + (hash(i * 37) % 1000000)::DOUBLE / 1e6, 6) AS "纬度",
    CASE WHEN hash(i * 43) % 120 = 0 THEN '特种设备电梯检验合格' ELSE '经审核符合条件，准予许可' || (i % 1000) END AS "备注"
FROM range({rows}) t(i)
"""


def query(rows: int) -> str:
    """Return the SQL that generates so many rows."""
    return GENERATED.format(rows=rows, districts=list(DISTRICTS), states=list(STATES), kinds=list(KINDS))


def written(*, folder: Path, rows: int, kind: str) -> Path:
    """Return the table as a file (kind ``csv`` or ``parquet``), made once a folder."""
    path = folder / f"permits-{rows}.{kind}"
    if not path.exists():
        options = "FORMAT csv, HEADER" if kind == "csv" else "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000"
        draft = path.with_suffix(".draft")
        duckdb.connect().execute(f"COPY ({query(rows)}) TO '{draft}' ({options})")
        draft.rename(path)
    return path
