"""What goes with a dataset, each with its reasons."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")


def page(site: LiveSite, path: str) -> str:
    answer = requests.get(f"{site.url}{path}", timeout=60)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_datasets_of_the_same_office_and_columns_are_named_with_reasons(live_site: LiveSite) -> None:
    text = page(live_site, "/datasets/wells/related/")
    part = text.partition('id="alike"')[2].partition("</section>")[0]
    assert "/datasets/closed-mains/" not in part or "同一部门" in part
    assert "尚未发布的数据" not in part
    assert "/datasets/wells/" not in part


def test_a_join_is_one_click_away_and_gives_rows(written_site: LiveSite) -> None:
    text = page(written_site, "/datasets/repairs/related/")
    joins = text.partition('id="joins"')[2].partition("</section>")[0]
    (address,) = [one.partition('"')[0] for one in joins.split('href="/api/v1/query')[1:]]
    answer = requests.get(f"{written_site.url}/api/v1/query{address}", timeout=60)
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert (len(rows), len(rows[0])) == (11, 4)


def test_english_and_a_dataset_that_is_not_public(live_site: LiveSite) -> None:
    assert "Datasets about the same" in page(live_site, "/en/datasets/parks/related/")
    assert requests.get(f"{live_site.url}/datasets/draft/related/", timeout=30).status_code == 404
    assert (
        requests.get(f"{live_site.url}/datasets/parks/related/?table=tbl_nowhere00000", timeout=30).status_code == 404
    )
