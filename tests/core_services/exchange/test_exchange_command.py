"""``zhanqiao harvest`` in the terminal; ``run`` and ``due`` are tested as processes of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.portals import portal
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.exchange import operations, queries
from zhanqiao.core_services.exchange.command import main
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.kit.errors import NotFoundError

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)


def test_check_prints_each_file_with_its_records_and_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text('{"dataset": [{"identifier": "1", "title": "T"}, {}]}', encoding="utf-8")
    (tmp_path / "in" / "b.ttl").write_text("this is not turtle", encoding="utf-8")
    (tmp_path / "in" / "readme.md").write_text("not a catalogue", encoding="utf-8")
    assert main(["check", str(tmp_path / "in"), "--errors"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if not line.startswith("\t")] == [
        "条目 records\t错误 errors\t文件 file",
        "1\t2\ta.json",
        "0\t1\tb.ttl",
        "1\t3\t共 2 个文件 / 2 files",
    ]
    assert any("b.ttl, field 'line 1': expected well-formed Turtle" in line for line in told)


@pytest.mark.django_db(transaction=True)
def test_a_source_is_added_changed_listed_and_its_errors_told(
    department: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with portal() as site:
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", site.place)
        site.put("/data.json", '{"dataset": [{"identifier": "1", "title": "T"}, {}]}')
        added = ["add", "city", "--name", "邻市", "--url", f"{site.url}/data.json", "--kind", "data_json"]
        assert main([*added, "--department", DEPARTMENT]) == 0
        assert main(["set", "city", "--schedule", "weekly", "--name-en", "Next city"]) == 0
        operations.harvest(key="city", by="tests", at=AT, clock=lambda: AT)
    capsys.readouterr()

    assert main(["list"]) == 0
    assert capsys.readouterr().out == "city\t邻市\tdata_json\tweekly\t1 条 / records\t完成 Finished 2026-11-27 04:00\n"
    assert main(["errors", "city"]) == 0
    told = capsys.readouterr()
    assert ("record 2, field 'identifier'" in told.out, told.err) == (True, "共 2 处 / 2 in all\n")
    assert main(["publish", "city"]) == 0
    assert (Dataset.objects.get().state, queries.source_card(key="city").name.en) == ("published", "Next city")
    with pytest.raises(NotFoundError):
        main(["errors", "nowhere"])
