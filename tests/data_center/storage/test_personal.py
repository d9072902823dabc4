"""Personal data is found over all rows, by its check digits, wherever it hides; ordinary codes are left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest
from bench.privacy_records import FIELDS, generate
from bench.privacy_remarks import NEGATIVES

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.personal import (
    PersonalFinding,
    find_personal,
    personal_cells,
    personal_rows,
)

ON = date(2026, 11, 22)
IDENTITY = "360426199101010071"  # a published test number, of nobody
CARD = "6222021234567890128"


def luhn(digits: str) -> str:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def found(
    folder: Path, cells: Sequence[object], *, kind: str = "VARCHAR", meaning: str | None = None
) -> list[PersonalFinding]:
    path = folder / "rows.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows (列 {kind})")
        connection.executemany("INSERT INTO rows VALUES (?)", [[cell] for cell in cells])
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    logical = LogicalType.TEXT if kind == "VARCHAR" else LogicalType.INTEGER
    return list(find_personal(parquet=path, fields=[Field("列", logical, meaning=meaning)], on=ON))


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (IDENTITY, "identity_number"),
        ("身份证：３６０４２６１９９１０１０１００７１，请核对", "identity_number"),
        ("360426 19910101 0071", "identity_number"),
        ("360426-19910101-0071", "identity_number"),
        ("联系13800138000转分机", "mobile"),
        ("138 0013 8000", "mobile"),
        ("138　0013　8000", "mobile"),
        ("138－0013－8000", "mobile"),
        ("8613800138000", "mobile"),
        ("卡号622202123456789012" + luhn("622202123456789012"), "bank_card"),
        ("6222 0212 3456 789" + luhn("622202123456789"), "bank_card"),
        ("3 6 0 4 2 6 1 9 9 1 0 1 0 1 0 0 7 1", "identity_number"),
        ("360426\u200b19910101\u200b0071", "identity_number"),
        ("370205199101010070", "identity_number"),  # 四方区, which is no more
        ("370205910101007", "old_identity_number"),
        ("tel138-00138000", "mobile"),
        ("138·0013·8000", "mobile"),
        ("138.0013.8000", "mobile"),
        ("（138）00138000", "mobile"),
        ("+86 138 0013 8000", "mobile"),
        ("一三八零零一三八零零零", "mobile"),
        ("护照号E12345678", "passport"),
    ],
)
def test_one_value_in_a_remark_is_found_and_blocks(tmp_path: Path, cell: str, kind: str) -> None:
    findings = found(tmp_path, ["平常的话", None, cell])
    assert [(one.kind.value, one.cells, one.rows, one.blocks) for one in findings] == [(kind, 1, (2,), True)]


@pytest.mark.parametrize(
    "cell",
    [
        "360426199101010072",  # wrong check character
        "360426199113010071",  # month 13
        "360426202901010078",  # not born yet
        "990426199101010071",  # no such province
        "113702000000000000",  # a code that looks nearly like it
        "12320100671322000Q",  # a unified social credit code
        "91110000600037341L",
        "12800138000",  # no such mobile range
        "1380013800012",  # too long
        "SD13800138000",  # part of a code
        "0532-85911111",
        "6222021234567890121",  # wrong Luhn digit
        "120.38123456789012,36.06212345678",  # a place, to the nanometre
        "5 1 8 3 8 8 5 8 1 9 8 5 1 5 2 0 1 1 2 2",  # a row of digits, of which a part would pass
        "订单号6222021234567890128",  # called something else
        "370200199101010074",  # a city has no registry of its own
        "920000910101007",
        "156/158 24125",  # house numbers and a postcode
    ],
)
def test_what_only_looks_like_it_is_not_found(tmp_path: Path, cell: str) -> None:
    assert [one for one in found(tmp_path, ["平常的话", cell]) if one.cells] == []


def test_lower_case_x_is_a_check_character(tmp_path: Path) -> None:
    assert [one.cells for one in found(tmp_path, ["11010519491231002X", "11010519491231002x"])] == [2]


def test_two_values_in_one_cell_count_once(tmp_path: Path) -> None:
    assert [one.cells for one in found(tmp_path, ["13800138000，13900139000"])] == [1]


def test_whole_number_column_of_mobiles_blocks(tmp_path: Path) -> None:
    findings = found(tmp_path, [13_800_138_000 + n for n in range(50)], kind="BIGINT")
    assert [(one.kind.value, one.cells, one.blocks) for one in findings] == [("mobile", 50, True)]


def test_codes_with_chance_check_digits_are_shown_and_do_not_block(tmp_path: Path) -> None:
    codes = [f"37020220230105{n:04d}" for n in range(1, 400)]
    findings = found(tmp_path, codes)
    assert [(one.kind.value, one.candidates, one.blocks) for one in findings] == [("identity_number", 399, False)]
    assert 20 < findings[0].cells < 50


def test_numbers_among_other_numbers_do_not_block(tmp_path: Path) -> None:
    findings = found(tmp_path, [10_000_000_000 + 401_000_000 * n for n in range(200)], kind="BIGINT")
    assert [one.blocks for one in findings if one.kind.value == "mobile"] == [False]


def tabled(folder: Path, columns: dict[str, list[str | None]]) -> list[tuple[str, str, int, bool, str]]:
    path = folder / "table.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows ({', '.join(f'{chr(34)}{name}{chr(34)} VARCHAR' for name in columns)})")
        rows = [list(row) for row in zip(*columns.values(), strict=True)]
        connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(columns))})", rows)
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    fields = [Field(name, LogicalType.TEXT) for name in columns]
    findings = find_personal(parquet=path, fields=fields, on=ON)
    return [(one.column, one.kind.value, one.cells, one.blocks, one.ground.value) for one in findings]


NAMES: list[str | None] = ["王小明", "欧阳建国", "李丽", "张伟", "赵敏", "买买提·艾力"]
PARKS: list[str | None] = ["中山公园", "李沧文化公园", "王家山公园", "张村河公园", "高家台", "汇泉广场"]
OFFICES: list[str | None] = [f"香港中路{number}号" for number in (6, 8, 11, 12, 40, 61)]
MAILS: list[str | None] = ["a@qingdao.gov.cn", "b@qd.gov.cn", "c@ouc.edu.cn", "d@haier.com", "e@qd.gov.cn", None]


def test_names_of_private_persons_block_by_their_column(tmp_path: Path) -> None:
    assert tabled(tmp_path, {"申请人": NAMES}) == [("申请人", "name", 6, True, "column")]


def test_names_of_office_holders_warn(tmp_path: Path) -> None:
    assert tabled(tmp_path, {"法定代表人": NAMES}) == [("法定代表人", "name", 6, False, "office")]


def test_names_that_no_word_announces_warn(tmp_path: Path) -> None:
    assert tabled(tmp_path, {"甲": NAMES}) == [("甲", "name", 6, False, "form")]


def test_parks_offices_and_their_mail_are_nobody(tmp_path: Path) -> None:
    columns = {"名称": PARKS, "地址": OFFICES, "邮箱": MAILS, "电话": ["0532-85911111"] * 6}
    assert tabled(tmp_path, columns) == []


def test_addresses_mail_and_plates_beside_private_names_block(tmp_path: Path) -> None:
    columns = {
        "姓名": NAMES,
        "地址": OFFICES,
        "邮箱": ["x@qq.com"] * 6,
        "车牌": ["鲁B12345"] * 6,
        "电话": ["0532-85911111"] * 6,
    }
    assert [(column, kind, blocks) for column, kind, _, blocks, _ in tabled(tmp_path, columns)] == [
        ("邮箱", "email", True),
        ("车牌", "plate", True),
        ("电话", "landline", True),
        ("姓名", "name", True),
        ("地址", "home_address", True),
    ]


def test_plates_and_free_mail_alone_warn(tmp_path: Path) -> None:
    columns: dict[str, list[str | None]] = {"车牌": ["鲁B12345", "鲁B·D12345"], "邮箱": ["x@qq.com", "y@163.com"]}
    assert [(kind, blocks) for _, kind, _, blocks, _ in tabled(tmp_path, columns)] == [
        ("plate", False),
        ("email", False),
    ]


def test_a_home_blocks_by_its_column_and_by_its_unit_beside_names(tmp_path: Path) -> None:
    homes: list[str | None] = ["江西路12号3单元402户"] * 6
    assert tabled(tmp_path, {"家庭住址": homes}) == [("家庭住址", "home_address", 6, True, "column")]
    assert tabled(tmp_path, {"位置": homes}) == [("位置", "home_address", 6, False, "form")]


@pytest.mark.parametrize(
    "remark",
    [
        "联系人张三丰，已告知",
        "联系人：王芳",
        "业主李明反映楼道灯不亮",
        "市民欧阳建国来电",
        "请找刘洋先生办理",
        "我叫周强",
        "当事人（吴静）到场",
        '{"联系人":"钱多多"}',
    ],
)
def test_names_in_a_remark_warn(tmp_path: Path, remark: str) -> None:
    assert tabled(tmp_path, {"备注": [remark, "无", None]}) == [("备注", "name", 1, False, "form")]


@pytest.mark.parametrize(
    "remark",
    [
        "住市南区香港中路12号3单元502",
        "其父亲家住李沧区九水路5号楼2单元301室",
        "现住松岭路88号12-3-402",
        "户籍地址：市北区台东一路3号",
        "，住台东一路3号",
    ],
)
def test_where_somebody_lives_blocks_wherever_it_is_said(tmp_path: Path, remark: str) -> None:
    said = tabled(tmp_path, {"备注": [remark, "3单元楼道灯损坏", None]})
    assert said == [("备注", "home_address", 1, True, "told")]
    parquet, field = tmp_path / "table.parquet", Field("备注", LogicalType.TEXT)
    (finding,) = find_personal(parquet=parquet, fields=[field], on=ON)
    assert personal_rows(parquet=parquet, finding=finding, field=field, on=ON) == [0]
    (cell,) = personal_cells(parquet=parquet, finding=finding, field=field, on=ON)
    assert re.search("[0-9]{2}", cell.shown) is None


def test_ordinary_sentences_name_nobody_and_no_home(tmp_path: Path) -> None:
    found = tabled(tmp_path, {"备注": list(NEGATIVES)})
    assert [one for one in found if one[1] == "name" or one[3]] == []


def test_few_real_numbers_among_codes_block_where_the_text_says_so(tmp_path: Path) -> None:
    codes: list[str | None] = [f"37020220230105{n:04d}" for n in range(1, 400)]
    said = tabled(tmp_path, {"备注": [*codes, f"身份证{IDENTITY}"]})
    assert [(column, kind, blocks) for column, kind, _, blocks, _ in said] == [("备注", "identity_number", True)]


def test_a_wide_table_is_searched_in_every_column(tmp_path: Path) -> None:
    columns: dict[str, list[str | None]] = {f"列{n}": ["平常的话", None] for n in range(40)}
    columns |= {"列7": ["电话138-0013-8000", None], "列39": ["鲁B12345", None]}
    assert [(column, kind) for column, kind, *_ in tabled(tmp_path, columns)] == [("列7", "mobile"), ("列39", "plate")]


def test_cells_are_shown_without_their_value(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    finding = found(tmp_path, ["平常的话", "请联系138-0013-8000转", None])[0]
    cells = personal_cells(parquet=path, finding=finding, field=Field("列", LogicalType.TEXT), on=ON)
    assert [(one.row, one.column, one.shown) for one in cells] == [(1, "列", "请联系138********00转")]


def test_a_thousand_records_with_planted_values_are_told_apart_cell_by_cell(tmp_path: Path) -> None:
    parquet, truth = generate(rows=3000, planted=150, into=tmp_path)
    fields = {field.name: field for field in FIELDS}
    findings = find_personal(parquet=parquet, fields=FIELDS, on=ON)
    rows = {
        (one.column, one.kind.value): set(personal_rows(parquet=parquet, finding=one, field=fields[one.column], on=ON))
        for one in findings
        if one.blocks or one.kind.value == "name"
    }
    said = {key: truth.pop(key) for key in list(truth) if key[1] in {"name", "home_address"}}
    assert {key: places for key, places in rows.items() if key not in said} == truth
    found, planted = ({(*key, row) for key in said for row in one.get(key, ())} for one in (rows, said))
    assert (found - planted, len(found) >= 0.98 * len(planted)) == (set(), True)
    assert {one.kind.value: one.blocks for one in findings if one.kind.value in {"name", "home_address"}} == {
        "name": False,
        "home_address": True,
    }
