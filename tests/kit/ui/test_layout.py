"""What every page is: its language, its weight, what it asks of the visitor, and how they want to see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from zhanqiao.kit.ui import preferences
from zhanqiao.kit.ui.preferences import Preferences

PACKAGE = Path(__file__).resolve().parents[3] / "src" / "zhanqiao"
CSS_BYTES, JS_BYTES = 43_000, 32_000
OTHER_PAGES = (
    "changes",
    "chart",
    "embed",
    "embedded",
    "gallery",
    "home",
    "listing",
    "pivot",
    "blocks",
    "scroll",
    "quality",
    "vega-util",
    "zq-embed",
)  # the heaviest page is a dataset's grid
COMPONENTS = sorted(path.stem for path in (PACKAGE / "kit/ui/templates/cotton").glob("*.html"))


def page(path: str = "/ui/", **cookies: str) -> str:
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get(path).content.decode()


@pytest.mark.parametrize(("path", "tag"), [("/ui/", "zh-Hans"), ("/en/ui/", "en")])
def test_a_page_says_its_language_and_where_the_other_one_is(path: str, tag: str) -> None:
    text = page(path)
    assert f'<html lang="{tag}">' in text
    assert '<link rel="alternate" hreflang="zh-Hans" href="http://testserver/ui/">' in text
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/ui/">' in text


def test_a_page_sets_no_cookie_and_asks_the_database_nothing() -> None:
    assert dict(Client().get("/ui/").cookies) == {}


def test_everything_a_page_needs_comes_from_this_site() -> None:
    assert (
        "//"
        not in page()
        .replace("http://www.w3.org", "")
        .replace("https://…", "")
        .replace("http://testserver/", "/")
        .split("<main")[0]
    )


def test_the_gallery_shows_both_themes_and_every_component() -> None:
    text = page()
    assert text.count('data-theme="light"') == 1
    assert text.count('data-theme="dark"') == 1
    sources = "".join(
        (PACKAGE / "kit/ui/templates/ui" / name).read_text(encoding="utf-8")
        for name in ("specimens.html", "header.html")
    )
    written = {name for name in COMPONENTS if f"<c-{name.replace('_', '-')}" in sources or f"c-{name}</h2>" in sources}
    assert sorted(set(COMPONENTS) - written) == []


def test_the_footer_shows_the_numbers_a_government_site_owes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "site-legal" not in page()
    monkeypatch.setenv("ZHANQIAO_ICP_NUMBER", "鲁ICP备00000000号")
    monkeypatch.setenv("ZHANQIAO_SITE_CODE", "3702000000")
    text = page()
    assert "鲁ICP备00000000号</a>" in text
    assert '<meta name="SiteIDCode" content="3702000000">' in text


@pytest.mark.parametrize(
    ("cookies", "meant"),
    [
        ({}, Preferences()),
        ({"theme": "dark", "elder": "1"}, Preferences(theme="dark", elder=True)),
        ({"theme": "pink", "elder": "yes"}, Preferences()),
    ],
)
def test_unknown_cookies_count_as_unset(cookies: dict[str, str], meant: Preferences) -> None:
    assert preferences.preferences_of(cookies=cookies) == meant


def test_the_chosen_look_is_in_the_page_itself_so_nothing_flashes() -> None:
    assert '<html lang="zh-Hans" data-theme="dark" data-elder>' in page(theme="dark", elder="1")


def test_a_choice_is_kept_and_leads_back() -> None:
    answer = Client().post("/ui/preferences/", {"theme": "dark", "next": "/themes/?a=1"})
    assert (answer.status_code, answer["Location"], answer.cookies["theme"].value) == (302, "/themes/?a=1", "dark")
    answer = Client().post("/ui/preferences/", {"theme": "", "next": "/"})
    assert (answer.cookies["theme"].value, answer.cookies["theme"]["max-age"]) == ("", 0)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_a_choice_leads_to_no_other_site(elsewhere: str) -> None:
    assert Client().post("/ui/preferences/", {"elder": "1", "next": elsewhere})["Location"] == "/"


def test_styles_and_scripts_of_the_heaviest_page_stay_light() -> None:
    folders = [PACKAGE / "kit/ui/static", PACKAGE / "portal/catalogue/static"]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.stem not in OTHER_PAGES]
    weight = {kind: sum(path.stat().st_size for path in files if path.suffix == kind) for kind in (".css", ".js")}
    assert weight[".css"] < CSS_BYTES
    assert weight[".js"] < JS_BYTES
