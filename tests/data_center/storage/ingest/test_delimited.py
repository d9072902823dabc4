from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage.ingest.reading import read

ROWS = [("1", "泰山路小学", "2024-03-05"), ("2", "江苏路小学", "2024-03-06"), ("3", "太平路小学", "2024-03-07")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，", "；"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [("序号", "名称", "日期"), *ROWS])
    understood = read(tmp_path, text)
    assert [row[1] for row in understood.rows] == ["泰山路小学", "江苏路小学", "太平路小学"]
    assert understood.types == {"序号": "integer", "名称": "text", "日期": "date"}


def test_text_with_commas_in_a_tab_file_keeps_its_commas(tmp_path: Path) -> None:
    text = "名称\t说明\n甲馆\t开放,免费,预约\n乙馆\t周一,闭馆\n丙馆\t无障碍,停车,寄存\n"
    assert read(tmp_path, text).rows == [
        ("甲馆", "开放,免费,预约"),
        ("乙馆", "周一,闭馆"),
        ("丙馆", "无障碍,停车,寄存"),
    ]


def test_quotes_escapes_and_newlines_inside_cells(tmp_path: Path) -> None:
    text = 'id,说明\r\n1,"第一行\n第二行"\r\n2,"他说""好"""\r\n3,"甲,乙"\r\n'
    assert read(tmp_path, text).rows == [(1, "第一行\n第二行"), (2, '他说"好"'), (3, "甲,乙")]


def test_backslash_escapes_are_understood(tmp_path: Path) -> None:
    text = 'id,note\n1,"say \\"hi\\", please"\n2,"C:\\dir"\n3,"plain"\n'
    assert read(tmp_path, text).rows == [(1, 'say "hi", please'), (2, "C:\\dir"), (3, "plain")]


def test_spaces_after_delimiters_are_no_part_of_cells(tmp_path: Path) -> None:
    understood = read(tmp_path, 'id, name\n1, "a, b"\n2, c\n')
    assert understood.rows == [(1, "a, b"), (2, "c")]
    assert understood.table.dialect == {"delimiter": ",", "quote": '"', "escape": "", "space_after_delimiter": "yes"}


def test_unpaired_quote_harms_only_its_own_line(tmp_path: Path) -> None:
    text = 'id,name,city\n1,"Bar "Roma" srl,Milano\n2,"ok",Torino\n3,5" pipe,Pisa\n4,"never closed,Bari\n5,fine,Como\n'
    understood = read(tmp_path, text)
    assert [row[2] for row in understood.rows] == ["Milano", "Torino", "Pisa", "Bari", "Como"]
    assert understood.rows[0][1] == '"Bar "Roma" srl'
    assert understood.rows[3][1] == '"never closed'
    assert "stray-quotes" in understood.codes()


def test_titles_and_comments_above_the_header_are_set_aside(tmp_path: Path) -> None:
    text = "青岛市中小学名录,,\n# 更新于 2024 年,,\n\n序号,名称,日期\n" + "\n".join(map(",".join, ROWS))
    understood = read(tmp_path, text)
    assert understood.table.header_row == 4
    assert [field.name for field in understood.table.fields] == ["序号", "名称", "日期"]
    (found,) = [one for one in understood.table.findings if one.code == "title-lines"]
    assert "青岛市中小学名录" in found.text.zh
    assert found.count == 2


def test_file_without_header_gets_neutral_names(tmp_path: Path) -> None:
    understood = read(tmp_path, "\n".join(map(",".join, ROWS)))
    assert understood.table.header_row is None
    assert understood.types == {"列1": "integer", "列2": "text", "列3": "date"}
    assert len(understood.rows) == 3


def test_year_columns_are_a_header(tmp_path: Path) -> None:
    understood = read(tmp_path, "区县,2021,2022,2023\n市南区,10,11,12\n市北区,20,21,22\n")
    assert [field.name for field in understood.table.fields] == ["区县", "2021", "2022", "2023"]


def test_blank_and_repeated_names_are_made_unique(tmp_path: Path) -> None:
    understood = read(tmp_path, "名称,,名称,名称\n甲,1,乙,丙\n丁,2,戊,己\n")
    assert [field.name for field in understood.table.fields] == ["名称", "列2", "名称_2", "名称_3"]
    assert {"blank-header", "repeated-header"} <= understood.codes()


def test_short_rows_are_padded_and_long_rows_keep_their_extra_cells(tmp_path: Path) -> None:
    lines = [f"{n},name{n},{n * 10}" for n in range(1, 41)]
    lines[4], lines[9] = "5,name5", "10,name10,100,多出的,"
    understood = read(tmp_path, "id,name,value\n" + "\n".join(lines) + "\n")
    assert understood.rows[4] == (5, "name5", None)
    assert understood.rows[9] == (10, "name10", 100)
    assert understood.problems == [(9, "列4", "多出的", "extra-cell")]
    assert {"short-rows", "long-rows"} <= understood.codes()


def test_header_shorter_than_the_rows_is_completed(tmp_path: Path) -> None:
    understood = read(tmp_path, "id,name\n1,a,x\n2,b,y\n3,c,z\n")
    assert understood.rows == [(1, "a", "x"), (2, "b", "y"), (3, "c", "z")]
    assert "columns-added" in understood.codes()


def test_blank_rows_repeated_headers_and_notes_are_no_data(tmp_path: Path) -> None:
    text = "序号,名称,值\n1,甲,5\n,,\n序号,名称,值\n2,乙,6\n注：数据来源于统计局,,\n"
    understood = read(tmp_path, text)
    assert understood.rows == [(1, "甲", 5), (2, "乙", 6)]
    assert [(line[1], line[2]) for line in understood.refused] == [
        ("序号,名称,值", "repeated-header"),
        ("注：数据来源于统计局", "note"),
    ]
    assert {"blank-rows", "header-rows-inside", "note-rows"} <= understood.codes()


def test_empty_trailing_column_without_name_is_left_out(tmp_path: Path) -> None:
    understood = read(tmp_path, "id;name;\n1;a;\n2;b;\n")
    assert understood.rows == [(1, "a"), (2, "b")]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    understood = read(tmp_path, "编号\n001\n002\n010\n")
    assert understood.rows == [("001",), ("002",), ("010",)]


def test_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    understood = read(tmp_path, "id,name\n")
    assert understood.rows == []
    assert [field.name for field in understood.table.fields] == ["id", "name"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(tmp_path: Path, end: str) -> None:
    assert read(tmp_path, end.join(["id,name", "1,a", "2,b", ""])).rows == [(1, "a"), (2, "b")]
