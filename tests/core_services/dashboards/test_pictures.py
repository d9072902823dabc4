"""Pictures on dashboards: made anew, without what the camera wrote, seen by those who see the dashboard."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.core_services.dashboards.conftest import ANONYMOUS, AT, People, card

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.queries import DashboardCard
from zhanqiao.core_services.dashboards.rules import (
    SpecRefusedError,
    Tile,
    Visibility,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.pictures import LARGEST_PICTURE, PictureRefusedError, made_anew
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

WORDS = {"alt": {"zh": "栈桥回澜阁", "en": "The pavilion of the pier"}, "credit": "王芳", "licence": "CC BY 4.0"}
MADE_BY, PLACE, TURNED = 0x010F, 0x8825, 0x0112  # tags of EXIF: maker of the camera, GPS, orientation


def picture(form: str = "JPEG", *, size: tuple[int, int] = (60, 40), colour: str = "navy") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return file.getvalue()


def photograph() -> bytes:
    """Return a JPEG as a telephone makes it: lying on its side, with its maker and the place."""
    taken = Image.new("RGB", (60, 40), "navy")
    told = taken.getexif()
    told[MADE_BY], told[TURNED] = "Secret Camera", 6
    told.get_ifd(PLACE)[1] = "N"
    file = io.BytesIO()
    taken.save(file, "JPEG", exif=told)
    return file.getvalue()


def giant(width: int, height: int) -> bytes:
    """Return a tiny PNG whose header promises a giant."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def with_picture(slug: str, people: People, content: bytes | None = None) -> str:
    """Put a picture on the dashboard and return its digest."""
    one = made_by(slug, people)
    tile = Tile("t1", "picture", Text("", ""), 2, said=WORDS)
    told = {"dashboard_id": one.id, "by": people.citizen, "at": AT}
    spec = dashboards.with_picture(spec=one.spec, tile=tile, content=content or picture(), **told)
    dashboards.save(spec=spec, upon=one.version, **told)
    (digest,) = spec.pictures
    return digest


def made_by(slug: str, people: People) -> DashboardCard:
    return queries.dashboard_card(slug=slug, card=card(people.citizen), latest=True)


def sees(slug: str, digest: str, by: AccessCard) -> bool:
    try:
        return queries.picture_of(slug=slug, digest=digest, card=by).read_bytes()[8:12] == b"WEBP"
    except NotFoundError:
        return False


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_webp_and_its_longer_side_fits(form: str) -> None:
    made = made_anew(picture(form, size=(3000, 1500)))
    assert (made.width, made.height) == (2000, 1000)
    with Image.open(io.BytesIO(made.content)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (2000, 1000))


def test_what_the_camera_wrote_is_left_out_and_the_picture_stands_upright() -> None:
    content = photograph()
    assert b"Secret Camera" in content
    made = made_anew(content)
    assert b"Secret Camera" not in made.content
    with Image.open(io.BytesIO(made.content)) as opened:
        assert (opened.size, dict(opened.getexif())) == ((40, 60), {})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(100),
        picture()[:200],
        giant(30_000, 30_000),
        giant(10_000, 4_001),
        bytes(LARGEST_PICTURE + 1),
    ],
    ids=["nothing", "svg", "gif", "torn", "bomb", "too many pixels", "too heavy"],
)
def test_what_is_no_fitting_picture_is_refused_and_the_dashboard_stays(
    slug: str, people: People, content: bytes
) -> None:
    with pytest.raises(PictureRefusedError, match="as it was"):
        with_picture(slug, people, content or b"\0")
    assert made_by(slug, people).version == 1


def test_a_picture_is_seen_by_those_who_see_its_dashboard(slug: str, people: People) -> None:
    digest = with_picture(slug, people)
    assert sees(slug, digest, ANONYMOUS)
    assert not sees(slug, "0" * 64, card(people.citizen))
    key = made_by(slug, people).id
    dashboards.show_to(dashboard_id=key, visibility=Visibility.PRIVATE, by=people.citizen, at=AT)
    assert [sees(slug, digest, one) for one in (ANONYMOUS, card(people.other), card(people.authority))] == [False] * 3
    assert sees(slug, digest, card(people.citizen))
    dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    assert sees(slug, digest, card(people.authority))
    assert not sees(slug, digest, ANONYMOUS)


def test_a_picture_of_a_version_in_review_is_not_public_before_it_is_approved(slug: str, people: People) -> None:
    key = made_by(slug, people).id
    dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    dashboards.decide_listing(dashboard_id=key, version=1, approved=True, by=people.authority, at=AT)
    digest = with_picture(slug, people)
    assert [sees(slug, digest, one) for one in (ANONYMOUS, card(people.citizen))] == [False, True]
    dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    assert [sees(slug, digest, one) for one in (ANONYMOUS, card(people.authority))] == [False, True]
    dashboards.decide_listing(dashboard_id=key, version=2, approved=True, by=people.authority, at=AT)
    assert sees(slug, digest, ANONYMOUS)


def test_a_fork_keeps_its_pictures_and_a_document_opens_nobody_elses(slug: str, people: People) -> None:
    digest = with_picture(slug, people)
    source = queries.dashboard_card(slug=slug, card=card(people.other))
    mine = dashboards.fork(dashboard=source, spec=source.spec, by=people.other, at=AT)
    dashboards.remove(dashboard_id=source.id, by=people.citizen, at=AT)
    assert [sees(slug, digest, card(people.other)), sees(mine, digest, card(people.other))] == [False, True]
    with pytest.raises(SpecRefusedError, match=r"tiles\[4\]\.picture"):
        dashboards.make(spec=source.spec, by=people.authority, at=AT)
    assert sees(dashboards.make(spec=source.spec, by=people.citizen, at=AT), digest, card(people.citizen))


def test_the_same_picture_is_one_file_and_goes_out_with_its_words(slug: str, people: People) -> None:
    digest = with_picture(slug, people)
    path: Path = queries.picture_of(slug=slug, digest=digest, card=ANONYMOUS)
    before = path.stat().st_mtime_ns
    spec = replace(made_by(slug, people).spec)
    assert with_picture(slug, people) == digest
    assert path.stat().st_mtime_ns == before
    (one,) = queries.shown_tiles(spec=spec, values={}, card=ANONYMOUS, language="zh-hans", only="t5")
    assert one.picture is not None
    assert (one.picture.alt.en, one.picture.credit, one.picture.width) == ("The pavilion of the pier", "王芳", 60)
