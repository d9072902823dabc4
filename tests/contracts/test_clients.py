"""Outside programs read the data API: curl, pandas, pyarrow over HTTP ranges, openpyxl's kin, requests."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import python_calamine
import requests

from tests.live import LiveSite
from tests.seeding import PARKS

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


class HttpFile(io.RawIOBase):
    """A remote file read by HTTP ranges, as object-store clients do; counts its requests."""

    def __init__(self, url: str) -> None:
        self.url, self.position, self.asked = url, 0, 0
        self.size = int(requests.head(url, timeout=30).headers["Content-Length"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        self.position = offset + (0, self.position, self.size)[whence]
        return self.position

    def read(self, size: int = -1) -> bytes:
        end = self.size if size < 0 else min(self.size, self.position + size)
        if end <= self.position:
            return b""
        answer = requests.get(self.url, headers={"Range": f"bytes={self.position}-{end - 1}"}, timeout=30)
        assert answer.status_code == 206
        self.position = end
        self.asked += 1
        return answer.content


@pytest.fixture
def table(live_site: LiveSite) -> str:
    return f"{live_site.url}/api/v1/tables/{live_site.table('parks')}"


def test_pandas_reads_the_csv_address(table: str) -> None:
    frame = pd.read_csv(f"{table}/export.csv", parse_dates=["开放日期"])
    assert list(frame["名称"]) == NAMES
    assert frame["面积"].sum() == 13850.5
    assert frame["开放日期"].iloc[0] == pd.Timestamp("1901-05-01")


def test_pandas_reads_json_lines(table: str) -> None:
    frame = pd.read_json(f"{table}/export.ndjson", lines=True)
    assert list(frame["名称"]) == NAMES


def test_pyarrow_reads_the_parquet_file_by_ranges(live_site: LiveSite) -> None:
    address = f"{live_site.url}/api/v1/tables/{live_site.table('trees')}/export.parquet"
    remote = HttpFile(address)
    column = pq.read_table(remote, columns=["编号"])["编号"].to_pylist()
    assert (len(column), column[0], column[-1]) == (2500, "T00001", "T02500")
    assert remote.asked > 1


def test_pyarrow_reads_a_filtered_parquet_stream(table: str) -> None:
    answer = requests.get(f"{table}/export.parquet", params={"where": "门票 = 60"}, timeout=30)
    assert pq.read_table(io.BytesIO(answer.content))["名称"].to_pylist() == ["石老人观光园", "世博园"]


def test_a_spreadsheet_reader_opens_the_xlsx(table: str) -> None:
    answer = requests.get(f"{table}/export.xlsx", timeout=60)
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet] == ["名称", *NAMES]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_downloads_under_the_chinese_name_and_resumes(live_site: LiveSite, tmp_path: Path) -> None:
    address = f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/releases/1/source"
    content = PARKS.encode("gb18030")
    target = tmp_path / "source.csv"
    target.write_bytes(content[:40])
    subprocess.run(["curl", "-sSf", "-C", "-", "-o", str(target), address], check=True, timeout=60)
    assert target.read_bytes() == content
    headers = subprocess.run(["curl", "-sSfI", address], check=True, timeout=60, capture_output=True, text=True).stdout
    assert f"x-checksum-sha256: {hashlib.sha256(content).hexdigest()}" in headers.lower()
    assert "filename*=utf-8''%e9%9d%92%e5%b2%9b%e5%85%ac%e5%9b%ad%e6%99%af%e7%82%b9.csv" in headers.lower()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_unpacks_what_was_packed(table: str) -> None:
    ask = ["curl", "-sSf", "--get", "--data-urlencode", "where=区市='市南区'", f"{table}/rows"]
    plain = subprocess.run(ask, check=True, timeout=60, capture_output=True).stdout
    packed = subprocess.run([*ask, "--compressed"], check=True, timeout=60, capture_output=True).stdout
    assert plain == packed


def test_a_session_of_requests_pages_to_the_end(live_site: LiveSite) -> None:
    count, following = 0, f"/api/v1/tables/{live_site.table('trees')}/rows?limit=700"
    with requests.Session() as session:
        while following:
            answer = session.get(live_site.url + following, timeout=30).json()
            count, following = count + len(answer["data"]), answer["page"]["next_url"]
    assert count == 2500


def test_the_published_digests_are_those_of_the_bytes(live_site: LiveSite) -> None:
    address = f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/releases/latest"
    files = requests.get(address, timeout=30).json()["data"]["files"]
    assert files
    for file in files:
        content = requests.get(live_site.url + file["url"], timeout=60).content
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
