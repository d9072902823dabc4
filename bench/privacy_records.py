"""Generated service records with personal data planted in odd places, and with numbers that only look like it.

Every number is made up. What was planted is known cell by cell; a hard negative is everything else that has many digits.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import duckdb
from bench.privacy_remarks import homed, named, negative

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

FIELDS = (
    Field("工单号", LogicalType.TEXT, "identifier"),
    Field("办理情况", LogicalType.TEXT),
    Field("附加信息", LogicalType.JSON),
    Field("统一社会信用代码", LogicalType.TEXT, "credit_code"),
    Field("批次编码", LogicalType.TEXT, "code"),
    Field("抄表读数", LogicalType.NUMBER),
    Field("坐标", LogicalType.TEXT),
    Field("支付流水", LogicalType.TEXT),
    Field("登记序号", LogicalType.INTEGER, "identifier"),
    Field("经办机构", LogicalType.TEXT),
)
TEXTS = ("办理情况", "附加信息", "经办机构")
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIVISIONS = (
    "370202",
    "370205",
    "370284",
    "110105",
    "320102",
    "440304",
    "513021",
    "659001",
    "820000",
    "371122",
    "230103",
)
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SIGNS = ("", "，请核对", "。", "；转办", "）", "/备用", "、另附")
LEADS = ("", "身份证", "证件号：", "联系", "电话:", "（", "请回拨 ", "户主证件", "收款卡号 ", "tel", "办理人信息=")
SAID = frozenset({"name", "home_address"})  # sentences of their own
MOSTLY = 0.98  # the rest stands where nobody looks for it
Truth = dict[tuple[str, str], set[int]]  # (column, kind): rows


def generate(*, rows: int, planted: int, into: Path, seed: int = 20261130) -> tuple[Path, Truth]:
    """Write ``rows`` records with ``planted`` values of each kind; return the Parquet file and where what was planted."""
    draw = random.Random(seed)
    truth, cells = _planted(rows=rows, planted=planted, draw=draw)
    target = into / "records.parquet"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("SELECT setseed(0.42)")
        connection.execute(f"CREATE TABLE records AS {_ordinary(rows)}")
        connection.execute("CREATE TABLE planted (place BIGINT, col VARCHAR, cell VARCHAR)")
        for start in range(0, len(cells), 2000):
            part = cells[start : start + 2000]
            connection.execute(f"INSERT INTO planted VALUES {', '.join(['(?, ?, ?)'] * len(part))}", sum(part, ()))
        for column in TEXTS:
            connection.execute(
                f'UPDATE records SET "{column}" = planted.cell FROM planted WHERE planted.place = records.place AND col = ?',
                [column],
            )
        names = ", ".join(f'"{field.name}"' for field in FIELDS)
        connection.execute(f"COPY (SELECT {names} FROM records ORDER BY place) TO '{target}' (FORMAT parquet)")
    return target, truth


def identity(draw: random.Random) -> str:
    """Return an identity number of nobody, in order down to its check character."""
    born = date(1930, 1, 1) + timedelta(days=draw.randrange(34_000))
    body = f"{draw.choice(DIVISIONS)}{born:%Y%m%d}{draw.randrange(1000):03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(IDENTITY_WEIGHTS, body, strict=True)) % 11]


def mobile(draw: random.Random) -> str:
    """Return a mobile number."""
    return f"1{draw.choice('3456789')}{draw.randrange(10**9):09d}"


def card(draw: random.Random) -> str:
    """Return a card number with its Luhn digit."""
    head, length = draw.choice((("62", 16), ("62", 19), ("4", 16), ("51", 16), ("35", 16)))
    body = head + "".join(draw.choice("0123456789") for _ in range(length - len(head) - 1))
    return body + luhn(body)


def luhn(digits: str) -> str:
    """Return the check digit of ISO/IEC 7812-1."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value % 10 + value // 10 for value in doubled) % 10)


def disguised(value: str, kind: str, draw: random.Random) -> str:
    """Return a value as people write it: plain, wide, in groups, with invisible signs."""
    groups = {"identity_number": (6, 8, 4), "mobile": (3, 4, 4), "bank_card": (4, 4, 4, 4, 3)}[kind]
    parts = _cut(value, groups)
    forms = [
        value.lower(),
        value.translate(FULL),
        *(draw.choice((" ", "-", "　", "－", "–", " - ", "·")).join(parts) for _ in range(3)),
        "\u200b".join(parts),
        " ".join(value),
    ]
    if kind == "mobile":
        forms.append(draw.choice(("+86 ", "86", "+86-", "0086")) + value)
    return draw.choice(forms)


