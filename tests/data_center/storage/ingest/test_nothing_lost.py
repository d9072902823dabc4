"""Properties: whatever is in a file comes out again, as a value, a problem, an original or a refused row."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.data_center.storage.ingest.reading import Understood, read

from zhanqiao.data_center.storage.engine.ingest import RefusedFileError

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

text_cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=0, max_size=12)
chinese_cells = st.text(st.characters(codec="gb2312", exclude_categories=("Cc",)), min_size=0, max_size=3)
odd_cells = st.sampled_from(
    [
        *("1", "2", "3.50", "-4", "+5", ".5", "007", "1,234.5", "１２", "12%", "1e3", "-0", "??", "约2700", "370202"),
        *(
            "2024-03-05",
            "2024/3/5",
            "2024年3月5日",
            "20240305",
            "2024-02-30",
            "2024-03-05T10:00:00Z",
            "8:05",
            "5/13/18",
        ),
        *(
            "是",
            "否",
            "true",
            "FALSE",
            "NA",
            "暂无",
            "-",
            "",
            " 7 ",
            "12345678901234567890",
            "0.30000000000000004",
            "x",
        ),
    ]
)


def understood(content: bytes) -> Understood:
    return read(Path(tempfile.mkdtemp(prefix="zhanqiao-test-")), content)


def written_again(result: Understood) -> list[list[str | None]]:
    """Return the table as it was written: originals where there are, values else."""
    names = [field.name for field in result.table.fields]
    rows = [[as_written(value) for value in row] for row in result.rows]
    for place, name in enumerate(names):
        for row, original in enumerate(result.originals):
            if name in original:
                rows[row][place] = original[name]
    return rows


def as_written(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def same(written: str, value: str | None) -> bool:
    """Say whether a cell is told again: exactly, or a plain number up to the trailing zeros of its decimals."""
    if (value or "") == written:
        return True
    return value is not None and "." in value and value.rstrip("0").rstrip(".") == written.rstrip("0").rstrip(".")


@QUICK
@given(
    rows=st.lists(st.lists(text_cells, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", "\t", ";", "|"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_survives_any_dialect(rows: list[list[str]], delimiter: str, codec: str) -> None:
    told_again(rows, delimiter, codec)


@QUICK
@given(
    rows=st.lists(st.lists(chinese_cells, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", "\t", ";", "|"]),
)
def test_any_chinese_text_survives_gb18030(rows: list[list[str]], delimiter: str) -> None:
    told_again(rows, delimiter, "gb18030")


def told_again(rows: list[list[str]], delimiter: str, codec: str) -> None:
    rows = [[f"青岛市崂山区人民政府办公室第{n}行", *row] for n, row in enumerate(rows)]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["编号", "甲", "乙", "丙"], *rows])
    result = understood(out.getvalue().encode(codec))
    assert [[cell or "" for cell in row] for row in written_again(result)] == rows


@QUICK
@given(st.lists(odd_cells, min_size=1, max_size=40))
def test_every_cell_is_told_again(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["行", "值"], *([f"r{n}", cell] for n, cell in enumerate(cells))])
    result = understood(out.getvalue().encode())
    told = [row[1] for row in written_again(result)]
    assert [(cell, value) for cell, value in zip(cells, told, strict=True) if not same(cell, value)] == []


@QUICK
@given(st.lists(odd_cells, min_size=1, max_size=40))
def test_every_cell_is_a_value_a_null_word_or_a_problem(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["行", "值"], *([f"r{n}", cell] for n, cell in enumerate(cells))])
    result = understood(out.getvalue().encode())
    problems = {row: original for row, _, original, _ in result.problems}
    empty = {"", "NA", "暂无", "-"}
    for row, (cell, values) in enumerate(zip(cells, result.rows, strict=True)):
        if row in problems:
            assert (values[1], problems[row]) == (None, cell)
        elif values[1] is None:
            assert cell in empty


@example([["1"], ["1", "1", "1", "a,b", "a,b", "a,b"], ["1", "1", "1", "a,b", "a,b", "a,b"]])
@QUICK
@given(
    st.lists(
        st.lists(st.sampled_from(["1", "甲", "x y", '"', "a,b", ""]), min_size=0, max_size=6), min_size=3, max_size=12
    )
)
def test_ragged_rows_lose_no_cell(rows: list[list[str]]) -> None:
    body = "\n".join(",".join(row).replace('"', "”") for row in rows)
    result = understood(f"编号,名称,备注\n0,首行,有\n{body}\n9,末行,有\n".encode())
    held = "".join(str(value) for row in result.rows for value in row if value is not None)
    held += "".join(original for _, _, original, _ in result.problems) + "".join(line[1] for line in result.refused)
    wanted = sorted(char for row in rows for cell in row for char in cell if char not in ' ",')
    missing = [char for char in set(wanted) if held.count(char if char != '"' else "”") < wanted.count(char)]
    assert missing == []


@QUICK
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_end_in_a_report_or_a_refusal(content: bytes) -> None:
    try:
        result = understood(content)
    except RefusedFileError as error:
        refusal: RefusedFileError | None = error
    else:
        refusal = None
        assert len(result.rows) == result.table.rows
    assert refusal is None or (refusal.text.zh != "" and refusal.text.en != "")
