"""News of the catalogue, read by a feed reader that we did not write (feedparser), and what search engines visit."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import requests

from tests.live import LiveSite

pytestmark = [
    pytest.mark.xdist_group("live"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of feedparser itself
]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed(site: LiveSite, path: str, **params: str) -> Any:
    answer = requests.get(f"{site.url}{path}", params=params, timeout=30)
    assert answer.status_code == 200
    found = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    assert (found.version, found.feed.id != "", found.feed.updated != "") == ("atom10", True, True)
    return found


def test_the_newest_come_first_and_each_has_its_own_id(live_site: LiveSite) -> None:
    found = feed(live_site, "/datasets/feed.atom")
    moments = [entry.updated_parsed for entry in found.entries]
    assert moments == sorted(moments, reverse=True)
    assert len({entry.id for entry in found.entries}) == len(found.entries) >= 3
    parks = next(entry for entry in found.entries if entry.title == "青岛公园景点")
    assert parks.author == "青岛市园林和林业局"
    assert "尚未发布的数据" not in {entry.title for entry in found.entries}


def test_a_search_and_a_department_have_feeds_of_their_own(live_site: LiveSite) -> None:
    assert [entry.title for entry in feed(live_site, "/datasets/feed.atom", q="公园").entries] == ["青岛公园景点"]
    assert feed(live_site, "/datasets/feed.atom", department="qingdao-parks").entries
    assert not feed(live_site, "/datasets/feed.atom", department="nobody").entries
    page = requests.get(f"{live_site.url}/datasets/?q=公园", timeout=30).text
    assert 'type="application/atom+xml" href="/datasets/feed.atom?q=' in page


def test_the_releases_of_a_dataset_are_its_news(live_site: LiveSite) -> None:
    found = feed(live_site, "/datasets/trees/feed.atom")
    assert len(found.entries) == 2
    assert "第 2 版" in found.entries[0].title
    assert "新增 500" in found.entries[0].title
    assert "release 2" in feed(live_site, "/en/datasets/trees/feed.atom").entries[0].title
    assert requests.get(f"{live_site.url}/datasets/draft/feed.atom", timeout=30).status_code == 404


def test_an_unchanged_feed_is_not_sent_again(live_site: LiveSite) -> None:
    address = f"{live_site.url}/datasets/trees/feed.atom"
    tag = requests.get(address, timeout=30).headers["ETag"]
    assert requests.get(address, headers={"If-None-Match": tag}, timeout=30).status_code == 304


def test_search_engines_are_led_to_every_public_page(live_site: LiveSite) -> None:
    robots = requests.get(f"{live_site.url}/robots.txt", timeout=30).text
    index = next(line.partition(": ")[2] for line in robots.splitlines() if line.startswith("Sitemap: "))
    parts = [one.text or "" for one in ET.fromstring(requests.get(index, timeout=30).content).iter(f"{SITEMAP}loc")]
    assert len(parts) == 1
    listed = [one.text or "" for one in ET.fromstring(requests.get(parts[0], timeout=30).content).iter(f"{SITEMAP}loc")]
    assert f"{live_site.url}/datasets/parks/" in listed
    assert not any("draft" in one for one in listed)
    assert all(requests.get(one, timeout=30).status_code == 200 for one in listed)