def _cut(value: str, groups: tuple[int, ...]) -> list[str]:
    parts, start = [], 0
    for size in groups:
        parts.append(value[start : start + size])
        start += size
    return [part for part in parts if part]


def _planted(*, rows: int, planted: int, draw: random.Random) -> tuple[Truth, list[tuple[int, str, str]]]:
    makers = {"identity_number": identity, "mobile": mobile, "bank_card": card, "name": named, "home_address": homed}
    truth: Truth = {}
    cells = []
    for place, kind in zip(draw.sample(range(rows), planted * len(makers)), list(makers) * planted, strict=True):
        column = draw.choice(TEXTS[:2]) if draw.random() < MOSTLY else TEXTS[2]
        value = makers[kind](draw)
        said = value if kind in SAID else draw.choice(LEADS) + disguised(value, kind, draw)
        said += draw.choice(SIGNS)
        truth.setdefault((column, kind), set()).add(place)
        cells.append((place, column, _around(said, column, place, draw)))
    return truth, cells


def _around(said: str, column: str, place: int, draw: random.Random) -> str:
    if column == "附加信息":
        return f'{{"单号":{10_000_000 + place},"经度":120.{draw.randrange(10**14):014d},"备注":{{"原文":"{said}"}}}}'
    return f"{draw.randrange(2019, 2026)}年第{draw.randrange(1, 400)}号反映楼道照明{said}已告知"


def _ordinary(rows: int) -> str:
    number = "lpad(CAST(CAST(floor(random() * {top}) AS BIGINT) AS VARCHAR), {width}, '0')"
    digits = {width: number.format(top=f"1e{width}", width=width) for width in (4, 5, 8, 12, 14)}
    return f"""
        SELECT range AS place,
            'GD' || strftime(DATE '2024-01-01' + CAST(range % 700 AS INTEGER), '%Y%m%d') || lpad(CAST(range AS VARCHAR), 8, '0') AS "工单号",
            CASE range % 7
                WHEN 0 THEN '市民反映水表读数' || {digits[5]} || '，表号' || {digits[12]} || '，已核实'
                WHEN 1 THEN '订单号' || {digits[14]} || {digits[4]} || ' 已退款 ' || {digits[4]} || '.50 元'
                WHEN 2 THEN '咨询电话0532-' || '8' || lpad(CAST(range % 9999999 AS VARCHAR), 7, '6') || '，地址香港中路' || (range % 200) || '号'
                WHEN 3 THEN '受理编号62' || {digits[14]} || '，' || strftime(DATE '2025-03-01' + CAST(range % 300 AS INTEGER), '%Y-%m-%d') || ' 办结'
                WHEN 4 THEN '路灯编码 SD' || {digits[12]} || ' 版本 1.2.3，IP 10.20.30.40，金额 ' || {digits[8]} || '.12'
                WHEN 5 THEN {negative(place="range / 7")}
                ELSE '小区停车管理问题，已于2025年' || (range % 12 + 1) || '月办结，回访满意' END AS "办理情况",
            '{{"设备":"' || {digits[12]} || '","经度":120.' || {digits[14]} || ',"时间戳":17' || {digits[8]} || '000}}' AS "附加信息",
            '91370200MA' || {digits[8]} || chr(CAST(65 + range % 8 AS INTEGER)) AS "统一社会信用代码",
            '370202' || strftime(DATE '2023-01-01' + CAST(range % 1000 AS INTEGER), '%Y%m%d') || lpad(CAST(range % 10000 AS VARCHAR), 4, '0') AS "批次编码",
            round(random() * 1e6, 3) AS "抄表读数",
            '120.' || {digits[14]} || ',36.' || {digits[12]} AS "坐标",
            '62' || {digits[14]} AS "支付流水",
            100000000000 + range * 7919 AS "登记序号",
            '市南区第' || (range % 40) || '办事处' AS "经办机构"
        FROM range({rows})
    """
