"""Apps are handed in, reviewed by somebody else, stay public while their next version waits, and name no hidden dataset."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.core_services.data_requests.conftest import People, dataset, people

from zhanqiao.core_services.data_requests.operations import PersonalTextError
from zhanqiao.core_services.gallery import operations, queries
from zhanqiao.core_services.gallery.models import CHANGES
from zhanqiao.core_services.gallery.queries import Wanted
from zhanqiao.core_services.gallery.rules import (
    AppKnownError,
    AppRefusedError,
    AppStepError,
    AppWords,
    Kind,
    OwnAppError,
    ReasonMissingError,
    State,
    TooManyAppsError,
    is_address,
    slugs_in,
)
from zhanqiao.data_center.catalogue.operations import suspend_dataset
from zhanqiao.people.access.queries import ANONYMOUS, card_of
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.notices.models import Notice

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
WHOLE = {"limit": 24, "offset": 0}


@pytest.fixture
def parks(people: People) -> str:
    CHANGES.advance()
    return dataset("parks", "公园", theme="9")


@pytest.fixture
def words(parks: str) -> AppWords:
    return AppWords(
        name_zh="找公园",
        name_en="Find a park",
        about_zh="查找身边的公园。",
        address="https://parks.example.com/",
        maker="海边工作室",
        kind=Kind.WEB,
        source="https://code.example.com/parks",
        licence="MIT",
        datasets=(parks,),
    )


@pytest.fixture
def app(words: AppWords, people: People) -> str:
    return operations.hand_in(words=words, by=people.citizen, at=AT)


def shown(**wanted: object) -> list[str]:
    found, total = queries.gallery(wanted=Wanted(**wanted), card=ANONYMOUS, **WHOLE)  # type: ignore[arg-type]  # - of several types
    assert total == len(found)
    return [one.name.zh for one in found]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("https://example.com", True),
        ("https://app.example.cn:8443/a?b=c#d", True),
        ("https://公园.example.cn/", True),
        ("http://example.com", False),
        ("javascript:alert(1)", False),
        ("https://user@example.com/", False),
        ("https://localhost/", False),
        ("https://10.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://example.com/a b", False),
        ("https://example.com:x/", False),
        ("https://example.com\\@a.example/", False),
        (f"https://example.com/{'a' * 500}", False),
        ("", False),
    ],
)
def test_an_address_is_https_of_a_domain(text: str, fits: bool) -> None:
    assert is_address(text=text) is fits


def test_slugs_are_read_from_lines_and_addresses_each_once() -> None:
    text = "parks\nhttps://data.example/datasets/wells/data/?row=3，parks  /en/datasets/trees/"
    assert slugs_in(text=text) == ("parks", "wells", "trees")


def test_what_is_missing_is_said_by_field(words: AppWords, people: People) -> None:
    wrong = replace(words, name_zh=" ", address="http://a.example", licence="", datasets=())
    with pytest.raises(AppRefusedError) as refused:
        operations.hand_in(words=wrong, by=people.citizen, at=AT)
    assert set(refused.value.problems) == {"name_zh", "address", "licence", "datasets"}
    with pytest.raises(PersonalTextError):
        operations.hand_in(words=replace(words, about_zh="请致电13800138000"), by=people.citizen, at=AT)
    assert queries.my_apps(account_id=people.citizen, card=ANONYMOUS) == ()


def test_it_is_public_once_somebody_else_accepts_it(app: str, people: People, parks: str) -> None:
    assert (shown(), queries.apps_with(dataset_id=parks)) == ([], ())
    with pytest.raises(AppStepError):
        operations.accept(app_id=app, number=2, by=people.authority, at=AT)
    with pytest.raises(OwnAppError):
        operations.accept(app_id=app, number=1, by=people.citizen, at=AT)
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    CHANGES.advance()
    card = queries.public_app(app_id=app, card=ANONYMOUS)
    assert (card.name.en, card.maker, card.is_open_source, [one.id for one in card.datasets]) == (
        "Find a park",
        "海边工作室",
        True,
        [parks],
    )
    assert [one.id for one in queries.apps_with(dataset_id=parks)] == [app]
    told = Notice.objects.get(kind="shown_app")
    assert (told.account_id, told.url) == (people.citizen, f"/applications/{app}/")
    lines = AuditLine.objects.filter(object_id=app).order_by("seq").values_list("action", "by")
    assert list(lines) == [("shown_app.hand_in", people.citizen), ("shown_app.accept", people.authority)]


def test_a_new_version_waits_while_the_accepted_one_stays_public(app: str, people: People, words: AppWords) -> None:
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    for name in ("找公园2", "找公园3"):
        operations.hand_in_again(app_id=app, words=replace(words, name_zh=name), by=people.citizen, at=AT)
    assert shown() == ["找公园"]
    assert [one.number for one in queries.apps_in_review(card=ANONYMOUS)] == [3]
    with pytest.raises(ReasonMissingError):
        operations.send_back(app_id=app, number=3, reason=" ", by=people.authority, at=AT)
    operations.send_back(app_id=app, number=3, reason="名称不清楚", by=people.authority, at=AT)
    assert shown() == ["找公园"]
    operations.hand_in_again(app_id=app, words=replace(words, name_zh="找公园4"), by=people.citizen, at=AT)
    operations.accept(app_id=app, number=4, by=people.authority, at=AT)
    assert shown() == ["找公园4"]
    operations.take_down(app_id=app, reason="地址失效", by=people.authority, at=AT)
    assert shown() == []
    assert queries.newest_version(app_id=app, card=ANONYMOUS).reason == "地址失效"
    with pytest.raises(AppStepError):
        operations.take_down(app_id=app, reason="再次", by=people.authority, at=AT)
    assert [one.state.zh for one in queries.steps_of(app_id=app)] == [
        "提交",
        "通过并公开",
        "提交",
        "提交",
        "退回",
        "提交",
        "通过并公开",
        "下架",
    ]


def test_its_maker_takes_it_back(app: str, people: People, words: AppWords) -> None:
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    operations.hand_in_again(app_id=app, words=words, by=people.citizen, at=AT)
    operations.withdraw(app_id=app, by=people.citizen, at=AT)
    assert (shown(), queries.apps_in_review(card=ANONYMOUS)) == ([], ())
    assert queries.newest_version(app_id=app, card=ANONYMOUS).state is State.WITHDRAWN
    with pytest.raises(AppStepError):
        operations.withdraw(app_id=app, by=people.citizen, at=AT)


def test_one_address_is_shown_once_and_a_day_has_five(app: str, people: People, words: AppWords) -> None:
    with pytest.raises(AppKnownError):
        operations.hand_in(words=words, by=people.citizen, at=AT)
    rival = operations.hand_in(words=words, by=people.other, at=AT)
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    with pytest.raises(AppKnownError):
        operations.accept(app_id=rival, number=1, by=people.authority, at=AT)
    for number in range(4):
        operations.hand_in(words=replace(words, address=f"https://{number}.example.com"), by=people.citizen, at=AT)
    more = replace(words, address="https://more.example.com")
    with pytest.raises(TooManyAppsError):
        operations.hand_in(words=more, by=people.citizen, at=AT + timedelta(hours=23))
    assert operations.hand_in(words=more, by=people.citizen, at=AT + timedelta(hours=25))


def test_the_gallery_is_searched_by_words_theme_dataset_and_licence(
    app: str, people: People, words: AppWords, parks: str
) -> None:
    wells = dataset("wells", "水井", theme="1")
    other = replace(
        words, name_zh="水井图", name_en="", address="https://w.example.com", source="", licence="", datasets=(wells,)
    )
    second = operations.hand_in(words=other, by=people.other, at=AT)
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    operations.accept(app_id=second, number=1, by=people.authority, at=AT + timedelta(hours=1))
    assert shown() == ["水井图", "找公园"]
    assert (shown(words="park"), shown(words="水井 海边"), shown(words="无")) == (["找公园"], ["水井图"], [])
    assert (shown(theme="9"), shown(dataset_id=wells), shown(open_source=True)) == (["找公园"], ["水井图"], ["找公园"])


def test_a_suspended_dataset_is_named_to_its_staff_alone(app: str, people: People, parks: str) -> None:
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    suspend_dataset(dataset_id=parks, reason="核对中", by="tests", at=AT)
    seen = {
        who: [one.id for one in queries.public_app(app_id=app, card=card).datasets]
        for who, card in (
            ("public", ANONYMOUS),
            ("maker", card_of(account_id=people.citizen)),
            ("staff", card_of(account_id=people.parks_officer)),
        )
    }
    assert seen == {"public": [], "maker": [], "staff": [parks]}
    assert shown(theme="9") == []
