from __future__ import annotations

from pathlib import Path

import pytest
from tests.data_center.storage.ingest.reading import read

from zhanqiao.data_center.storage.engine.ingest import RefusedFileError

SHEET = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="学校"><Table>
  <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">青岛市学校名录</Data></Cell></Row>
  <Row ss:Index="3"><Cell><Data ss:Type="String">代码</Data></Cell><Cell><Data ss:Type="String">名称</Data></Cell>
   <Cell><Data ss:Type="String">人数</Data></Cell></Row>
  <Row><Cell><Data ss:Type="String">001</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">10</Data></Cell></Row>
  <Row><Cell><Data ss:Type="String">002</Data></Cell><Cell><Data ss:Type="String">乙校</Data></Cell>
   <Cell><Data ss:Type="Number">20</Data></Cell></Row>
 </Table></Worksheet></Workbook>"""


def test_repeated_elements_are_records(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0" encoding="GBK"?><rows total="2"><row id="1"><名称>甲</名称><位置><区>市南区</区></位置></row>'
        '<row id="2"><名称>乙</名称><标签>a</标签><标签>b</标签></row></rows>'
    )
    understood = read(tmp_path, text.encode("gbk"), name="数据.xml")
    assert understood.report.format == "xml"
    assert [field.name for field in understood.table.fields] == ["id", "名称", "位置.区", "标签"]
    assert understood.rows == [(1, "甲", "市南区", None), (2, "乙", None, '["a", "b"]')]


def test_xml_spreadsheet_is_read_like_a_workbook(tmp_path: Path) -> None:
    understood = read(tmp_path, SHEET, name="名录.xls")
    assert understood.rows == [("001", None, 10), ("002", "乙校", 20)]
    assert (understood.table.sheet, understood.table.title, understood.table.header_row) == (
        "学校",
        "青岛市学校名录",
        3,
    )


def test_kml_placemarks_are_points(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>栈桥</name>'
        "<Point><coordinates>120.31,36.06</coordinates></Point></Placemark></Document></kml>"
    )
    understood = read(tmp_path, text, name="a.kml")
    row = dict(zip(understood.types, understood.rows[0], strict=True))
    assert (row["Name"], row["longitude"], row["latitude"]) == ("栈桥", 120.31, 36.06)


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><r>&b;</r></a>',
        '<?xml version="1.0"?>' + "<a>" * 500 + "</a>" * 500,
        '<?xml version="1.0"?><a><b></a>',
    ],
)
def test_hostile_or_broken_xml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, text, name="a.xml")
    assert refusal.value.code == "file-broken"


def test_turtle_is_a_table_of_triples(tmp_path: Path) -> None:
    text = (
        "@prefix dct: <http://purl.org/dc/terms/> .\n@prefix : <http://data.qd/> .\n"
        ':a a dct:Dataset ; dct:title "栈桥"@zh, """多行\n文字""" ; dct:extent 12.5 ;\n dct:publisher [ dct:title "局" ] .\n'
    )
    understood = read(tmp_path, text, name="a.ttl")
    assert understood.rows == [
        (
            "http://data.qd/a",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            "http://purl.org/dc/terms/Dataset",
            "iri",
            None,
            None,
        ),
        ("http://data.qd/a", "http://purl.org/dc/terms/title", "栈桥", "literal", None, "zh"),
        ("http://data.qd/a", "http://purl.org/dc/terms/title", "多行\n文字", "literal", None, None),
        (
            "http://data.qd/a",
            "http://purl.org/dc/terms/extent",
            "12.5",
            "literal",
            "http://www.w3.org/2001/XMLSchema#decimal",
            None,
        ),
        ("_:b1", "http://purl.org/dc/terms/title", "局", "literal", None, None),
        ("http://data.qd/a", "http://purl.org/dc/terms/publisher", "_:b1", "blank", None, None),
    ]


def test_broken_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(tmp_path, "@prefix a: <http://a/> .\na:b a:c a:d\na:e a:f .\n", name="a.ttl")
    assert "line 3" in refusal.value.text.en


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    assert read(tmp_path, '[{"a": "x\\ud800y"}, {"a": "z"}]', name="a.json").rows == [
        ("x\N{REPLACEMENT CHARACTER}y",),
        ("z",),
    ]
