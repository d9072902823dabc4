from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage.ingest.reading import read

from zhanqiao.data_center.storage.engine.ingest import gb18030

STREETS = "区划代码,乡镇街道,说明\n" + "".join(
    f"37020{n % 10}{n:03},{name},{note}\n"
    for n, (name, note) in enumerate(
        [
            ("香港中路街道", "市政府所在地"),
            ("八大峡街道", "濒临胶州湾"),
            ("云南路街道", "老城区"),
            ("江苏路街道", "德式建筑群"),
            ("中山路街道", "百年商业街"),
        ]
        * 4
    )
)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_encoding_is_recognised_and_gives_the_same_table(tmp_path: Path, codec: str, name: str) -> None:
    understood = read(tmp_path, STREETS.encode(codec))
    assert understood.table.encoding == name
    assert understood.rows == read(tmp_path, STREETS, name="twin.csv").rows
    assert understood.rows[1] == ("370201001", "八大峡街道", "濒临胶州湾")


def test_big5_is_told_from_gbk(tmp_path: Path) -> None:
    text = "名稱,地址\n" + "臺北市立圖書館,臺北市大安區建國南路二段\n高雄市立美術館,高雄市鼓山區美術館路\n" * 5
    understood = read(tmp_path, text.encode("big5"))
    assert understood.table.encoding == "big5"
    assert understood.rows[0] == ("臺北市立圖書館", "臺北市大安區建國南路二段")


def test_latin_text_is_not_taken_for_chinese(tmp_path: Path) -> None:
    text = "nom;ville\nÉlodie Lefèvre;Orléans\nFrançois Bézard;Nîmes\nJosé Muñoz;Besançon\n"
    understood = read(tmp_path, text.encode("cp1252"))
    assert understood.table.encoding == "cp1252"
    assert understood.rows[1] == ("François Bézard", "Nîmes")
    assert "encoding-guessed" in understood.codes()


def test_gb18030_2022_code_points_are_real_characters(tmp_path: Path) -> None:
    codes = "A6D9 A6DA A6DB A6DC A6DD A6DE A6DF A6EC A6ED A6F3 FE59 FE61 FE66 FE67 FE6D FE7E FE90 FEA0 A8BC"
    real = "︐︒︑︓︔︕︖︗︘︙龴龵龶龷龸龹龺龻ḿ"
    content = bytes.fromhex(codes.replace(" ", ""))
    assert gb18030.decode(content=content) == real
    assert gb18030.encode(text=real) == content
    line = "名称,字\n青岛市自然资源和规划局,".encode("gb18030") + content + b"\n"
    assert read(tmp_path, line).rows == [("青岛市自然资源和规划局", real)]


def test_gb18030_four_byte_characters_survive(tmp_path: Path) -> None:
    names = "姓名,单位\n" + "𬭬𰻝,青岛市图书馆\n\U0002b740\U0002ebf0\U00031350,市南区人民政府\n"
    assert read(tmp_path, names.encode("gb18030")).rows == [
        ("𬭬𰻝", "青岛市图书馆"),
        ("\U0002b740\U0002ebf0\U00031350", "市南区人民政府"),
    ]


def test_undecodable_bytes_are_kept_and_located(tmp_path: Path) -> None:
    content = ("名称,备注\n" + "香港中路街道,正常\n" * 60).encode() + b"\xe5\x85\xab\xff\xfe,ok\n"
    understood = read(tmp_path, content)
    assert understood.rows[-1] == ("八\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}", "ok")
    assert understood.problems == [(60, "名称", "八\\xff\\xfe", "undecodable-bytes")]
    (found,) = [one for one in understood.table.findings if one.code == "undecodable-bytes"]
    assert found.count == 2
    assert str(content.index(b"\xff")) in found.text.en


def test_undecodable_bytes_do_not_hide_in_originals(tmp_path: Path) -> None:
    content = ("序号,比例\n" + "甲,12.5%\n" * 60).encode() + b"\xe4\xb9\x99,1\xff3%\n"
    understood = read(tmp_path, content)
    assert understood.problems == [(60, "比例", "1\\xff3%", "not-a-number")]
    assert understood.originals[-1] == {"row": 60, "比例": "1\\xff3%"}
