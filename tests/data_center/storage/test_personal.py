"""Personal data is found over all rows, by its check digits, wherever it hides; ordinary codes are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, find_personal

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
