"""A larger made-up table, for what only shows on many rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.data_center.storage.stations import released, serving

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

ROWS = 60_000
DISTRICTS = ("市南区", "市北区", "李沧区", "崂山区", "即墨区")
FIELDS = (
    Field("许可编号", LogicalType.TEXT, "identifier"),
    Field("企业名称", LogicalType.TEXT),
    Field("区市", LogicalType.TEXT, "category"),
    Field("金额", LogicalType.DECIMAL, None, 12, 2),
    Field("发证日期", LogicalType.DATE),
    Field("经度", LogicalType.NUMBER, "longitude"),
    Field("纬度", LogicalType.NUMBER, "latitude"),
    Field("备注", LogicalType.TEXT),
)


def row(number: int) -> tuple[Any, ...]:
    """The row at a place of the table; the identifier does not follow the order of rows."""
    scrambled = number * 7919 % ROWS
    return (
        f"QD{scrambled:08d}",
        f"青岛第{number % 5000}商行",
        DISTRICTS[scrambled % len(DISTRICTS)],
        Decimal(scrambled) / 100,
        date(2015, 1, 1) + timedelta(days=scrambled % 4000),
        120 + scrambled % 1000 / 1000,
        36 + number % 777 / 1000,
        None if number % 10 == 0 else f"准予许可，有效期{number % 7}年",
    )


def made(home: Path) -> Path:
    released(home=home, fields=FIELDS, rows=[row(number) for number in range(ROWS)])
    return serving(home)
