"""The pages of apps: handing in as a person does, deciding in the workbench, links both ways."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.core_services.data_requests.conftest import People, dataset, people
from tests.portal.interaction.conftest import Browser, browser_of, department, text_of
from zhanqiao.core_services.conversation.models import CHANGES as RATINGS
from zhanqiao.core_services.conversation.models import Rating
from zhanqiao.core_services.conversation.operations import rate_app
from zhanqiao.core_services.gallery.models import CHANGES, ShowcasedApp
from zhanqiao.core_services.gallery.queries import public_addresses
from zhanqiao.data_center.catalogue.operations import suspend_dataset
from zhanqiao.kit.clock import now

__all__ = ["browser_of", "department", "people"]
pytestmark = pytest.mark.django_db
TYPED = {
    "name_zh": "找公园",
    "kind": "web",
    "maker": "海边工作室",
    "address": "https://parks.example.com/",
    "about_zh": "查找身边的公园。",
    "datasets": "https://data.example/datasets/parks/",
}


@pytest.fixture
def parks(people: People) -> str:
    CHANGES.advance()
    return dataset("parks", "公园")


def typed(client: Client, page: str, **fields: str | SimpleUploadedFile) -> int:
    begun = client.get(page).context["begun"]
    with time_machine.travel(now() + timedelta(seconds=10)):
        return client.post(page, {"begun": begun} | TYPED | fields).status_code


def test_it_is_handed_in_decided_and_linked_both_ways(parks: str, browser_of: Browser) -> None:
    citizen, visitor, authority = browser_of("wang.fang"), browser_of(""), browser_of("authority")
    assert typed(citizen, "/applications/new/?dataset=parks") == 302
    made = ShowcasedApp.objects.get().id
    page, review = f"/applications/{made}/", f"/workbench/applications/{made}/"
    assert [one.get(page).status_code for one in (visitor, browser_of("zhao.lei"), citizen)] == [404, 404, 200]
    assert f"{page}</loc>" not in visitor.get("/sitemap-1.xml").getvalue().decode()
    assert "待审核" in text_of(citizen.get("/applications/mine/").content)
    assert "找公园" in text_of(authority.get("/workbench/applications/").content)
    assert authority.post(review, {"decision": "return", "number": "1"}).status_code == 422
    assert authority.post(review, {"decision": "accept", "number": "x"}).status_code == 409
    assert authority.post(review, {"decision": "none", "number": "1"}).status_code == 404
    assert authority.post(review, {"decision": "accept", "number": "1"}).status_code == 302
    CHANGES.advance()
    assert f"{page}</loc>" in visitor.get("/sitemap-1.xml").getvalue().decode()
    said = text_of(visitor.get(page).content)
    assert ("海边工作室" in said, "公园" in said, "张敏" in said) == (True, True, False)
    for linked in ("/applications/?q=公园", "/datasets/parks/", "/datasets/parks/related/"):
        assert f'href="{page}"' in visitor.get(linked).content.decode(), linked
    assert 'href="/datasets/parks/"' in visitor.get(page).content.decode()


def test_a_public_page_of_this_platform_is_an_app_and_no_outward_link(parks: str, browser_of: Browser) -> None:
    citizen, authority = browser_of("wang.fang"), browser_of("authority")
    for nowhere in ("/dashboards/nowhere/", "/datasets/nowhere/map/", "/workbench/", "//evil.example/datasets/parks/"):
        assert typed(citizen, "/applications/new/", address=nowhere) == 422
    assert typed(citizen, "/applications/new/", address="/datasets/parks/map/", source="", licence="") == 302
    made = ShowcasedApp.objects.get().id
    authority.post(f"/workbench/applications/{made}/", {"decision": "accept", "number": "1"})
    CHANGES.advance()
    assert 'href="/datasets/parks/map/"' in browser_of("").get(f"/applications/{made}/").content.decode()
    assert public_addresses() == ()


def test_programs_and_unknown_datasets_are_refused(parks: str, browser_of: Browser) -> None:
    citizen, new = browser_of("wang.fang"), "/applications/new/"
    suspend_dataset(dataset_id=dataset("wells", "水井"), reason="核对中", by="tests", at=now())
    assert citizen.post(new, TYPED).status_code == 422
    assert typed(citizen, new, website="x") == 422
    answers = [text_of(citizen.post(new, TYPED | {"datasets": slug}).content) for slug in ("wells", "nowhere")]
    assert ["公开数据集中没有找到：wells" in answers[0], "公开数据集中没有找到：nowhere" in answers[1]] == [True, True]
    assert typed(citizen, new, source="https://code.example.com/") == 422
    assert ShowcasedApp.objects.count() == 0
    assert browser_of("").get(new).status_code == 302


def test_only_its_maker_changes_it_and_nobody_decides_on_their_own(parks: str, browser_of: Browser) -> None:
    authority, other = browser_of("authority"), browser_of("zhao.lei")
    assert typed(authority, "/applications/new/") == 302
    made = ShowcasedApp.objects.get().id
    review = f"/workbench/applications/{made}/"
    assert "须由其他人员审核" in text_of(authority.get(review).content)
    assert authority.post(review, {"decision": "accept", "number": "1"}).status_code == 403
    assert other.get(review).status_code == 403
    assert other.get(f"/applications/{made}/edit/").status_code == 404
    assert other.post(f"/applications/{made}/withdrawal/").status_code == 404
    assert typed(authority, f"/applications/{made}/edit/", name_zh="找公园2") == 302
    assert authority.post(f"/applications/{made}/withdrawal/").status_code == 302
    assert "已由作者撤回" in text_of(authority.get("/applications/mine/").content)


def test_a_dataset_that_is_suspended_is_not_named(parks: str, browser_of: Browser) -> None:
    citizen, authority, visitor = browser_of("wang.fang"), browser_of("authority"), browser_of("")
    assert typed(citizen, "/applications/new/") == 302
    made = ShowcasedApp.objects.get().id
    authority.post(f"/workbench/applications/{made}/", {"decision": "accept", "number": "1"})
    suspend_dataset(dataset_id=parks, reason="核对中", by="tests", at=now())
    page = visitor.get(f"/applications/{made}/").content.decode()
    assert ('href="/datasets/parks/"' in page, "目前都没有公开" in page) == (False, True)
    assert [visitor.get(f"/applications/?dataset={slug}").status_code for slug in ("parks", "nowhere")] == [404, 404]
    assert "1 个数据集已不公开" in text_of(citizen.get(f"/applications/{made}/edit/").content)


def test_it_is_rated_by_others_and_the_average_shows_from_five_on(
    parks: str, people: People, browser_of: Browser
) -> None:
    RATINGS.advance()
    citizen, authority, other, visitor = (browser_of(who) for who in ("wang.fang", "authority", "zhao.lei", ""))
    assert typed(citizen, "/applications/new/") == 302
    made = ShowcasedApp.objects.get().id
    page, rate = f"/applications/{made}/", f"/applications/{made}/rating/"
    assert other.post(rate, {"stars": "4"}).status_code == 404  # not public yet
    authority.post(f"/workbench/applications/{made}/", {"decision": "accept", "number": "1"})
    answers = [one.post(rate, {"stars": stars}).status_code for one, stars in ((citizen, "5"), (other, "6"))]
    assert (answers, Rating.objects.count()) == ([403, 422], 0)
    for stars in ("4", "2"):
        assert other.post(rate, {"stars": stars}).status_code == 302
    assert list(Rating.objects.values_list("subject", "app_id", "stars")) == [("app", made, 2)]
    assert "评分不足5人" in text_of(visitor.get(page).content)
    for account in (people.authority, people.parks_officer, people.transport_officer, people.parks_reviewer):
        rate_app(app_id=made, stars=5, reason="", by=account, at=now())
    RATINGS.advance()
    assert "4.4" in text_of(visitor.get(page).content)


def test_public_pages_are_asked_again_each_time(parks: str, browser_of: Browser) -> None:
    answer = browser_of("").get("/applications/")
    assert ("max-age" in answer.get("Cache-Control", ""), answer.has_header("Expires")) == (False, False)


def test_screenshots_are_handed_in_shown_and_kept(parks: str, browser_of: Browser) -> None:
    citizen, visitor, authority = browser_of("wang.fang"), browser_of(""), browser_of("authority")
    assert typed(citizen, "/applications/new/", picture_1=png(), alt_1="首页地图") == 302
    made = ShowcasedApp.objects.get().id
    page = f"/applications/{made}/"
    (address,) = re.findall(rf'src="({page}pictures/[0-9a-f]{{64}}\.webp)"', citizen.get(page).content.decode())
    assert [_read(one, address).status_code for one in (visitor, citizen, authority)] == [404, 200, 200]
    authority.post(f"/workbench/applications/{made}/", {"decision": "accept", "number": "1"})
    CHANGES.advance()
    answer = _read(visitor, address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"].split(",")[0]) == ("nosniff", "private")
    assert 'alt="首页地图"' in visitor.get(page).content.decode()
    assert address in visitor.get("/applications/").content.decode()
    kept = address.rpartition("/")[2].removesuffix(".webp")
    assert typed(citizen, f"{page}edit/", keep=kept) == 302
    assert address in authority.get(f"/workbench/applications/{made}/").content.decode()


def test_a_file_that_is_no_picture_is_told_and_nothing_is_handed_in(parks: str, browser_of: Browser) -> None:
    citizen = browser_of("wang.fang")
    file = SimpleUploadedFile("a.png", b"no picture", "image/png")
    assert typed(citizen, "/applications/new/", picture_1=file, alt_1="首页") == 422
    assert typed(citizen, "/applications/new/", picture_1=png()) == 422  # without words
    assert not ShowcasedApp.objects.exists()


def _read(client: Client, address: str) -> Any:
    answer = client.get(address)
    answer.close()  # the file that is sent
    return answer


def png() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(file, "PNG")
    return SimpleUploadedFile("shot.png", file.getvalue(), "image/png")
