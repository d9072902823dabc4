"""Pages of dashboards as browsers without JavaScript read and send them."""

from __future__ import annotations

import json
import re
from io import BytesIO
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.core_services.dashboards.conftest import ANONYMOUS, MORE, People, card
from tests.portal.interaction.conftest import Browser, text_of
from tests.seeding import published
from zhanqiao.core_services.dashboards import queries

CHART = {"kind": "bar", "x": "树种", "y": "count"}


def version(slug: str, people: People) -> queries.DashboardCard:
    return queries.dashboard_card(slug=slug, card=card(people.citizen), latest=True)


def numbers(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200, address
    return re.findall(r'class="tile-number">([^<]+)<', page.content.decode())


def test_a_dashboard_reads_in_both_languages_and_filters_by_its_address(slug: str) -> None:
    client = Client()
    page = client.get(f"/dashboards/{slug}/")
    text = text_of(page.content)
    assert "胸径的合计" in text
    assert "行道树普查 · 青岛市园林和林业局，第 1 版" in text
    assert "sum of 胸径" in text_of(client.get(f"/en/dashboards/{slug}/").content)
    assert numbers(client, f"/dashboards/{slug}/") == ["60"]
    assert numbers(client, f"/dashboards/{slug}/?district=崂山区") == ["10"]
    assert numbers(client, f"/dashboards/{slug}/?district=市南区&other=1") == ["50"]


def test_a_frame_may_stand_on_any_site_and_a_page_may_not(slug: str) -> None:
    client = Client()
    framed, page = client.get(f"/embed/dashboards/{slug}/"), client.get(f"/dashboards/{slug}/")
    assert (framed.headers["Content-Security-Policy"], "X-Frame-Options" in framed.headers) == (
        "frame-ancestors *",
        False,
    )
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "site-header" not in framed.content.decode()
    assert numbers(client, f"/embed/dashboards/{slug}/tiles/t1/") == ["60"]
    assert client.get(f"/embed/dashboards/{slug}/tiles/t77/").status_code == 404


def test_a_frame_shows_a_new_release(slug: str) -> None:
    client = Client()
    assert numbers(client, f"/embed/dashboards/{slug}/?district=市南区") == ["50"]
    published(name="trees", title="行道树普查", content=MORE, append=True)
    assert numbers(client, f"/embed/dashboards/{slug}/?district=市南区") == ["90"]


def test_a_frame_is_read_as_nobody_whoever_asks(slug: str, people: People, browser_of: Browser) -> None:
    maker = browser_of("wang.fang")
    maker.post(f"/dashboards/{slug}/edit/visibility/", {"visibility": "private"})
    assert maker.get(f"/dashboards/{slug}/").status_code == 200
    assert maker.get(f"/embed/dashboards/{slug}/").status_code == 404


def test_a_chart_is_put_on_a_new_dashboard_and_rows_on_the_same(
    trees: dict[str, str], people: People, browser_of: Browser
) -> None:
    client = browser_of("wang.fang")
    address = f"/dashboards/place/?dataset=trees&table={trees['table']}&where=胸径 > 10&kind=bar&x=树种"
    assert "图表" in text_of(client.get(address).content)
    sent = {"where_to": "", "new_title": "我的树", "kind": "chart", "width": "2"}
    made = client.post(address, sent)
    slug = made.headers["Location"].split("/")[2]
    again = client.post(
        address,
        {
            "where_to": slug,
            "kind": "number",
            "measure": "max",
            "of": "胸径",
            "width": "1",
            "title_zh": "最粗",
            "pinned": "on",
        },
    )
    assert again.headers["Location"] == f"/dashboards/{slug}/edit/"
    chart, number = version(slug, people).spec.tiles
    assert (chart.kind, chart.where, chart.said) == (
        "chart",
        ("胸径 > 10",),
        {"chart": {"kind": "bar", "x": "树种", "y": "count"}},
    )
    assert (number.title.en, number.as_of, number.said) == ("最粗", "1", {"measure": "max", "of": "胸径"})
    assert numbers(client, f"/dashboards/{slug}/edit/") == ["30"]
    missing = client.post(address, {"where_to": "", "new_title": "", "kind": "chart", "width": "2"})
    assert missing.status_code == 422


def test_the_builder_changes_tiles_words_and_filters(slug: str, people: People, browser_of: Browser) -> None:
    client = browser_of("wang.fang")

    def does(act: str, **typed: str) -> None:
        upon = str(version(slug, people).version)
        answer = client.post(f"/dashboards/{slug}/edit/{act}/", {"upon": upon} | typed)
        assert answer.status_code == 302, act

    does("up", tile="t2")
    does("tile", tile="t1", title_zh="胸径合计", title_en="", width="3", as_of="1")
    does("tile-removal", tile="t3")
    does("text", text_zh="看**这里**", text_en="")
    does("filter", column="树种", operator="=", title_zh="", title_en="")
    does("filter-removal", filter="district")
    does("about", title_zh="树", title_en="Trees", summary_zh="", summary_en="", layout="story")
    spec = version(slug, people).spec
    assert [(one.id, one.width) for one in spec.tiles] == [("t2", 2), ("t1", 3), ("t4", 4), ("t3", 4)]
    assert (spec.tiles[1].title.en, spec.tiles[1].as_of) == ("胸径合计", "1")
    assert spec.tiles[3].said == {"text": {"zh": "看**这里**", "en": "看**这里**"}}
    assert [(one.id, one.title.zh, [*one.columns.values()]) for one in spec.filters] == [("f1", "树种", ["树种"])]
    assert (spec.layout, spec.title.en, version(slug, people).version) == ("story", "Trees", 8)
    assert "第 8 稿" in text_of(client.get(f"/dashboards/{slug}/edit/").content)


def test_a_change_upon_an_old_version_is_refused_in_words(slug: str, people: People, browser_of: Browser) -> None:
    client = browser_of("wang.fang")
    client.post(f"/dashboards/{slug}/edit/up/", {"upon": "1", "tile": "t2"})
    answer = client.post(f"/dashboards/{slug}/edit/up/", {"upon": "1", "tile": "t3"}, follow=True)
    assert "看板在此期间已被改动" in text_of(answer.content)
    assert version(slug, people).version == 2


def test_a_document_goes_out_and_comes_in_again(slug: str, people: People, browser_of: Browser) -> None:
    client = browser_of("wang.fang")
    document = client.get(f"/dashboards/{slug}/document.json").json()
    assert document == version(slug, people).spec.as_document()
    file = BytesIO(json.dumps(document | {"layout": "story"}).encode())
    file.name = "a.json"
    client.post(f"/dashboards/{slug}/edit/document/", {"upon": "1", "document": file})
    assert version(slug, people).spec.layout == "story"
    bad = BytesIO(b'{"zhanqiao_dashboard": 1, "title": {}, "tiles": 3}')
    bad.name = "b.json"
    page = client.post("/dashboards/new/", {"document": bad})
    assert page.status_code == 422
    assert "tiles：应为列表" in text_of(page.content)


def test_nobody_changes_what_is_another_persons(slug: str, browser_of: Browser) -> None:
    for username in ("zhao.lei", "authority", "parks.officer"):
        client = browser_of(username)
        assert client.get(f"/dashboards/{slug}/").status_code == 200
        assert client.get(f"/dashboards/{slug}/edit/").status_code == 404
        assert client.get(f"/dashboards/{slug}/versions/").status_code == 404
        assert client.post(f"/dashboards/{slug}/edit/up/", {"upon": "1", "tile": "t2"}).status_code == 404
    assert Client().get(f"/dashboards/{slug}/edit/").headers["Location"].startswith("/login/")


def test_a_citizens_dashboard_comes_into_the_gallery_by_the_authority(
    slug: str, people: People, browser_of: Browser
) -> None:
    maker, authority = browser_of("wang.fang"), browser_of("authority")
    maker.post(f"/dashboards/{slug}/edit/submission/", {})
    assert "没有符合条件的看板" in text_of(Client().get("/dashboards/").content)
    address = f"/dashboards/{slug}/</loc>"
    assert address not in Client().get("/sitemap-1.xml").getvalue().decode()
    assert "行道树" in text_of(authority.get("/workbench/dashboards/").content)
    assert browser_of("parks.reviewer").get(f"/workbench/dashboards/{slug}/").status_code == 404
    refused = authority.post(f"/workbench/dashboards/{slug}/", {"decision": "refuse", "words": ""})
    assert (refused.status_code, "请写明理由" in text_of(refused.content)) == (422, True)
    assert authority.post(f"/workbench/dashboards/{slug}/", {"decision": "approve"}).status_code == 302
    text = text_of(Client().get("/dashboards/?q=street").content)
    assert "行道树 看板 公众用户" in text
    assert address in Client().get("/sitemap-1.xml").getvalue().decode()
    assert "王芳" not in text


def test_the_authority_puts_a_public_dashboard_on_the_home_page(slug: str, people: People, browser_of: Browser) -> None:
    maker, authority = browser_of("wang.fang"), browser_of("authority")
    early = authority.post(f"/workbench/dashboards/{slug}/", {"decision": "feature"})
    assert early.status_code == 404
    maker.post(f"/dashboards/{slug}/edit/submission/", {})
    authority.post(f"/workbench/dashboards/{slug}/", {"decision": "approve"})
    assert "数据里看到的" not in text_of(Client().get("/").content)
    authority.post(f"/workbench/dashboards/{slug}/", {"decision": "feature"})
    assert "数据里看到的 全部看板 行道树" in text_of(Client().get("/").content)
    maker.post(f"/dashboards/{slug}/edit/visibility/", {"visibility": "private"})
    assert "数据里看到的" not in text_of(Client().get("/").content)


def test_a_copy_is_the_readers_own(slug: str, people: People, browser_of: Browser) -> None:
    made = browser_of("zhao.lei").post(f"/dashboards/{slug}/fork/")
    mine = queries.mine(card=card(people.other))
    assert made.headers["Location"] == f"/dashboards/{mine[0].slug}/edit/"
    assert mine[0].spec == queries.dashboard_card(slug=slug, card=ANONYMOUS).spec


def test_an_old_version_is_shown_and_brought_back(slug: str, people: People, browser_of: Browser) -> None:
    client = browser_of("wang.fang")
    client.post(f"/dashboards/{slug}/edit/tile-removal/", {"upon": "1", "tile": "t1"})
    assert numbers(client, f"/dashboards/{slug}/") == []
    assert numbers(client, f"/dashboards/{slug}/versions/?version=1") == ["60"]
    client.post(f"/dashboards/{slug}/edit/restoration/", {"version": "1"})
    assert numbers(client, f"/dashboards/{slug}/") == ["60"]


def test_the_schema_is_served(client: Client) -> None:
    answer = client.get("/dashboards/schema.json")
    assert (answer.headers["Content-Type"], json.loads(answer.content)["properties"]["zhanqiao_dashboard"]) == (
        "application/schema+json",
        {"const": 1},
    )


def test_an_empty_dashboard_reads(people: People, browser_of: Browser) -> None:
    client = browser_of("wang.fang")
    made = client.post("/dashboards/new/", {"title_zh": "空", "layout": "story"})
    slug = made.headers["Location"].split("/")[2]
    assert "还没有内容" in text_of(client.get(f"/dashboards/{slug}/").content)


def test_a_district_has_its_page_and_a_copy(trees: dict[str, str], people: People, browser_of: Browser) -> None:
    assert "市南区" in text_of(Client().get("/districts/").content)
    assert "还没有这个区市的开放数据" in text_of(Client().get("/districts/370202/").content)
    assert Client().get("/districts/110101/").status_code == 404
    made = browser_of("wang.fang").post("/districts/370202/copy/")
    assert made.headers["Location"] == f"/dashboards/{queries.mine(card=card(people.citizen))[0].slug}/edit/"


def test_a_visitor_without_an_account_gets_no_cookie(slug: str) -> None:
    for address in (f"/dashboards/{slug}/", f"/embed/dashboards/{slug}/", "/dashboards/", "/districts/370202/"):
        assert not Client().get(address).cookies, address


def test_a_layer_of_the_map_is_put_on_a_dashboard_and_restyled_and_framed(people: People, browser_of: Browser) -> None:
    table = published(name="stops", title="站点", content="站名,区市,经度,纬度\n青岛站,市南区,120.31,36.06\n")["table"]
    client = browser_of("wang.fang")
    layer = quote(f"table={table}&as=categories&by=区市")
    address = f"/dashboards/place/?dataset=stops&layer={layer}"
    assert 'value="map"' in client.get(address).content.decode()
    sent = {
        "where_to": "",
        "new_title": "站",
        "kind": "map",
        "width": "2",
        "drawn_as": "categories",
        "coloured_by": "区市",
    }
    slug = client.post(address, sent).headers["Location"].split("/")[2]
    assert version(slug, people).spec.tiles[0].said == {"map": {"as": "categories", "by": "区市"}}
    restyled = {"upon": "1", "tile": "t1", "width": "4", "map_as": "single"}
    client.post(f"/dashboards/{slug}/edit/tile/", restyled)
    assert version(slug, people).spec.tiles[0].said == {"map": {"as": "single", "by": "区市"}}
    client.post(f"/dashboards/{slug}/edit/visibility/", {"visibility": "link"})
    framed = Client().get(f"/embed/dashboards/{slug}/tiles/t1/").content.decode()
    assert re.findall(r"<zq-tile-map|dashboards/map[.\w]*\.js", framed)
    assert "青岛站" in framed


def test_a_dashboard_without_a_map_loads_no_library_of_maps(slug: str) -> None:
    assert "maplibre" not in Client().get(f"/dashboards/{slug}/").content.decode()


def test_a_picture_is_uploaded_described_and_served_with_its_dashboard(
    slug: str, people: People, browser_of: Browser
) -> None:
    maker = browser_of("wang.fang")
    file = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(file, "PNG")
    told = {"upon": "1", "alt_zh": "栈桥", "credit": "王芳", "licence": "CC BY 4.0"}
    upload = SimpleUploadedFile("pier.png", file.getvalue())
    refused = maker.post(f"/dashboards/{slug}/edit/picture/", told | {"alt_zh": "", "picture": upload}, follow=True)
    assert "替代文字" in text_of(refused.content)
    upload.seek(0)
    maker.post(f"/dashboards/{slug}/edit/picture/", told | {"picture": upload})
    maker.post(
        f"/dashboards/{slug}/edit/tile/", told | {"upon": "2", "tile": "t5", "width": "2", "alt_zh": "海边的栈桥"}
    )
    page = Client().get(f"/dashboards/{slug}/").content.decode()
    found = re.search(r'<img src="([^"]+)" alt="海边的栈桥" width="60" height="40"', page)
    assert found
    assert "王芳 · CC BY 4.0" in text_of(page.encode())
    served = Client().get(found[1])
    kept = [served.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")]
    assert kept == ["image/webp", "nosniff", "private, max-age=31536000, immutable"]
    assert b"".join(served.streaming_content)[8:12] == b"WEBP"  # type: ignore[attr-defined]  # - a file is streamed
    maker.post(f"/dashboards/{slug}/edit/visibility/", {"visibility": "private"})
    assert Client().get(found[1]).status_code == 404
