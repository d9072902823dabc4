"""How good the description of a dataset is, in the 405 points of data.europa.eu.

Source: data.europa.eu, Metadata Quality Assessment methodology: five dimensions, their indicators and points, the four
ratings. What is said of distributions counts by the share of them of which it is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhanqiao.kit.texts import Text

MOST = 405
RATINGS = (
    (351, Text("优秀", "excellent")),
    (221, Text("良好", "good")),
    (121, Text("尚可", "sufficient")),
    (0, Text("较差", "bad")),
)
DIMENSIONS = {
    "findability": Text("可发现", "Findability"),
    "accessibility": Text("可访问", "Accessibility"),
    "interoperability": Text("可互操作", "Interoperability"),
    "reusability": Text("可再利用", "Reusability"),
    "contextuality": Text("背景信息", "Contextuality"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is known of a dataset's description; ``distributions`` of it, and how many of them have what is named."""

    keywords: bool
    theme: bool
    spatial: bool
    temporal: bool
    licence: bool
    licence_listed: bool
    access: bool
    contact: bool
    publisher: bool
    rights: bool
    issued: bool
    modified: bool
    own: bool
    distributions: int
    downloads: int
    reached: int
    formats: int
    listed_formats: int
    free_formats: int
    machine_formats: int
    sizes: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its dimension, its points, and the share of them that was reached."""

    dimension: str
    text: Text
    points: int
    share: float

    @property
    def reached(self) -> float:
        """Return the points reached."""
        return self.points * self.share


@dataclass(frozen=True, slots=True)
class MetadataQuality:
    """The indicators of a dataset, their sum, and what that is called."""

    indicators: tuple[Indicator, ...]

    @property
    def score(self) -> int:
        """Return the points, of 405."""
        return round(sum(one.reached for one in self.indicators))

    @property
    def rating(self) -> Text:
        """Return what so many points are called."""
        return next(text for least, text in RATINGS if self.score >= least)

    @property
    def missing(self) -> tuple[Indicator, ...]:
        """Return the indicators that are not wholly reached, those of most points first."""
        return tuple(
            sorted((one for one in self.indicators if one.share < 1), key=lambda one: one.reached - one.points)
        )

    def points(self, dimension: str, /) -> tuple[int, int]:
        """Return the points of a dimension, and how many it has."""
        own = [one for one in self.indicators if one.dimension == dimension]
        return round(sum(one.reached for one in own)), sum(one.points for one in own)


def metadata_quality(*, described: Described) -> MetadataQuality:
    """Return the quality of a description."""
    return MetadataQuality(tuple(_indicators(described)))


def _indicators(one: Described) -> Iterator[Indicator]:
    def shared(count: int) -> float:
        return count / one.distributions if one.distributions else 0.0

    for dimension, zh, en, points, share in (
        ("findability", "关键词", "keywords", 30, one.keywords),
        ("findability", "主题", "a theme", 30, one.theme),
        ("findability", "空间范围", "the area covered", 20, one.spatial),
        ("findability", "时间范围", "the period covered", 20, one.temporal),
        ("accessibility", "访问地址可达", "addresses that answer", 50, shared(one.reached)),
        ("accessibility", "下载地址", "addresses to download from", 20, shared(one.downloads)),
        ("accessibility", "下载地址可达", "downloads that answer", 30, shared(min(one.downloads, one.reached))),
        ("interoperability", "说明格式", "the format", 20, shared(one.formats)),
        ("interoperability", "说明媒体类型", "the media type", 10, shared(one.formats)),
        ("interoperability", "格式取自受控词表", "formats of a controlled vocabulary", 10, shared(one.listed_formats)),
        ("interoperability", "非专有格式", "formats that nobody owns", 20, shared(one.free_formats)),
        ("interoperability", "机器可读格式", "formats that machines read", 20, shared(one.machine_formats)),
        ("interoperability", "符合 DCAT-AP", "conformance to DCAT-AP", 30, one.own),
        ("reusability", "许可", "a licence", 20, one.licence),
        ("reusability", "许可有公开文本", "a licence with a public text", 10, one.licence_listed),
        ("reusability", "说明访问限制", "who may have it", 10, one.access),
        ("reusability", "访问限制取自受控词表", "who may have it, of a controlled vocabulary", 5, one.access),
        ("reusability", "联系人", "whom to ask", 20, one.contact),
        ("reusability", "发布者", "the publisher", 10, one.publisher),
        ("contextuality", "权利说明", "rights", 5, one.rights),
        ("contextuality", "文件大小", "sizes of files", 5, shared(one.sizes)),
        ("contextuality", "发布日期", "the date of issue", 5, one.issued),
        ("contextuality", "修改日期", "the date of change", 5, one.modified),
    ):
        yield Indicator(dimension, Text(zh, en), points, float(share))
