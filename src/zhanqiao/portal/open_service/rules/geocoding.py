"""The endpoints that lead names and addresses to divisions, and places to districts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.parameters import Parameter

MOST_TEXTS = 1_000  # of one call
LONGEST = 200  # signs of a text that are read
EAST, NORTH = 180.0, 90.0
SYSTEMS = ("wgs84", "cgcs2000", "gcj02", "bd09")


class TextsError(ZhanqiaoError):
    """The body of a batch is not what it should be; nothing was looked up."""

    status = 400
    code = "geocode-texts"
    sentence = Text(
        zh='请求正文应为 {{"texts": ["…", …]}}，文本 1 至 {most} 条，收到 {found}。没有查询，请分批提交。',
        en='The body must be {{"texts": ["…", …]}} with 1 to {most} texts; {found} arrived. Nothing was looked up; send them in parts.',
    )


class PlaceError(ZhanqiaoError):
    """A longitude or a latitude is no number of degrees; nothing was looked up."""

    status = 400
    code = "geocode-place"
    sentence = Text(
        zh="经度应为 -180 至 180 的度数，纬度应为 -90 至 90 的度数，收到 lon={lon}、lat={lat}。请改正后再试。",
        en="The longitude is given in degrees from -180 to 180 and the latitude from -90 to 90; lon={lon}, lat={lat} arrived. Correct them.",
    )


def texts_in(*, body: Mapping[str, Any]) -> list[str]:
    """Return the texts of a batch. Raises TextsError."""
    texts = body.get("texts")
    if set(body) != {"texts"} or not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
        raise TextsError(most=MOST_TEXTS, found="…")
    if not 1 <= len(texts) <= MOST_TEXTS:
        raise TextsError(most=MOST_TEXTS, found=len(texts))
    return list(texts)


def place_in(*, lon: str, lat: str) -> tuple[float, float]:
    """Return longitude and latitude in degrees. Raises PlaceError."""
    try:
        longitude, latitude = float(lon), float(lat)
    except ValueError:
        raise PlaceError(lon=lon[:20], lat=lat[:20]) from None
    if not (-EAST <= longitude <= EAST and -NORTH <= latitude <= NORTH):
        raise PlaceError(lon=lon[:20], lat=lat[:20])
    return longitude, latitude


GEOCODING: tuple[Endpoint, ...] = (
    Endpoint(
        name="geocode",
        path="/geocode",
        group="places",
        title=Text("地名地址到区划", "A name or an address to its division"),
        about=Text(
            "把区划名称或中文地址定位到本市的区（市）和镇街，给出理由和固定的可信度；有歧义时列出全部可能，不作猜测。镇街名称取自已开放的区划表，答复注明是哪张表。"
            f"每条最多读 {LONGEST} 字。",
            "Leads the name of a division or a Chinese address to the city's district and township, with the reason and a fixed figure of "
            "confidence; where it is ambiguous, all it may mean are listed and none is chosen. The names of townships come from a published "
            f"table, which the answer names. Of each text {LONGEST} signs are read.",
        ),
        parameters=(
            Parameter(
                "q",
                Text("区划名称或地址", "The name of a division, or an address"),
                required=True,
                example="崂山区沙子口街道",
            ),
        ),
        answer="GeocodeAnswer",
    ),
    Endpoint(
        name="geocode-batch",
        path="/geocode/batch",
        group="places",
        title=Text("批量定位", "Many names or addresses"),
        about=Text(
            f"同上，一次最多 {MOST_TEXTS} 条，按提交的次序答复。",
            f"The same for up to {MOST_TEXTS} texts at once, answered in their order.",
        ),
        body="GeocodeTexts",
        answer="GeocodeAnswers",
    ),
    Endpoint(
        name="geocode-reverse",
        path="/geocode/reverse",
        group="places",
        title=Text("坐标到区（市）", "A place to its district"),
        about=Text(
            "按已开放的区（市）边界判断坐标所在的区（市），答复注明是哪张边界表；在边界上时给出两个。边界仅供参考，不是法定界线。",
            "Says in which district a place lies by published outlines, and by which table; two on a border. Outlines are for orientation, no "
            "legal boundaries.",
        ),
        parameters=(
            Parameter("lon", Text("经度，度", "Longitude in degrees"), required=True, example="120.384"),
            Parameter("lat", Text("纬度，度", "Latitude in degrees"), required=True, example="36.067"),
            Parameter("crs", Text("坐标系", "System of coordinates"), choices=SYSTEMS, default="wgs84"),
        ),
        answer="ReverseAnswer",
        refusals=(503,),
    ),
)
