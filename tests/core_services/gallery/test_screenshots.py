"""Screenshots of apps: seen with the version they belong to, held again by the next one, never somebody else's."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image
from tests.core_services.data_requests.conftest import People, dataset, people

from zhanqiao.core_services.data_requests.operations import PersonalTextError
from zhanqiao.core_services.gallery import operations, queries
from zhanqiao.core_services.gallery.rules import LONGEST_ALT, AppRefusedError, AppWords, Kind, Shot
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.pictures import PictureRefusedError
from zhanqiao.people.access.queries import ANONYMOUS, card_of
from zhanqiao.people.access.rules import AccessCard

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def picture(colour: str = "navy") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def words(people: People) -> AppWords:
    return AppWords(
        name_zh="找公园",
        about_zh="查找身边的公园。",
        address="https://parks.example.com/",
        maker="海边工作室",
        kind=Kind.WEB,
        datasets=(dataset("parks", "公园", theme="9"),),
        pictures=(Shot(alt="首页地图", content=picture()),),
    )


def sees(app_id: str, digest: str, by: AccessCard) -> bool:
    try:
        return queries.picture_of(app_id=app_id, digest=digest, card=by).read_bytes()[8:12] == b"WEBP"
    except NotFoundError:
        return False


def test_a_screenshot_is_public_with_its_version_and_not_before(words: AppWords, people: People) -> None:
    app = operations.hand_in(words=words, by=people.citizen, at=AT)
    (shot,) = queries.newest_version(app_id=app, card=ANONYMOUS).pictures
    assert (shot.alt, shot.width, shot.height) == ("首页地图", 60, 40)
    readers = [ANONYMOUS, card_of(account_id=people.other), card_of(account_id=people.citizen)]
    readers.append(card_of(account_id=people.authority))
    assert [sees(app, shot.digest, one) for one in readers] == [False, False, True, True]
    operations.accept(app_id=app, number=1, by=people.authority, at=AT)
    assert [sees(app, shot.digest, one) for one in readers] == [True] * 4
    operations.take_down(app_id=app, reason="链接失效", by=people.authority, at=AT)
    assert [sees(app, shot.digest, one) for one in readers] == [False, False, True, True]


def test_the_next_version_keeps_what_its_maker_keeps(words: AppWords, people: People) -> None:
    app = operations.hand_in(words=words, by=people.citizen, at=AT)
    (first,) = queries.newest_version(app_id=app, card=ANONYMOUS).pictures
    kept, new = Shot(alt=first.alt, digest=first.digest), Shot(alt="搜索结果", content=picture("green"))
    operations.hand_in_again(app_id=app, words=replace(words, pictures=(kept, new)), by=people.citizen, at=AT)
    assert [one.alt for one in queries.newest_version(app_id=app, card=ANONYMOUS).pictures] == ["首页地图", "搜索结果"]
    operations.hand_in_again(app_id=app, words=replace(words, pictures=()), by=people.citizen, at=AT)
    assert queries.newest_version(app_id=app, card=ANONYMOUS).pictures == ()


def test_a_digest_alone_opens_nobody_elses_screenshot(words: AppWords, people: People) -> None:
    app = operations.hand_in(words=words, by=people.citizen, at=AT)
    (shot,) = queries.newest_version(app_id=app, card=ANONYMOUS).pictures
    stolen = replace(words, address="https://other.example.com/", pictures=(Shot(alt="借来", digest=shot.digest),))
    other = operations.hand_in(words=stolen, by=people.other, at=AT)
    assert queries.newest_version(app_id=other, card=ANONYMOUS).pictures == ()
    assert sees(other, shot.digest, card_of(account_id=people.other)) is False


@pytest.mark.parametrize(
    ("pictures", "error"),
    [
        ((Shot(alt=" ", content=picture()),), AppRefusedError),
        ((Shot(alt="长" * (LONGEST_ALT + 1), content=picture()),), AppRefusedError),
        (tuple(Shot(alt="图", content=picture()) for _ in range(6)), AppRefusedError),
        ((Shot(alt="图", content=b"GIF89a" + bytes(100)),), PictureRefusedError),
        ((Shot(alt="请拨打13800138000", content=picture()),), PersonalTextError),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    pictures: tuple[Shot, ...], error: type[Exception], words: AppWords, people: People
) -> None:
    with pytest.raises(error):
        operations.hand_in(words=replace(words, pictures=pictures), by=people.citizen, at=AT)
    assert queries.my_apps(account_id=people.citizen, card=ANONYMOUS) == ()
