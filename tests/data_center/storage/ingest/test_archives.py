from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from tests.data_center.storage.ingest.reading import read, read_file

from zhanqiao.data_center.storage.engine.ingest import Limits, RefusedFileError

TABLE = "id,名称\n1,甲\n2,乙\n"


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusal(folder: Path, content: bytes, name: str, **limits: int) -> str:
    with pytest.raises(RefusedFileError) as caught:
        read(folder, content, name=name, limits=Limits(**limits))
    assert list(folder.glob("out/*")) == []
    return caught.value.code


def test_gz_is_unpacked(tmp_path: Path) -> None:
    understood = read(tmp_path, gzip.compress(TABLE.encode()), name="表.csv.gz")
    assert (understood.table.name, understood.rows) == ("表", [(1, "甲"), (2, "乙")])


def test_every_member_of_a_zip_is_read(tmp_path: Path) -> None:
    members = {"甲/表.csv": TABLE.encode(), "乙.json": b'[{"a": 1}]', "说明.md": b"# text", "__MACOSX/._x": b"\x00"}
    understood = read(tmp_path, zipped(members), name="全部.zip")
    assert [table.name for table in understood.report.tables] == ["表", "乙"]
    assert [warning.code for warning in understood.report.warnings] == ["member-skipped"]


def test_member_names_in_gbk_are_readable(tmp_path: Path) -> None:
    name = "街道名录.csv".encode("gbk")  # unmarked, as old tools write it
    content = zipped({"x" * len(name): TABLE.encode("gbk")}).replace(b"x" * len(name), name)
    assert read(tmp_path, content, name="a.zip").table.name == "街道名录"


def test_content_decides_not_the_ending(tmp_path: Path) -> None:
    assert read(tmp_path, zipped({"t.csv": TABLE.encode()}), name="implicit.csv").rows == [(1, "甲"), (2, "乙")]


def test_zip_in_a_zip_is_read_but_not_deeper(tmp_path: Path) -> None:
    inner = zipped({"t.csv": TABLE.encode()})
    assert read(tmp_path, zipped({"a.zip": inner}), name="two.zip").rows == [(1, "甲"), (2, "乙")]
    assert refusal(tmp_path / "..", zipped({"b.zip": zipped({"a.zip": inner})}), "three.zip") == "archive-nested"


def test_zip_bomb_is_stopped_by_its_declared_ratio(tmp_path: Path) -> None:
    assert refusal(tmp_path, zipped({"a.csv": b"0," * (40 << 20)}), "bomb.zip") == "archive-bomb"


def test_gzip_bomb_is_stopped_while_unpacking(tmp_path: Path) -> None:
    assert refusal(tmp_path, gzip.compress(b"0," * (40 << 20)), "bomb.gz") == "archive-bomb"


def test_unpacked_size_is_limited_over_all_members(tmp_path: Path) -> None:
    members = {f"{n}.csv": b"a,b\n1,2\n" * 1000 for n in range(10)}
    assert refusal(tmp_path, zipped(members), "many.zip", max_unpacked_bytes=20_000) == "archive-bomb"


def test_number_of_members_is_limited(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, zipped({f"{n}.csv": b"a" for n in range(11)}), "n.zip", max_members=10)
        == "archive-too-many-files"
    )


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "/etc/passwd.csv", "a/../../b.csv", "C:\\x.csv"])
def test_member_outside_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, zipped({name: TABLE.encode()}), "evil.zip") == "archive-unsafe-path"


def test_broken_archives_are_refused(tmp_path: Path) -> None:
    whole = zipped({"a.csv": TABLE.encode() * 100})
    assert refusal(tmp_path, whole[: len(whole) // 2], "half.zip") == "file-broken"


def test_truncated_gz_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, gzip.compress(TABLE.encode() * 100)[:-12], "half.gz") == "file-broken"


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": TABLE.encode()}))
    content[6] |= 1  # local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # central directory
    assert refusal(tmp_path, bytes(content), "locked.zip") == "file-encrypted"


def test_archive_without_tables_is_refused_with_the_reason_of_its_member(tmp_path: Path) -> None:
    assert refusal(tmp_path, zipped({"a.md": b"# words"}), "a.zip") == "format-unknown"


def test_limits_on_size_columns_rows_tables_and_cells_announce_themselves(tmp_path: Path) -> None:
    wide, long = b"a,b,c\n1,2,3\n", b"a,b\n" + b"1,2\n" * 50
    cases = [
        (wide, {"max_bytes": 5}, "file-too-large"),
        (wide, {"max_columns": 2}, "too-many-columns"),
        (long, {"max_rows": 10}, "too-many-rows"),
        (b'a,b\n1,"' + b"x" * 500 + b'"\n', {"max_cell_chars": 100}, "cell-too-long"),
        (zipped({"1.csv": wide, "2.csv": wide}), {"max_tables": 1}, "too-many-tables"),
        (b"", {}, "file-empty"),
        (b" \n\n", {}, "file-empty"),
        (b"\x00\x01\x02\x03" * 100, {}, "format-unknown"),
    ]
    assert [refusal(tmp_path, content, "a.bin", **limits) for content, limits, _ in cases] == [
        code for *_, code in cases
    ]


def test_nothing_is_left_beside_the_results(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    read_file(path, tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["a.parquet"]
